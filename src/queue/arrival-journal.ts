import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createLock } from '../keyed-lock.ts';
import type { Database } from '../store/database.ts';
import type { Arrival, ArrivalStore } from './arrivals.ts';

/** What was moved stays in the file until that is longer, or nothing waits. */
const maximumMovedBytes = 4 * 1024 * 1024;

const fileName = 'inbox.jsonl';

/**
 * In a file beside the embedded database, a line each: the database does one thing at a time, and whoever waits for an
 * answer would wait for what pg-boss is at. As with the database, what was written outlives the process, not the machine.
 * @param directory null keeps them in memory, as the database is
 */
export async function openArrivalJournal(
  database: Database,
  directory: string | null,
  log: Pick<Logger, 'error'>,
): Promise<ArrivalStore> {
  const path = directory === null ? null : join(directory, fileName);
  let waiting = path === null ? [] : await readLines(path, log);
  let file = path === null ? null : await rewritten(path, waiting);
  let length = bytesOf(waiting);
  let movedBytes = 0;
  /** One writes at a time. */
  const inTurn = createLock();

  async function append(lines: readonly string[]): Promise<void> {
    try {
      await file?.appendFile(lines.join(''));
    } catch (error) {
      // A part may be there: the next line would go on with it.
      await file?.truncate(length);
      throw error;
    }
    length += bytesOf(lines);
    waiting.push(...lines);
  }

  async function shrink(): Promise<void> {
    if (file === null || path === null) return;
    if (waiting.length === 0) {
      await file.truncate(0);
      length = 0;
      movedBytes = 0;
    } else if (movedBytes > maximumMovedBytes) {
      const former = file;
      file = await rewritten(path, waiting);
      await former.close();
      length = bytesOf(waiting);
      movedBytes = 0;
    }
  }

  return {
    add: (arrivals) => inTurn(() => append(arrivals.map((arrival) => `${JSON.stringify(arrival)}\n`))),
    async move(maximum, store) {
      const lines = waiting.slice(0, maximum);
      if (lines.length === 0) return 0;
      const arrivals = lines.map((line): Arrival => JSON.parse(line));
      await database.transaction((sql) => store(sql, arrivals));
      waiting = waiting.slice(lines.length);
      movedBytes += bytesOf(lines);
      await inTurn(shrink);
      return lines.length;
    },
    close: () => inTurn(async () => file?.close()),
  };
}

/** The whole lines of a file, none where there is no file. What a crash cut off was not answered. */
async function readLines(path: string, log: Pick<Logger, 'error'>): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).match(/.*\n/g) ?? [];
  const sound = lines.filter(isJson);
  if (sound.length < lines.length)
    log.error({ lines: lines.length - sound.length }, `${fileName} is damaged: these lines are dropped`);
  return sound;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Replaces the file by one of these lines, or leaves it as it is. @returns it, to be appended to */
async function rewritten(path: string, lines: readonly string[]): Promise<FileHandle> {
  const next = `${path}.next`;
  await rm(next, { force: true });
  const file = await open(next, 'ax', 0o600);
  try {
    await file.appendFile(lines.join(''));
    await rename(next, path);
    return file;
  } catch (error) {
    await file.close();
    await rm(next, { force: true });
    throw error;
  }
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
}
