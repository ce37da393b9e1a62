import { showName } from '../../sql/object-name.ts';
import type { TableModel } from '../../sql/schema/model.ts';
import { codePlaces, nameWritten } from '../code-places.ts';
import { columnOnBase, documented } from '../evidence.ts';
import { onlyTable } from '../query-tables.ts';
import { defineRule, type Match } from '../rule.ts';

/** `column || …` and `… || column`, the column without a call around it. */
const joined =
  /(?<![\w.(":])(?:\w+\.)?("?\b\w+\b"?)(?=\s*\|\|)|(?=[\w"])(?<=\|\|\s*)(?:\w+\.)?("?\b\w+\b"?)(?![\w"]|\s*[(.]|\s*::)/g;

export default defineRule({
  id: 'null-concatenation',
  about: 'statement',
  on: ['query'],
  title: 'Text that one NULL makes NULL',
  family: 'query-correctness',
  severity: 'advice',
  // In MySQL `||` means OR, in SQL Server nothing.
  dialects: ['postgres', 'sqlite'],
  state: 'stable',
  sources: ['sqlcheck:3004', 'https://www.postgresql.org/docs/current/functions-string.html'],
  what: 'Where `{column}` is `NULL` the whole text is.',
  why: '`{table}.{column}` is nullable, and `||` with a `NULL` is `NULL`.',
  fix: '{remedy}',
  variants: {
    written: { what: 'Where `{column}` is `NULL` the row gets `NULL` for the whole text.' },
  },
  examples: {
    bad: [
      {
        title: 'a middle name',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, middle text);',
        path: 'queries/names.sql',
        sql: "SELECT name || ' ' || middle FROM users;",
        at: 'middle',
      },
      {
        title: 'what is written stays',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, middle text, shown text);',
        sql: "UPDATE users SET shown = middle || ' ' || name WHERE id > 0;",
        at: 'middle',
      },
    ],
    good: [
      {
        title: 'something instead of NULL',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, middle text);',
        path: 'queries/names.sql',
        sql: "SELECT name || coalesce(' ' || middle, '') FROM users;",
      },
      {
        title: 'no NULL is left',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, middle text);',
        path: 'queries/names.sql',
        sql: "SELECT name || ' ' || middle FROM users WHERE middle IS NOT NULL;",
      },
      {
        title: 'NOT NULL, and a column that is not known',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);',
        path: 'queries/names.sql',
        sql: "SELECT name || ' ' || id FROM users; SELECT a || b FROM others;",
      },
    ],
  },
  detect({ statement, before, base }) {
    const { query } = statement;
    if (query === null) return [];
    const table = onlyTable(query, before);
    if (table === null || codePlaces(statement, /\b(?:coalesce|ifnull|nullif|case|jsonb)\b/gi).length > 0)
      return [];
    const conditions = new Set(query.where?.map(({ column }) => column?.column));
    const found = codePlaces(statement, joined).find(({ groups }) => {
      const column = nameWritten(groups[0] ?? groups[1] ?? '', statement);
      return isNullableText(table, column) && !conditions.has(column);
    });
    if (found === undefined) return [];
    const column = nameWritten(found.groups[0] ?? found.groups[1] ?? '', statement);
    const isWritten = query.kind === 'update' || query.kind === 'insert';
    return [
      {
        range: found.range,
        object: `${showName(table.name)}.${column}`,
        data: {
          table: showName(table.name),
          column,
          remedy:
            statement.dialect === 'postgres'
              ? `\`concat(…)\` or \`concat_ws(' ', …)\` leave it out; \`coalesce(${column}, '')\` puts something in its place.`
              : `\`coalesce(${column}, '')\` puts something in its place.`,
        },
        // What a query shows can be seen; what is written has to be found first.
        ...(isWritten ? { variant: 'written', severity: 'warning' as const } : {}),
        evidence: [
          ...columnOnBase(base, table.name, column),
          documented(
            '`||` of anything with NULL is NULL; `concat` leaves NULL arguments out (PostgreSQL manual, 9.4)',
          ),
        ],
      } satisfies Match,
    ];
  },
});

function isNullableText({ columns }: TableModel, name: string): boolean {
  const column = columns.get(name);
  // Generated columns and defaults do not help: NULL can still be there.
  return (
    column?.nullable === true && /^(?:text|character varying|varchar|citext)$/.test(column.type?.name ?? '')
  );
}
