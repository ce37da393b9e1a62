import { z } from 'zod';
import { defineRule } from '../rule.ts';

const options = z.strictObject({ role: z.string().min(1).optional() });

export default defineRule({
  id: 'set-role-missing',
  about: 'migration',
  title: 'Objects that belong to whoever migrates',
  family: 'security',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  options,
  sources: [
    'bytebase:STATEMENT_CHECK_SET_ROLE_VARIABLE',
    'bytebase:STATEMENT_OBJECT_OWNER_CHECK',
    'https://www.postgresql.org/docs/current/sql-set-role.html',
  ],
  what: 'What this migration creates belongs to the account that runs it, and another one may not change it later.',
  why: 'The settings ask for `{wanted}` before the first change of the schema.',
  fix: 'Write `{wanted};` at the top, and `RESET ROLE;` at the end.',
  examples: {
    bad: [
      {
        title: 'none',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
      },
      {
        title: 'another role',
        sql: 'SET ROLE me;\nCREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
        options: { role: 'owner' },
      },
    ],
    good: [
      { title: 'any role', sql: 'SET ROLE owner;\nCREATE TABLE orders (id bigint PRIMARY KEY);' },
      {
        title: 'the role of the settings',
        sql: 'SET LOCAL ROLE owner;\nCREATE TABLE orders (id bigint PRIMARY KEY);',
        options: { role: 'owner' },
      },
      { title: 'rows have no owner', sql: 'UPDATE orders SET n = 1 WHERE id = 2;' },
    ],
  },
  detect({ up, options: given }) {
    const { role } = options.parse(given ?? {});
    const first = up.find(({ operations }) => operations.some(({ kind }) => !session.has(kind)));
    if (first === undefined) return [];
    const isSet = up
      .filter(({ range }) => range.start < first.range.start)
      .flatMap(({ operations }) => operations)
      .some(
        (operation) =>
          operation.kind === 'set' &&
          operation.name === 'role' &&
          (role ?? operation.value) === operation.value,
      );
    const wanted = `SET ROLE ${role ?? '…'}`;
    return isSet ? [] : [{ range: first.range, object: 'role', data: { wanted } }];
  },
});

const session: ReadonlySet<string> = new Set(['set', 'begin', 'commit', 'rollback', 'comment', 'lock-table']);
