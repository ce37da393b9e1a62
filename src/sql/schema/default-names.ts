import type { IndexDefinition, TableConstraint } from '../definitions.ts';

/** NAMEDATALEN - 1, in bytes. */
const longestName = 63;

const encoder = new TextEncoder();

function bytes(text: string): number {
  return encoder.encode(text).length;
}

/** At most so many bytes, never part of a character. */
function clip(text: string, limit: number): string {
  let clipped = text;
  while (bytes(clipped) > limit) clipped = [...clipped].slice(0, -1).join('');
  return clipped;
}

/**
 * `first_second_label` as PostgreSQL's makeObjectName builds it: where it is too long, the longer of the two names
 * loses characters, the label none.
 */
function objectName(first: string, second: string | null, label: string): string {
  let room = longestName - bytes(label) - 1 - (second === null ? 0 : 1);
  let firstBytes = bytes(first);
  let secondBytes = second === null ? 0 : bytes(second);
  room = Math.max(room, 0);
  while (firstBytes + secondBytes > room) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const head = clip(first, firstBytes);
  return second === null ? `${head}_${label}` : `${head}_${clip(second, secondBytes)}_${label}`;
}

/** The first of `label`, `label1`, `label2` … whose name is free (ChooseRelationName). */
function freeName(
  first: string,
  second: string | null,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let pass = 0; ; pass++) {
    const name = objectName(first, second, pass === 0 ? label : `${label}${pass}`);
    if (!isTaken(name)) return name;
  }
}

/** The name that PostgreSQL gives a constraint without one. `isTaken` tells of constraints, tables and indexes of the schema. */
export function constraintName(
  table: string,
  constraint: TableConstraint,
  isTaken: (name: string) => boolean,
): string {
  switch (constraint.kind) {
    case 'primary-key':
      return freeName(table, null, 'pkey', isTaken);
    case 'unique':
      return freeName(table, joined(constraint.columns), 'key', isTaken);
    case 'foreign-key':
      return freeName(table, joined(constraint.columns), 'fkey', isTaken);
    case 'check': {
      const only = constraint.expression.columns.length === 1 ? constraint.expression.columns[0] : undefined;
      return freeName(table, only ?? null, 'check', isTaken);
    }
    case 'not-null':
      return freeName(table, constraint.column, 'not_null', isTaken);
    case 'exclude':
      return freeName(table, joined(excludedColumns(constraint.text)), 'excl', isTaken);
  }
}

export function indexName(table: string, index: IndexDefinition, isTaken: (name: string) => boolean): string {
  const parts: string[] = [];
  for (const { column, text } of index.columns) {
    const part = column ?? expressionName(text);
    let unique = part;
    for (let pass = 1; parts.includes(unique); pass++) unique = `${part}${pass}`;
    parts.push(unique);
  }
  return freeName(table, joined([...parts, ...index.include]), 'idx', isTaken);
}

/** `EXCLUDE USING gist (room WITH =, during WITH &&)`: room, during. */
function excludedColumns(text: string): string[] {
  const elements = /\((.*)\)/s.exec(text)?.[1] ?? '';
  return elements
    .split(/\s+with\s+[^\s,]+\s*,?\s*/i)
    .filter((element) => element !== '')
    .map(
      (element) =>
        /^[\p{L}_][\p{L}\p{N}_$]*(?!.*\()/u.exec(element)?.[0].toLowerCase() ?? expressionName(element),
    );
}

/** PostgreSQL stops adding columns when the name is full anyway. */
function joined(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text = text === '' ? column : `${text}_${column}`;
    if (bytes(text) > longestName) break;
  }
  return text;
}

/** A function's result is called as the function; of other expressions the name is `expr`. */
function expressionName(text: string): string {
  const called = /^\(*\s*(?:[a-z_]\w*\.)?([a-z_]\w*)\s*\(/i.exec(text)?.[1];
  return called === undefined ? 'expr' : called.toLowerCase();
}
