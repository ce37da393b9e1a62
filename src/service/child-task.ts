import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { FromChild, ToChild } from './analysis-protocol.ts';

export interface TaskLimits {
  /** Milliseconds without news of another file. */
  readonly fileMs: number;
  /** Milliseconds for everything. */
  readonly totalMs: number;
  /** Resident bytes of the child. */
  readonly memoryBytes: number;
}

/** How a child's task ended. After `died` the child is gone. */
export type TaskOutcome =
  | { readonly kind: 'answered'; readonly answer: Exclude<FromChild, { kind: 'file' | 'fetch' }> }
  | { readonly kind: 'died'; readonly file: string | null; readonly reason: string };

/** How often the child's memory is looked at, in milliseconds. */
const memoryCheckMs = 250;

const tooLong = 'it took too long';
const tooMuchMemory = 'it needed too much memory';

/**
 * Gives a child one task and watches it from outside: it is killed when a file takes too long, when everything does,
 * or when it grows too large. Rejects with the signal's reason when that aborts; the child is killed then, too.
 */
export function runTask(
  child: ChildProcess,
  task: ToChild,
  limits: TaskLimits,
  fetchObjects: (objects: readonly string[]) => Promise<void>,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
  let file: string | null = null;
  let over = false;
  let stalled: NodeJS.Timeout | undefined;
  const total = setTimeout(kill, limits.totalMs, tooLong);
  const memory = setInterval(() => {
    if (residentBytes(child) > limits.memoryBytes) kill(tooMuchMemory);
  }, memoryCheckMs);

  child.on('message', onMessage);
  child.once('exit', onExit);
  signal.addEventListener('abort', onAbort, { once: true });
  watchFile();
  send(child, task);
  return promise;

  function watchFile(): void {
    clearTimeout(stalled);
    if (!over) stalled = setTimeout(kill, limits.fileMs, tooLong);
  }

  function end(): void {
    over = true;
    clearTimeout(total);
    clearTimeout(stalled);
    clearInterval(memory);
    child.off('message', onMessage);
    child.off('exit', onExit);
    signal.removeEventListener('abort', onAbort);
  }

  function kill(reason: string): void {
    end();
    child.kill('SIGKILL');
    resolve({ kind: 'died', file, reason });
  }

  function onExit(_code: number | null, ended: NodeJS.Signals | null): void {
    end();
    // Node aborts where its heap is full; that comes sooner than the next look at the memory.
    const reason = ended === 'SIGABRT' ? tooMuchMemory : 'the analysis ended unexpectedly';
    resolve({ kind: 'died', file, reason });
  }

  function onAbort(): void {
    end();
    child.kill('SIGKILL');
    reject(signal.reason);
  }

  function onMessage(message: FromChild): void {
    if (message.kind === 'file') {
      file = message.path;
      watchFile();
    } else if (message.kind === 'fetch') {
      // Waiting for the network is not the file's fault: its time stands still meanwhile.
      clearTimeout(stalled);
      fetchObjects(message.objects)
        .then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        )
        .then((problem) => {
          watchFile();
          send(child, { kind: 'fetched', fetch: message.fetch, problem });
        });
    } else {
      end();
      resolve({ kind: 'answered', answer: message });
    }
  }
}

function send(child: ChildProcess, message: ToChild): void {
  // The callback takes the error of a child that has just died: its exit is what counts.
  child.send(message, () => {});
}

/** Resident memory of a process; 0 where the system does not tell (not Linux): there the heap's own limit holds. */
export function residentBytes(child: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
