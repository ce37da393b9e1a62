import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface GitInvocation {
  /** What git is called with, its options included; never read by a shell. */
  readonly args: readonly string[];
  /** All of git's environment. It is found on the PATH in here. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Hears what a git that was launched does. Nothing comes after `closed` or `notStarted`. */
export interface GitListener {
  output(chunk: Buffer): void;
  complaint(chunk: Buffer): void;
  notStarted(cause: Error): void;
  /** @param code null where a signal ended it */
  closed(code: number | null): void;
}

export interface LaunchedGit {
  write(text: string): void;
  /** Nothing more will be written. */
  endInput(): void;
  /** Ends git and its helpers. */
  end(): void;
}

/** How a git process comes to be: here, or in a helper that relays it. */
export type LaunchGit = (invocation: GitInvocation, listener: GitListener) => LaunchedGit;

/** How long git may take to remove its temporary files after SIGTERM. */
const graceMs = 2_000;

/** Starts git as a child of this process. */
export function launchGit({ args, environment }: GitInvocation, listener: GitListener): LaunchedGit {
  // A group of its own, so that git's helpers end with it.
  const child = spawn('git', args, { env: environment, stdio: 'pipe', detached: true });
  child.stdout.on('data', listener.output);
  child.stderr.on('data', listener.complaint);
  // Git may end before it has read its input; its exit code tells.
  child.stdin.on('error', () => {});
  let notStarted = false;
  child.on('error', (cause) => {
    notStarted = true;
    listener.notStarted(cause);
  });
  child.on('close', (code) => {
    if (!notStarted) listener.closed(code);
  });
  return {
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    end: () => endGroup(child),
  };
}

/** SIGTERM first: git removes its locks and temporary files then. */
function endGroup(child: ChildProcessWithoutNullStreams): void {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // The group has ended already.
    }
  };
  child.stdin.destroy();
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), graceMs);
  child.once('close', () => clearTimeout(timer));
}
