import { GitError } from '../errors.ts';
import { type Git, notStarted } from './git.ts';
import type { LaunchedGit } from './launch-git.ts';

/** Larger files are generated or data; reading them costs time and memory and says nothing to a reviewer. */
export const maximumBlobBytes = 2 * 1024 * 1024;

/** What one `read` hands out at most, so that a hostile repository cannot fill the memory. */
const defaultTotalBytes = 128 * 1024 * 1024;

interface ObjectInfo {
  readonly object: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export type ReadObject =
  | { readonly state: 'read'; readonly bytes: Buffer }
  | { readonly state: 'too-large'; readonly size: number }
  | { readonly state: 'missing' };

/** Reads git objects through two long-lived git processes that start when they are first needed. */
export interface ObjectReader {
  /** What git knows of each object or revision (`HEAD^{commit}`); null where there is none. Never fetches. */
  info(names: readonly string[]): Promise<ReadonlyMap<string, ObjectInfo | null>>;
  /** The blobs' bytes, those over the limits only with their size. Never fetches. */
  read(objects: readonly string[]): Promise<ReadonlyMap<string, ReadObject>>;
  /** Ends the processes; what is under way fails. */
  close(): void;
}

/**
 * `--batch-check` and `--batch` are two processes because together they do what `--batch-command` does in one,
 * which needs git 2.36; the second costs 4 ms.
 */
export function openObjectReader(options: {
  readonly git: Git;
  readonly repository: string;
  /** Of one blob. */
  readonly maximumBytes?: number;
  /** Of one `read`; the blobs that come after are `too-large`. */
  readonly totalBytes?: number;
}): ObjectReader {
  const { maximumBytes = maximumBlobBytes, totalBytes = defaultTotalBytes } = options;
  const check = new Batch(options.git, options.repository, '--batch-check');
  const contents = new Batch(options.git, options.repository, '--batch');

  async function info(names: readonly string[]): Promise<ReadonlyMap<string, ObjectInfo | null>> {
    const asked = [...new Set(names)];
    // A name with a line break would be two questions; git has no revision or object of such a name.
    const answers = await check.ask(asked.filter((name) => !name.includes('\n')));
    return new Map(asked.map((name) => [name, answers.get(name)?.info ?? null]));
  }

  return {
    info,
    async read(objects) {
      const found = new Map<string, ReadObject>();
      const wanted: string[] = [];
      let total = 0;
      for (const [object, entry] of await info(objects)) {
        if (entry === null) found.set(object, { state: 'missing' });
        else if (entry.size > maximumBytes || total + entry.size > totalBytes)
          found.set(object, { state: 'too-large', size: entry.size });
        else {
          total += entry.size;
          wanted.push(object);
        }
      }
      for (const [object, { bytes }] of await contents.ask(wanted))
        found.set(object, bytes === null ? { state: 'missing' } : { state: 'read', bytes });
      return found;
    },
    close() {
      check.close();
      contents.close();
    },
  };
}

/** Which of these objects are not in the repository. Never fetches. */
export async function missingObjects(options: {
  readonly git: Git;
  readonly repository: string;
  readonly objects: readonly string[];
  readonly signal?: AbortSignal;
}): Promise<string[]> {
  const objects = [...new Set(options.objects)];
  if (objects.length === 0) return [];
  const { output } = await options.git.run({
    args: ['cat-file', '--batch-check'],
    repository: options.repository,
    input: `${objects.join('\n')}\n`,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const lines = output.toString('utf8').split('\n');
  return objects.filter((_, index) => parseHeader(lines[index] ?? '') === null);
}

interface Answer {
  readonly info: ObjectInfo | null;
  /** null for `--batch-check` and for what is missing. */
  readonly bytes: Buffer | null;
}

interface Question {
  readonly names: readonly string[];
  readonly answers: Map<string, Answer>;
  readonly resolve: (answers: ReadonlyMap<string, Answer>) => void;
  readonly reject: (error: unknown) => void;
}

/** One git process that answers questions in their order; started anew after it died. */
class Batch {
  readonly #git: Git;
  readonly #repository: string;
  readonly #mode: '--batch' | '--batch-check';
  #child: LaunchedGit | null = null;
  #questions: Question[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes needed before it is worth looking again. */
  #needed = 1;

  constructor(git: Git, repository: string, mode: '--batch' | '--batch-check') {
    this.#git = git;
    this.#repository = repository;
    this.#mode = mode;
  }

  ask(names: readonly string[]): Promise<ReadonlyMap<string, Answer>> {
    if (names.length === 0) return Promise.resolve(new Map());
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, Answer>>();
    this.#child ??= this.#start();
    this.#questions.push({ names, answers: new Map(), resolve, reject });
    this.#child.write(`${names.join('\n')}\n`);
    return promise;
  }

  close(): void {
    this.#fail(new GitError('GIT_FAILED', 'the object reader was closed'));
  }

  #start(): LaunchedGit {
    let complaint = '';
    const fail = (error: GitError): void => {
      if (this.#child === child) this.#fail(error);
    };
    const child: LaunchedGit = this.#git.start(
      { args: ['cat-file', this.#mode], repository: this.#repository },
      {
        output: (chunk) => {
          if (this.#child === child) this.#receive(chunk);
        },
        complaint(chunk) {
          complaint = (complaint + chunk.toString('utf8')).slice(-1000);
        },
        notStarted: (cause) => fail(notStarted(cause)),
        closed: (code) =>
          fail(
            new GitError('GIT_FAILED', `git cat-file ended (${code}): ${complaint.trim()}`, {
              exitCode: code ?? -1,
            }),
          ),
      },
    );
    return child;
  }

  #fail(error: GitError): void {
    const child = this.#child;
    const questions = this.#questions;
    this.#child = null;
    this.#questions = [];
    this.#chunks = [];
    this.#buffered = 0;
    this.#needed = 1;
    child?.end();
    for (const question of questions) question.reject(error);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    // Joining only when an answer can be whole keeps large blobs linear.
    if (this.#buffered < this.#needed) return;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    this.#needed = 1;
    for (let taken = this.#take(rest); taken > 0; taken = this.#take(rest)) rest = rest.subarray(taken);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#buffered = rest.length;
  }

  /** Takes one answer from the beginning of `buffer` and gives its length, 0 while it is not whole. */
  #take(buffer: Buffer): number {
    const question = this.#questions[0];
    const end = buffer.indexOf(10);
    if (end === -1 || question === undefined) return 0;
    const info = parseHeader(buffer.toString('utf8', 0, end));
    const hasBytes = info !== null && this.#mode === '--batch';
    const length = hasBytes ? end + 1 + info.size + 1 : end + 1;
    if (buffer.length < length) {
      this.#needed = length;
      return 0;
    }
    const name = question.names[question.answers.size] ?? '';
    question.answers.set(name, { info, bytes: hasBytes ? buffer.subarray(end + 1, length - 1) : null });
    if (question.answers.size === question.names.length) {
      this.#questions.shift();
      question.resolve(question.answers);
    }
    return length;
  }
}

/** `<object> <type> <size>`; everything else (`… missing`, `… ambiguous`) is no object. */
function parseHeader(line: string): ObjectInfo | null {
  const [, object, type, size] = /^([0-9a-f]{40}|[0-9a-f]{64}) ([a-z]+) (\d+)$/.exec(line) ?? [];
  return object === undefined || type === undefined ? null : { object, type, size: Number(size) };
}
