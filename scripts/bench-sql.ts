import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { compileWasmOnce } from '../src/config/compile-once.ts';
import { processSettings } from '../src/config/process.ts';
import { defaultRepositorySettings } from '../src/config/repository-settings.ts';
import { analyze } from '../src/review/analyze.ts';
import { createRepositoryCache } from '../src/review/repository-cache.ts';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';
import { atMost, type Figure, median, plain, printFigures } from './figures.ts';
import { writeMigrationCorpus } from './migration-corpus.ts';
import { readArguments } from './read-arguments.ts';

// `check` as it is published, beside squawk by its npm command, over the same files, whole processes in turns; then one new
// migration on top of all of them, as a review of it works.

const usage = `npm run bench:sql -- [--json] [--files FOLDER] [--count N] [--rounds N]

--files takes other PostgreSQL migrations (a flat folder of .sql files, in the order of their names) than the ${1000}
that are made up; --count says how many are made up.
`;
const values = readArguments(
  {
    json: { type: 'boolean', default: false },
    files: { type: 'string' },
    count: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '9' },
  },
  ['count', 'rounds'],
  usage,
);
const root = join(import.meta.dirname, '..');
const rounds = Number(values.rounds);

compileWasmOnce();
const { searchPath } = processSettings();
const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));
try {
  build();
  const folder = join(scratch, 'migrations');
  if (values.files === undefined) writeMigrationCorpus(folder, Number(values.count));
  else cpSync(values.files, folder, { recursive: true });
  const files = readdirSync(folder)
    .filter((name) => /\.sql$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0) throw new Error(`there are no .sql files in ${values.files}`);
  const figures = [...compareWithSquawk(folder, files), ...(await measureReview(folder))];
  printFigures(figures, values.json);
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function build(): void {
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
}

/** Each of them once unmeasured: files are in memory then, and Node's cache of compiled code is written. */
function compareWithSquawk(folder: string, files: readonly string[]): Figure[] {
  const ours = (): number =>
    timed(process.execPath, [
      join(root, 'dist/cli.js'),
      'check',
      folder,
      '--dialect',
      'postgres',
      '--format',
      'json',
    ]);
  const squawk = (): number =>
    timed(join(root, 'node_modules/.bin/squawk'), ['--reporter', 'json', ...files]);
  const bare = (): number => timed(process.execPath, ['-e', '0']);
  for (const run of [ours, squawk, bare]) run();
  const taken = Array.from({ length: rounds }, () => ({ ours: ours(), squawk: squawk(), bare: bare() }));
  const of = (which: 'ours' | 'squawk' | 'bare'): number => median(taken.map((round) => round[which]));
  return [
    atMost('sql.ratio_to_squawk', of('ours') / of('squawk'), 'times', 1.5),
    plain('sql.check_ms', of('ours'), 'ms'),
    plain('sql.squawk_ms', of('squawk'), 'ms'),
    plain('sql.node_start_ms', of('bare'), 'ms'),
    plain('sql.files', files.length, 'files'),
  ];
}

/** Whole process, wall time. Both answer 1 where they find something. */
function timed(command: string, words: readonly string[]): number {
  const started = performance.now();
  const done = spawnSync(command, words, {
    cwd: scratch,
    env: { PATH: searchPath, HOME: scratch },
    maxBuffer: 2 ** 30,
  });
  const taken = performance.now() - started;
  if (done.status !== 0 && done.status !== 1)
    throw new Error(`${command} ended with ${done.status ?? done.error?.message}: ${done.stderr}`);
  return taken;
}

/** A pull request with one more migration: the first review of the process, and another one of the same repository. */
async function measureReview(folder: string): Promise<Figure[]> {
  const [base, head] = [join(scratch, 'base'), join(scratch, 'head')];
  for (const side of [base, head]) cpSync(folder, join(side, 'db/migrations'), { recursive: true });
  writeFileSync(
    join(head, 'db/migrations/9999_add_reference.up.sql'),
    'ALTER TABLE customer_line_9 ADD COLUMN reference text;\nCREATE INDEX customer_line_9_reference_idx ON customer_line_9 (reference);\n',
  );
  const { directory } = await createExampleRepository({ base, head, into: join(scratch, 'repository') });
  const git = createGit({ path: searchPath });
  const cache = createRepositoryCache();
  const review = async (): Promise<number> => {
    const local = await openLocal({ git, repository: directory, range: 'main..change' });
    try {
      const started = performance.now();
      const { findings } = await analyze({
        change: local.change,
        base: local.base,
        head: local.head,
        settings: defaultRepositorySettings,
        prove: null,
        skip: {},
        onFile: () => {},
        ...cache,
      });
      const taken = performance.now() - started;
      if (findings.length === 0) throw new Error('the review found nothing');
      return taken;
    } finally {
      await local.close();
    }
  };
  const cold = await review();
  const warm = [];
  for (let round = 0; round < rounds; round++) warm.push(await review());
  return [
    atMost('sql.one_on_1000_ms', median(warm), 'ms', 150),
    atMost('sql.one_on_1000_cold_ms', cold, 'ms', 2000),
  ];
}
