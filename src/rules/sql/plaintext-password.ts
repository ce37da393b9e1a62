import { codeText } from '../../sql/code-text.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';

/** Scripts of a machine of one's own, where the password guards nothing. */
const local =
  /(?:^|[/_.-])(?:tests?|__tests__|specs?|fixtures?|seeds?|dev|develop(?:ment)?|local|docker|compose|examples?|samples?|e2e|ci)(?:[/_.-]|$)/i;

export default defineRule({
  id: 'plaintext-password',
  about: 'statement',
  on: ['create-object', 'alter-object'],
  title: 'Password in the repository',
  family: 'security',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'sqlcheck:4001',
    'https://www.postgresql.org/docs/current/sql-createrole.html',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  what: 'Whoever can read this repository, or the log of the database, can log in as `{role}`.',
  why: 'The statement holds the password as text, and stays in the history when it is taken out.',
  fix: 'Create the role without one, and set it where secrets are kept (`\\password`, a secrets manager, the tool’s placeholder). Change this one.',
  examples: {
    bad: [
      {
        title: 'in postgres',
        dialect: 'postgres',
        sql: "CREATE ROLE app LOGIN PASSWORD 'x7-orange-k';",
        at: "CREATE ROLE app LOGIN PASSWORD 'x7-orange-k'",
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `in ${dialect}`,
        dialect,
        sql: "CREATE USER 'app'@'%' IDENTIFIED BY 'x7-orange-k';",
        at: "CREATE USER 'app'@'%' IDENTIFIED BY 'x7-orange-k'",
      })),
      {
        title: 'in mssql',
        dialect: 'mssql',
        sql: "CREATE LOGIN app WITH PASSWORD = 'x7-orange-k';",
        at: "CREATE LOGIN app WITH PASSWORD = 'x7-orange-k'",
      },
    ],
    good: [
      {
        title: 'none, or a verifier of one',
        dialect: 'postgres',
        sql: "CREATE ROLE app LOGIN;\nALTER ROLE app PASSWORD NULL;\nALTER ROLE app PASSWORD 'SCRAM-SHA-256$4096:a$b:c';",
      },
      {
        title: 'filled in by a tool',
        dialect: 'postgres',
        sql: "CREATE ROLE app LOGIN PASSWORD '<app_password>';",
      },
      ...(['mysql', 'mariadb', 'mssql'] as const).flatMap((dialect) => [
        {
          title: `filled in by a tool, in ${dialect}`,
          dialect,
          sql:
            dialect === 'mssql'
              ? "CREATE LOGIN app WITH PASSWORD = '$(AppPassword)';"
              : "CREATE USER 'app'@'%' IDENTIFIED BY '<app_password>';",
        },
        {
          title: `on a machine of one’s own, in ${dialect}`,
          dialect,
          path: 'docker/init/users.sql',
          sql:
            dialect === 'mssql'
              ? "CREATE LOGIN app WITH PASSWORD = 'app';"
              : "CREATE USER 'app'@'%' IDENTIFIED BY 'app';",
        },
      ]),
    ],
  },
  detect({ statement, path }) {
    if (local.test(path)) return [];
    return statement.operations.flatMap((operation) => {
      if (operation.kind !== 'create-object' && operation.kind !== 'alter-object') return [];
      if (operation.object !== 'role') return [];
      const place = /\b(?:PASSWORD|IDENTIFIED\s+BY)\s*(?:=\s*)?N?(?=['"])/i.exec(codeText(statement));
      if (place === null) return [];
      const [, secret = ''] =
        /^['"]([^'"]*)['"]/.exec(statement.text.slice(place.index + place[0].length)) ?? [];
      if (secret === '' || isFilledIn.test(secret) || isVerifier.test(secret)) return [];
      return [
        {
          range: operation.range,
          object: operation.name.name,
          data: { role: operation.name.name },
          evidence: [
            documented(
              'Caution must be exercised when specifying an unencrypted password: it will be transmitted to the server in cleartext, and it might also be logged (PostgreSQL manual, ALTER ROLE)',
            ),
          ],
        },
      ];
    });
  },
});

const isFilledIn =
  /[${<%]|^(?::|@|\*+$|x+$|\.{3}$)|^(?:your|my|the)?[-_ ]?(?:password|secret|changeme|change[-_ ]me)(?:[-_ ]here)?$/i;
const isVerifier = /^(?:SCRAM-SHA-256\$|md5[0-9a-f]{32}$|\*[0-9A-F]{40}$|0x)/i;
