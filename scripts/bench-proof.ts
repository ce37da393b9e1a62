import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createMemoryTree } from '../src/change/memory-tree.ts';
import { compileWasmOnce } from '../src/config/compile-once.ts';
import { defaultRepositorySettings } from '../src/config/repository-settings.ts';
import type { Proof } from '../src/proof/proof.ts';
import { prove } from '../src/proof/prove.ts';
import { createProofHost, defaultProofLimits, type ProofHost } from '../src/proof/sandbox/host.ts';
import { keepInFolder } from '../src/proof/sandbox/image-folder.ts';
import type { Prove } from '../src/proof/subject.ts';
import { analyze } from '../src/review/analyze.ts';
import { createRepositoryCache } from '../src/review/repository-cache.ts';
import { type ChildUsage, usageOfChildren } from './child-usage.ts';
import { atMost, type Figure, median, plain, printFigures } from './figures.ts';
import { makeProofCorpus, type ProofCorpus } from './proof-corpus.ts';
import { readArguments } from './read-arguments.ts';
import { changedFiles, historiesOf, readRepository } from './repository-texts.ts';

// What running the migrations of a pull request adds to its analysis, with a base that was run before and with nothing at
// all of it kept, and the memory of the process that they run in.

const usage = `npm run bench:proof -- [--json] [--count N] [--rounds N] [--cold N]
npm run bench:proof -- --repo PATH [--folder F] [--last N]
npm run bench:proof -- --base DIRECTORY --change DIRECTORY

Without an input the pull request has 3 migrations on top of --count that are made up. --repo takes a repository's last
--last migrations of one history (the folder that contains --folder; the longest without it), --base and --change take
two folders of a repository's files. --rounds are of warm runs, --cold of those without an image.
`;
const values = readArguments(
  {
    json: { type: 'boolean', default: false },
    count: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '9' },
    cold: { type: 'string', default: '3' },
    repo: { type: 'string' },
    folder: { type: 'string', default: '' },
    last: { type: 'string', default: '3' },
    base: { type: 'string' },
    change: { type: 'string' },
  },
  ['count', 'rounds', 'cold', 'last'],
  usage,
);

compileWasmOnce();
const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));
try {
  const figures = await measure(await readCorpus());
  printFigures(figures, values.json);
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measure(corpus: ProofCorpus): Promise<Figure[]> {
  const cache = createRepositoryCache();
  const without = async (): Promise<number> => (await review(corpus, cache, null)).ms;
  // The first of a process loads the parsers.
  await without();
  const onNewHost = async (images: string): Promise<Added> => {
    const host = hostOn(images);
    const bare = await without();
    const { ms } = await review(corpus, cache, host);
    const usage = usageOfChildren();
    host.close();
    return { ms: ms - bare, ...usage };
  };
  const rounds = Array.from({ length: Number(values.cold) }, (_, round) => round);
  const cold: Added[] = [];
  for (const round of rounds) cold.push(await onNewHost(`images-${round}`));
  const started: Added[] = [];
  for (const _ of rounds) started.push(await onNewHost('images-0'));
  const host = hostOn('images-0');
  const { statements } = await review(corpus, cache, host);
  const [warm, bare, processor]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < Number(values.rounds); round++) {
    bare.push(await without());
    const before = usageOfChildren().processorMs;
    warm.push((await review(corpus, cache, host)).ms);
    processor.push(usageOfChildren().processorMs - before);
  }
  const peak = Math.max(usageOfChildren().peakBytes, ...cold.map(({ peakBytes }) => peakBytes));
  host.close();
  return [
    atMost('proof.warm_ms', median(warm) - median(bare), 'ms', 1500),
    atMost('proof.cold_ms', median(cold.map(({ ms }) => ms)), 'ms', 6000),
    atMost('proof.added_mb', peak / 1024 ** 2, 'MB', 500),
    // With an image, in a process that has to start first.
    plain('proof.started_ms', median(started.map(({ ms }) => ms)), 'ms'),
    plain('proof.warm_processor_ms', median(processor), 'ms'),
    plain('proof.cold_processor_ms', median(cold.map(({ processorMs }) => processorMs)), 'ms'),
    plain('proof.analysis_ms', median(bare), 'ms'),
    plain('proof.statements', statements, 'statements'),
  ];
}

/** What a proof adds, on a host of its own. */
interface Added extends ChildUsage {
  readonly ms: number;
}

function hostOn(images: string): ProofHost {
  const limits = { bytes: 2 ** 30, ageMs: 2 ** 40 };
  return createProofHost({
    limits: defaultProofLimits,
    images: keepInFolder(join(scratch, images), limits, { now: Date.now }),
  });
}

/** One analysis, with what running it has shown where there is a host. */
async function review(
  { base, head }: ProofCorpus,
  cache: ReturnType<typeof createRepositoryCache>,
  host: ProofHost | null,
): Promise<{ readonly ms: number; readonly statements: number }> {
  const proving: Prove | null = host === null ? null : (request) => prove(request, host);
  const started = performance.now();
  const { facts } = await analyze({
    change: { base: 'base', head: 'head', files: changedFiles(base, head) },
    base: createMemoryTree('base', base),
    head: createMemoryTree('head', head),
    settings: defaultRepositorySettings,
    prove: proving,
    skip: {},
    onFile: () => {},
    ...cache,
  });
  const ms = performance.now() - started;
  const proofs = facts.proofs.map(({ proof }) => proof);
  return { ms, statements: host === null ? 0 : ranIn(proofs, facts.notRun) };
}

/** How many statements ran: a proof that showed nothing would be fast. */
function ranIn(proofs: readonly Proof[], notRun: readonly string[]): number {
  const ended = proofs.flatMap(({ notices }) => notices.filter((notice) => /was not run/.test(notice)));
  const statements = proofs.flatMap(({ migrations }) => migrations.flatMap((one) => one.statements));
  if (statements.length === 0 || notRun.length > 0 || ended.length > 0)
    throw new Error(`not all was run: ${[...notRun, ...ended].join(' ')}`);
  return statements.filter(({ outcome }) => outcome === 'ran').length;
}

async function readCorpus(): Promise<ProofCorpus> {
  if (values.repo !== undefined) return await ofRepository(values.repo);
  if (values.base !== undefined && values.change !== undefined)
    return { base: filesOf(values.base), head: filesOf(values.change) };
  return makeProofCorpus(join(scratch, 'corpus'), Number(values.count));
}

/** The last migrations of one history as a pull request on those before them. */
async function ofRepository(repository: string): Promise<ProofCorpus> {
  const head = await readRepository(repository);
  const histories = await historiesOf(head);
  const [longest] = histories
    .filter(({ folder }) => folder.includes(values.folder))
    .sort((a, b) => b.migrations.length - a.migrations.length);
  if (longest === undefined) throw new Error(`${repository} has no migrations in ${values.folder}`);
  const added = new Set(longest.migrations.slice(-Number(values.last)).map(({ version }) => version));
  const own = new Set(longest.migrations.filter(({ version }) => added.has(version)).map(({ path }) => path));
  return { base: Object.fromEntries(Object.entries(head).filter(([path]) => !own.has(path))), head };
}

function filesOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !/(?:^|\/)(?:\.git|node_modules)\//.test(path))
    .filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
