import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from 'pino';
import { residentBytes } from '../child-usage.ts';
import type { ProofDatabases } from '../proof/subject.ts';
import type { Analysis } from '../review/analysis.ts';
import { unanalyzed } from '../review/unanalyzed.ts';
import { scriptBeside } from '../script-beside.ts';
import type { AnalysisRequest, ToChild } from './analysis-protocol.ts';
import { runTask, type TaskLimits, type TaskOutcome, type TaskWorld } from './child-task.ts';

export const defaultTaskLimits: TaskLimits = {
  fileMs: 15_000,
  totalMs: 90_000,
  memoryBytes: 900 * 1024 * 1024,
};

/** Attempts, each without the file that ended the one before, until the change counts as not analysable. */
const maximumAttempts = 4;

/**
 * A child that holds more than this share of its memory after a task is not used again: the next file would be blamed
 * for what others left behind. A new one costs half a second.
 */
const wornShare = 0.5;

export interface Analyzer {
  /**
   * Analyses a change in a child with an empty environment. A file that exceeds the limits is left out and named in
   * the coverage, and the rest is analysed again. Rejects only when the signal aborts.
   */
  analyze(
    request: Omit<AnalysisRequest, 'skip' | 'proves'>,
    fetchObjects: (objects: readonly string[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Analysis>;
  /** Whether a text is correct in the language of its path; false where finding out exceeds the limits. */
  parses(path: string, text: string): Promise<boolean>;
  /** Starts a child and lets it load what the first analysis needs. Never rejects: without it the first one is slower. */
  warmUp(): Promise<void>;
  /** Ends all children. */
  close(): void;
}

/**
 * Children are reused, one task at a time each; one that exceeded a limit is replaced.
 * @param log is told of mistakes of ours, without the code that they were made about
 * @param databases for proofs; null where nothing of a pull request is run
 */
export function createAnalyzer(
  limits: TaskLimits,
  log: Pick<Logger, 'error'>,
  databases: ProofDatabases | null,
): Analyzer {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();

  return {
    async analyze(request, fetchObjects, signal) {
      const skip: Record<string, string> = {};
      const proves = databases !== null;
      const proofs = databases === null ? null : { databases, scope: request.repository };
      let reason = '';
      let repeated = false;
      for (let attempt = 0; attempt < maximumAttempts; attempt++) {
        const outcome = await run(
          { kind: 'analyze', request: { ...request, skip, proves } },
          { fetchObjects, proofs },
          signal,
        );
        if (outcome.kind === 'answered' && outcome.answer.kind === 'analyzed') return outcome.answer.analysis;
        const { file, problem } = problemOf(outcome);
        if (outcome.kind === 'answered' && outcome.answer.kind === 'failed')
          log.error({ name: outcome.answer.name, frames: outcome.answer.frames }, 'An analysis failed');
        reason = problem;
        if (file !== null && !(file in skip)) skip[file] = problem;
        else if (repeated || outcome.kind !== 'died' || outcome.how === 'at a limit') break;
        // Nothing was at work: the system or a person has ended it, and it is worth one more try.
        else repeated = true;
      }
      return unanalyzed(request.change, reason);
    },
    async parses(path, text) {
      // Only the limits end it: a signal of the same time would reject instead.
      const outcome = await run({ kind: 'parse', path, text }, alone, new AbortController().signal);
      return outcome.kind === 'answered' && outcome.answer.kind === 'parsed' && outcome.answer.correct;
    },
    async warmUp() {
      await run({ kind: 'warm-up' }, alone, new AbortController().signal);
    },
    close() {
      for (const child of all) child.kill('SIGKILL');
    },
  };

  async function run(task: ToChild, world: TaskWorld, signal: AbortSignal): Promise<TaskOutcome> {
    signal.throwIfAborted();
    const child = idle.pop() ?? start();
    const outcome = await runTask(child, task, limits, world, signal);
    if (outcome.kind === 'answered' && child.connected) {
      if (residentBytes(child.pid) > limits.memoryBytes * wornShare) child.kill('SIGKILL');
      else idle.push(child);
    }
    return outcome;
  }

  function start(): ChildProcess {
    const child = fork(scriptBeside(import.meta.url, 'analysis-child'), [], {
      env: {},
      execArgv: ['--max-old-space-size=640'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    all.add(child);
    // A child that cannot be started or signalled has exited, or will: its `exit` is handled where it works.
    child.on('error', () => {});
    child.once('exit', () => {
      all.delete(child);
      const at = idle.indexOf(child);
      if (at !== -1) idle.splice(at, 1);
    });
    return child;
  }
}

const alone: TaskWorld = { fetchObjects: async () => {}, proofs: null };

function problemOf(outcome: TaskOutcome): { file: string | null; problem: string } {
  if (outcome.kind === 'died') return { file: outcome.file, problem: outcome.reason };
  return { file: outcome.file, problem: 'the analysis failed, of which the log of the App says more' };
}
