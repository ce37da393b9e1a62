import { codePlaces } from '../code-places.ts';
import { defineRule, type Match } from '../rule.ts';

const name = '[\\[`"]?(\\w+)[\\]`"]?';
const threeParts = new RegExp(`\\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\\s+(${name}\\.${name}?\\.${name})`, 'gi');

/** Databases of the server itself. */
const servers: ReadonlySet<string> = new Set(
  'information_schema mysql performance_schema sys master tempdb msdb model'.split(' '),
);

export default defineRule({
  id: 'cross-database-query',
  about: 'statement',
  on: ['query'],
  title: 'Statement over two databases',
  family: 'schema-design',
  // The catalogue calls it a warning. It works where both are on one server; it binds them together.
  severity: 'advice',
  dialects: ['mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: ['bytebase:STATEMENT_DISALLOW_CROSS_DB_QUERIES'],
  what: 'It fails wherever the two are not on one server under these names: in tests, in a copy, after one has moved.',
  why: 'It names {databases}.',
  fix: 'Read the other database through its service, or through a synonym or a view that can be changed in one place.',
  examples: {
    bad: [
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `two databases, in ${dialect}`,
        dialect,
        path: 'queries/sums.sql',
        sql: 'SELECT o.id FROM shop.orders o JOIN billing.invoices i ON i.order_id = o.id;',
        at: 'SELECT o.id FROM shop.orders o JOIN billing.invoices i ON i.order_id = o.id',
      })),
      {
        title: 'three parts of a name',
        dialect: 'mssql',
        path: 'queries/sums.sql',
        sql: 'SELECT id FROM billing.dbo.invoices;',
        at: 'SELECT id FROM billing.dbo.invoices',
      },
    ],
    good: [
      {
        title: 'one database',
        path: 'queries/sums.sql',
        sql: 'SELECT o.id FROM shop.orders o JOIN shop.invoices i ON i.order_id = o.id;',
      },
      {
        title: 'the server’s own',
        path: 'queries/sums.sql',
        sql: "SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = 'shop';",
      },
    ],
  },
  detect({ statement }) {
    const { query, range } = statement;
    if (query === null) return [];
    const found =
      statement.dialect === 'mssql'
        ? codePlaces(statement, threeParts).map(({ groups }) => groups[1] ?? '')
        : query.tables.flatMap(({ table }) => table.schema ?? []);
    const databases = [...new Set(found.filter((each) => !servers.has(each.toLowerCase())))];
    if (databases.length < (statement.dialect === 'mssql' ? 1 : 2)) return [];
    const shown = databases.map((each) => `\`${each}\``).join(' and ');
    return [
      {
        range,
        object: databases.join(' '),
        data: { databases: databases.length === 1 ? `the database ${shown}` : `the databases ${shown}` },
      } satisfies Match,
    ];
  },
});
