import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { argv } from 'node:process';
import { parseArgs } from 'node:util';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { compileWasmOnce } from '../src/config/compile-once.ts';
import { processSettings } from '../src/config/process.ts';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';
import { type House, startHouse } from '../src/sandbox/house.ts';
import { atMost, type Figure, plain, printFigures } from './figures.ts';
import { createLargeRepository } from './large-repository.ts';

// Webhook to posted review: the demo, and a pull request of 100 files in a repository of 5,000, beside the bare
// minimum (git alone fetching and comparing the same two commits). `--repo PATH BASE..HEAD` takes another one.

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, repo: { type: 'string' } },
});
/** Looking at every process costs milliseconds of the very process that is measured. */
const sampleMs = 400;

compileWasmOnce();
const { searchPath } = processSettings();
const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));

interface Measured {
  readonly milliseconds: number;
  readonly apiCalls: number;
  readonly gitCalls: number;
  readonly peakBytes: number;
  readonly bareGitMs: number;
}

try {
  const figures: Figure[] = [];
  const example = new URL('../examples/shop/', import.meta.url).pathname;
  const shop = await createExampleRepository({
    base: join(example, 'base'),
    head: join(example, 'head'),
    into: join(scratch, 'shop'),
  });
  const demo = await measure(shop.directory, 'main', 'change', false);
  const proven = await measure(shop.directory, 'main', 'change', true);
  figures.push(
    atMost('review.demo_ms', demo.milliseconds, 'ms', 1500),
    // What the proof adds has a benchmark of its own.
    plain('review.demo_proven_ms', proven.milliseconds, 'ms'),
  );
  const [directory, base, head] = await largeRange();
  const large = await measure(directory, base, head, false);
  figures.push(
    atMost('review.files100_ms', large.milliseconds, 'ms', 4000),
    atMost('review.github_calls_100_files', large.apiCalls, 'requests', 7),
    atMost('review.peak_mb', Math.max(demo.peakBytes, large.peakBytes) / 2 ** 20, 'MB', 1300),
    plain('review.git_calls_100_files', large.gitCalls, 'requests'),
    plain('review.bare_git_100_files_ms', large.bareGitMs, 'ms'),
    plain('review.ratio_to_bare_git', large.milliseconds / large.bareGitMs, 'times'),
  );
  printFigures(figures, values.json);
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * The first review of a service that has just started: nothing of the repository is in its cache.
 * @param proof whether the migrations are run
 */
async function measure(directory: string, base: string, head: string, proof: boolean): Promise<Measured> {
  const house = await startHouse({
    repositories: [{ owner: 'acme', name: 'shop', directory }],
    searchPath,
    proof,
  });
  try {
    await settled(house);
    const peak = watchMemory();
    const opened = await house.github.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base,
      head,
      title: 'Bench',
    });
    const before = house.github.requests.length;
    const started = performance.now();
    await house.deliver('pull_request', opened);
    await house.concluded('acme', 'shop', opened.number, 120_000);
    const milliseconds = performance.now() - started;
    const requests = house.github.requests
      .slice(before)
      .filter(({ path }) => !path.endsWith('/access_tokens'));
    return {
      milliseconds,
      apiCalls: requests.filter(({ kind }) => kind !== 'git').length,
      gitCalls: requests.filter(({ kind }) => kind === 'git').length,
      peakBytes: peak(),
      bareGitMs: bareGit(directory, base, head),
    };
  } finally {
    await house.close();
  }
}

/** The start and its reconciliation are not part of a review: they are over before anything is measured. */
async function settled(house: House): Promise<void> {
  const listed = (): boolean => house.github.requests.some(({ path }) => path.endsWith('/pulls'));
  for (let waited = 0; !listed() && waited < 10_000; waited += 20)
    await new Promise((go) => setTimeout(go, 20));
  await new Promise((go) => setTimeout(go, 2_000));
}

/** What nobody can do without: git alone gets the two commits and compares them. */
function bareGit(directory: string, base: string, head: string): number {
  const into = mkdtempSync(join(scratch, 'bare-'));
  const started = performance.now();
  const git = (...args: string[]): void => {
    execFileSync('git', ['-C', into, ...args], { stdio: 'ignore', maxBuffer: 2 ** 28 });
  };
  const commit = (name: string): string =>
    execFileSync('git', ['-C', directory, 'rev-parse', name], { encoding: 'utf8' }).trim();
  git('init', '--bare', '-q');
  git('fetch', '-q', '--depth=1', `file://${directory}`, commit(base), commit(head));
  git('diff', '-M', commit(base), commit(head));
  return performance.now() - started;
}

/** Memory of this process and all below it, sampled; the answer is the highest sum in bytes. */
function watchMemory(): () => number {
  let highest = residentBytes();
  const timer = setInterval(() => {
    highest = Math.max(highest, residentBytes());
  }, sampleMs);
  return () => {
    clearInterval(timer);
    return highest;
  };
}

function residentBytes(): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = read(`/proc/${entry}/stat`)?.split(') ')[1]?.split(' ')[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const isOurs = (id: number): boolean =>
    id === process.pid || (parents.has(id) && isOurs(parents.get(id) ?? 0));
  return [...parents.keys()]
    .filter((id) => isOurs(id))
    .reduce((sum, id) => sum + Number(read(`/proc/${id}/statm`)?.split(' ')[1] ?? 0) * 4096, 0);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

async function largeRange(): Promise<[string, string, string]> {
  if (values.repo !== undefined) {
    const git = createGit({ path: searchPath });
    const local = await openLocal({ git, repository: values.repo, range: positionals[0] ?? '' });
    await local.close();
    return [values.repo, local.change.base, local.change.head];
  }
  const directory = await createLargeRepository(join(scratch, 'large'));
  return [directory, 'main', 'change'];
}
