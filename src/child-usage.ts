import { readFileSync } from 'node:fs';

/** Bytes of a page, and milliseconds of a tick, as Linux counts them for users. */
const pageBytes = 4096;
const tickMs = 10;

/** Resident bytes of a process; 0 where the system does not tell (not Linux), or it is gone. */
export function residentBytes(pid: number | undefined): number {
  const fields = read(`/proc/${pid}/statm`)?.split(' ');
  return Number(fields?.[1] ?? 0) * pageBytes;
}

/** Milliseconds that a process has used the processor; null where the system does not tell, or it is gone. */
export function processorMs(pid: number | undefined): number | null {
  // The command's name may hold spaces and brackets: the fields are counted behind it.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  const [user, system] = [Number(fields?.[11]), Number(fields?.[12])];
  return fields === undefined || Number.isNaN(user + system) ? null : (user + system) * tickMs;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
