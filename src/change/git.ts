import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GitError } from '../errors.ts';
import { type GitListener, type LaunchedGit, type LaunchGit, launchGit } from './launch-git.ts';

export type GitProtocol = 'http' | 'https' | 'file';

export interface GitCommand {
  /** The command and its arguments; never read by a shell. */
  readonly args: readonly string[];
  /** Git directory (a bare repository) or the top folder of a work tree. Folders above are not searched. */
  readonly repository?: string;
  /** Instead of `repository`: searches for the repository from here upwards, as git does. */
  readonly discoverFrom?: string;
  /** Written to git's standard input. */
  readonly input?: string;
  /** Git settings for this command only, by environment: no other process of the machine can read them. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** How this command may reach other repositories; by default not at all. */
  readonly protocols?: readonly GitProtocol[];
  /** Exit codes that are an answer. Default: 0. */
  readonly accept?: readonly number[];
  readonly signal?: AbortSignal;
  /** Milliseconds. Default: a minute. */
  readonly timeLimitMs?: number;
  /** Bytes of output. Default: 256 MB. */
  readonly outputLimitBytes?: number;
}

interface GitResult {
  readonly exitCode: number;
  readonly output: Buffer;
}

/**
 * Runs git (2.32 or later) with an environment that is the same everywhere: no configuration of the machine or the
 * user, no hooks, no prompts, no lazy fetching, no replaced objects. All methods throw GitError, and the signal's reason.
 */
export interface Git {
  run(command: GitCommand): Promise<GitResult>;
  /** Hands the output out as it comes. `consume` ends git early by answering `'enough'`. */
  stream(command: GitCommand, consume: (chunk: Buffer) => 'more' | 'enough'): Promise<number>;
  /** Starts git and leaves it to the caller, who has to end it. Only `args`, `repository` and `configuration` count. */
  start(command: GitCommand, listener: GitListener): LaunchedGit;
}

const defaultTimeLimitMs = 60_000;
const defaultOutputLimitBytes = 256 * 1024 * 1024;

/** More of git's complaints than this is no help in a message. */
const maximumComplaint = 2_000;

const fixedConfiguration = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.attributesFile': '/dev/null',
  'core.quotePath': 'true',
  // From git 2.43 on, a bare repository takes attributes from its HEAD; this is the empty tree.
  'attr.tree': '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  'credential.helper': '',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  // Only for finding a repository that someone named; nothing below runs a command of its configuration.
  'safe.directory': '*',
};

/**
 * @param path where git and its helpers are searched, as in PATH
 * @param environment what the operator adds: proxies and certificates (`https_proxy`, `GIT_SSL_CAINFO`)
 * @param launch how git is started, by default as a child of this process
 */
export function createGit(options: {
  readonly path: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly launch?: LaunchGit;
}): Git {
  const launch = options.launch ?? launchGit;

  function start(command: GitCommand, listener: GitListener): LaunchedGit {
    const configuration = Object.entries({ ...fixedConfiguration, ...command.configuration });
    const environment: Record<string, string> = {
      ...options.environment,
      PATH: options.path,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_PROTOCOL_FROM_USER: '0',
      GIT_ALLOW_PROTOCOL: (command.protocols ?? ['none']).join(':'),
      GIT_CONFIG_COUNT: String(configuration.length),
    };
    for (const [index, [key, value]] of configuration.entries()) {
      environment[`GIT_CONFIG_KEY_${index}`] = key;
      environment[`GIT_CONFIG_VALUE_${index}`] = value;
    }
    return launch({ args: [...place(command), ...command.args], environment }, listener);
  }

  function stream(command: GitCommand, consume: (chunk: Buffer) => 'more' | 'enough'): Promise<number> {
    command.signal?.throwIfAborted();
    const { promise, resolve: fulfil, reject } = Promise.withResolvers<number>();
    const limits = {
      time: command.timeLimitMs ?? defaultTimeLimitMs,
      output: command.outputLimitBytes ?? defaultOutputLimitBytes,
    };
    const name = `git ${command.args.find((arg) => !arg.startsWith('-')) ?? ''}`;
    let bytes = 0;
    let complaint = '';
    let stopped: { readonly error: unknown } | 'enough' | null = null;

    const stop = (reason: { readonly error: unknown } | 'enough'): void => {
      if (stopped !== null) return;
      stopped = reason;
      git.end();
    };
    const timer = setTimeout(
      () => stop({ error: new GitError('GIT_TIMED_OUT', `${name} took more than ${limits.time} ms`) }),
      limits.time,
    );
    const onAbort = (): void => stop({ error: command.signal?.reason });
    command.signal?.addEventListener('abort', onAbort, { once: true });
    const git = start(command, {
      output(chunk) {
        if (stopped !== null) return;
        bytes += chunk.length;
        if (bytes > limits.output) {
          stop({ error: new GitError('GIT_TOO_LARGE', `${name} gave more than ${limits.output} bytes`) });
          return;
        }
        try {
          if (consume(chunk) === 'enough') stop('enough');
        } catch (error) {
          stop({ error });
        }
      },
      complaint(chunk) {
        if (complaint.length < maximumComplaint) complaint += chunk.toString('utf8');
      },
      notStarted: (cause) => settle(() => reject(notStarted(cause))),
      closed: (code) =>
        settle(() => {
          if (stopped === 'enough') fulfil(0);
          else if (stopped !== null) reject(stopped.error);
          else if (code !== null && (command.accept ?? [0]).includes(code)) fulfil(code);
          else reject(failed(name, code, complaint));
        }),
    });
    if (command.input !== undefined) git.write(command.input);
    git.endInput();
    return promise;

    function settle(end: () => void): void {
      clearTimeout(timer);
      command.signal?.removeEventListener('abort', onAbort);
      end();
    }
  }

  return {
    start,
    stream,
    async run(command) {
      const chunks: Buffer[] = [];
      const exitCode = await stream(command, (chunk) => {
        chunks.push(chunk);
        return 'more';
      });
      return { exitCode, output: Buffer.concat(chunks) };
    },
  };
}

/** What git is told about the repository. A git directory is named outright: nothing else is searched or checked. */
function place(command: GitCommand): string[] {
  if (command.discoverFrom !== undefined) return ['-C', command.discoverFrom];
  return command.repository === undefined ? [] : ['--bare', `--git-dir=${gitDirectory(command.repository)}`];
}

function gitDirectory(repository: string): string {
  const inner = join(resolve(repository), '.git');
  return existsSync(inner) ? inner : dirname(inner);
}

export function notStarted(cause: Error): GitError {
  return new GitError('GIT_NOT_FOUND', 'git cannot be started; is it installed and on the PATH?', { cause });
}

function failed(name: string, code: number | null, complaint: string): GitError {
  const text = complaint.slice(0, maximumComplaint).trim() || 'no message';
  return new GitError(
    'GIT_FAILED',
    `${name} ended with ${code === null ? 'a signal' : `exit code ${code}`}: ${text}`,
    code === null ? {} : { exitCode: code },
  );
}
