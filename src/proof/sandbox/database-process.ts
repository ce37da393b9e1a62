import { processorMs, residentBytes } from '../../child-usage.ts';
import { scriptBeside } from '../../script-beside.ts';
import { ProofEnded } from '../database.ts';
import { type FromDatabaseChild, fromDatabaseChild, type ToDatabaseChild } from './protocol.ts';
import { startChild } from './start-child.ts';

/**
 * Time is counted by the processor, so that a machine with too much to do blames no statement; by the clock it may be
 * twice as much, since what hangs uses no processor (where the system does not tell it, once as much).
 */
export interface ProofLimits {
  /** Milliseconds of one exec. */
  readonly execMs: number;
  /** Milliseconds of everything between open and close. */
  readonly totalMs: number;
  /** Resident bytes of the process. */
  readonly memoryBytes: number;
  /** Milliseconds after which a process that nobody uses is ended. */
  readonly idleMs: number;
}

/** How often the process is looked at while it works, in milliseconds. */
const lookMs = 100;

/** A process with at most one database in it. */
export interface DatabaseProcess {
  /**
   * One question at a time. Rejects with ProofEnded when the process ends, by itself or at a limit, also for every
   * question afterwards.
   */
  ask(question: ToDatabaseChild): Promise<FromDatabaseChild>;
  /** What follows is of another proof: its time begins. */
  begin(): void;
  /** Null while it runs. */
  ended(): ProofEnded | null;
  residentBytes(): number;
  /** Milliseconds of the processor, of its whole life; 0 where the system does not tell. */
  processorMs(): number;
  kill(reason: string): void;
}

export function startDatabaseProcess(limits: ProofLimits): DatabaseProcess {
  const child = startChild(scriptBeside(import.meta.url, 'database-child'));
  const counted = processorMs(child.pid) !== null;
  let began = used();
  let beganAt = performance.now();
  let ended: ProofEnded | null = null;
  let settle: { resolve(answer: FromDatabaseChild): void; reject(error: ProofEnded): void } | null = null;

  child.on('message', onMessage);
  child.once('exit', (_code, signal) =>
    onEnd(signal === 'SIGXCPU' ? 'its time was up' : 'it ended unexpectedly'),
  );
  // A child that cannot be started or signalled has exited, or never was.
  child.on('error', () => onEnd('it could not be started'));

  return {
    async ask(question) {
      if (ended !== null) throw ended;
      if (settle !== null) throw new Error('A database is asked one thing after the other');
      const answer = Promise.withResolvers<FromDatabaseChild>();
      settle = answer;
      const watch = watchFor(question.kind === 'exec' ? limits.execMs : limits.totalMs);
      // The callback takes the error of a child that has just died: its exit is what counts.
      child.send(question, () => {});
      try {
        return await answer.promise;
      } finally {
        clearInterval(watch);
      }
    },
    begin() {
      began = used();
      beganAt = performance.now();
    },
    ended: () => ended,
    residentBytes: () => residentBytes(child.pid),
    processorMs: () => processorMs(child.pid) ?? 0,
    kill,
  };

  /** @param ms that the question may take */
  function watchFor(ms: number): NodeJS.Timeout {
    const asked = used();
    const askedAt = performance.now();
    return setInterval(() => {
      const [now, nowAt] = [used(), performance.now()];
      if (residentBytes(child.pid) > limits.memoryBytes)
        kill(`it needed more than ${megabytes(limits.memoryBytes)}`);
      else if (now - asked > ms || nowAt - askedAt > 2 * ms)
        kill(`a statement took longer than ${seconds(ms)}`);
      else if (now - began > limits.totalMs || nowAt - beganAt > 2 * limits.totalMs)
        kill(`it took longer than ${seconds(limits.totalMs)} in all`);
    }, lookMs);
  }

  function used(): number {
    // Of a child that has just ended nothing is known, and its exit says why.
    return counted ? (processorMs(child.pid) ?? Number.NaN) : performance.now();
  }

  function kill(reason: string): void {
    child.kill('SIGKILL');
    onEnd(reason);
  }

  function onEnd(reason: string): void {
    ended ??= new ProofEnded(reason);
    const waiting = settle;
    settle = null;
    waiting?.reject(ended);
  }

  function onMessage(message: unknown): void {
    const answer = fromDatabaseChild.safeParse(message);
    const waiting = settle;
    if (!answer.success || waiting === null) kill('it answered what was not asked');
    else if (answer.data.kind === 'ended') kill(answer.data.reason);
    else {
      settle = null;
      waiting.resolve(answer.data);
    }
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
