import { isWithin, runsInParts, upTexts } from '../../migrations/applied-sections.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';
import type { ChangedMigration } from '../subject.ts';

/** Tools that compare what they applied with the file, and refuse to go on where they differ. */
const comparing: ReadonlyMap<string, string> = new Map([
  ['flyway', 'Flyway'],
  ['prisma', 'Prisma'],
]);

export default defineRule({
  id: 'edited-applied-migration',
  about: 'history',
  title: 'Migration changed after it was merged',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'https://documentation.red-gate.com/fd/validate-184127467.html',
    'https://www.prisma.io/docs/orm/prisma-migrate/workflows/troubleshooting',
  ],
  what: 'Where it was applied, this change never runs: new databases get another schema than old ones.',
  why: 'The file is on the base branch, so databases may have it applied; a tool runs each version once.',
  fix: 'Leave the file as it was, and put the change into a new migration.',
  variants: {
    compared: {
      what: '{tool} refuses to migrate each database that has this migration already.',
      why: 'It keeps a checksum of what it applied, and the file on the base branch had another.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a column more',
        base: { 'migrations/00001_users.sql': '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00001_users.sql':
            '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY, name text);\n',
        },
        at: {
          path: 'migrations/00001_users.sql',
          text: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        },
      },
      {
        title: 'with a tool that compares',
        base: { 'db/migration/V1__users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: { 'db/migration/V1__users.sql': 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY);\n' },
        at: {
          path: 'db/migration/V1__users.sql',
          text: 'CREATE TABLE users (id bigint NOT NULL PRIMARY KEY);',
        },
      },
    ],
    good: [
      {
        title: 'a new one',
        base: { 'migrations/00001_users.sql': '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: { 'migrations/00002_name.sql': '-- +goose Up\nALTER TABLE users ADD COLUMN name text;\n' },
      },
      {
        title: 'its way down, or a comment, where the tool does not compare',
        base: {
          'migrations/00001_users.sql':
            '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE users;\n',
        },
        head: {
          'migrations/00001_users.sql':
            '-- +goose Up\n-- People.\nCREATE TABLE users (\n  id bigint PRIMARY KEY\n);\n-- +goose Down\nDROP TABLE IF EXISTS users;\n',
        },
      },
      {
        title: 'a further change set of Liquibase, which runs each by itself',
        base: {
          'db/changelog/1-users.yaml':
            'databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      changes:\n        - sql: CREATE TABLE users (id bigint PRIMARY KEY)\n',
        },
        head: {
          'db/changelog/1-users.yaml':
            'databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      changes:\n        - sql: CREATE TABLE users (id bigint PRIMARY KEY)\n  - changeSet:\n      id: 2\n      author: ann\n      changes:\n        - sql: CREATE TABLE notes (id bigint PRIMARY KEY)\n',
        },
      },
      {
        title: 'one that runs again whenever it changes',
        base: {
          'db/migration/V1__users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n',
          'db/migration/R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1;\n',
        },
        head: { 'db/migration/R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT 2;\n' },
      },
    ],
  },
  detect({ changed }) {
    return changed.flatMap((one) => {
      const { migration, status, text, before } = one;
      if (status !== 'modified' || before === null || migration.repeatable) return [];
      const tool = comparing.get(migration.framework);
      const whole = tool !== undefined;
      if (whole ? before.text === text : isKept(before, { migration, text })) return [];
      const range = firstChanged(one);
      return [
        {
          path: migration.path,
          range,
          object: migration.path,
          data: { tool: tool ?? '' },
          ...(whole ? { variant: 'compared' } : {}),
          evidence: whole
            ? [documented(`${tool} validates checksums of applied migrations before it migrates`)]
            : [],
        },
      ];
    });
  },
});

type Read = Pick<ChangedMigration, 'migration' | 'text'>;

/** Whether what has run is as it was. */
function isKept(before: Read, after: Read): boolean {
  const [was, is] = [upTexts(before), upTexts(after)];
  const areApart = runsInParts(before.migration) && runsInParts(after.migration);
  return areApart ? isWithin(was, is) : was.join('') === is.join('');
}

/** The first line that is not as it was; the first one where only lines are gone. */
function firstChanged({ text, before }: ChangedMigration): { start: number; end: number } {
  const was = new Set(before?.text.split('\n').map((line) => line.trim()));
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim() !== '' && !was.has(line.trim())) return { start, end: start + line.length };
    start += line.length + 1;
  }
  return { start: 0, end: Math.max(text.indexOf('\n'), 0) };
}
