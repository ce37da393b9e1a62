import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock-file.ts';
import { openDatabase } from './open-database.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const lockPath = () => join(directory, 'database.lock');

test('a second holder gets one line that names the first', () => {
  const lock = takeLock(directory);
  expect(() => takeLock(directory)).toThrow(
    `${directory} is in use by process ${process.pid} on ${hostname()}: stop it, or give this one its own DATA_DIR`,
  );
  lock.release();
  takeLock(directory).release();
  expect(readdirSync(directory)).toEqual([]);
});

test('the lock of a dead process is taken over', () => {
  const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  writeFileSync(lockPath(), JSON.stringify({ pid: dead, host: hostname(), started: '1' }));
  const lock = takeLock(directory);
  expect(JSON.parse(readFileSync(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
});

test('the lock of an earlier process with the same pid is taken over, as in a container that starts again', () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }));
  takeLock(directory).release();
});

test('the lock of another machine holds while its process touches it', () => {
  writeFileSync(lockPath(), JSON.stringify({ pid: 1, host: 'elsewhere', started: '1' }));
  expect(() => takeLock(directory)).toThrow('in use by process 1 on elsewhere');
  // As old as a lock that nobody touched for a minute.
  execFileSync('touch', ['-d', '1 minute ago', lockPath()]);
  takeLock(directory).release();
});

test('a lock that a crash cut off is taken over', () => {
  writeFileSync(lockPath(), '{"pid": 1');
  takeLock(directory).release();
});

test('the embedded database keeps its rows, its files are for its user only, and a damaged one is moved aside', async () => {
  const problems: unknown[] = [];
  const log = { warn: () => {}, error: (data: unknown) => problems.push(data) };
  const options = { dataDir: join(directory, 'data'), databaseUrl: null, log };

  const first = await openDatabase(options);
  await first.query("INSERT INTO backend_engineer.deliveries (id, installation) VALUES ('a', 1)");
  await expect(openDatabase(options)).rejects.toMatchObject({ code: 'DATABASE_LOCKED' });
  await first.close();
  expect(statSync(options.dataDir).mode & 0o777).toBe(0o700);

  const second = await openDatabase(options);
  expect(await second.query('SELECT id FROM backend_engineer.deliveries')).toEqual([{ id: 'a' }]);
  await second.close();
  expect(problems).toEqual([]);

  writeFileSync(join(options.dataDir, 'database', 'global', 'pg_control'), 'broken');
  const third = await openDatabase(options);
  expect(await third.query('SELECT id FROM backend_engineer.deliveries')).toEqual([]);
  await third.close();
  expect(problems).toEqual([
    { movedTo: join(options.dataDir, 'database.damaged-1'), reason: expect.any(String) },
  ]);
  expect(readdirSync(options.dataDir).sort()).toEqual(['database', 'database.damaged-1']);
});
