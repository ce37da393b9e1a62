import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

/** Roles that are whoever comes along, where the tools of that name are used. */
const open: ReadonlySet<string> = new Set(['public', 'anon', 'authenticated', 'anonymous']);

export default defineRule({
  id: 'rls-policy-always-true',
  about: 'statement',
  on: ['create-object'],
  title: 'Policy that lets everybody write every row',
  family: 'security',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:rls_policy_always_true',
    'https://www.postgresql.org/docs/current/sql-createpolicy.html',
  ],
  what: 'Row-level security of `{table}` stops nobody: {roles} may {command} every row that their grants reach.',
  why: 'The condition is `true`.',
  fix: 'Name the condition (`user_id = auth.uid()`), or the roles that are meant (`TO service_role`).',
  examples: {
    bad: [
      {
        title: 'for all commands',
        sql: 'CREATE POLICY everyone ON notes USING (true) WITH CHECK (true);',
        at: 'CREATE POLICY everyone ON notes USING (true) WITH CHECK (true)',
      },
      {
        title: 'inserts of whoever has no session',
        sql: 'CREATE POLICY post ON notes FOR INSERT TO anon WITH CHECK (true);',
        at: 'CREATE POLICY post ON notes FOR INSERT TO anon WITH CHECK (true)',
      },
    ],
    good: [
      { title: 'reading may be for everybody', sql: 'CREATE POLICY read ON notes FOR SELECT USING (true);' },
      {
        title: 'a condition',
        sql: 'CREATE POLICY own ON notes USING (user_id = current_user_id()) WITH CHECK (user_id = current_user_id());',
      },
      {
        title: 'a role of its own',
        sql: 'CREATE POLICY service ON notes TO service_role USING (true) WITH CHECK (true);',
      },
      {
        title: 'one that only takes away',
        sql: 'CREATE POLICY more ON notes AS RESTRICTIVE FOR ALL USING (true);',
      },
    ],
  },
  detect(subject) {
    const { text } = subject.statement;
    return operationsOf(subject.statement, 'create-object').flatMap(({ object, name, tables, range }) => {
      const [table] = tables;
      if (object !== 'policy' || table === undefined || /\bAS\s+RESTRICTIVE\b/i.test(text)) return [];
      const command = /\bFOR\s+(ALL|SELECT|INSERT|UPDATE|DELETE)\b/i.exec(text)?.[1]?.toLowerCase() ?? 'all';
      const roles = rolesOf(text);
      if (command === 'select' || !roles.some((role) => open.has(role))) return [];
      const conditions = [...text.matchAll(/\b(?:USING|WITH\s+CHECK)\s*\(\s*(true\s*\))?/gi)];
      if (conditions.length === 0 || conditions.some(([, always]) => always === undefined)) return [];
      return [
        {
          range,
          object: `${showName(table)}.${showName(name)}`,
          data: {
            table: showName(table),
            roles: roles.includes('public') ? 'all roles' : `\`${roles.join('`, `')}\``,
            command: command === 'all' ? 'read and write' : command,
          },
          evidence: [
            documented(
              'Policies are permissive and for PUBLIC and ALL commands by default (PostgreSQL manual, CREATE POLICY)',
            ),
          ],
        },
      ];
    });
  },
});

function rolesOf(text: string): string[] {
  const list = /\bTO\s+([\w"\s,]+?)(?:\s+(?:USING|WITH)\b|\s*;?\s*$)/i.exec(text)?.[1];
  return list === undefined
    ? ['public']
    : list.split(',').map((role) => role.trim().replaceAll('"', '').toLowerCase());
}
