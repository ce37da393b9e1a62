import type { ColumnType } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { columnIn, documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

const members = (count: number): string => Array.from({ length: count }, (_, at) => `'v${at}'`).join(', ');

export default defineRule({
  id: 'mysql-enum-set-storage-growth',
  about: 'statement',
  on: ['set-column-type'],
  title: 'Value that makes an ENUM or SET larger',
  family: 'rewrite',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'atlas:MY113',
    'atlas:MY123',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
    'https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html',
  ],
  what: 'Writes of `{table}` wait while it is copied.',
  why: '`{column}` needs {was} for {before} values and {is} for {after}, so each row is stored anew.',
  fix: 'Keep the values in a table of their own with a foreign key, or change the column with gh-ost or pt-online-schema-change.',
  examples: {
    bad: [
      {
        title: 'a ninth value of a SET',
        base: `CREATE TABLE orders (id bigint PRIMARY KEY, marks SET(${members(8)}));`,
        sql: `ALTER TABLE orders MODIFY marks SET(${members(9)});`,
        at: `MODIFY marks SET(${members(9)})`,
      },
      {
        title: 'a 256th value of an ENUM',
        base: `CREATE TABLE orders (id bigint PRIMARY KEY, code ENUM(${members(255)}));`,
        sql: `ALTER TABLE orders MODIFY code ENUM(${members(256)});`,
        at: `MODIFY code ENUM(${members(256)})`,
      },
    ],
    good: [
      {
        title: 'below the boundary',
        base: `CREATE TABLE orders (id bigint PRIMARY KEY, marks SET(${members(6)}));`,
        sql: `ALTER TABLE orders MODIFY marks SET(${members(8)});`,
      },
      {
        title: 'a new table',
        sql: `CREATE TABLE orders (id bigint PRIMARY KEY, marks SET(${members(8)}));\nALTER TABLE orders MODIFY marks SET(${members(9)});`,
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-column-type').flatMap(({ table, column, type, range }) => {
      const from = columnIn(subject.before, table, column)?.type ?? null;
      const [was, is] = [from === null ? null : bytesOf(from), bytesOf(type)];
      if (from === null || was === null || is === null || from.name !== type.name) return [];
      if (subject.isNew(table) || is <= was) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column}`,
          data: {
            table: showName(table),
            column,
            was: showBytes(was),
            is: showBytes(is),
            before: String(valuesOf(from)),
            after: String(valuesOf(type)),
          },
          table,
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'Modifying an ENUM or SET column by adding members to the end of the list is instant as long as the storage size of the data type does not change (MySQL manual, Online DDL Operations)',
            ),
          ],
        },
      ];
    });
  },
});

function valuesOf({ text }: ColumnType): number {
  return text.match(/'(?:[^'\\]|''|\\.)*'/g)?.length ?? 0;
}

/** null for another type. */
function bytesOf(type: ColumnType): number | null {
  const values = valuesOf(type);
  if (type.name === 'enum') return values > 255 ? 2 : 1;
  if (type.name !== 'set') return null;
  const bytes = Math.ceil(values / 8);
  return bytes > 4 ? 8 : bytes;
}

function showBytes(bytes: number): string {
  return bytes === 1 ? 'one byte' : `${bytes} bytes`;
}
