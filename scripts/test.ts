import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process, { argv, env, stdout } from 'node:process';

const root = join(import.meta.dirname, '..');
const inPath = { ...env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${env.PATH ?? ''}` };

/** Lines a file may have. Past these it is about more than one thing. */
const longest = { source: 400, test: 500 };

interface Step {
  readonly name: string;
  /** What to show where it failed, null where it passed. */
  run(): string | null;
}

const steps: readonly Step[] = [
  { name: 'types', run: () => command('tsc', '--noEmit') ?? command('tsc', '--noEmit', '-p', '.ci') },
  { name: 'lint', run: () => command('biome', 'ci', '--colors=off', '--max-diagnostics=200', '.') },
  {
    name: 'directions',
    run: () => command('depcruise', '--config', '.dependency-cruiser.js', 'src', 'scripts'),
  },
  { name: 'unused', run: () => command('knip') },
  { name: 'sizes', run: tooLong },
];

const failed: string[] = [];
for (const step of steps) {
  const problem = step.run();
  stdout.write(`${step.name}: ${problem === null ? 'ok' : 'failed'}\n`);
  if (problem !== null) {
    stdout.write(`${problem.trimEnd()}\n`);
    failed.push(step.name);
  }
}

const tests = runTests(argv.slice(2));
const total = {
  passed: tests.passed + steps.length - failed.length,
  failed: tests.failed + failed.length,
};
if (failed.length > 0) stdout.write(`Failed steps: ${failed.join(', ')}\n`);
stdout.write(
  `${total.passed} passed, ${total.failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}\n`,
);
// Not exit(): after a child shared the pipe, what was just written may still be on its way.
process.exitCode = total.failed === 0 ? 0 : 1;

function command(name: string, ...args: string[]): string | null {
  const result = spawnSync(name, args, {
    cwd: root,
    env: inPath,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error !== undefined) return `${name} did not run: ${result.error.message}`;
  return result.status === 0 ? null : `${result.stdout}${result.stderr}`;
}

function tooLong(): string | null {
  const long = globSync('{src,test,scripts}/**/*.ts', { cwd: root })
    .filter((path) => !path.endsWith('.generated.ts'))
    .map((path) => ({
      path,
      lines: readFileSync(join(root, path), 'utf8').split('\n').length - 1,
      limit: path.endsWith('.test.ts') ? longest.test : longest.source,
    }))
    .filter(({ lines, limit }) => lines > limit);
  if (long.length === 0) return null;
  return long.map(({ path, lines, limit }) => `  ${path}: ${lines} lines, at most ${limit}`).join('\n');
}

interface VitestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  /** One a file; a file that could not be loaded has failed without a failed test. */
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function runTests(filters: readonly string[]): { passed: number; failed: number; skipped: number } {
  const folder = mkdtempSync(join(tmpdir(), 'backend-engineer-test-'));
  const file = join(folder, 'result.json');
  try {
    const run = spawnSync(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...filters],
      { cwd: root, env: inPath, stdio: 'inherit' },
    );
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
    const result: VitestResult = JSON.parse(readFileSync(file, 'utf8'));
    const unloaded = result.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const found = result.numFailedTests + unloaded.length;
    return {
      passed: result.numPassedTests,
      // An error outside of any test (a rejection nobody awaited) shows only in the exit code.
      failed: found === 0 && run.status !== 0 ? 1 : found,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
