import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { processorMs } from '../src/child-usage.ts';

/** Of the children of this process that run now; 0 where the system does not tell (not Linux). */
export interface ChildUsage {
  /** Bytes of memory that the largest of them held at its highest. */
  readonly peakBytes: number;
  /** Milliseconds of the processor that all of them have used. */
  readonly processorMs: number;
}

export function usageOfChildren(): ChildUsage {
  const children = processIds()
    .map((pid) => ({ pid, status: read(`/proc/${pid}/status`) }))
    .filter(({ status }) => /^PPid:\s*(\d+)$/m.exec(status)?.[1] === String(process.pid));
  const peaks = children.map(({ status }) => Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024);
  const used = children.map(({ pid }) => processorMs(pid) ?? 0);
  return { peakBytes: Math.max(0, ...peaks), processorMs: used.reduce((sum, ms) => sum + ms, 0) };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Empty for a process that is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
