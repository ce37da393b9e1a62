import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Analysis } from '../review/analysis.ts';
import { unanalyzed } from '../review/unanalyzed.ts';
import type { AnalysisRequest, FromChild, ToChild } from './analysis-protocol.ts';

export interface AnalyzerLimits {
  /** Milliseconds without news of another file. */
  readonly fileMs: number;
  /** Milliseconds for everything. */
  readonly totalMs: number;
  /** Resident bytes of the child. */
  readonly memoryBytes: number;
}

export const defaultAnalyzerLimits: AnalyzerLimits = {
  fileMs: 15_000,
  totalMs: 90_000,
  memoryBytes: 800 * 1024 * 1024,
};

/** Attempts in which a file that killed the child is left out before all the rest is. */
const maximumKills = 3;

/** How often the child's memory is looked at, in milliseconds. */
const memoryCheckMs = 250;

export interface Analyzer {
  /**
   * Runs the analysis in a child with an empty environment. A file that exceeds the limits is left out and named in
   * the coverage; the rest is analysed again. Rejects only when the signal aborts.
   */
  analyze(
    request: Omit<AnalysisRequest, 'skip'>,
    fetchObjects: (objects: readonly string[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Analysis>;
  /** Ends all children. */
  close(): void;
}

type Outcome =
  | { readonly kind: 'done'; readonly analysis: Analysis }
  | { readonly kind: 'died'; readonly file: string | null; readonly reason: string };

/** Children are reused, one job at a time each; a child that exceeded a limit is replaced. */
export function createAnalyzer(limits: AnalyzerLimits): Analyzer {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();

  return {
    async analyze(request, fetchObjects, signal) {
      const skip: Record<string, string> = {};
      for (let kills = 0; kills < maximumKills; kills++) {
        const outcome = await attempt({ ...request, skip }, fetchObjects, signal);
        if (outcome.kind === 'done') return outcome.analysis;
        if (outcome.file === null || outcome.file in skip) return unanalyzed(request.change, outcome.reason);
        skip[outcome.file] = outcome.reason;
      }
      return unanalyzed(request.change, 'the analysis exceeded its limits several times');
    },
    close() {
      for (const child of all) child.kill('SIGKILL');
    },
  };

  function take(): ChildProcess {
    const waiting = idle.pop();
    if (waiting !== undefined) return waiting;
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const entry = fileURLToPath(new URL(`./analysis-child.${extension}`, import.meta.url));
    const child = fork(entry, [], {
      env: {},
      execArgv: ['--max-old-space-size=512', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    all.add(child);
    child.once('exit', () => {
      all.delete(child);
      const at = idle.indexOf(child);
      if (at !== -1) idle.splice(at, 1);
    });
    return child;
  }

  function attempt(
    request: AnalysisRequest,
    fetchObjects: (objects: readonly string[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    signal.throwIfAborted();
    const child = take();
    return new Promise<Outcome>((resolve, reject) => {
      let file: string | null = null;
      const total = setTimeout(() => kill('it took too long'), limits.totalMs);
      let stalled = setTimeout(() => kill('it took too long'), limits.fileMs);
      const memory = setInterval(() => {
        if (residentBytes(child) > limits.memoryBytes) kill('it needed too much memory');
      }, memoryCheckMs);
      const stop = (): void => {
        clearTimeout(total);
        clearTimeout(stalled);
        clearInterval(memory);
        child.removeAllListeners('message');
        child.removeListener('exit', onExit);
        child.removeListener('error', onExit);
        signal.removeEventListener('abort', onAbort);
      };
      const settle = (outcome: Outcome): void => {
        stop();
        resolve(outcome);
      };
      function kill(reason: string): void {
        child.kill('SIGKILL');
        settle({ kind: 'died', file, reason });
      }
      function onExit(): void {
        settle({ kind: 'died', file, reason: 'the analysis ended unexpectedly' });
      }
      function onAbort(): void {
        child.kill('SIGKILL');
        stop();
        reject(signal.reason);
      }
      child.on('message', (message: FromChild) => {
        if (message.kind === 'file') {
          file = message.path;
          clearTimeout(stalled);
          stalled = setTimeout(() => kill('it took too long'), limits.fileMs);
        } else if (message.kind === 'fetch') {
          // Waiting for the network is not the file's fault: the clock of the file stands still.
          clearTimeout(stalled);
          fetchObjects(message.objects)
            .then(
              () => null,
              (error: unknown) => (error instanceof Error ? error.message : String(error)),
            )
            .then((problem) => {
              stalled = setTimeout(() => kill('it took too long'), limits.fileMs);
              send(child, { kind: 'fetched', fetch: message.fetch, problem });
            });
        } else {
          idle.push(child);
          settle(
            message.kind === 'done'
              ? message
              : { kind: 'died', file, reason: `the analysis failed: ${message.message}` },
          );
        }
      });
      child.once('exit', onExit);
      child.once('error', onExit);
      signal.addEventListener('abort', onAbort, { once: true });
      send(child, { kind: 'analyze', request });
    });
  }
}

function send(child: ChildProcess, message: ToChild): void {
  // The callback takes the error of a child that has just died; its exit is handled above.
  child.send(message, () => {});
}

/** Resident memory of a process, 0 where the system does not tell (not Linux): then the heap limit alone holds. */
function residentBytes(child: ChildProcess): number {
  try {
    const pages = readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}
