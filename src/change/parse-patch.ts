import type { Hunk, HunkLine } from './change.ts';

/** GitHub shows no patch of a file beyond these (its documented limits of a diff), and takes no line comments there. */
export const maximumPatchLines = 20_000;
export const maximumPatchCharacters = 1024 * 1024;

/** One `diff --git` section of a patch. */
export interface PatchSection {
  /** From the line `index OLD..NEW`, null where the content is the same. */
  readonly objects: { readonly base: string; readonly head: string } | null;
  readonly binary: boolean;
  /** null for binary content and beyond GitHub's limits. */
  readonly hunks: readonly Hunk[] | null;
}

/**
 * The hunks of one file's patch: git's, or the `patch` field of GitHub's API, which has no file header. Text before
 * the first `@@` is skipped; a last hunk that was cut off keeps the lines it has. null beyond GitHub's limits.
 */
export function parsePatch(patch: string): readonly Hunk[] | null {
  const reader = new HunkReader();
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) reader.push(line);
  return reader.finish();
}

/** Reads `git diff -p --full-index` line by line (without line ends), and hands out each section when it is whole. */
export class PatchReader {
  readonly #onSection: (section: PatchSection) => void;
  #hunks: HunkReader | null = null;
  #objects: PatchSection['objects'] = null;
  #binary = false;

  constructor(onSection: (section: PatchSection) => void) {
    this.#onSection = onSection;
  }

  push(line: string): void {
    if (this.#hunks?.inHunk) this.#hunks.push(line);
    else if (line.startsWith('diff --git ')) {
      this.end();
      this.#hunks = new HunkReader();
    } else if (line.startsWith('index ')) this.#objects = parseIndex(line);
    else if (line.startsWith('Binary files ')) this.#binary = true;
    else this.#hunks?.push(line);
  }

  end(): void {
    if (this.#hunks === null) return;
    const hunks = this.#hunks.finish();
    this.#onSection({ objects: this.#objects, binary: this.#binary, hunks: this.#binary ? null : hunks });
    this.#hunks = null;
    this.#objects = null;
    this.#binary = false;
  }
}

function parseIndex(line: string): PatchSection['objects'] {
  const [, base, head] = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/.exec(line) ?? [];
  return base === undefined || head === undefined ? null : { base, head };
}

/** No file has lines beyond nine digits: such a number would not count on. */
const hunkHeader = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

class HunkReader {
  readonly #hunks: Hunk[] = [];
  #lines: HunkLine[] = [];
  #start = { base: 0, head: 0 };
  #next = { base: 0, head: 0 };
  #left = { base: 0, head: 0 };
  #open = false;
  #lineCount = 0;
  #characters = 0;

  /** True while the counts of the hunk's header are not used up: only then is a line content. */
  get inHunk(): boolean {
    return this.#left.base > 0 || this.#left.head > 0;
  }

  push(line: string): void {
    this.#lineCount += 1;
    this.#characters += line.length + 1;
    if (this.inHunk) this.#content(line);
    else this.#header(line);
  }

  finish(): readonly Hunk[] | null {
    this.#close();
    return this.#tooLarge ? null : this.#hunks;
  }

  get #tooLarge(): boolean {
    return this.#lineCount > maximumPatchLines || this.#characters > maximumPatchCharacters;
  }

  #header(line: string): void {
    const match = hunkHeader.exec(line);
    if (match === null) return;
    this.#close();
    this.#open = true;
    this.#start = { base: Number(match[1]), head: Number(match[3]) };
    this.#next = { ...this.#start };
    this.#left = { base: Number(match[2] ?? 1), head: Number(match[4] ?? 1) };
  }

  #content(line: string): void {
    const sign = line[0] ?? ' ';
    if (sign === '\\') return;
    // Some tools cut the blank of an empty context line.
    if (sign === '+') this.#add('added', line);
    else if (sign === '-') this.#add('deleted', line);
    else if (sign === ' ' || line === '\r') this.#add('context', line);
    else {
      this.#left = { base: 0, head: 0 };
      this.#header(line);
    }
  }

  #add(type: HunkLine['type'], line: string): void {
    const base = type === 'added' ? null : this.#next.base++;
    const head = type === 'deleted' ? null : this.#next.head++;
    if (base !== null) this.#left.base -= 1;
    if (head !== null) this.#left.head -= 1;
    if (this.#tooLarge) return;
    const text = line === '\r' ? line : line.slice(1);
    // A byte order mark is no part of the decoded text, see src/text/decode.ts.
    const marked = (base === 1 || head === 1) && text.startsWith('\uFEFF');
    this.#lines.push({ type, base, head, text: marked ? text.slice(1) : text });
  }

  #close(): void {
    if (!this.#open) return;
    this.#hunks.push({
      baseStart: this.#start.base,
      baseLines: this.#next.base - this.#start.base,
      headStart: this.#start.head,
      headLines: this.#next.head - this.#start.head,
      lines: this.#lines,
    });
    this.#lines = [];
    this.#open = false;
    this.#left = { base: 0, head: 0 };
  }
}
