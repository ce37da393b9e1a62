import { describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { emptySchema } from '../../sql/schema/empty-schema.ts';
import { applyStatements } from '../../sql/schema/replay.ts';
import { findUsages, type SearchedFile } from './find-usages.ts';
import type { SoughtObject } from './usage.ts';

const parser = await createParser('postgres');
const schema = applyStatements(
  emptySchema({ complete: true }),
  parser.parse(
    'CREATE TABLE orders (id bigint, total_cents int, mail text, name text);\nCREATE TABLE carts (id bigint, name text);',
  ),
);
const orders = { schema: null, name: 'orders' };
const total: SoughtObject = { kind: 'column', table: orders, column: 'total_cents' };
const mail: SoughtObject = { kind: 'column', table: orders, column: 'mail' };
const name: SoughtObject = { kind: 'column', table: orders, column: 'name' };
const table: SoughtObject = { kind: 'table', table: orders };

/** The places as `grade path:line`, and whether nothing at all was seen. */
function search(object: SoughtObject, code: Readonly<Record<string, string>>, complete = true): unknown {
  const files = Object.entries(code).map(([path, text]): SearchedFile => ({ path, text, side: 'both' }));
  const usage = findUsages([object], files, { parser, schema, complete, onFile: () => {} })(object);
  if (usage === 'unknown') return usage;
  return [
    ...usage.head.map(({ grade, path, line }) => `${grade} ${path}:${line}`),
    ...(usage.unmentioned ? ['unmentioned'] : []),
  ];
}

describe('findUsages: queries', () => {
  it.each([
    ['a.ts', 'q(`\n  SELECT o.total_cents\n  FROM orders o WHERE o.id = \u0024{id}\n`)', 2],
    ['a.py', 'q("""\nUPDATE orders\nSET total_cents = %(cents)s WHERE id = %s""")', 3],
    ['a.go', 'db.Query(`INSERT INTO orders (id, total_cents) VALUES ($1, $2)`)', 1],
    ['A.java', 'q("SELECT id " +\n  "FROM orders " +\n  "WHERE total_cents > ? AND id = :id");', 3],
    ['a.rs', 'query!(r#"SELECT "total_cents" FROM orders"#)', 1],
    ['a.rb', 'q <<~SQL\n  DELETE FROM orders\n  WHERE total_cents = 0\nSQL\n', 3],
    ['a.php', "q('SELECT total_cents FROM orders WHERE id = ?');", 1],
    ['a.ex', 'q("SELECT total_cents FROM orders")', 1],
    ['a.cs', 'q(@"SELECT total_cents\nFROM orders WHERE id = @id");', 1],
    ['q.sql', '-- name: Total :one\nSELECT total_cents FROM orders WHERE id = sqlc.arg(id);', 2],
  ])('is certain of a query that parses: %s', (path, text, line) => {
    expect(search(total, { [path]: text })).toEqual([`certain ${path}:${line}`]);
  });

  it('is certain of a common name in a query, and of nothing where the column is another table’s', () => {
    expect(search(name, { 'a.ts': "q('SELECT name FROM orders')" })).toEqual(['certain a.ts:1']);
    expect(search(name, { 'a.ts': "q('SELECT c.name FROM orders o JOIN carts c ON c.id = o.id')" })).toEqual(
      [],
    );
    expect(search(name, { 'a.ts': "q('SELECT name FROM orders o JOIN carts c ON c.id = o.id')" })).toEqual(
      [],
    );
    expect(search(mail, { 'a.ts': "q('SELECT mail FROM orders o JOIN carts c ON c.id = o.id')" })).toEqual([
      'certain a.ts:1',
    ]);
  });

  it('reads no comment, and no text that only begins like a query', () => {
    expect(search(total, { 'a.go': '// `SELECT total_cents FROM orders`\nvar orders = 1' })).toEqual([]);
    expect(search(table, { 'a.go': 'log("select the orders from the list")' })).toEqual([]);
  });
});

describe('findUsages: names', () => {
  it('calls the exact name beside the table’s likely', () => {
    expect(search(total, { 'a.js': "knex('orders')\n  .select('total_cents')" })).toEqual(['likely a.js:2']);
    expect(search(total, { 'a.ts': 'const order = find();\nreturn order.totalCents;' })).toEqual([
      'likely a.ts:2',
    ]);
    expect(search(total, { 'a.ts': 'const cart = find();\nreturn cart.totalCents;' })).toEqual([]);
    expect(search(table, { 'a.js': "knex('orders').select()\nt('orders')" })).toEqual(['likely a.js:1']);
  });

  it('says nothing of common names, of names of several tables and of contracts', () => {
    expect(search(name, { 'a.js': "knex('orders').select('name')" })).toEqual([]);
    expect(search(total, { 'openapi.yaml': 'orders:\n  total_cents: 1\n' })).toEqual([]);
  });

  it('trusts a model that maps all columns', () => {
    const use = { 'a.ts': 'const order = find();\nreturn order.totalCents;' };
    const model = 'model orders {\n  id Int @id\n}\n';
    expect(search(total, { ...use, 'schema.prisma': model })).toEqual([]);
    expect(
      search(total, {
        ...use,
        'schema.prisma': model.replace('}', '  totalCents Int @map("total_cents")\n}'),
      }),
    ).toEqual(['certain schema.prisma:3']);
  });
});

describe('findUsages: nothing', () => {
  it('is said only where all code was searched and no spelling is anywhere', () => {
    const other = { 'a.ts': 'const carts = 1;' };
    expect(search(total, other)).toEqual(['unmentioned']);
    expect(search(total, other, false)).toEqual([]);
    expect(search(total, { 'a.ts': 'x.TotalCents' })).toEqual([]);
    expect(search(name, { 'a.ts': 'const name = 1;' })).toEqual(['unmentioned']);
    expect(search(name, { 'a.ts': 'orderService.find({ name })' })).toEqual([]);
    expect(search(table, { 'a.ts': 'new Order()' })).toEqual([]);
    expect(search(total, { 'a.ts': 'x'.repeat(1_000_001) })).toEqual([]);
  });

  it('is not known of what was not sought', () => {
    const look = findUsages([table], [], { parser, schema, complete: true, onFile: () => {} });
    expect(look(total)).toBe('unknown');
  });

  it('tells the sides apart', () => {
    const files: SearchedFile[] = [
      { path: 'a.ts', text: "q('SELECT total_cents FROM orders')", side: 'base' },
      { path: 'a.ts', text: "q('SELECT id FROM orders')", side: 'head' },
    ];
    const usage = findUsages([total], files, { parser, schema, complete: true, onFile: () => {} })(total);
    expect(usage).toMatchObject({
      head: [],
      base: [{ path: 'a.ts', line: 1, quote: "q('SELECT total_cents FROM orders')" }],
      unmentioned: false,
    });
  });
});
