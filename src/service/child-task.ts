import type { ChildProcess } from 'node:child_process';
import { processorMs, residentBytes } from '../child-usage.ts';
import { type RelayFromChild, relayFromChild } from '../proof/sandbox/relay-from-child.ts';
import type { ProofDatabases } from '../proof/subject.ts';
import type { FromChild, ToChild } from './analysis-protocol.ts';

/**
 * Time is counted by the processor, so that a machine with too much to do blames no file (where the system does not tell
 * it, by the clock).
 */
export interface TaskLimits {
  /** Milliseconds without news of another file. */
  readonly fileMs: number;
  /**
   * Milliseconds for everything. By the clock it may be twice as many, without those in which a proof runs: what hangs uses
   * no processor.
   */
  readonly totalMs: number;
  /** Resident bytes of the child. */
  readonly memoryBytes: number;
}

/** How a child's task ended. After `died` the child is gone: killed `at a limit` of ours, or `by itself`. */
export type TaskOutcome =
  | {
      readonly kind: 'answered';
      readonly answer: Exclude<FromChild, { kind: 'file' | 'fetch' | 'to-host' }>;
      /** The last file that was worked on. */
      readonly file: string | null;
    }
  | {
      readonly kind: 'died';
      readonly how: 'at a limit' | 'by itself';
      readonly file: string | null;
      readonly reason: string;
    };

/** What a child asks its parent for. */
export interface TaskWorld {
  fetchObjects(objects: readonly string[]): Promise<void>;
  /** Null where there are none. They have limits of their own. */
  readonly proofs: { readonly databases: ProofDatabases; readonly scope: string } | null;
}

/** How often the child is looked at, in milliseconds. */
const lookMs = 250;

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
  { fetchObjects, proofs }: TaskWorld,
  signal: AbortSignal,
): Promise<TaskOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
  let file: string | null = null;
  const counted = processorMs(child.pid) !== null;
  // Of a child that has just ended nothing is known, and its exit says why.
  const used = (): number => (counted ? (processorMs(child.pid) ?? Number.NaN) : ownMs);
  const relay: RelayFromChild | null =
    proofs === null
      ? null
      : relayFromChild(proofs.databases, proofs.scope, (message) =>
          send(child, { kind: 'from-host', message }),
        );
  /** By the clock, as far as it does not wait for a proof. */
  let ownMs = 0;
  let lookedAt = performance.now();
  const began = used();
  let fileBegan: number | null = began;
  const watch = setInterval(() => {
    const lookedNow = performance.now();
    if (relay?.isWaiting() !== true) ownMs += lookedNow - lookedAt;
    lookedAt = lookedNow;
    const now = used();
    fileBegan ??= now;
    if (ownMs > limits.totalMs * 2) kill(tooLong);
    else if (residentBytes(child.pid) > limits.memoryBytes) kill(tooMuchMemory);
    else if (now - fileBegan > limits.fileMs || now - began > limits.totalMs) kill(tooLong);
  }, lookMs);

  child.on('message', onMessage);
  child.once('exit', onExit);
  signal.addEventListener('abort', onAbort, { once: true });
  send(child, task);
  return promise;

  function end(): void {
    clearInterval(watch);
    relay?.close();
    child.off('message', onMessage);
    child.off('exit', onExit);
    signal.removeEventListener('abort', onAbort);
  }

  function kill(reason: string): void {
    end();
    child.kill('SIGKILL');
    resolve({ kind: 'died', how: 'at a limit', file, reason });
  }

  function onExit(_code: number | null, ended: NodeJS.Signals | null): void {
    end();
    // Node aborts where its heap is full; that comes sooner than the next look at the memory.
    const reason = ended === 'SIGABRT' ? tooMuchMemory : 'the analysis ended unexpectedly';
    resolve({ kind: 'died', how: 'by itself', file, reason });
  }

  function onAbort(): void {
    end();
    child.kill('SIGKILL');
    reject(signal.reason);
  }

  function onMessage(message: FromChild): void {
    if (message.kind === 'file') {
      file = message.path;
      // Its time begins when it is looked at next: asking at each of thousands of files costs more than it tells.
      fileBegan = null;
    } else if (message.kind === 'fetch') {
      fetchObjects(message.objects)
        .then(
          () => null,
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        )
        .then((problem) => {
          // Waiting for the network is not the file's fault.
          fileBegan = null;
          send(child, { kind: 'fetched', fetch: message.fetch, problem });
        });
    } else if (message.kind === 'to-host') relay?.receive(message.message);
    else {
      end();
      resolve({ kind: 'answered', answer: message, file });
    }
  }
}

function send(child: ChildProcess, message: ToChild): void {
  // The callback takes the error of a child that has just died: its exit is what counts.
  child.send(message, () => {});
}
