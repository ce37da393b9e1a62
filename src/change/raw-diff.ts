import { GitError } from '../errors.ts';

export interface TreeSide {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

/** One line of `git diff-tree -r --raw --full-index`. A side is null where the file is not there. */
export interface RawEntry {
  /** `A`, `D`, `M`, `T` (another kind of entry), `R`, `C`. */
  readonly status: string;
  readonly base: TreeSide | null;
  readonly head: TreeSide | null;
}

/** Parses one line (without its line end). Throws GitError for anything else. */
export function parseRawEntry(line: string): RawEntry {
  const [fields = '', first, second] = line.split('\t');
  const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields);
  const [, baseMode = '', headMode = '', baseObject = '', headObject = '', status = ''] = match ?? [];
  if (match === null || first === undefined)
    throw new GitError('GIT_UNEXPECTED_OUTPUT', `git diff-tree gave the line ${JSON.stringify(line)}`);
  const basePath = unquotePath(first);
  const headPath = second === undefined ? basePath : unquotePath(second);
  return {
    status,
    base: status === 'A' ? null : { mode: baseMode, object: baseObject, path: basePath },
    head: status === 'D' ? null : { mode: headMode, object: headObject, path: headPath },
  };
}

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  '"': 34,
  '\\': 92,
};

/** A path as git writes it with `core.quotePath`: C-style in double quotes where it has unusual bytes. */
export function unquotePath(quoted: string): string {
  if (!quoted.startsWith('"')) return quoted;
  const bytes: number[] = [];
  for (const [part, octal, letter] of quoted.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]/gu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(part));
  }
  return Buffer.from(bytes).toString('utf8');
}
