import { expect, test } from 'vitest';
import { createParser } from '../sql/parse.ts';
import type { PostgresError } from './database.ts';
import { refusal, sandboxesRefusal } from './refusals.ts';

const parser = await createParser('postgres');

function refusalOf(sql: string): string | null {
  const [statement] = parser.parse(sql);
  if (statement === undefined) throw new Error(`No statement: ${sql}`);
  expect(statement.failure).toBeNull();
  return refusal(statement);
}

test.each([
  ['COPY orders FROM STDIN', 'its rows come from elsewhere'],
  ["COPY orders (id) FROM /* to */ '/tmp/orders.csv'", 'it reads or writes a file of the server'],
  ["COPY (SELECT 1 FROM a) TO PROGRAM 'sh'", 'it runs a program on the server'],
  ["LOAD '/tmp/library.so'", 'it loads a library'],
  ['ALTER SYSTEM SET fsync = off', 'it changes the settings of the server'],
  ["CREATE TABLESPACE fast LOCATION '/ssd'", 'it makes folders on the server'],
  ["PREPARE TRANSACTION 'one'", 'the sandbox does not prepare transactions'],
  ['ROLLBACK TO "backend_engineer_statement"', 'it speaks of a savepoint of the proof'],
  ['RELEASE SAVEPOINT Backend_Engineer_statement', 'it speaks of a savepoint of the proof'],
  ['CREATE EXTENSION IF NOT EXISTS postgis', 'the sandbox has no extension postgis'],
  ["CREATE SUBSCRIPTION s CONNECTION 'host=db' PUBLICATION p", 'it connects to another server'],
  ['SET client_encoding TO latin1', 'it changes the encoding of the connection'],
  ["SET NAMES 'latin1'", 'it changes the encoding of the connection'],
])('%s is not run', (sql, reason) => {
  expect(refusalOf(sql)).toBe(reason);
});

test.each([
  'COPY orders TO STDOUT',
  'SELECT 1',
  'SAVEPOINT before_orders',
  'CREATE EXTENSION citext',
  "SET client_encoding = 'UTF8'",
  'RESET client_encoding',
  'SET ROLE owner',
  'PREPARE load AS SELECT 1',
  'ALTER TABLE system ADD COLUMN load int',
])('%s is run', (sql) => {
  expect(refusalOf(sql)).toBeNull();
});

test.each([
  ['42501', "it needs rights that nobody has in a proof's database: no"],
  ['53200', "it needs more than a proof's database has: no"],
  ['23502', null],
  ['42P01', null],
])('an error %s', (code, reason) => {
  const error = { code, message: 'no' } as PostgresError;
  expect(sandboxesRefusal(error)).toBe(reason);
});
