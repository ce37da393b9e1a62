import { expect, test } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import type { PlacedStatement } from '../subject.ts';
import { addedWithoutDefault } from './row-makers.ts';

const parser = await createParser('postgres');

const placed = (path: string, sql: string): PlacedStatement[] =>
  parser.parse(sql).map((statement) => ({ ...statement, path, line: 1, how: 'migration' }));

const sought = { table: { schema: 'public', name: 'orders' }, empty: [{ name: 'note', filled: false }] };
const statements = [
  ...placed('1.sql', 'CREATE TABLE orders (id bigint PRIMARY KEY)'),
  ...placed('2.sql', 'ALTER TABLE orders ADD COLUMN note text'),
];

test('a column that was added without a value has none in the rows of that time', () => {
  expect(addedWithoutDefault({ statements, writers: [] }, sought)).toEqual({
    path: '2.sql',
    line: 1,
    how: 'added-without-default',
  });
});

test('whether it has one is not known where programs run among the migrations', () => {
  expect(addedWithoutDefault({ statements, writers: [], besidePrograms: true }, sought)).toBeNull();
});
