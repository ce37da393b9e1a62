import { codeText } from '../../sql/code-text.ts';
import { type ObjectName, showName } from '../../sql/object-name.ts';
import { type ColumnUse, type QueryShape, queriesWithin } from '../../sql/query-shape.ts';
import type { TableModel } from '../../sql/schema/model.ts';
import { codePlaces } from '../code-places.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

/** Columns that are there without being declared. */
const implicit: ReadonlySet<string> = new Set(
  '* ctid xmin xmax cmin cmax tableoid oid rowid _rowid_ default value'.split(' '),
);

export default defineRule({
  id: 'unknown-table-or-column',
  about: 'statement',
  on: ['query'],
  title: 'Column that no migration creates',
  family: 'query-correctness',
  severity: 'blocker',
  // Of tables nothing is said: views, and tables that other tools make, are in no migration.
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['bytebase:BUILTIN_WALK_THROUGH_CHECK'],
  what: 'The statement fails: `{table}` has no column `{column}`{nearest}.',
  why: 'All migrations that make `{table}` were read, and none gives it this one.',
  fix: 'Name a column that is there, or add it in a migration before.',
  examples: {
    bad: [
      {
        title: 'a name with a letter less',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, created_at varchar(40));',
        path: 'queries/last.sql',
        sql: 'SELECT id FROM orders WHERE create_at > 7;',
        at: 'create_at',
      },
      {
        title: 'a column that this pull request drops',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40));',
        sql: "ALTER TABLE orders DROP COLUMN note;\nUPDATE orders SET note = '' WHERE id = 1;",
        at: 'note',
      },
      {
        title: 'by the alias of its table',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        path: 'queries/last.sql',
        sql: 'SELECT u.id FROM users u JOIN orders o ON o.usr_id = u.id;',
        at: 'o.usr_id',
      },
    ],
    good: [
      {
        title: 'columns that are there, in any case where the dialect says so',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(40));',
        path: 'queries/last.sql',
        sql: "SELECT ID, note AS n FROM orders WHERE Note = 'x' ORDER BY n;",
      },
      {
        title: 'a column that this pull request adds',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD note varchar(40);\nUPDATE orders SET note = '' WHERE id = 1;",
        dialect: 'mysql',
      },
      {
        title: 'a table of which not all is known',
        path: 'queries/last.sql',
        sql: 'SELECT id FROM orders WHERE create_at > 7;',
      },
      {
        title: 'the whole row, what the system adds, and a column of the query around',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);',
        path: 'queries/last.sql',
        sql: 'SELECT o, o.ctid, row_to_json(orders) FROM orders o, orders;\nSELECT id FROM users WHERE EXISTS (SELECT 1 FROM orders WHERE user_id = name::bigint);',
      },
      {
        title: 'what an INSERT that meets a row writes',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, n int);',
        path: 'queries/add.sql',
        sql: 'INSERT INTO orders (id, n) VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET n = orders.n + excluded.n RETURNING id AS added;',
      },
    ],
  },
  detect(subject) {
    const { query } = subject.statement;
    if (query === null || query.partial) return [];
    const tables = tablesOf(query, subject);
    if (tables === null) return [];
    const found = [...query.columnsRead, ...query.columnsWritten].find((use) =>
      isMissing(use, tables, subject),
    );
    if (found?.table == null) return [];
    const { column } = found;
    const table = showName(found.table);
    const place = new RegExp(
      `(?<![\\w.])(?:\\w+\\.)?["\`\\[]?${column.replace(/\W/g, '\\$&')}\\b["\`\\]]?`,
      'gi',
    );
    const range = codePlaces(subject.statement, place)[0]?.range ?? subject.statement.range;
    const known = [...(tableIn(subject.before, found.table)?.columns.keys() ?? [])];
    const nearest = known.find((name) => isNear(name.toLowerCase(), column.toLowerCase()));
    return [
      {
        range,
        object: `${table}.${column}`,
        data: { table, column, nearest: nearest === undefined ? '' : ` (but \`${nearest}\`)` },
      } satisfies Match,
    ];
  },
});

/** The tables of a query, where all of each is known; null where of one it is not. */
function tablesOf(query: QueryShape, { before }: StatementSubject): readonly TableModel[] | null {
  const names: ObjectName[] = queriesWithin(query).flatMap(({ tables }) => tables.map(({ table }) => table));
  const known = names.map((name) => tableIn(before, name));
  return known.every((table) => table?.complete === true)
    ? known.filter((table) => table !== undefined)
    : null;
}

function isMissing(
  { table, column }: ColumnUse,
  tables: readonly TableModel[],
  { statement, before }: StatementSubject,
): boolean {
  const folded = column.toLowerCase();
  if (table === null || implicit.has(folded)) return false;
  const own = tableIn(before, table);
  if (own === undefined || own.columns.size === 0) return false;
  // A name without its table may be another one's: of the query around, for instance.
  if (tables.some((each) => hasColumn(each, folded))) return false;
  const code = codeText(statement);
  // The name of a result, of a row, of a variable.
  if (new RegExp(`\\bAS\\s+["\`\\[]?${column.replace(/\W/g, '\\$&')}\\b`, 'i').test(code)) return false;
  return !tables.some(({ name }) => name.name.toLowerCase() === folded) && !isAlias(statement, folded);
}

function isAlias({ query }: StatementSubject['statement'], folded: string): boolean {
  return (query?.tables ?? []).some(({ alias }) => alias?.toLowerCase() === folded);
}

function hasColumn({ columns }: TableModel, folded: string): boolean {
  for (const name of columns.keys()) if (name.toLowerCase() === folded) return true;
  return false;
}

/** Whether one letter more, less or other makes the one of the other. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const [restA, restB] = [a.slice(same), b.slice(same)];
  return restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1);
}
