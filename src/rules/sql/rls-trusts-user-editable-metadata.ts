import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'rls-trusts-user-editable-metadata',
  about: 'statement',
  title: 'Policy that asks the user who they are',
  family: 'security',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:rls_references_user_metadata',
    'https://supabase.com/docs/guides/database/postgres/row-level-security#authjwt',
  ],
  what: 'Each user can give themselves what the policy `{name}` asks for.',
  why: '`{field}` is what users write about themselves, with `auth.updateUser`.',
  fix: 'Ask `app_metadata` (`raw_app_meta_data`), which only the server writes, or a table.',
  examples: {
    bad: [
      {
        title: 'a role out of the token',
        sql: "CREATE POLICY admins ON notes USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'admin');",
        at: "CREATE POLICY admins ON notes USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'admin')",
      },
    ],
    good: [
      {
        title: 'what the server writes',
        sql: "CREATE POLICY admins ON notes USING (auth.jwt() -> 'app_metadata' ->> 'role' = 'admin');",
      },
      {
        title: 'a view that shows it decides nothing',
        sql: "CREATE VIEW names AS SELECT raw_user_meta_data ->> 'name' AS name FROM auth.users;",
      },
    ],
  },
  detect({ statement }) {
    const [field] =
      /\b(?:raw_user_meta_data|user_metadata)\b/i.exec(statement.text.replace(/--[^\n]*/g, '')) ?? [];
    if (field === undefined) return [];
    return statement.operations.flatMap((operation) => {
      if (operation.kind !== 'create-object' && operation.kind !== 'alter-object') return [];
      if (operation.object !== 'policy') return [];
      return [
        {
          range: operation.range,
          object: showName(operation.name),
          data: { name: showName(operation.name), field },
          evidence: [
            documented(
              'raw_user_meta_data can be updated by the authenticated user; it is not a good place to store authorization data (Supabase, Row Level Security)',
            ),
          ],
        },
      ];
    });
  },
});
