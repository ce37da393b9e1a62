import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import type { TableModel } from '../../sql/schema/model.ts';
import { nameWritten } from '../code-places.ts';
import { documented } from '../evidence.ts';
import { onlyTable } from '../query-tables.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'group-by-nonaggregated',
  about: 'statement',
  on: ['query'],
  title: 'Column of some row of a group',
  family: 'query-correctness',
  severity: 'warning',
  // PostgreSQL and SQL Server refuse such a query, and whoever runs it once knows.
  dialects: ['mysql', 'mariadb', 'sqlite'],
  state: 'stable',
  sources: [
    'sqlcheck:3005',
    'https://dev.mysql.com/doc/refman/8.4/en/group-by-handling.html',
    'https://www.sqlite.org/lang_select.html#bareagg',
  ],
  what: '{what}',
  why: 'Rows of a group may differ in it: `{column}` is neither grouped by nor inside an aggregate, and what is grouped by is no key of `{table}`.',
  fix: 'Group by it as well, or say which value is meant: `MIN({column})`, `MAX({column})`.',
  examples: {
    bad: [
      ...(['mysql', 'mariadb', 'sqlite'] as const).map((dialect) => ({
        title: `in ${dialect}`,
        dialect,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));',
        path: 'queries/last.sql',
        sql: 'SELECT user_id, state, count(*) FROM orders GROUP BY user_id;',
        at: 'SELECT user_id, state, count(*) FROM orders GROUP BY user_id',
      })),
    ],
    good: [
      {
        title: 'grouped by',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));',
        path: 'queries/last.sql',
        sql: 'SELECT user_id, state, count(*) FROM orders GROUP BY user_id, state;',
      },
      {
        title: 'grouped by the key',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));',
        path: 'queries/last.sql',
        sql: 'SELECT id, state, count(*) FROM orders GROUP BY id;',
      },
      {
        title: 'one value by the condition',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));',
        path: 'queries/last.sql',
        sql: "SELECT user_id, state, count(*) FROM orders WHERE state = 'open' GROUP BY user_id;",
      },
      {
        title: 'SQLite takes the row of the greatest value',
        dialect: 'sqlite',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, state varchar(20));',
        path: 'queries/last.sql',
        sql: 'SELECT user_id, state, max(id) FROM orders GROUP BY user_id;',
      },
    ],
  },
  detect({ statement, before }) {
    const { query } = statement;
    if (query?.kind !== 'select') return [];
    const table = onlyTable(query, before);
    const found = clauses(codeText(statement));
    if (table === null || found === null) return [];
    const bare = (name: string) => nameWritten(name.trim().replace(/^\w+\./, ''), statement);
    const { list, by } = found;
    if (statement.dialect === 'sqlite' && /\b(?:min|max)\s*\(/i.test(list)) return [];
    const columns = new Set(by.split(',').map(bare));
    if ([...columns].some((name) => !table.columns.has(name)) || isKey(table, columns)) return [];
    const column = list
      .split(',')
      .filter((item) => /^\s*(?:\w+\.)?[`"]?\w+[`"]?\s*$/.test(item))
      .map(bare)
      .find(
        (name) =>
          table.columns.has(name) &&
          !columns.has(name) &&
          query.where?.some((condition) => condition.column?.column === name) !== true,
      );
    if (column === undefined) return [];
    const isSqlite = statement.dialect === 'sqlite';
    return [
      {
        range: statement.range,
        object: `${showName(table.name)}.${column}`,
        data: {
          table: showName(table.name),
          column,
          what: isSqlite
            ? `\`${column}\` is that of some row of the group, another one after the next change.`
            : `The query fails where \`ONLY_FULL_GROUP_BY\` is set, as it is by default; elsewhere \`${column}\` is that of some row of the group.`,
        },
        evidence: [
          documented(
            isSqlite
              ? 'If the SELECT has bare columns, each is evaluated once against an arbitrarily chosen row of the group (SQLite, SELECT)'
              : 'With ONLY_FULL_GROUP_BY, MySQL rejects queries for which the select list refers to nonaggregated columns that are neither named in the GROUP BY clause nor functionally dependent on them (MySQL manual, 14.19.3 MySQL Handling of GROUP BY)',
          ),
        ],
      },
    ];
  },
});

function isKey({ constraints, indexes }: TableModel, columns: ReadonlySet<string>): boolean {
  const all = (names: readonly (string | null)[]) =>
    names.length > 0 && names.every((name) => name !== null && columns.has(name));
  return (
    constraints.some(
      ({ constraint }) =>
        (constraint.kind === 'primary-key' || constraint.kind === 'unique') && all(constraint.columns),
    ) ||
    indexes.some(({ definition }) => definition.unique && all(definition.columns.map(({ column }) => column)))
  );
}

/** The SELECT list and what is grouped by; null where there is no GROUP BY. */
function clauses(code: string): { list: string; by: string } | null {
  const [select, from] = [/\bSELECT\b/i.exec(code), /\bFROM\b/i.exec(code)];
  const group = /\bGROUP\s+BY\b/i.exec(code);
  if (select === null || from === null || group === null) return null;
  const rest = code.slice(group.index + group[0].length);
  const end = /\b(?:HAVING|ORDER|LIMIT|WITH)\b|;/i.exec(rest)?.index;
  return { list: code.slice(select.index + select[0].length, from.index), by: rest.slice(0, end) };
}
