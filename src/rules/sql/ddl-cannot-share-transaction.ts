import type { DdlOperation } from '../../sql/operation.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'ddl-cannot-share-transaction',
  about: 'statement',
  title: 'Command that PostgreSQL refuses inside a transaction',
  family: 'transaction',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['atlas:TX101', 'bytebase:STATEMENT_NON_TRANSACTIONAL'],
  what: 'The migration fails at this statement: “{command} cannot run inside a transaction block”.',
  why: 'It runs inside a transaction: {because}.',
  fix: 'Move it to a migration of its own without a transaction.',
  examples: {
    bad: [
      {
        title: 'VACUUM in a file that the tool wraps',
        path: 'migrations/0004_tidy.sql',
        sql: '-- +goose Up\nVACUUM ANALYZE orders;\n',
        at: 'VACUUM ANALYZE orders',
      },
      {
        title: 'a database',
        sql: 'BEGIN;\nCREATE DATABASE reports;\nCOMMIT;',
        at: 'CREATE DATABASE reports',
      },
      {
        title: 'a setting of the server',
        sql: "BEGIN;\nALTER SYSTEM SET work_mem = '64MB';\nCOMMIT;",
        at: "ALTER SYSTEM SET work_mem = '64MB'",
      },
    ],
    good: [
      {
        title: 'without a transaction',
        path: 'migrations/0004_tidy.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM ANALYZE orders;\n',
      },
      { title: 'where nobody knows who runs it', sql: 'VACUUM ANALYZE orders;' },
      { title: 'ANALYZE alone may', sql: 'BEGIN;\nANALYZE orders;\nCOMMIT;' },
    ],
  },
  detect(subject) {
    if (subject.inTransaction !== true) return [];
    const { statement } = subject;
    const system = /^\s*ALTER\s+SYSTEM\b/i.test(statement.text) ? 'ALTER SYSTEM' : null;
    const commands = statement.operations.flatMap((operation) => {
      const command = commandOf(operation);
      return command === null ? [] : [{ command, range: operation.range }];
    });
    const found = commands[0] ?? (system === null ? null : { command: system, range: statement.range });
    if (found === null) return [];
    return [
      {
        range: found.range,
        object: found.command,
        data: { command: found.command, because: subject.transactionBecause },
        evidence: [
          documented(
            `\`${found.command}\` cannot be executed inside a transaction block (PostgreSQL manual, ${found.command})`,
          ),
        ],
      } satisfies Match,
    ];
  },
});

function commandOf(operation: DdlOperation): string | null {
  if (operation.kind === 'vacuum') return 'VACUUM';
  if (operation.kind === 'create-object' && operation.object === 'database') return 'CREATE DATABASE';
  if (operation.kind === 'drop-object' && operation.object === 'database') return 'DROP DATABASE';
  return null;
}
