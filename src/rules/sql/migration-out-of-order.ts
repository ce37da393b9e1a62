import type { Migration } from '../../migrations/migration.ts';
import { compareVersions } from '../../migrations/numbering.ts';
import { documented } from '../evidence.ts';
import { defineRule } from '../rule.ts';

/** What a tool does with a version that is older than the newest it has applied. Others apply it all the same. */
const consequences: ReadonlyMap<string, { readonly says: string; readonly source: string }> = new Map([
  [
    'golang-migrate',
    {
      says: 'golang-migrate skips it without a word',
      source:
        'golang-migrate keeps one version, and applies what is above it (golang-migrate, MIGRATIONS.md)',
    },
  ],
  [
    'goose',
    {
      says: 'goose stops: “found missing (out-of-order) migrations”',
      source: 'Out-of-order migrations need `-allow-missing` (goose documentation, up)',
    },
  ],
  [
    'flyway',
    {
      says: 'Flyway stops at its validation',
      source:
        'A version below the highest applied one is ignored unless `outOfOrder` is set, and fails the validation (Flyway documentation, outOfOrder)',
    },
  ],
]);

export default defineRule({
  id: 'migration-out-of-order',
  about: 'history',
  title: 'Migration that comes too late, or with a number that is taken',
  family: 'integrity',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md',
    'https://pressly.github.io/goose/documentation/cli-commands/',
    'https://documentation.red-gate.com/fd/out-of-order-184127441.html',
  ],
  what: 'Databases that have `{newest}` never get this migration: {consequence}.',
  why: '`{newest}` is on the base branch and sorts behind it.',
  fix: 'Give it a number behind `{newest}`.',
  variants: {
    taken: {
      what: 'No database can be migrated: the tool finds two files of version {version}.',
      why: '`{newest}` on the base branch has the same version.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a number below the newest',
        base: {
          'migrations/000001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n',
          'migrations/000001_users.down.sql': 'DROP TABLE users;\n',
          'migrations/000003_orders.up.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);\n',
          'migrations/000003_orders.down.sql': 'DROP TABLE orders;\n',
        },
        head: {
          'migrations/000002_notes.up.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY);\n',
          'migrations/000002_notes.down.sql': 'DROP TABLE notes;\n',
        },
        at: {
          path: 'migrations/000002_notes.up.sql',
          text: 'CREATE TABLE notes (id bigint PRIMARY KEY);',
        },
      },
      {
        title: 'a number that another branch has taken',
        base: { 'migrations/00001_users.sql': '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: { 'migrations/00001_notes.sql': '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n' },
        at: { path: 'migrations/00001_notes.sql', text: '-- +goose Up' },
      },
    ],
    good: [
      {
        title: 'the next number',
        base: { 'migrations/00001_users.sql': '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: { 'migrations/00002_notes.sql': '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n' },
      },
      {
        title: 'a tool that applies what it has not applied, in whatever order',
        base: {
          'db/migrations/20260301000000_users.sql':
            '-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n',
        },
        head: {
          'db/migrations/20260201000000_notes.sql':
            '-- migrate:up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n',
        },
      },
      {
        title: 'a file that replaces the one of its version',
        base: { 'migrations/00001_users.sql': '-- +goose Up\nCREATE TABLE users (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00001_users.sql': null,
          'migrations/00001_people.sql': '-- +goose Up\nCREATE TABLE people (id bigint PRIMARY KEY);\n',
        },
      },
    ],
  },
  detect({ earlier, changed }) {
    const gone = new Set(
      changed
        .filter(({ status }) => status === 'removed' || status === 'renamed')
        .map(({ migration, before }) => before?.migration.path ?? migration.path),
    );
    const kept = earlier.filter((migration) => !gone.has(migration.path) && counts(migration));
    const newest = kept.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1);
    if (newest === undefined) return [];
    return changed.flatMap(({ migration, status, text }) => {
      const consequence = consequences.get(migration.framework);
      if (status !== 'added' || !counts(migration) || consequence === undefined) return [];
      const same = kept.find(({ version }) => compareVersions(version, migration.version) === 0);
      const late = compareVersions(migration.version, newest.version) < 0;
      if (same === undefined && !late) return [];
      const first = text.search(/\S/);
      const end = text.indexOf('\n', first);
      return [
        {
          path: migration.path,
          range: { start: Math.max(first, 0), end: end === -1 ? text.length : end },
          object: migration.version,
          data: {
            version: migration.version,
            newest: fileName((same ?? newest).path),
            consequence: consequence.says,
          },
          ...(same === undefined ? {} : { variant: 'taken' }),
          evidence: same === undefined ? [documented(consequence.source)] : [],
        },
      ];
    });
  },
});

/** Whether it has a place in the order: a way up, and no repetition. */
function counts({ sections, repeatable }: Migration): boolean {
  return !repeatable && sections.some(({ direction }) => direction === 'up');
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
