import { showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { isExposed, requestRoles } from '../exposed.ts';
import { defineRule, operationsOf } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

export default defineRule({
  id: 'rls-disabled-on-exposed-table',
  about: 'statement',
  on: ['create-table'],
  title: 'Table that requests reach without row-level security',
  family: 'security',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:rls_disabled_in_public',
    'splinter:pg_graphql_anon_table_exposed',
    'splinter:pg_graphql_authenticated_table_exposed',
    'https://supabase.com/docs/guides/database/postgres/row-level-security',
  ],
  what: 'Whoever has the key that every browser gets may read and change each row of `{table}`.',
  why: 'It is created in a schema that the project answers requests for, and nothing in this pull request enables row-level security or takes the rights away.',
  fix: '`ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;`, with a policy for each role that is to see rows. A table that only the server uses goes to a schema that is not exposed.',
  examples: {
    bad: [
      {
        title: 'in a project of Supabase',
        path: 'supabase/migrations/20240101000000_notes.sql',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);',
        at: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid)',
      },
      {
        title: 'one that is granted to requests',
        sql: 'CREATE TABLE api.notes (id bigint PRIMARY KEY, owner uuid);\nGRANT SELECT ON api.notes TO anon;',
        at: 'CREATE TABLE api.notes (id bigint PRIMARY KEY, owner uuid)',
      },
    ],
    good: [
      {
        title: 'enabled behind it',
        path: 'supabase/migrations/20240101000000_notes.sql',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
      },
      {
        title: 'another schema',
        path: 'supabase/migrations/20240101000000_notes.sql',
        sql: 'CREATE SCHEMA private;\nCREATE TABLE private.notes (id bigint PRIMARY KEY);',
      },
      {
        title: 'rights taken away',
        path: 'supabase/migrations/20240101000000_notes.sql',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY);\nREVOKE ALL ON notes FROM anon, authenticated;',
      },
      {
        title: 'a program enables it for many',
        path: 'supabase/migrations/20240101000000_notes.sql',
        sql: "CREATE TABLE notes (id bigint PRIMARY KEY);\nDO $$ BEGIN EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', 'notes'); END $$;",
      },
      {
        title: 'where nothing says who asks',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-table').flatMap(({ table, temporary, range }) => {
      const after = tableIn(subject.after, table);
      if (temporary || after === undefined || after.rowSecurity || after.partitionOf !== null) return [];
      if (mayEnable(subject, table.name)) return [];
      const grants = subject.siblings
        .flatMap((sibling) => operationsOf(sibling, 'grant'))
        .filter(({ objects, grantees }) => {
          const isOf = objects.some(({ name }) => name === table.name || name === '*');
          return isOf && grantees.some((role) => requestRoles.has(role));
        });
      if (grants.some(({ revoke }) => revoke)) return [];
      if (!isExposed(subject, table) && grants.length === 0) return [];
      return [{ range, object: showName(table), data: { table: showName(table) } }];
    });
  },
});

/** Whether a program of the file may do it. */
function mayEnable({ siblings }: StatementSubject, table: string): boolean {
  return siblings.some((sibling) =>
    operationsOf(sibling, 'run-code').some(
      ({ body }) => /row\s+level\s+security/i.test(body) || body.includes(table),
    ),
  );
}
