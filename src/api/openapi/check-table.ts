import type { ContractLevel } from '../contract-change.ts';
import type { Edit, Traits } from './edit.ts';

/** A row of the table of checks: edits with these traits are this change. */
export interface Check {
  readonly id: string;
  readonly level: ContractLevel;
  /** Direction, area, kind, action, what it is about, and its word: all of an edit's have to be equal. */
  readonly key: string;
  readonly flags: readonly (readonly [Flag, boolean])[];
  /** Takes `{what}`, `{name}`, `{place}`, `{from}` and `{to}`. */
  readonly message: string;
}

const flags = ['required', 'deprecated', 'hasDefault', 'hidden', 'wholePath'] as const;
type Flag = (typeof flags)[number];
const levels: readonly string[] = ['breaking', 'risky', 'compatible'];

/**
 * Reads `id | level | direction area kind action of [keyword] [flags] | message` lines; `!flag` is for without. A row
 * with `{a,b}`, `<a,b>` or `[a,b]` stands for one with each, the same in all places. Throws on a row that says nothing known.
 */
export function readCheckTable(table: string): Check[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => expanded(line, /\{([^{}]*,[^{}]*)\}/g))
    .flatMap((line) => expanded(line, /<([^<>]*,[^<>]*)>/g))
    .flatMap((line) => expanded(line, /\[([^[\]]*,[^[\]]*)\]/g))
    .map(readRow);
}

function expanded(line: string, braces: RegExp): string[] {
  const count = (line.match(braces)?.[0] ?? '').split(',').length;
  return Array.from({ length: count }, (_, at) =>
    line.replace(braces, (_whole, words: string) => words.split(',')[at] ?? ''),
  );
}

function readRow(line: string): Check {
  const [id, level, traits, message] = line.split(' | ').map((cell) => cell.trim());
  const words = traits?.split(' ').filter((word) => word !== '') ?? [];
  const isFlag = (word: string): boolean => flags.some((flag) => flag === word.replace('!', ''));
  const plain = words.filter((word) => !isFlag(word));
  if (id === undefined || message === undefined || !isLevel(level) || plain.length < 5 || plain.length > 6)
    throw new TypeError(`not a row of the table of checks: ${line}`);
  return {
    id,
    level,
    key: plain.length === 5 ? `${plain.join(' ')} ` : plain.join(' '),
    flags: flags.flatMap((flag): [Flag, boolean][] =>
      words.includes(flag) ? [[flag, true]] : words.includes(`!${flag}`) ? [[flag, false]] : [],
    ),
    message,
  };
}

function isLevel(level: string | undefined): level is ContractLevel {
  return level !== undefined && levels.includes(level);
}

export type CheckTable = ReadonlyMap<string, readonly Check[]>;

export function indexChecks(checks: readonly Check[]): CheckTable {
  return Map.groupBy(checks, ({ key }) => key);
}

/** The first check that fits; null where there is none (an edit that changes nothing for callers). */
export function checkFor(table: CheckTable, edit: Edit): Check | null {
  return table.get(keyOf(edit))?.find((check) => fits(check, edit)) ?? null;
}

function keyOf({ direction, area, kind, action, of, keyword }: Traits): string {
  return `${direction} ${area} ${kind} ${action} ${of} ${keyword ?? ''}`;
}

/** What is never sent this way changes nothing, unless a row says what. */
function fits({ flags: wanted }: Check, edit: Edit): boolean {
  if (edit.hidden === true && !wanted.some(([flag]) => flag === 'hidden')) return false;
  return wanted.every(([flag, value]) => (edit[flag] ?? false) === value);
}

/** The message in words. Names come from the document: what would end a code span or a line is left out. */
export function messageOf(check: Check, edit: Edit): string {
  const name = edit.name.replace(/[`\p{Cc}]/gu, '').slice(0, 100);
  const values: Readonly<Record<string, string>> = {
    name,
    what: subjectOf(edit, name),
    place: plain(edit.place),
    from: plain(edit.from ?? ''),
    to: plain(edit.to ?? ''),
  };
  return check.message.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** What an edit is about in words: `request property \`total\``, `property \`total\` in response 200`. */
function subjectOf({ of, direction, place }: Edit, name: string): string {
  if (of === 'body') return direction === 'request' ? 'the request body' : plain(place);
  if (of === 'property')
    return direction === 'request'
      ? `request property \`${name}\``
      : `property \`${name}\` in ${plain(place)}`;
  return name === '' ? 'the operation' : `${plain(place)} \`${name}\``;
}

function plain(text: string): string {
  return text.replace(/[^\w /.+*=:()-]/g, '').slice(0, 100);
}
