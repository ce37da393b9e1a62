import process, { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { properties } from '../test/fuzz/properties.ts';

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    /** Only properties whose name contains this. */
    only: { type: 'string', default: '' },
    /** Of an earlier failure: runs its counterexample alone. */
    path: { type: 'string' },
  },
});

const cases = Number(values.cases);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const chosen = properties.filter(({ name }) => name.includes(values.only));
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed) || chosen.length === 0) {
  stdout.write('usage: test-fuzz [--cases 100000] [--seed N] [--only NAME [--path PATH]]\n');
  stdout.write(`properties:\n${properties.map(({ name }) => `  ${name}\n`).join('')}`);
  process.exit(2);
}

const shares = chosen.reduce((sum, { share }) => sum + share, 0);
let done = 0;
let failed = 0;
for (const { name, share, run } of chosen) {
  const own = Math.max(1, Math.ceil((cases * share) / shares));
  const start = performance.now();
  const path = values.path === undefined ? {} : { path: values.path };
  const outcome = await run({ cases: own, seed, ...path });
  const seconds = (performance.now() - start) / 1_000;
  done += outcome.cases;
  const speed = `${Math.round(outcome.cases / seconds)}/s`;
  stdout.write(
    `${outcome.failure === null ? 'ok    ' : 'FAILED'} ${name}: ${outcome.cases} cases, ${speed}, seed ${seed}\n`,
  );
  if (outcome.failure === null) continue;
  failed++;
  const { counterexample, error, seed: failedSeed, path: failedPath } = outcome.failure;
  stdout.write(`  again: --only '${name}' --cases ${cases} --seed ${failedSeed} --path ${failedPath}\n`);
  stdout.write(`  counterexample: ${counterexample.slice(0, 4_000)}\n`);
  stdout.write(`  ${error.slice(0, 6_000).replaceAll('\n', '\n  ')}\n`);
}
stdout.write(`${done} cases, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
