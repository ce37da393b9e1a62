import type { ObjectName } from '../sql/object-name.ts';
import { isFilledIn } from '../sql/placeholders.ts';
import type { Statement } from '../sql/statement.ts';
import type { TextRange } from '../text/range.ts';

/** Words that PostgreSQL takes for a name only in quotes (reserved, and reserved as function or type). */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
  current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
  distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
  leading limit localtime localtimestamp not null offset on only or order placing primary references returning select
  session_user some symmetric system_user table then to trailing true union unique user using variadic when where
  window with authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join
  left like natural notnull outer overlaps right similar tablesample verbose`.split(/\s+/),
);

/** PostgreSQL's limit of a name, in bytes. */
const longestName = 63;

const writtenName = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const alteredTable = new RegExp(
  `^ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?(${writtenName}(?:\\s*\\.\\s*${writtenName})*)`,
  'iu',
);

/** A name as it has to be written to mean exactly this one. */
export function quoteName(name: string): string {
  if (isFilledIn(name)) return name;
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The table of an ALTER TABLE as it is written there, otherwise its quoted name. */
export function writeTable(statement: Statement, table: ObjectName): string {
  const written = alteredTable.exec(statement.text)?.[1];
  return written ?? writeName(table);
}

/** A name with its schema, each in quotes where it needs them. */
export function writeName({ schema, name }: ObjectName): string {
  return schema === null ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/** Parts of a name that we give joined by `_`, or null where PostgreSQL would cut it. */
export function joinName(...parts: readonly string[]): string | null {
  const name = parts.join('_');
  return new TextEncoder().encode(name).length > longestName ? null : name;
}

/** Snake case for the name of a migration file. */
export function fileWords(...parts: readonly string[]): string {
  return parts
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 80);
}

/** A statement with its semicolon, and with its whole lines where nothing else stands on them. */
export function wholeStatement(text: string, range: TextRange): TextRange {
  const semicolon = /^\s*;/.exec(text.slice(range.end));
  const end = range.end + (semicolon?.[0].length ?? 0);
  const rest = /^[^\S\n]*(?:--[^\n]*)?(?:\n|$)/.exec(text.slice(end));
  const before = text.slice(text.lastIndexOf('\n', range.start - 1) + 1, range.start);
  if (rest === null || before.trim() !== '') return { start: range.start, end };
  return { start: range.start - before.length, end: end + rest[0].length };
}

/** The end of a statement with its semicolon. */
export function endOfStatement(text: string, range: TextRange): number {
  return range.end + (/^\s*;/.exec(text.slice(range.end))?.[0].length ?? 0);
}

/** The range of the first match of `pattern` inside `range`, or null. */
export function rangeIn(text: string, range: TextRange, pattern: RegExp): TextRange | null {
  const found = pattern.exec(text.slice(range.start, range.end));
  if (found === null) return null;
  return { start: range.start + found.index, end: range.start + found.index + found[0].length };
}

/** A pattern that matches a name as written: bare in any case, or in quotes. */
export function namePattern(name: string): string {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return `(?:"${literal}"|(?<![\\w"])${literal}(?![\\w"]))`;
}
