import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';

/** A comment that dismisses findings of a statement or of its whole file. */
export interface Dismissal {
  /** The comment. */
  readonly range: TextRange;
  /** Whose comment it is: ours, or a linter's that the team used before. */
  readonly tool: 'backend-engineer' | 'squawk' | 'eugene' | 'pgfence' | 'atlas';
  /** Names in that tool's words; empty for all of its rules. */
  readonly rules: readonly string[];
  /** Empty where there is none. Other tools ask for none. */
  readonly reason: string;
  /** The statement it is about, null for the whole file. */
  readonly statement: Statement | null;
}

/** A comment of a tool: `file` for the whole file. The group `rules` holds names, ours has a `reason`, too. */
const forms: readonly { readonly tool: Dismissal['tool']; readonly file: boolean; readonly form: RegExp }[] =
  [
    {
      tool: 'backend-engineer',
      file: true,
      form: /^backend-engineer:\s*ignore-file\b[ \t]*(?<rules>[\w-]+(?:\s*,\s*[\w-]+)*)?(?<reason>.*)$/i,
    },
    {
      tool: 'backend-engineer',
      file: false,
      form: /^backend-engineer:\s*ignore\b[ \t]*(?<rules>[\w-]+(?:\s*,\s*[\w-]+)*)?(?<reason>.*)$/i,
    },
    { tool: 'squawk', file: true, form: /^squawk-ignore-file\b(?<rules>[\w\s,-]*)$/i },
    { tool: 'squawk', file: false, form: /^squawk-ignore\b(?<rules>[\w\s,-]*)$/i },
    { tool: 'eugene', file: false, form: /^eugene:\s*ignore\b:?(?<rules>[\w\s,]*)$/i },
    { tool: 'pgfence', file: false, form: /^pgfence(?:-|:\s*)ignore\b:?(?<rules>[\w\s,-]*)$/i },
    { tool: 'atlas', file: false, form: /^atlas:nolint\b(?<rules>[\w\s,]*)$/i },
  ];

/** Comments by line; of a block comment what stands on one line. */
const comment = /--[ \t]*(.*)|#[ \t]*(.*)|\/\*[ \t]*(.*?)[ \t]*\*\//g;

/**
 * The dismissing comments of a file, in order. They stand between statements: above the statement they are about, or
 * behind it on its last line. One above all statements with a blank line below it is still about the first.
 */
export function readDismissals(text: string, statements: readonly Statement[]): readonly Dismissal[] {
  if (!/ignore|nolint/i.test(text)) return [];
  return gaps(text, statements).flatMap(({ range, before, after }) =>
    [...text.slice(range.start, range.end).matchAll(comment)].flatMap((found) => {
      const start = range.start + found.index;
      const words = (found[1] ?? found[2] ?? found[3] ?? '').trim();
      // Behind a statement, before the line ends: about that one.
      const behind = before !== null && !text.slice(before.range.end, start).includes('\n');
      const about = behind ? before : after;
      return read(words, { start, end: start + found[0].trimEnd().length }, about) ?? [];
    }),
  );
}

function read(words: string, range: TextRange, about: Statement | null): Dismissal | null {
  for (const { tool, file, form } of forms) {
    const groups = form.exec(words)?.groups;
    if (groups === undefined) continue;
    const rules = (groups.rules ?? '').split(/[\s,]+/).filter((name) => name !== '');
    const reason = (groups.reason ?? '').replace(/^[\s:–—-]+/, '').trim();
    return { range, tool, rules, reason, statement: file ? null : about };
  }
  return null;
}

interface Gap {
  readonly range: TextRange;
  readonly before: Statement | null;
  readonly after: Statement | null;
}

/** The text between statements. */
function gaps(text: string, statements: readonly Statement[]): readonly Gap[] {
  const found: Gap[] = [];
  let start = 0;
  let before: Statement | null = null;
  for (const statement of statements) {
    found.push({ range: { start, end: statement.range.start }, before, after: statement });
    start = statement.range.end;
    before = statement;
  }
  found.push({ range: { start, end: text.length }, before, after: null });
  return found;
}
