import { codeText } from '../../sql/code-text.ts';
import { showName } from '../../sql/object-name.ts';
import { defineRule, type Match } from '../rule.ts';

/** Rights that everybody has anyway, or that change nothing. */
const harmless: ReadonlySet<string> = new Set([
  'select',
  'usage',
  'execute',
  'connect',
  'temporary',
  'temp',
  'references',
]);

export default defineRule({
  id: 'broad-grant-or-privilege-change',
  about: 'statement',
  on: ['grant', 'create-object', 'alter-object'],
  title: 'More rights than anybody needs',
  family: 'security',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'pg-schema-diff:AUTHZ_UPDATE',
    'https://www.postgresql.org/docs/current/ddl-priv.html',
    'https://dev.mysql.com/doc/refman/8.4/en/grant.html',
  ],
  what: '{who} may {what}.',
  why: '{why}',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'to everybody',
        dialect: 'postgres',
        sql: 'GRANT ALL ON orders TO PUBLIC;',
        at: 'GRANT ALL ON orders TO PUBLIC',
      },
      {
        title: 'a role that no rule holds for',
        dialect: 'postgres',
        sql: 'ALTER ROLE app SUPERUSER;',
        at: 'ALTER ROLE app SUPERUSER',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `on the whole server, in ${dialect}`,
        dialect,
        sql: "GRANT ALL PRIVILEGES ON *.* TO 'app'@'%';",
        at: "GRANT ALL PRIVILEGES ON *.* TO 'app'@'%'",
      })),
    ],
    good: [
      {
        title: 'what a role needs',
        dialect: 'postgres',
        sql: 'GRANT SELECT, INSERT ON orders TO app;\nGRANT ALL ON orders TO app;\nCREATE ROLE app NOSUPERUSER;',
      },
      {
        title: 'what everybody has anyway',
        dialect: 'postgres',
        sql: 'GRANT USAGE ON SCHEMA public TO PUBLIC;\nREVOKE ALL ON orders FROM PUBLIC;',
      },
      ...(['mysql', 'mariadb'] as const).flatMap((dialect) => [
        {
          title: `one database, in ${dialect}`,
          dialect,
          sql: "GRANT ALL PRIVILEGES ON shop.* TO 'app'@'%';",
        },
        { title: `reading, in ${dialect}`, dialect, sql: "GRANT SELECT ON *.* TO 'backup'@'%';" },
      ]),
    ],
  },
  detect({ statement }) {
    const code = codeText(statement);
    return statement.operations.flatMap((operation): Match[] => {
      const { range } = operation;
      if (operation.kind === 'grant' && !operation.revoke) {
        const { privileges, objects, grantees } = operation;
        const names = objects.map(showName).join(', ');
        const isPublic = statement.dialect === 'postgres' && grantees.includes('public');
        if (isPublic && objects.length > 0 && privileges.some((each) => !harmless.has(each.toLowerCase()))) {
          const data = {
            who: 'Every role that can connect, now or later,',
            what: `use \`${privileges.join(', ').toUpperCase()}\` on \`${names}\``,
            why: '`PUBLIC` is everybody.',
            remedy: 'Grant it to the role that needs it.',
          };
          return [{ range, object: `${names} public`, data }];
        }
        if (
          statement.dialect !== 'postgres' &&
          privileges[0] === 'all' &&
          /\bON\s+\*\s*\.\s*\*/i.test(code)
        ) {
          const data = {
            who: `\`${grantees.join('`, `')}\``,
            what: 'read, change and drop every database of the server, and make users',
            why: '`ALL PRIVILEGES ON *.*` is what root has.',
            remedy: 'Name the database (`ON shop.*`) and the rights.',
          };
          return [{ range, object: grantees.join(), data }];
        }
      }
      const isRole =
        (operation.kind === 'create-object' || operation.kind === 'alter-object') &&
        operation.object === 'role';
      const power = isRole ? /(?<![\w"])(SUPERUSER|BYPASSRLS)\b/i.exec(code)?.[1]?.toUpperCase() : undefined;
      if (!isRole || power === undefined || statement.dialect !== 'postgres') return [];
      const data = {
        who: `\`${operation.name.name}\``,
        what:
          power === 'SUPERUSER'
            ? 'do everything, on files of the server too'
            : 'read and change each row, whatever policies say',
        why: `It gets \`${power}\`.`,
        remedy: 'Grant the rights that it needs, or make it a member of a role that has them.',
      };
      return [{ range, object: operation.name.name, data }];
    });
  },
});
