import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import { z } from 'zod';
import { DatabaseError } from '../errors.ts';

/** How often the holder touches its lock, and after which silence a lock of another machine or container is stale. */
const touchMs = 5_000;
const silenceMs = 20_000;

const holderSchema = z.object({
  pid: z.number().int(),
  host: z.string(),
  /** When the process began, in the kernel's ticks: a pid alone is used again, in a container after every restart. */
  started: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

/** A directory held by this process until `release`. */
export interface LockFile {
  release(): void;
}

/**
 * Takes the lock `database.lock` of a directory. A lock of a process that is dead is taken over.
 * Throws DatabaseError `DATABASE_LOCKED` naming the holder.
 */
export function takeLock(directory: string): LockFile {
  const path = join(directory, 'database.lock');
  const own: Holder = { pid, host: hostname(), started: startOf(pid) };
  const draft = join(directory, `database.lock.${pid}`);
  writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    if (!tryLink(draft, path)) {
      removeStale(path, draft, directory);
      if (!tryLink(draft, path)) throw locked(directory, readHolder(path));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const timer = setInterval(() => touch(path), touchMs);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      rmSync(path, { force: true });
    },
  };
}

/** Linking is atomic: of two processes one gets it. */
function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Moves a stale lock aside. What was moved is looked at again, since another process may have replaced it meanwhile. */
function removeStale(path: string, draft: string, directory: string): void {
  const holder = readHolder(path);
  if (isAlive(holder, path, draft)) throw locked(directory, holder);
  const aside = `${path}.stale.${pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = readHolder(aside);
  if (JSON.stringify(moved) !== JSON.stringify(holder)) {
    tryLink(aside, path);
    rmSync(aside, { force: true });
    throw locked(directory, moved);
  }
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder | null, path: string, draft: string): boolean {
  if (holder === null) return false;
  // Pids of another machine or container say nothing here, but its process touches the file.
  if (holder.host !== hostname()) return ageMs(path, draft) < silenceMs;
  try {
    kill(holder.pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  return startOf(holder.pid) === holder.started;
}

/** Age of the lock by the file system's own clock: the draft was written just now. */
function ageMs(path: string, draft: string): number {
  try {
    return statSync(draft).mtimeMs - statSync(path).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function touch(path: string): void {
  try {
    // The first character written again: the time changes, the content does not.
    const file = openSync(path, 'r+');
    writeSync(file, '{', 0);
    closeSync(file);
  } catch {
    // The directory was deleted under us; the next write to the database says so.
  }
}

/** Null where the file is gone or was cut off by a crash. */
function readHolder(path: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Field 22 of /proc/PID/stat, null where there is no such thing (not Linux). The command's name may hold spaces and brackets. */
function startOf(process: number): string | null {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function locked(directory: string, holder: Holder | null): DatabaseError {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new DatabaseError(
    'DATABASE_LOCKED',
    `${directory} is in use by ${who}: stop it, or give this one its own DATA_DIR (or a DATABASE_URL to share)`,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
