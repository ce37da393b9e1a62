import { showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'rls-enabled-no-policy',
  about: 'statement',
  title: 'Row-level security without a policy',
  family: 'security',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['splinter:rls_enabled_no_policy', 'https://www.postgresql.org/docs/current/ddl-rowsecurity.html'],
  what: 'Everybody but the owner of `{table}` and roles with `BYPASSRLS` sees no row of it and can add none.',
  why: 'Row-level security is enabled here, and no migration gives the table a policy.',
  fix: 'Create a policy for each role that is to see rows. Where nobody is, `REVOKE ALL ON {table}` says so.',
  examples: {
    bad: [
      {
        title: 'a new table',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
        at: 'ENABLE ROW LEVEL SECURITY',
      },
    ],
    good: [
      {
        title: 'with a policy',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON notes USING (owner = current_user);',
      },
      {
        title: 'a table of which not all is known',
        sql: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
      },
      {
        title: 'nobody has rights',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nREVOKE ALL ON notes FROM anon;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-table-option').flatMap(({ table, option, value, range }) => {
      if (option !== 'row-security' || value !== 'enable') return [];
      const after = tableIn(subject.after, table);
      if (after === undefined || !after.complete || after.policies.length > 0) return [];
      const all = subject.siblings.flatMap(({ operations }) => operations);
      const taken = all.some(
        (operation) =>
          operation.kind === 'grant' &&
          operation.revoke &&
          operation.objects.some(({ name }) => name === table.name || name === '*'),
      );
      // A program may create policies.
      if (taken || all.some(({ kind }) => kind === 'run-code')) return [];
      return [
        {
          range,
          object: showName(table),
          data: { table: showName(table) },
          evidence: [
            documented(
              'If no policy exists for the table, a default-deny policy is used, meaning that no rows are visible or can be modified (PostgreSQL manual, 5.9 Row Security Policies)',
            ),
          ],
        },
      ];
    });
  },
});
