import type { SoughtObject, Usage } from '../../code/usages/usage.ts';
import type { Evidence } from '../../report/finding.ts';
import { showName } from '../../sql/object-name.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { droppedBy } from '../dropped.ts';
import { columnOnBase, existsOnBase } from '../evidence.ts';
import { rolloutAt } from '../rollout/rollout-at.ts';
import { defineRule } from '../rule.ts';
import { isCertain, quotedPlaces, showPlace } from '../usage.ts';

export default defineRule({
  id: 'code-still-uses-dropped-object',
  about: 'statement',
  title: 'Code of this repository names what is dropped here',
  family: 'backward-compat',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'strong_migrations:remove_column',
    'https://martinfowler.com/bliki/ParallelChange.html',
    'https://www.prisma.io/dataguide/types/relational/expand-and-contract-pattern',
  ],
  what: 'The code of this pull request still names `{object}` ({places}), which is {how} here: from then on it fails, on new servers too.',
  why: 'The database refuses a query that names what is not there; a mapping makes the library name it in every query of its table.',
  fix: 'Take the name out of the code, release that, and run this statement in the next release.',
  variants: {
    likely: {
      what: 'The code of this pull request seems to name `{object}` still ({places}), which is {how} here.',
      why: 'These lines hold the exact name in files that name its table, too. Where they mean it, they fail from then on.',
    },
    released: {
      what: 'Until the last server is replaced, the released code names `{object}` ({places}), which is {how} here, and fails.',
      why: 'The code goes in the same pull request, but servers are replaced one after the other, and the database changes at once.',
      fix: 'Release the code of this pull request without this statement first, and run it in the next release.',
    },
  },
  examples: {
    bad: [
      ...(['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'] as const).map((dialect) => ({
        title: `a query in a string, in ${dialect}`,
        dialect,
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
        at: 'DROP COLUMN total_cents',
        code: {
          'src/orders.ts':
            "const rows = await db.query('SELECT id, total_cents FROM orders WHERE id = $1', [id]);",
        },
      })),
      {
        title: 'a model',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        sql: 'ALTER TABLE users RENAME COLUMN name TO full_name;',
        at: 'ALTER TABLE users RENAME COLUMN name TO full_name',
        code: {
          'prisma/schema.prisma':
            'model User {\n  id Int @id\n  label String @map("name")\n  @@map("users")\n}\n',
        },
      },
      {
        title: 'a file of queries',
        dialect: 'postgres',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'DROP TABLE carts;',
        at: 'DROP TABLE carts',
        code: {
          'db/queries/carts.sql': '-- name: OldCarts :many\nSELECT id FROM carts WHERE id < @newest;\n',
        },
      },
      {
        title: 'the exact name in a file that names the table (a warning)',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
        at: 'DROP COLUMN total_cents',
        code: { 'src/orders.js': "const list = () => knex('orders').select('id', 'total_cents');" },
      },
      {
        title: 'a view that only released code reads (a warning)',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE VIEW open_orders AS SELECT id FROM orders;',
        sql: 'DROP VIEW open_orders;',
        at: 'DROP VIEW open_orders',
        code: { 'src/orders.py': 'SQL = "SELECT id FROM orders"' },
        codeBefore: { 'src/orders.py': 'SQL = "SELECT id FROM open_orders"' },
      },
      {
        title: 'a value of an enum',
        dialect: 'postgres',
        base: "CREATE TYPE state AS ENUM ('new', 'paid');",
        sql: "ALTER TYPE state RENAME VALUE 'paid' TO 'settled';",
        at: "ALTER TYPE state RENAME VALUE 'paid' TO 'settled'",
        code: { 'schema.prisma': 'enum State {\n  new\n  done @map("paid")\n\n  @@map("state")\n}\n' },
      },
      {
        title: 'a function',
        dialect: 'postgres',
        sql: 'DROP FUNCTION order_total(bigint);',
        at: 'DROP FUNCTION order_total(bigint)',
        code: { 'src/orders.go': 'const q = `SELECT order_total(id) FROM orders`' },
      },
    ],
    good: [
      {
        title: 'no code was searched',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
      },
      {
        title: 'a column of that name of another table',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, total_cents int);\nCREATE TABLE carts (id bigint PRIMARY KEY, total_cents int);',
        sql: 'ALTER TABLE orders DROP COLUMN total_cents;',
        code: {
          'src/carts.ts': "const q = 'SELECT total_cents FROM carts'; // beside orders\nconst orders = q;",
        },
      },
      {
        title: 'a common word in a file that names the table',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, name text);',
        sql: 'ALTER TABLE orders DROP COLUMN name;',
        code: { 'src/orders.ts': "const orders = load('orders', { name: 'open' });" },
      },
      {
        title: 'code that names the table only',
        base: 'CREATE TABLE carts (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE carts DROP COLUMN total_cents;',
        code: { 'src/carts.ts': "const q = 'SELECT id FROM carts';" },
      },
      {
        title: 'a view that is made anew',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE VIEW open_orders AS SELECT id FROM orders;',
        sql: 'DROP VIEW open_orders;\nCREATE VIEW open_orders AS SELECT id, 1 AS one FROM orders;',
        code: { 'src/orders.py': 'SQL = "SELECT id FROM open_orders"' },
      },
      {
        title: 'the model no longer maps it, and another thing has its name',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, mail_address text);',
        sql: 'ALTER TABLE users DROP COLUMN mail_address;',
        code: {
          'prisma/schema.prisma': 'model users {\n  id Int @id\n}\n',
          'src/users.ts': "const users = await prisma.users.findMany();\nsend({ mail_address: 'a' });",
        },
      },
    ],
  },
  detect(subject) {
    return droppedBy(subject.statement, subject).flatMap(({ object, how, operation }) => {
      const usage = subject.usesOf(object);
      if (usage === 'unknown' || ('table' in object && subject.isNew(object.table))) return [];
      const certain = usage.head.filter(isCertain);
      const match = (places: Usage['head']) => ({
        range: operation.range,
        object: showObject(object),
        data: { object: showObject(object), how, places: showPlace(places) },
        evidence: [...seenOnBase(object, subject.base), ...quotedPlaces(places)],
      });
      if (certain.length > 0) return [match(certain)];
      if (usage.head.length > 0)
        return [{ ...match(usage.head), severity: 'warning' as const, variant: 'likely' }];
      const released = usage.base.filter(isCertain);
      // Of tables and columns their own rules say it.
      if (released.length === 0 || operation.kind !== 'drop-object') return [];
      return [{ ...match(released), severity: 'warning' as const, variant: 'released' }];
    });
  },
  rollout: (match, subject) =>
    rolloutAt('drop-column', match, subject) ??
    rolloutAt('rename-column', match, subject) ??
    rolloutAt('rename-table', match, subject),
});

function seenOnBase(object: SoughtObject, base: SchemaModel): readonly Evidence[] {
  if (object.kind === 'column') return columnOnBase(base, object.table, object.column);
  return object.kind === 'table' ? existsOnBase(base, object.table) : [];
}

function showObject(object: SoughtObject): string {
  switch (object.kind) {
    case 'table':
      return showName(object.table);
    case 'column':
      return `${showName(object.table)}.${object.column}`;
    case 'function':
      return `${showName(object.name)}()`;
    case 'enum-value':
      return `${showName(object.type)}: ${object.value}`;
  }
}
