import { type ChildProcess, fork } from 'node:child_process';
import { scriptBeside } from '../script-beside.ts';
import type { FromGitChild, ToGitChild } from './git-protocol.ts';
import type { GitListener, LaunchGit } from './launch-git.ts';

/** A small process that launches git. */
export interface GitHelper {
  readonly launch: LaunchGit;
  /** Ends it, and every git that it has launched. */
  close(): void;
}

/** How long the event loop is held up at once. */
const turnMs = 5;

/**
 * Starts a small process that starts git instead of this one. A process is copied to start another, and to copy one
 * with an embedded database takes tens of milliseconds in which it does nothing else; a review starts git twenty times.
 * A helper that has died is started anew; what it ran has ended by a signal.
 */
export function startGitHelper(): GitHelper {
  const listeners = new Map<number, GitListener>();
  const heard: FromGitChild[] = [];
  let launches = 0;
  let child: ChildProcess | null = start();

  return {
    launch(invocation, listener) {
      const launch = launches++;
      listeners.set(launch, listener);
      tell({ kind: 'launch', launch, invocation });
      return {
        write: (text) => tell({ kind: 'write', launch, text }),
        endInput: () => tell({ kind: 'end input', launch }),
        end: () => tell({ kind: 'end', launch }),
      };
    },
    close() {
      if (child?.connected) child.disconnect();
    },
  };

  function tell(message: ToGitChild): void {
    // What was launched before it died is gone, and has been told so.
    if (message.kind === 'launch') child ??= start();
    else if (!listeners.has(message.launch)) return;
    // A message that cannot be sent is followed by its exit.
    child?.send(message, () => {});
  }

  function start(): ChildProcess {
    const started = fork(scriptBeside(import.meta.url, 'git-child'), [], {
      env: {},
      execArgv: ['--max-old-space-size=64'],
      // Bytes stay bytes.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', hear);
    // It cannot be started, or signalled: the same as its end.
    started.once('error', (cause) => gone(started, (listener) => listener.notStarted(cause)));
    started.once('exit', () => gone(started, (listener) => listener.closed(null)));
    return started;
  }

  function hear(message: FromGitChild): void {
    heard.push(message);
    if (heard.length === 1) setImmediate(workOff);
  }

  /** Megabytes that come at once are worked off in turns with all else. */
  function workOff(): void {
    const end = performance.now() + turnMs;
    let next = 0;
    while (next < heard.length && performance.now() < end) {
      const message = heard[next++];
      if (message !== undefined) pass(message);
    }
    heard.splice(0, next);
    if (heard.length > 0) setImmediate(workOff);
  }

  function pass(message: FromGitChild): void {
    const listener = listeners.get(message.launch);
    if (listener === undefined) return;
    if (message.kind === 'output') listener.output(bufferOf(message.chunk));
    else if (message.kind === 'complaint') listener.complaint(bufferOf(message.chunk));
    else {
      listeners.delete(message.launch);
      if (message.kind === 'not started') listener.notStarted(message.cause);
      else listener.closed(message.code);
    }
  }

  function gone(started: ChildProcess, tellThem: (listener: GitListener) => void): void {
    if (child !== started) return;
    child = null;
    for (const message of heard.splice(0)) pass(message);
    const lost = [...listeners.values()];
    listeners.clear();
    for (const listener of lost) tellThem(listener);
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
