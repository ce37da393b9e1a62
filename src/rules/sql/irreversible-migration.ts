import type { Migration } from '../../migrations/migration.ts';
import { defineRule } from '../rule.ts';
import type { ChangedMigration, HistorySubject } from '../subject.ts';

/** From so many on, and so large a share of them, a history shows that its team writes ways down. */
const fewest = 3;
const share = 0.8;

export default defineRule({
  id: 'irreversible-migration',
  about: 'history',
  title: 'Migration without a way down',
  family: 'data-loss',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'django-ml:RUNPYTHON_REVERSIBLE',
    'django-ml:RUNSQL_REVERSIBLE',
    'strong_migrations:check_down',
    'https://pressly.github.io/goose/documentation/annotations/',
  ],
  what: 'A release with this migration cannot be rolled back with the tool: there is no way down from it.',
  why: '{count} of {all} migrations before it have one.',
  fix: 'Write the way down. Where there is none, say so in it with a comment, or with a statement that fails.',
  examples: {
    bad: [
      {
        title: 'only the way up',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE a;\n',
          'migrations/00002_b.sql':
            '-- +goose Up\nCREATE TABLE b (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE b;\n',
          'migrations/00003_c.sql':
            '-- +goose Up\nCREATE TABLE c (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE c;\n',
        },
        head: { 'migrations/00004_d.sql': '-- +goose Up\nCREATE TABLE d (id bigint PRIMARY KEY);\n' },
        at: { path: 'migrations/00004_d.sql', text: '-- +goose Up' },
      },
      {
        title: 'a file that is missing',
        base: {
          'migrations/000001_a.up.sql': 'CREATE TABLE a (id bigint PRIMARY KEY);\n',
          'migrations/000001_a.down.sql': 'DROP TABLE a;\n',
          'migrations/000002_b.up.sql': 'CREATE TABLE b (id bigint PRIMARY KEY);\n',
          'migrations/000002_b.down.sql': 'DROP TABLE b;\n',
          'migrations/000003_c.up.sql': 'CREATE TABLE c (id bigint PRIMARY KEY);\n',
          'migrations/000003_c.down.sql': 'DROP TABLE c;\n',
        },
        head: { 'migrations/000004_d.up.sql': 'CREATE TABLE d (id bigint PRIMARY KEY);\n' },
        at: { path: 'migrations/000004_d.up.sql', text: 'CREATE TABLE d (id bigint PRIMARY KEY);' },
      },
    ],
    good: [
      {
        title: 'with one, or a comment in its place',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE a;\n',
          'migrations/00002_b.sql':
            '-- +goose Up\nCREATE TABLE b (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE b;\n',
          'migrations/00003_c.sql':
            '-- +goose Up\nCREATE TABLE c (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE c;\n',
        },
        head: {
          'migrations/00004_d.sql':
            '-- +goose Up\nCREATE TABLE d (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE d;\n',
          'migrations/00005_e.sql':
            '-- +goose Up\nUPDATE d SET id = 1 WHERE id = 2;\n-- +goose Down\n-- What was there before is not known.\n',
        },
      },
      {
        title: 'a team that writes none',
        base: {
          'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\n',
          'migrations/00002_b.sql': '-- +goose Up\nCREATE TABLE b (id bigint PRIMARY KEY);\n',
          'migrations/00003_c.sql': '-- +goose Up\nCREATE TABLE c (id bigint PRIMARY KEY);\n',
        },
        head: { 'migrations/00004_d.sql': '-- +goose Up\nCREATE TABLE d (id bigint PRIMARY KEY);\n' },
      },
    ],
  },
  detect({ earlier, changed }) {
    const before = new Map<string, boolean>();
    for (const migration of earlier) {
      if (migration.repeatable || migration.version === '') continue;
      before.set(migration.version, before.get(migration.version) === true || hasDown(migration));
    }
    const count = before
      .values()
      .filter((down) => down)
      .toArray().length;
    if (count < fewest || count < before.size * share) return [];
    return changed
      .filter((one) => lacksDown(one, changed))
      .map(({ migration, text }) => ({
        path: migration.path,
        range: { start: 0, end: Math.max(text.indexOf('\n'), 0) },
        object: migration.path,
        data: { count: String(count), all: String(before.size) },
      }));
  },
});

function lacksDown(
  { migration, status, text, up }: ChangedMigration,
  changed: HistorySubject['changed'],
): boolean {
  if (status !== 'added' || migration.repeatable || up.length === 0) return false;
  const own = migration.sections.filter(({ direction }) => direction === 'down');
  if (own.some(({ range }) => saysSomething(text.slice(range.start, range.end)))) return false;
  return !changed.some(
    (other) =>
      other.migration.path !== migration.path &&
      other.status !== 'removed' &&
      other.migration.version === migration.version &&
      hasDown(other.migration),
  );
}

function hasDown({ sections }: Migration): boolean {
  return sections.some(({ direction, range }) => direction === 'down' && range.end - range.start > 1);
}

/** Anything but the marks of a tool: a comment tells that nothing is meant. */
function saysSomething(down: string): boolean {
  return down.replace(/^--\s*(?:\+goose|migrate:)[^\n]*$/gm, '').trim() !== '';
}
