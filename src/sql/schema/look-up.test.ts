import { beforeAll, describe, expect, it } from 'vitest';
import { createParser } from '../parse.ts';
import { emptySchema } from './empty-schema.ts';
import { findColumn, findIndex, findTable, hasValidNotNullCheck, indexesLeading } from './look-up.ts';
import type { SchemaModel } from './model.ts';
import { applyStatements } from './replay.ts';

let model: SchemaModel;

beforeAll(async () => {
  const parser = await createParser('postgres');
  model = applyStatements(
    emptySchema({ complete: true }),
    parser.parse(`CREATE TABLE t (a int PRIMARY KEY, b int, c int, CONSTRAINT valid CHECK (b IS NOT NULL),
        CONSTRAINT other CHECK (c > 0));
      ALTER TABLE t ADD CONSTRAINT later CHECK (c IS NOT NULL) NOT VALID;
      CREATE INDEX i ON t (b, c, a); CREATE INDEX part ON t (c) WHERE a > 1; CREATE INDEX e ON t ((b), lower(c));
      CREATE TABLE s.t (a int); CREATE INDEX i ON s.t (a);`),
  );
});

const t = { schema: 'public', name: 't' };

describe('look-ups', () => {
  it('find by name, in the schema named or the default one', () => {
    expect(findTable(model, { schema: null, name: 't' })).toBe(findTable(model, t));
    expect(findTable(model, { schema: 's', name: 't' })?.columns.size).toBe(1);
    expect(findTable(model, { schema: 's', name: 'u' })).toBeNull();
    expect(findColumn(model, t, 'b')?.type?.name).toBe('integer');
    expect(findColumn(model, t, 'x')).toBeNull();
    expect(findIndex(model, { schema: 's', name: 'i' })?.table).toEqual({ schema: 's', name: 't' });
    expect(findIndex(model, { schema: null, name: 'i' })?.table.schema).toBeNull();
    expect(findIndex(model, { schema: null, name: 'x' })).toBeNull();
  });

  it.each([
    [['a'], ['t_pkey']],
    [['b'], ['i']],
    [['c', 'b'], ['i']],
    [['c'], ['part']],
    [['b', 'a'], []],
    [['x'], []],
  ])('indexes that begin with %j are %j', (columns, names) => {
    expect(indexesLeading(model, t, columns).map(({ name }) => name)).toEqual(names);
  });

  it('know which column a validated CHECK proves to have no NULL', () => {
    expect(['a', 'b', 'c'].map((column) => hasValidNotNullCheck(model, t, column))).toEqual([
      false,
      true,
      false,
    ]);
  });
});
