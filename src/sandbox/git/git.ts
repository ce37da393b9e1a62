import { spawn } from 'node:child_process';

/** Git ended with an exit code other than 0, or could not be started (`exitCode` is null). */
export class GitFailed extends Error {
  override readonly name = 'GitFailed';
  readonly code = 'git-failed';
  readonly exitCode: number | null;

  constructor(args: readonly string[], exitCode: number | null, stderr: string, cause?: unknown) {
    super(`git ${args[0] ?? ''} failed (${exitCode ?? 'not started'}): ${stderr.trim()}`, { cause });
    this.exitCode = exitCode;
  }
}

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** Read the machine's git configuration (a user's `safe.directory`); off, so that results are the same everywhere. */
  readonly userConfiguration?: boolean;
}

/** A hook or an editor that runs the tests sets these; they would point git at another repository. */
const inherited = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
];

/** Arguments of `env` that run git with a known environment, keeping the search path of this process. */
export function gitCommand(options: Pick<GitOptions, 'environment' | 'userConfiguration'>): string[] {
  const isolated = options.userConfiguration
    ? {}
    : { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const environment = { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...isolated, ...options.environment };
  return [
    ...inherited.flatMap((name) => ['-u', name]),
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    'git',
  ];
}

/** Runs git in a repository and gives its output. Throws `GitFailed`. */
export function git(directory: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = spawn('env', [...gitCommand(options), '-C', directory, ...args], { stdio: 'pipe' });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  // Git may end before it has read its input; its exit code tells.
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => reject(new GitFailed(args, null, error.message, error)));
  child.on('close', (code) => {
    if (code === 0) resolve(Buffer.concat(output));
    else reject(new GitFailed(args, code, Buffer.concat(errors).toString('utf8')));
  });
  child.stdin.end(options.input ?? '');
  return promise;
}

/** As `git`, as text without the final newline. */
export async function gitText(
  directory: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  return (await git(directory, args, options)).toString('utf8').replace(/\n$/, '');
}
