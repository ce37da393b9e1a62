import { showName } from '../../sql/object-name.ts';
import { existsOnBase } from '../evidence.ts';
import { leadsIndex, narrows, onlyTable } from '../query-tables.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'missing-index-for-predicate',
  about: 'statement',
  on: ['query'],
  title: 'Query that no index serves',
  family: 'query-performance',
  // The catalogue calls it a warning; on a small table it is all right, and the size is rarely known.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'https://use-the-index-luke.com/sql/where-clause',
    'https://www.postgresql.org/docs/current/indexes-intro.html',
  ],
  what: 'The query reads all of `{table}`: the more rows there are, the longer it takes.',
  why: 'It looks for {columns}, and no index or key of `{table}` begins with {which}.',
  fix: 'Create an index on `{table} ({first})` where the table grows.',
  examples: {
    bad: [
      {
        title: 'one column',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20));',
        path: 'queries/find.sql',
        sql: "SELECT id FROM orders WHERE code = 'A1';",
        at: "SELECT id FROM orders WHERE code = 'A1'",
      },
      {
        title: 'an index that begins with another column',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint, code text);\nCREATE INDEX ON orders (shop_id, code);',
        path: 'queries/find.sql',
        sql: 'SELECT id FROM orders WHERE code = $1 AND id <> $2;',
        at: 'SELECT id FROM orders WHERE code = $1 AND id <> $2',
      },
    ],
    good: [
      {
        title: 'an index for one of the conditions',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20), state varchar(20));\nCREATE INDEX orders_code_idx ON orders (code);',
        path: 'queries/find.sql',
        sql: "SELECT id FROM orders WHERE code = 'A1' AND state = 'open';",
      },
      {
        title: 'a table of which not all is known',
        path: 'queries/find.sql',
        sql: "SELECT id FROM orders WHERE code = 'A1';",
      },
      {
        title: 'in a migration it runs once',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, code varchar(20));',
        sql: "UPDATE orders SET code = 'A2' WHERE code = 'A1';",
      },
      {
        title: 'two values of a column share no index worth its writes',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, done boolean NOT NULL);',
        path: 'queries/open.sql',
        sql: 'SELECT id FROM orders WHERE done = false;',
      },
    ],
  },
  detect(subject) {
    const { statement, migration, before, base } = subject;
    const { query } = statement;
    if (migration !== null || query?.where == null || query.partial) return [];
    const table = onlyTable(query, before);
    if (table === null || subject.isNew(table.name)) return [];
    const columns = [...new Set(query.where.filter(narrows).map(({ column }) => column?.column ?? ''))];
    const sought = columns.filter((column) => !fewValues.test(table.columns.get(column)?.type?.name ?? ''));
    const [first] = sought;
    if (
      first === undefined ||
      columns.some((column) => leadsIndex(table, column) || !table.columns.has(column))
    )
      return [];
    return [
      {
        range: statement.range,
        object: `${showName(table.name)}(${sought.join(',')})`,
        data: {
          table: showName(table.name),
          columns: sought.map((column) => `\`${column}\``).join(' and '),
          which: sought.length === 1 ? 'it' : 'one of them',
          first,
        },
        table: table.name,
        evidence: existsOnBase(base, table.name),
      },
    ];
  },
});

const fewValues = /^(?:bool|boolean|bit|enum|tinyint)$/;
