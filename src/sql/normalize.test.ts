import { describe, expect, it } from 'vitest';
import { normalizeSql } from './normalize.ts';

describe('normalizeSql', () => {
  it.each([
    [
      'postgres',
      'SELECT  A, "B"\n FROM T -- x\n/* y /* z */ */ WHERE c=\'D  e\' ;',
      `select a , "B" from t where c = 'D  e'`,
    ],
    ['postgres', 'DO $$ Keep   This $$', 'do $$ Keep   This $$'],
    [
      'mysql',
      "SELECT `A`  FROM T # x\nWHERE c = 'D\\' -- e' -- f",
      "select `A` from t where c = 'D\\' -- e'",
    ],
    ['mssql', "SELECT [A b] FROM #T WHERE c = 'D\\' /* x */;", "select [A b] from #t where c = 'D\\'"],
    ['sqlite', 'SELECT "A" FROM T', 'select "A" from t'],
  ] as const)('%s: %s', (dialect, sql, expected) => {
    expect(normalizeSql(sql, dialect)).toBe(expected);
  });

  it('tells statements of different substance apart', () => {
    const [a, b, c] = ["SELECT 'a b'", "SELECT 'a  b'", 'SELECT "A b"'].map((sql) =>
      normalizeSql(sql, 'postgres'),
    );
    expect(new Set([a, b, c]).size).toBe(3);
  });
});
