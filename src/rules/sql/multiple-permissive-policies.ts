import type { PolicyDefinition } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import { documented, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'multiple-permissive-policies',
  about: 'statement',
  on: ['create-object', 'query'],
  title: 'Two policies for one role and command',
  family: 'query-performance',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'splinter:multiple_permissive_policies',
    'https://www.postgresql.org/docs/current/sql-createpolicy.html',
  ],
  what: 'Each {command} of `{table}` by {roles} computes the conditions of `{other}` and of this policy for its rows.',
  why: 'Both are permissive: one that holds is enough, and the database joins them with `OR`.',
  fix: 'Write one policy with the two conditions joined by `OR`, the cheaper one first. Where both have to hold, this one is to be `AS RESTRICTIVE`.',
  examples: {
    bad: [
      {
        title: 'two for reading',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text, shared boolean);\nCREATE POLICY own ON notes FOR SELECT USING (owner = current_user);',
        sql: 'CREATE POLICY shared ON notes FOR SELECT USING (shared);',
        at: 'CREATE POLICY shared ON notes FOR SELECT USING (shared)',
      },
      {
        title: 'one of them for all commands',
        sql: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes TO app USING (owner = current_user);\nCREATE POLICY gone ON notes FOR DELETE TO app USING (id > 0);',
        at: 'CREATE POLICY gone ON notes FOR DELETE TO app USING (id > 0)',
      },
    ],
    good: [
      {
        title: 'other commands, other roles',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes FOR SELECT TO app USING (owner = current_user);',
        sql: 'CREATE POLICY change ON notes FOR UPDATE TO app USING (owner = current_user);\nCREATE POLICY support ON notes FOR SELECT TO support USING (true);',
      },
      {
        title: 'one that has to hold, too',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes FOR SELECT USING (owner = current_user);',
        sql: 'CREATE POLICY recent ON notes AS RESTRICTIVE FOR SELECT USING (id > 1000);',
      },
      {
        title: 'the other is dropped before',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes FOR SELECT USING (owner = current_user);',
        sql: 'DROP POLICY own ON notes;\nCREATE POLICY own_too ON notes FOR SELECT USING (owner = current_user);',
      },
      {
        title: 'the other is altered in a way that is not followed',
        base: 'CREATE TABLE notes (id bigint PRIMARY KEY, owner text);\nCREATE POLICY own ON notes FOR SELECT USING (owner = current_user);\nALTER POLICY own ON notes TO app;',
        sql: 'CREATE POLICY shared ON notes FOR SELECT USING (true);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-object').flatMap(({ policy, name, tables, range }) => {
      const [table] = tables;
      if (policy === undefined || table === undefined || !policy.permissive) return [];
      const kept = new Set(tableIn(subject.after, table)?.policies.map((one) => one.name));
      const other = tableIn(subject.before, table)?.policies.find(
        (one) =>
          one.name !== name.name &&
          kept.has(one.name) &&
          one.definition?.permissive &&
          overlaps(one.definition, policy),
      );
      if (other === undefined) return [];
      const command = policy.command === 'all' ? (other.definition?.command ?? 'all') : policy.command;
      return [
        {
          range,
          object: `${showName(table)}.${name.name}`,
          data: {
            table: showName(table),
            other: other.name,
            command: command === 'all' ? 'command' : command.toUpperCase(),
            roles: policy.roles.map((role) => (role === 'public' ? 'everybody' : `\`${role}\``)).join(', '),
          },
          evidence: [
            documented(
              'All permissive policies which are applicable to a given query will be combined together using the Boolean “OR” operator (PostgreSQL manual, CREATE POLICY)',
            ),
          ],
        },
      ];
    });
  },
});

/** Of the same command and a role in common; `public` is taken for a role of its own, since it is often the rest. */
function overlaps(a: PolicyDefinition, b: PolicyDefinition): boolean {
  const command = a.command === b.command || a.command === 'all' || b.command === 'all';
  return command && a.roles.some((role) => b.roles.includes(role));
}
