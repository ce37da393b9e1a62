import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import process from 'node:process';
import { load } from 'js-yaml';
import { contractFormats } from '../src/api/contracts.generated.ts';
import { processSettings } from '../src/config/process.ts';
import { endpointFigures, serviceRepositories } from './endpoint-figures.ts';
import { atMost, type Figure, median, plain, printFigures } from './figures.ts';
import { openApiPair } from './openapi-corpus.ts';
import { readArguments } from './read-arguments.ts';

// What a pull request's contracts cost: each measurement in a process of its own, which has loaded its modules and
// compared nothing yet, as the first review of a worker finds it.

const usage = `npm run bench:api -- [--json] [--base FILE --head FILE] [--repository PATH --range BASE..HEAD] [--rounds N]

--base and --head take any pair of contracts instead of the two documents of 2 MB that are made up; --repository and
--range any git repository instead of the 2,000 files that are made up (the figures keep their names).
`;
const values = readArguments(
  {
    json: { type: 'boolean', default: false },
    base: { type: 'string' },
    head: { type: 'string' },
    repository: { type: 'string' },
    range: { type: 'string', default: 'main..change' },
    rounds: { type: 'string', default: '5' },
    /** Which measurement this process is to make: for the children of the benchmark. */
    measure: { type: 'string' },
  },
  ['rounds'],
  usage,
);
/** Of the made-up documents, each. */
const documentBytes = 2_000_000;

if (values.measure !== undefined) measure(values.measure, values.base ?? '', values.head ?? '');
else {
  const figures = [...openApiFigures(), ...(await codeFigures())];
  printFigures(figures, values.json);
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
}

/** The endpoints of a repository's code, as its first and as a later review find them. */
async function codeFigures(): Promise<Figure[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));
  try {
    const { repository, range } = values;
    const change =
      repository === undefined ? await serviceRepositories(scratch) : { earlier: null, repository, range };
    return await endpointFigures(change, Number(values.rounds));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Measured {
  readonly cold: number;
  readonly warm: number;
  readonly changes: number;
}

/** Comparing a pair of documents, beside reading the same two with nothing but js-yaml. */
function openApiFigures(): Figure[] {
  const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));
  try {
    const [base, head] = pairOf(scratch);
    const rounds = Array.from({ length: Number(values.rounds) }, () => ({
      ours: inProcess('compare', base, head),
      bare: inProcess('read', base, head),
    }));
    const ours = median(rounds.map((round) => round.ours.cold));
    const bare = median(rounds.map((round) => round.bare.cold));
    return [
      atMost('api.openapi_2mb_ms', ours, 'ms', 600),
      plain('api.openapi_warm_ms', median(rounds.map((round) => round.ours.warm)), 'ms'),
      plain('api.openapi_read_only_ms', bare, 'ms'),
      plain('api.openapi_ratio_to_reading', ours / bare, 'times'),
      plain('api.openapi_changes', rounds[0]?.ours.changes ?? Number.NaN, 'changes'),
    ];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function pairOf(scratch: string): [string, string] {
  if (values.base !== undefined && values.head !== undefined) return [values.base, values.head];
  const pair = openApiPair(documentBytes);
  const [base, head] = [join(scratch, 'base.yaml'), join(scratch, 'head.yaml')];
  writeFileSync(base, pair.base);
  writeFileSync(head, pair.head);
  return [base, head];
}

function inProcess(what: string, base: string, head: string): Measured {
  const words = [import.meta.filename, '--measure', what, '--base', base, '--head', head];
  const done = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    env: { PATH: processSettings().searchPath },
  });
  if (done.status !== 0) throw new Error(`the measurement failed: ${done.stderr}`);
  return JSON.parse(done.stdout) as Measured;
}

/** In the child: the first run of the process, and the median of five more. */
function measure(what: string, base: string, head: string): void {
  const texts = [base, head].map((path) => readFileSync(path, 'utf8'));
  const run = (): number => (what === 'read' ? readOnly(texts) : compare(base, head, texts));
  const times: number[] = [];
  let changes = 0;
  for (let round = 0; round < 6; round++) {
    const started = performance.now();
    changes = run();
    times.push(performance.now() - started);
  }
  const measured: Measured = { cold: times[0] ?? Number.NaN, warm: median(times.slice(1)), changes };
  process.stdout.write(JSON.stringify(measured));
}

function readOnly(texts: readonly string[]): number {
  return texts.map((text) => load(text)).length;
}

function compare(base: string, head: string, [before = '', after = '']: readonly string[]): number {
  const path = `openapi${extname(head)}`;
  const format = contractFormats.find((each) => each.concerns(path) && each.recognises(after));
  if (format === undefined) throw new Error(`${head} is no contract that is known here`);
  const side = (text: string) => ({
    paths: [path],
    read: (asked: string) => (asked === path ? { path, text } : null),
  });
  const { changes, problems } = format.compare({
    base: side(before),
    head: side(after),
    changed: [[path, path]],
  });
  if (changes.length === 0)
    throw new Error(`no change from ${base}: ${problems.map(({ reason }) => reason).join(', ')}`);
  return changes.length;
}
