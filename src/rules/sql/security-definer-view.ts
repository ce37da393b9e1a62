import { showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { isExposed, requestRoles } from '../exposed.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** Views that ask with the rights of who reads them exist since then. */
const invokerSince = 15;

export default defineRule({
  id: 'security-definer-view',
  about: 'statement',
  on: ['create-object'],
  title: 'View around row-level security',
  family: 'security',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:security_definer_view',
    'splinter:auth_users_exposed',
    'https://www.postgresql.org/docs/current/sql-createview.html',
  ],
  what: 'Whoever may read `{view}` sees every row of `{table}`: its policies are not asked.',
  why: 'A view reads its tables with the rights of its owner, and requests reach this one.',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'in a project of Supabase',
        path: 'supabase/migrations/20240101000000_notes.sql',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
        sql: 'CREATE VIEW recent AS SELECT id FROM notes WHERE id > 100;',
        at: 'CREATE VIEW recent AS SELECT id FROM notes WHERE id > 100',
      },
      {
        title: 'the table of the users',
        path: 'supabase/migrations/20240101000000_people.sql',
        sql: 'CREATE VIEW people AS SELECT id, email FROM auth.users;',
        at: 'CREATE VIEW people AS SELECT id, email FROM auth.users',
      },
    ],
    good: [
      {
        title: 'with the rights of who reads it',
        path: 'supabase/migrations/20240101000000_notes.sql',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
        sql: 'CREATE VIEW recent WITH (security_invoker = true) AS SELECT id FROM notes WHERE id > 100;',
      },
      {
        title: 'set right behind it',
        path: 'supabase/migrations/20240101000000_notes.sql',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
        sql: 'CREATE VIEW recent AS SELECT id FROM notes;\nALTER VIEW recent SET (security_invoker = on);',
      },
      {
        title: 'where no request comes',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid);\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;',
        sql: 'CREATE VIEW recent AS SELECT id FROM notes;',
      },
      {
        title: 'a table without policies',
        path: 'supabase/migrations/20240101000000_notes.sql',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY);',
        sql: 'CREATE VIEW recent AS SELECT id FROM notes;',
      },
    ],
  },
  detect(subject) {
    const { statement, siblings, before, after } = subject;
    return operationsOf(statement, 'create-object').flatMap(({ object, name, tables, range }) => {
      const invokes = siblings.some(
        ({ text }) => /\bsecurity_invoker\b/i.test(text) && text.includes(name.name),
      );
      if (object !== 'view' || invokes) return [];
      const isRead = siblings.some((sibling) =>
        operationsOf(sibling, 'grant').some(
          ({ revoke, objects, grantees }) =>
            !revoke &&
            objects.some((each) => each.name === name.name) &&
            grantees.some((role) => requestRoles.has(role)),
        ),
      );
      if (!isExposed(subject, name) && !isRead) return [];
      const table = tables.find(
        (each) =>
          (each.schema === 'auth' && each.name === 'users') ||
          (tableIn(before, each)?.rowSecurity === true && tableIn(after, each)?.rowSecurity === true),
      );
      if (table === undefined) return [];
      const view = showName(name);
      return [
        {
          range,
          object: view,
          data: {
            view,
            table: showName(table),
            remedy:
              subject.settings.postgresVersion >= invokerSince
                ? `\`CREATE VIEW ${view} WITH (security_invoker = true) AS …\`: then the policies are those of who reads.`
                : `Put the view into a schema that is not exposed: \`security_invoker\` exists from PostgreSQL ${invokerSince} on.`,
          },
          evidence: [
            documented(
              'By default, access to the underlying base relations is determined by the permissions of the view owner; if any of them has row-level security enabled, the policies of the view owner are applied (PostgreSQL manual, CREATE VIEW)',
            ),
          ],
        },
      ];
    });
  },
});
