import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { type CrashRun, crashRun } from '../test/crash/crash-run.ts';
import { postgresAvailable, postgresNeeded, startPostgres } from '../test/support/postgres.ts';

// Kills the service again and again in the middle of reviews, and looks whether every pull request still gets exactly
// one report. Arguments: --kills 200 --seed 1 --engine pglite|postgres|both

/** As long as GitHub's lists may lag, and a little. */
const quietMs = 15_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string' },
    engine: { type: 'string', default: 'both' },
  },
});

const kills = Number(values.kills);
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
const engines = enginesOf(values.engine);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed) || engines === null) {
  stdout.write('usage: test-crash.ts [--kills 200] [--seed N] [--engine pglite|postgres|both]\n');
  process.exitCode = 2;
} else process.exitCode = await main(engines);

async function main(wanted: readonly ('pglite' | 'postgres')[]): Promise<number> {
  const runs: CrashRun[] = [];
  for (const [index, engine] of wanted.entries()) {
    // Each engine has its part, the first one what does not divide.
    const part = Math.floor(kills / wanted.length) + (index < kills % wanted.length ? 1 : 0);
    if (part === 0) continue;
    stdout.write(`${engine}: ${part} kills, seed ${seed}\n`);
    const run = await (engine === 'pglite' ? onPglite(part) : onPostgres(part));
    stdout.write(run.report === '' ? '' : `${run.report}\n`);
    runs.push(run);
  }
  const sum = (field: 'kills' | 'pullRequests' | 'lost' | 'doubled'): number =>
    runs.reduce((total, run) => total + run[field], 0);
  stdout.write(
    `${sum('kills')} kills, ${sum('pullRequests')} pull requests, ${sum('lost')} lost, ${sum('doubled')} doubled\n`,
  );
  return sum('lost') + sum('doubled') === 0 && sum('kills') === kills ? 0 : 1;
}

function onPglite(part: number): Promise<CrashRun> {
  return crashRun({ seed, kills: part, processes: 1, databaseUrl: null, quietMs, onProgress: progress });
}

async function onPostgres(part: number): Promise<CrashRun> {
  const server = await startPostgres();
  try {
    const databaseUrl = await server.createDatabase();
    return await crashRun({ seed, kills: part, processes: 2, databaseUrl, quietMs, onProgress: progress });
  } finally {
    await server.close();
  }
}

function progress(line: string): void {
  stdout.write(`  ${line}\n`);
}

function enginesOf(name: string): ('pglite' | 'postgres')[] | null {
  if (name === 'pglite') return ['pglite'];
  if (name !== 'postgres' && name !== 'both') return null;
  if (!postgresAvailable()) {
    stdout.write(`PostgreSQL: ${postgresNeeded}\n`);
    return name === 'both' ? ['pglite'] : null;
  }
  return name === 'both' ? ['pglite', 'postgres'] : ['postgres'];
}
