import { describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { transactionsIn } from './transactions-in.ts';

const parser = await createParser('postgres');

function read(path: string, text: string): unknown {
  return transactionsIn(path, text, parser).map(({ line, queries }) => [
    line,
    ...queries.map(({ sql }) => sql),
  ]);
}

const a = "await tx.query('UPDATE a SET x = 1');";
const b = "await tx.query('UPDATE b SET x = 1');";
const both = ['UPDATE a SET x = 1', 'UPDATE b SET x = 1'];

describe('transactions of code', () => {
  it.each([
    ['a.ts', `await db.transaction(async (tx) => {\n  ${a}\n  log(1);\n  ${b}\n});`, [[2, ...both]]],
    ['a.js', `withTransaction(pool, async function (tx) { ${a} if (!ok) return; ${b} })`, [[1, ...both]]],
    [
      'a.ts',
      `prisma.$transaction([prisma.$executeRaw\`UPDATE a SET x = 1\`, prisma.$executeRaw\`UPDATE b SET x = 1\`])`,
      [[1, ...both]],
    ],
    [
      'a.ts',
      `sql.begin(async (sql) => { await sql\`UPDATE a SET x = 1\`; const [r] = await sql\`UPDATE b SET x = 1\`; })`,
      [[1, ...both]],
    ],
    [
      'a.ts',
      `try {\n  await c.query('BEGIN');\n  ${a}\n  ${b}\n  await c.query('COMMIT');\n} catch (e) { await c.query('ROLLBACK'); }`,
      [[3, ...both]],
    ],
    ['a.sql', 'BEGIN;\nUPDATE a SET x = 1;\nUPDATE b SET x = 1;\nCOMMIT;', [[2, ...both]]],
    [
      'a.sql',
      'UPDATE c SET x = 1;\nBEGIN;\nUPDATE a SET x = 1;\nLOCK TABLE d;\nUPDATE b SET x = 1;\nCOMMIT;\nBEGIN;',
      [[3, ...both]],
    ],
  ])('%s %s', (path, text, expected) => {
    expect(read(path, text)).toEqual(expected);
  });

  it.each([
    ['a.ts', `db.transaction(async (tx) => { if (x) { ${a} } ${b} })`],
    ['a.ts', `db.transaction(async (tx) => { for (const x of y) { ${a} ${b} } })`],
    [
      'a.ts',
      "db.transaction(async (tx) => { await Promise.all([tx.query('UPDATE a SET x = 1'), tx.query('UPDATE b SET x = 1')]); })",
    ],
    ['a.ts', `db.transaction(async (tx) => { const f = async () => { ${a} }; ${b} })`],
    ['a.ts', `db.transaction(async (tx) => { x && ${a} ${b} })`],
    ['a.ts', `db.transaction(async (tx) => { ${a} })`],
    ['a.ts', `async function transaction(tx) { ${a} ${b} }`],
    ['a.ts', `await c.query('BEGIN'); ${a} ${b}`],
    ['a.ts', `${a} ${b} // transaction`],
    ['a.sql', 'BEGIN;\nUPDATE a SET x = 1;\nUPDATE b SET x = 1;\nROLLBACK;'],
    ['a.sql', 'UPDATE a SET x = 1;\nUPDATE b SET x = 1; -- begin'],
    ['a.go', 'db.Transaction(func() { q("UPDATE a SET x = 1"); q("UPDATE b SET x = 1") })'],
  ])('not %s %s', (path, text) => {
    expect(read(path, text)).toEqual([]);
  });
});
