import { expect, test } from 'vitest';
import { provenMigration } from '../../../test/support/proven-migration.ts';
import { asksNothing } from './asks-nothing.ts';
import { neededSteps } from './needed-steps.ts';
import type { Step } from './rehearsal.ts';

function stepsOf(text: string): Step[] {
  return provenMigration(text, 'one').up.map((proven, statement) => ({
    migration: 0,
    statement,
    proven,
    text: proven.text,
    after: new Map(),
  }));
}

/** Places of the statements with which the last is tried. */
function needed(text: string): number[] {
  const steps = stepsOf(text);
  return neededSteps(steps, steps.length - 1).map(({ statement }) => statement);
}

test.each([
  ['a new table', 'CREATE TABLE n (id int REFERENCES t); ALTER TABLE t ALTER a SET NOT NULL', [1]],
  ['a plain index', 'CREATE INDEX i ON t (b); ALTER TABLE t ALTER a SET NOT NULL', [1]],
  ['a new type', "CREATE TYPE e AS ENUM ('x'); ALTER TABLE t ALTER a SET NOT NULL", [1]],
])('without %s that nothing names', (_, text, expected) => {
  expect(needed(text)).toEqual(expected);
});

test.each([
  ['a table that is named later', 'CREATE TABLE n (id int); INSERT INTO n SELECT id FROM t', [0, 1]],
  [
    'what such a table is made of',
    `CREATE TYPE e AS ENUM ('x'); CREATE TABLE n (e "E"); CREATE TABLE m (id int); ALTER TABLE n ADD FOREIGN KEY (e) REFERENCES t`,
    [0, 1, 3],
  ],
  ['a back-fill', 'UPDATE t SET a = 1; ALTER TABLE t ALTER a SET NOT NULL', [0, 1]],
  ['an index on an expression', 'CREATE INDEX i ON t ((a::int)); UPDATE t SET a = b', [0, 1]],
  ['a unique index', 'CREATE UNIQUE INDEX i ON t (a); UPDATE t SET a = b', [0, 1]],
  ['a column', 'ALTER TABLE t ADD COLUMN c int; INSERT INTO u SELECT * FROM t', [0, 1]],
  ['all, where code runs', 'CREATE TABLE n (id int); DO $$ BEGIN PERFORM 1; END $$', [0, 1]],
])('with %s', (_, text, expected) => {
  expect(needed(text)).toEqual(expected);
});

test.each([
  'CREATE TABLE n (id int NOT NULL REFERENCES t)',
  'CREATE INDEX i ON t ((a::int))',
  'ALTER TABLE t ADD COLUMN c text',
  'ALTER TABLE t ADD COLUMN c boolean NOT NULL DEFAULT false',
  "CREATE TYPE e AS ENUM ('x')",
  'DROP INDEX i',
])('nothing is asked of rows by %s', (text) => {
  expect(stepsOf(text).map(({ proven }) => asksNothing(proven))).toEqual([true]);
});

test.each([
  'CREATE UNIQUE INDEX i ON t (a)',
  'CREATE TABLE p PARTITION OF t FOR VALUES IN (1)',
  'ALTER TABLE t ADD COLUMN c text NOT NULL',
  'ALTER TABLE t ADD COLUMN c percentage',
  'ALTER TABLE t ADD COLUMN c int UNIQUE',
  'ALTER TABLE t ADD COLUMN c int, ALTER a SET NOT NULL',
  'ALTER TABLE t RENAME TO u',
  'UPDATE t SET a = 1',
  'DO $$ BEGIN PERFORM 1; END $$',
])('something may be asked of rows by %s', (text) => {
  expect(stepsOf(text).map(({ proven }) => asksNothing(proven))).toEqual([false]);
});
