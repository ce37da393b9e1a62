import { describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import type { LockTaken, StatementProof } from '../proof.ts';
import { findCycles, type LockingTransaction } from './find-cycles.ts';
import { transactionOfCode, transactionsOfMigration } from './transactions-of.ts';

const parser = await createParser('postgres');

/** A transaction of the code, a query a line. */
function code(path: string, sql: string, changed = false): LockingTransaction {
  const queries = sql.split('\n').map((line, index) => ({ line: index + 1, sql: line }));
  return transactionOfCode({ path, changed, queries }, parser);
}

/** A migration whose statements, a line each, take these locks: `orders AccessExclusiveLock`. */
function migration(
  text: string,
  locks: readonly (readonly string[])[],
  transaction: number | null = 0,
): LockingTransaction[] {
  const up = parser.parse(text).map((statement) => ({ ...statement, transaction }));
  const statements = up.map(
    ({ range }, index): StatementProof => ({
      range,
      outcome: 'ran',
      reason: null,
      error: null,
      watched: true,
      held: true,
      rewritten: [],
      rewrittenAlone: [],
      scans: [],
      notices: [],
      counterexample: null,
      locks: (locks[index] ?? []).map((lock): LockTaken => {
        const [relation = '', mode = ''] = lock.split(' ');
        return { relation, kind: 'table', mode };
      }),
    }),
  );
  return transactionsOfMigration({ path: 'm.sql', text, up }, { statements });
}

const alter = 'ALTER TABLE items ADD a int;\nALTER TABLE orders ADD a int;';
const exclusive = [['items AccessExclusiveLock'], ['orders AccessExclusiveLock']];

describe('a cycle', () => {
  it('of a migration and a transaction of the code', () => {
    expect(
      findCycles([
        ...migration(alter, exclusive),
        code('a.ts', 'UPDATE orders SET a = 1\nUPDATE items SET a = 1'),
      ]),
    ).toEqual([
      {
        first: { path: 'a.ts', line: 1, relations: ['orders', 'items'] },
        second: { path: 'm.sql', line: 1, relations: ['items', 'orders'] },
      },
    ]);
  });

  it.each([
    ['SELECT * FROM orders\nSELECT * FROM items', exclusive],
    ['INSERT INTO orders VALUES (1)\nSELECT 1\nINSERT INTO items VALUES (1)', exclusive],
    [
      'INSERT INTO orders VALUES (1)\nUPDATE items SET a = 1',
      [['items ShareLock'], ['orders ShareRowExclusiveLock']],
    ],
    ['WITH x AS (DELETE FROM orders RETURNING id) SELECT * FROM x\nDELETE FROM items', exclusive],
  ])('of a migration and %s', (sql, locks) => {
    expect(findCycles([...migration(alter, locks), code('a.ts', sql)])).toHaveLength(1);
  });

  it.each([
    ['UPDATE a SET x = 1\nUPDATE b SET x = 1', 'UPDATE b SET x = 2\nDELETE FROM a'],
    [
      'SELECT * FROM a WHERE id = $1 FOR UPDATE\nUPDATE b SET x = 1',
      'UPDATE b SET x = 2\nUPDATE a SET x = 1',
    ],
    ['UPDATE a SET x = 1\nUPDATE public.b SET x = 1', 'UPDATE b SET x = 2\nUPDATE a SET x = 1'],
  ])('of rows: %s | %s', (first, second) => {
    expect(findCycles([code('a.ts', first, true), code('b.ts', second)])).toHaveLength(1);
  });

  it('of a back-fill’s rows', () => {
    const text = 'UPDATE items SET a = 1;\nALTER TABLE orders ADD a int;';
    const locks = [['items RowExclusiveLock'], ['orders AccessExclusiveLock']];
    expect(
      findCycles([
        ...migration(text, locks),
        code('a.ts', 'UPDATE orders SET a = 1\nUPDATE items SET a = 1'),
      ]),
    ).toHaveLength(1);
  });
});

describe('no cycle', () => {
  it.each([
    ['UPDATE items SET a = 1\nUPDATE orders SET a = 1', exclusive, 0],
    ['UPDATE orders SET a = 1', exclusive, 0],
    ['UPDATE orders SET a = 1\nUPDATE items SET a = 1', exclusive, null],
    [
      'UPDATE orders SET a = 1\nUPDATE items SET a = 1',
      [['items AccessExclusiveLock'], ['others AccessExclusiveLock']],
      0,
    ],
    [
      'UPDATE orders SET a = 1\nUPDATE items SET a = 1',
      [['items AccessExclusiveLock', 'orders AccessExclusiveLock'], []],
      0,
    ],
    [
      'SELECT * FROM orders\nUPDATE items SET a = 1',
      [['items ShareLock'], ['orders ShareRowExclusiveLock']],
      0,
    ],
    [
      'UPDATE orders SET a = 1\nUPDATE items SET a = 1',
      [['items ShareUpdateExclusiveLock'], ['orders ShareUpdateExclusiveLock']],
      0,
    ],
  ])('of a migration and %s', (sql, locks, transaction) => {
    expect(findCycles([...migration(alter, locks, transaction), code('a.ts', sql)])).toEqual([]);
  });

  it.each([
    ['UPDATE a SET x = 1\nUPDATE b SET x = 1', 'UPDATE a SET x = 1\nUPDATE b SET x = 1'],
    [
      'INSERT INTO a VALUES (1)\nINSERT INTO b VALUES (1)',
      'INSERT INTO b VALUES (1)\nINSERT INTO a VALUES (1)',
    ],
    ['SELECT * FROM a\nUPDATE b SET x = 1', 'UPDATE b SET x = 1\nUPDATE a SET x = 1'],
    ['UPDATE a SET x = 1\nUPDATE s.b SET x = 1', 'UPDATE b SET x = 2\nUPDATE a SET x = 1'],
  ])('of rows: %s | %s', (first, second) => {
    expect(findCycles([code('a.ts', first, true), code('b.ts', second)])).toEqual([]);
  });

  it('of two migrations, which never meet, nor of code that the pull request leaves alone', () => {
    const [one = []] = [migration(alter, exclusive)];
    const other = migration(alter, exclusive.toReversed());
    expect(findCycles([...one, ...other])).toEqual([]);
    expect(
      findCycles([
        code('a.ts', 'UPDATE a SET x = 1\nUPDATE b SET x = 1'),
        code('b.ts', 'UPDATE b SET x = 1\nUPDATE a SET x = 1'),
      ]),
    ).toEqual([]);
  });
});
