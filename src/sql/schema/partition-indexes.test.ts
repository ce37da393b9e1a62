import { beforeAll, describe, expect, it } from 'vitest';
import { createParser, type SqlParser } from '../parse.ts';
import { emptySchema } from './empty-schema.ts';
import { applyStatements } from './replay.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createParser('postgres');
});

/** Each index as `name`, `(name)` where no query uses it, with that of which it is a part. */
function indexes(sql: string): string[] {
  const schema = applyStatements(emptySchema({ complete: true }), parser.parse(sql));
  expect(schema.complete).toBe(true);
  return [...schema.tables.values()].flatMap((table) =>
    table.indexes.map(
      ({ name, valid, partOf }) => `${valid ? name : `(${name})`}${partOf === null ? '' : ` of ${partOf}`}`,
    ),
  );
}

const table = `CREATE TABLE ev (at date, who int) PARTITION BY RANGE (at);
  CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM (1) TO (2) PARTITION BY LIST (who);
  CREATE TABLE ev_1a PARTITION OF ev_1 FOR VALUES IN (1);
  CREATE TABLE ev_2 PARTITION OF ev FOR VALUES FROM (2) TO (3);`;
const only = 'CREATE INDEX i ON ONLY ev (at); CREATE INDEX i1 ON ONLY ev_1 (at);';

describe('an index of a partitioned table', () => {
  it('has a part on each partition', () => {
    expect(indexes(`${table} CREATE INDEX i ON ev (at)`)).toEqual([
      'i',
      'ev_1_at_idx of i',
      'ev_1a_at_idx of ev_1_at_idx',
      'ev_2_at_idx of i',
    ]);
  });

  it('of it alone is used once all partitions have a part, and theirs too', () => {
    const attach = [
      'CREATE INDEX i2 ON ev_2 (at); ALTER INDEX i ATTACH PARTITION i2;',
      'ALTER INDEX i ATTACH PARTITION i1;',
      'CREATE INDEX i1a ON ev_1a (at); ALTER INDEX i1 ATTACH PARTITION i1a;',
    ];
    const until = (count: number) => indexes([table, only, ...attach.slice(0, count)].join('\n'));
    expect(until(0)).toEqual(['(i)', '(i1)']);
    expect(until(1)).toEqual(['(i)', '(i1)', 'i2 of i']);
    expect(until(2)).toEqual(['(i)', '(i1) of i', 'i2 of i']);
    expect(until(3)).toEqual(['i', 'i1 of i', 'i1a of i1', 'i2 of i']);
  });

  it('of it alone is used at once where it has no partitions', () => {
    expect(
      indexes('CREATE TABLE ev (at date) PARTITION BY RANGE (at); CREATE INDEX i ON ONLY ev (at)'),
    ).toEqual(['i']);
    expect(indexes('CREATE TABLE t (a int); CREATE INDEX i ON ONLY t (a)')).toEqual(['i']);
  });

  it('comes to a new partition, or takes the index that is there', () => {
    const later = `CREATE TABLE ev (at date, who int) PARTITION BY RANGE (at); CREATE INDEX i ON ev (at);
      CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM (1) TO (2);
      CREATE TABLE ev_2 (at date, who int); CREATE INDEX own ON ev_2 (at); CREATE INDEX other ON ev_2 (who);
      ALTER TABLE ev ATTACH PARTITION ev_2 FOR VALUES FROM (2) TO (3);
      CREATE TABLE ev_3 (at date, who int); ALTER TABLE ev ATTACH PARTITION ev_3 DEFAULT;`;
    expect(indexes(later)).toEqual(['i', 'ev_1_at_idx of i', 'own of i', 'other', 'ev_3_at_idx of i']);
  });
});
