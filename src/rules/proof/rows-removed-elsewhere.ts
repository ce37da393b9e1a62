import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { showName } from '../../sql/object-name.ts';
import { contains } from '../../text/range.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'rows-removed-elsewhere',
  about: 'proof',
  title: 'Rows of another table that go with it',
  family: 'data-loss',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  joins: ['drop-table-or-column-cascade', 'truncate', 'on-delete-cascade'],
  sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  what: 'Rows of `{table}` are removed here, which this statement does not name.',
  why: 'A foreign key with `ON DELETE CASCADE`, a `CASCADE` or a trigger takes them along.',
  fix: 'Where they are to stay, give them another parent first; where they are to go, name them: `DELETE FROM {table} …` before this statement says so.',
  examples: {
    bad: [
      {
        title: 'by a foreign key',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);',
        },
        head: { 'migrations/0002_b.sql': 'DELETE FROM users WHERE id > 0;' },
        at: { path: 'migrations/0002_b.sql', text: 'DELETE FROM users WHERE id > 0' },
      },
    ],
    good: [
      {
        title: 'only what it names',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);' },
        head: { 'migrations/0002_b.sql': 'DELETE FROM users WHERE id > 0;' },
      },
      {
        title: 'both are named',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);',
        },
        head: {
          'migrations/0002_b.sql': 'DELETE FROM notes WHERE user_id > 0;\nDELETE FROM users WHERE id > 0;',
        },
      },
    ],
  },
  detect({ own, proof, statements }) {
    return (own?.losses ?? []).flatMap(({ kind, range, table, rows, lost }) => {
      if (kind !== 'rows-removed') return [];
      const named = statements
        .filter((statement) => statement.range.start <= range.start || contains(range, statement.range))
        .flatMap(({ operations, query }) => [
          ...(query?.tables ?? []).filter(({ access }) => access === 'write').map((use) => use.table),
          ...operations.flatMap((operation) =>
            operation.kind === 'truncate' || operation.kind === 'lock-table'
              ? operation.tables
              : 'table' in operation && operation.table !== null && operation.table !== undefined
                ? [operation.table]
                : [],
          ),
        ])
        .map(showName);
      if (named.includes(table)) return [];
      const text = `${lost} of ${rows} generated rows of ${codeSpan(table)} were gone afterwards`;
      return [{ range, object: table, data: { table }, evidence: [executed(proof, text)] }];
    });
  },
});
