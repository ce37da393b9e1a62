import type { PictureColumn, PictureRelation, PictureTable, SchemaPicture } from '../schema-picture.ts';

/** Columns of one table; changed ones and keys come first. */
const maximumColumns = 24;
/** Longer diagrams show changed columns and keys only. UTF-16 units; Mermaid refuses from 50,000 on. */
const maximumLength = 8_000;
/** Of one name. */
const maximumName = 60;

/**
 * A picture as a Mermaid entity-relationship diagram; null where it is too long even in its short form. Names are
 * written in quotes with letters, digits, `_`, `-`, `.`, `$` and blanks only: none can end its place, or the fence.
 * https://mermaid.js.org/syntax/entityRelationshipDiagram.html
 */
export function erDiagram(picture: SchemaPicture): string | null {
  const whole = diagram(picture, () => true);
  if (whole.length <= maximumLength) return whole;
  const short = diagram(picture, ({ change, keys }) => change !== null || keys.length > 0);
  return short.length <= maximumLength ? short : null;
}

function diagram({ tables, relations }: SchemaPicture, isShown: (column: PictureColumn) => boolean): string {
  const entities = namesOf(tables);
  return [
    'erDiagram',
    ...tables.flatMap((table) => entity(entities.get(table.name) ?? '', table, isShown)),
    ...relations.flatMap((relation) => line(relation, entities)),
  ].join('\n');
}

/** Each table's words, never the same twice. */
function namesOf(tables: readonly PictureTable[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { name, change, was } of tables) {
    const note =
      change === null || change === 'changed' ? '' : was === null ? ` (${change})` : ` (was ${words(was)})`;
    let own = `${words(name)}${note}`;
    for (let next = 2; taken.has(own); next++) own = `${words(name)} ${next}${note}`;
    taken.add(own);
    names.set(name, own);
  }
  return names;
}

function entity(name: string, table: PictureTable, isShown: (column: PictureColumn) => boolean): string[] {
  const columns = firstColumns(table.columns.filter(isShown));
  if (columns.length === 0) return [`  "${name}"`];
  return [`  "${name}" {`, ...columns.map((column) => `    ${attribute(column)}`), '  }'];
}

/** In their order, but where there are too many the plain ones give way. */
function firstColumns(columns: readonly PictureColumn[]): PictureColumn[] {
  if (columns.length <= maximumColumns) return [...columns];
  const rank = ({ change, keys }: PictureColumn): number => (change !== null ? 0 : keys.length > 0 ? 1 : 2);
  const kept = new Set([...columns].sort((a, b) => rank(a) - rank(b)).slice(0, maximumColumns));
  return columns.filter((column) => kept.has(column));
}

function attribute({ name, type, keys, change, was }: PictureColumn): string {
  const own = bareWord(name, 'column');
  const notes = [
    ...(own === name ? [] : [words(name)]),
    ...(change === null ? [] : [was === null ? change : `${change}, was ${words(was)}`]),
  ];
  return [
    typeWord(type),
    own,
    ...(keys.length === 0 ? [] : [keys.join(', ')]),
    ...(notes.length === 0 ? [] : [`"${notes.join(': ')}"`]),
  ].join(' ');
}

function line(
  { from, to, columns, optional, unique, change }: PictureRelation,
  names: ReadonlyMap<string, string>,
): string[] {
  const [child, parent] = [names.get(from), names.get(to)];
  if (child === undefined || parent === undefined) return [];
  const label = `${columns.map(words).join(' ')}${change === null ? '' : ` (${change})`}`;
  return [
    `  "${parent}" ${optional ? '|o' : '||'}${change === 'dropped' ? '..' : '--'}${unique ? 'o|' : 'o{'} "${child}" : "${label}"`,
  ];
}

/** What may stand in quotes. */
function words(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/\p{DI}/gu, '_')
    .replace(/[^\p{L}\p{N}_.$ (),-]/gu, '_')
    .trim();
  const short = [...plain].slice(0, maximumName).join('');
  return short === '' ? '_' : short;
}

/** A type outside of quotes: brackets only as a length or an array has them. */
function typeWord(type: string | null): string {
  const plain = (type ?? 'unknown').replace(/\(\s*\d+\s*,.*$/s, '').replace(/[^\w()[\]-]+/g, '_');
  const [, name = plain, suffix = ''] = /^([\w-]+)((?:\(\d+\))?(?:\[\d*\])*)$/.exec(plain) ?? [];
  return `${bareWord(name, 'type')}${suffix.slice(0, maximumName)}`;
}

/** A name outside of quotes: it begins with a letter and is no key word. */
function bareWord(text: string, instead: string): string {
  const plain = text.replace(/[^\w-]+/g, '_').slice(0, maximumName);
  if (/^(?:PK|FK|UK)$/.test(plain)) return `${plain}_`;
  return /^[A-Za-z]/.test(plain) ? plain : `${instead}_${plain.replace(/^_+/, '')}`;
}
