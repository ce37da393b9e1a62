import { dialects } from '../sql/dialect.ts';
import type { TextRange } from '../text/range.ts';
import { runsOn } from './liquibase-changes.ts';

/** A change set of a formatted SQL change log. Ranges are in the file's text. */
interface ChangeSet {
  readonly range: TextRange;
  readonly inTransaction: boolean;
  /** False where the whole text goes to the database as one query. */
  readonly splits: boolean;
  /** Runs again, always or whenever it changes. */
  readonly repeats: boolean;
}

/** A way back: `range` is its SQL, `whole` the comment that it is. */
interface Rollback {
  readonly whole: TextRange;
  readonly range: TextRange;
}

/** A line of Liquibase's own: `--changeset author:id …`, `--rollback …`, `--preconditions …`. */
const ownLine =
  /^[^\S\n]*--[^\S\n]*(changeset|rollback|preconditions?|precondition-[\w-]+|property|comment|validchecksum|ignorelines)\b([^\n]*)$/gim;
const rollbackBlock = /\/\*[^\S\n]*liquibase[^\S\n]+rollback\b([\s\S]*?)\*\//gi;

/**
 * The parts of a formatted SQL change log. In `asSent` the ways back, which are comments, are SQL, and delimiters that a
 * change set chose are semicolons; it is as long as `text`.
 */
export function changeSetsOf(text: string): {
  readonly changeSets: readonly ChangeSet[];
  readonly rollbacks: readonly TextRange[];
  readonly asSent: string;
} {
  const changeSets: ChangeSet[] = [];
  const rollbacks: Rollback[] = [];
  let sent = text;
  let open: { start: number; attributes: string } | null = null;
  const close = (end: number): void => {
    if (open === null) return;
    const { start, attributes } = open;
    const delimiter = attributeOf(attributes, 'endDelimiter');
    if (delimiter !== null) sent = withSemicolons(sent, { start, end }, delimiter);
    const dbms = attributeOf(attributes, 'dbms');
    if (dialects.some((dialect) => runsOn(dbms, dialect)))
      changeSets.push({
        range: { start, end },
        inTransaction: attributeOf(attributes, 'runInTransaction')?.toLowerCase() !== 'false',
        splits: attributeOf(attributes, 'splitStatements')?.toLowerCase() !== 'false',
        repeats: ['runAlways', 'runOnChange'].some(
          (name) => attributeOf(attributes, name)?.toLowerCase() === 'true',
        ),
      });
    open = null;
  };
  for (const line of text.matchAll(ownLine)) {
    const word = (line[1] ?? '').toLowerCase();
    const end = line.index + line[0].length;
    if (word === 'changeset') {
      close(line.index);
      open = { start: Math.min(end + 1, text.length), attributes: line[2] ?? '' };
    } else if (word === 'rollback' && !/^\s*(?:(?:not\s+required|empty)\s*;?\s*)?$/i.test(line[2] ?? '')) {
      const start = end - (line[2] ?? '').length;
      const last = rollbacks.at(-1);
      sent = blank(sent, line.index, start);
      // A statement may go on in the next `--rollback` line; otherwise it ends without a semicolon of its own.
      const goesOn = /^\s*--[^\S\n]*rollback\b/i.test(text.slice(end));
      if (!goesOn && !sent.slice(start, end).trimEnd().endsWith(';')) sent = endAt(sent, end);
      if (last !== undefined && text.slice(last.whole.end, line.index).trim() === '')
        rollbacks.splice(-1, 1, {
          whole: { start: last.whole.start, end },
          range: { start: last.range.start, end },
        });
      else rollbacks.push({ whole: { start: line.index, end }, range: { start, end } });
    }
  }
  close(text.length);
  for (const block of text.matchAll(rollbackBlock)) {
    const end = block.index + block[0].length;
    const start = end - 2 - (block[1] ?? '').length;
    rollbacks.push({ whole: { start: block.index, end }, range: { start, end: end - 2 } });
    sent = blank(blank(sent, block.index, start), end - 2, end);
  }
  return {
    changeSets: withoutRollbacks(
      changeSets,
      rollbacks.map(({ whole }) => whole).sort((a, b) => a.start - b.start),
    ),
    rollbacks: rollbacks.map(({ range }) => range),
    asSent: sent,
  };
}

/** The line's break becomes the semicolon. */
function endAt(sent: string, end: number): string {
  return end >= sent.length ? sent : `${sent.slice(0, end)};${sent.slice(end + 1)}`;
}

/** `name:value` or `name:"value"`; null where it is not there. */
function attributeOf(attributes: string, name: string): string | null {
  const match = new RegExp(String.raw`\b${name}:(?:"([^"]*)"|'([^']*)'|(\S+))`, 'i').exec(attributes);
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? null);
}

/** A delimiter as Liquibase takes it: at the end of a line (`GO` and `/` alone on theirs). Regular expressions are not followed. */
function withSemicolons(text: string, { start, end }: TextRange, delimiter: string): string {
  if (delimiter === ';' || delimiter === '' || /[\\|[\]*]/.test(delimiter)) return text;
  const escaped = delimiter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const alone = /^\w+$|^\/$/.test(delimiter);
  const mark = new RegExp(
    alone ? String.raw`^([^\S\n]*)${escaped}(?=[^\S\n]*$)` : `()${escaped}(?=[^\\S\\n]*$)`,
    'gim',
  );
  const body = text
    .slice(start, end)
    .replace(mark, (found, before: string) => `${before};`.padEnd(found.length, ' '));
  return text.slice(0, start) + body + text.slice(end);
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

/** What a change set runs, without the ways back between: in one piece where there is none. */
function withoutRollbacks(changeSets: readonly ChangeSet[], rollbacks: readonly TextRange[]): ChangeSet[] {
  return changeSets.flatMap((changeSet) => {
    const pieces: ChangeSet[] = [];
    let { start } = changeSet.range;
    for (const rollback of rollbacks) {
      if (rollback.start < start || rollback.end > changeSet.range.end) continue;
      pieces.push({ ...changeSet, range: { start, end: rollback.start } });
      start = rollback.end;
    }
    return [...pieces, { ...changeSet, range: { start, end: changeSet.range.end } }];
  });
}
