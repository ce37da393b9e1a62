import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { compileWasmOnce } from '../src/config/compile-once.ts';
import { processSettings } from '../src/config/process.ts';
import { createMarkers } from '../src/review/marker.ts';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';
import { type House, startHouse } from '../src/sandbox/house.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';

const usage = `npm run demo -- [--once] [--json] [--repo PATH BASE..HEAD] [--port N]

Starts the service and a local stand-in for GitHub with a sample pull request, delivers its webhook, and prints the
review. --once exits after it, --json prints all that was posted, --repo takes a range of any local git repository.
`;

const { values, positionals } = readArguments();
compileWasmOnce();
const { searchPath } = processSettings();
const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-demo-'));
const say = (text: string): void => {
  if (!values.json) stdout.write(text);
};
let house: House | null = null;
try {
  say('Starting the service and a stand-in for GitHub …\n');
  const { directory, base, head, title } = await repositoryOf();
  house = await startHouse({
    repositories: [{ owner: 'acme', name: 'shop', directory }],
    searchPath,
    ...(values.port === undefined ? {} : { standInPort: Number(values.port) }),
  });
  const opened = await house.github.openPullRequest({ owner: 'acme', name: 'shop', base, head, title });
  const started = performance.now();
  const status = await house.deliver('pull_request', opened);
  if (status >= 300) throw new Error(`the service answered the webhook with ${status}`);
  const pull = await house.concluded('acme', 'shop', opened.number, 120_000);
  print(pull, house, performance.now() - started);
  if (!values.once) await untilStopped();
} catch (error) {
  process.stderr.write(`The demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await house?.close();
  rmSync(scratch, { recursive: true, force: true });
}

function readArguments() {
  try {
    const parsed = parseArgs({
      args: argv.slice(2),
      allowPositionals: true,
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        repo: { type: 'string' },
        port: { type: 'string' },
      },
    });
    const { port } = parsed.values;
    if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65_535))
      throw new TypeError(`--port takes a number up to 65535, not '${port}'`);
    return parsed;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

async function repositoryOf(): Promise<{ directory: string; base: string; head: string; title: string }> {
  if (values.repo === undefined) {
    const example = new URL('../examples/shop/', import.meta.url).pathname;
    const { directory } = await createExampleRepository({
      base: join(example, 'base'),
      head: join(example, 'head'),
      into: join(scratch, 'shop'),
    });
    return { directory, base: 'main', head: 'change', title: 'Add order export' };
  }
  const [range = ''] = positionals;
  const local = await openLocal({ git: createGit({ path: searchPath }), repository: values.repo, range });
  const { base, head } = local.change;
  await local.close();
  return { directory: values.repo, base, head, title: range };
}

function print(pull: PullRecord, { github }: House, milliseconds: number): void {
  const repository = github.state.repositories[0];
  const run = repository?.checkRuns.find((candidate) => candidate.headSha === pull.head.sha);
  const page = `${github.url}/acme/shop/pull/${pull.number}`;
  const posted = {
    check: { conclusion: run?.conclusion ?? null, title: run?.output?.title ?? null },
    reviews: pull.reviews.map((review) => ({ body: review.body })),
    comments: pull.reviewComments.map(({ path, line, startLine, side, body }) => ({
      path,
      line,
      startLine,
      side,
      body,
    })),
    requests: github.requests.map(({ method, path, status }) => ({ method, path, status })),
  };
  if (values.json) stdout.write(`${JSON.stringify(posted, null, 2)}\n`);
  else {
    const strip = createMarkers(['-']).strip;
    for (const { body } of posted.reviews) stdout.write(`\n${strip(body)}\n`);
    for (const { path, line, body } of posted.comments)
      stdout.write(`\n── ${path}, line ${line}\n\n${strip(body).replace(/^/gm, '   ')}\n`);
    stdout.write(
      `\nPosted in ${Math.round(milliseconds)} ms with ${apiRequests(github)} requests to GitHub.\n`,
    );
  }
  if (!values.once) say(`\nThe conversation: ${page}\nCtrl+C ends the demo.\n`);
}

function apiRequests(github: House['github']): number {
  return github.requests.filter(({ kind, path }) => kind !== 'git' && !path.endsWith('/access_tokens'))
    .length;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
