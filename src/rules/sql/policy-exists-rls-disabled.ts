import { nameKey, showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'policy-exists-rls-disabled',
  about: 'statement',
  title: 'Policy on a table without row-level security',
  family: 'security',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:policy_exists_rls_disabled',
    'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
  ],
  what: 'Everybody who may use `{table}` at all sees and changes every row: the policy does nothing.',
  why: 'This file creates `{table}` and nothing in it enables row-level security.',
  fix: '`ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;`',
  examples: {
    bad: [
      {
        title: 'a new table',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes USING (owner = current_user);',
        at: 'CREATE POLICY own ON notes USING (owner = current_user)',
      },
    ],
    good: [
      {
        title: 'enabled behind it',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes USING (owner = current_user);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
      },
      {
        title: 'a table of the base branch, where it may be enabled already',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);',
        sql: 'CREATE POLICY own ON notes USING (owner = current_user);',
      },
    ],
  },
  detect(subject) {
    const all = subject.siblings.flatMap(({ operations }) => operations);
    const created = new Set(
      all.flatMap((operation) => (operation.kind === 'create-table' ? [nameKey(operation.table)] : [])),
    );
    const enabled = new Set(
      all.flatMap((operation) =>
        operation.kind === 'set-table-option' && operation.option === 'row-security'
          ? [nameKey(operation.table)]
          : [],
      ),
    );
    // Code in the file may enable it for many tables at once.
    if (all.some(({ kind }) => kind === 'run-code')) return [];
    return operationsOf(subject.statement, 'create-object').flatMap(({ object, name, tables, range }) => {
      const [table] = tables;
      if (object !== 'policy' || table === undefined) return [];
      const key = nameKey(table);
      if (!created.has(key) || enabled.has(key)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${showName(name)}`,
          data: { table: showName(table) },
          evidence: [
            documented(
              'Row security must be enabled with `ALTER TABLE … ENABLE ROW LEVEL SECURITY`; until then policies are not applied (PostgreSQL manual, 5.9 Row Security Policies)',
            ),
          ],
        },
      ];
    });
  },
});
