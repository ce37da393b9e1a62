import { describe, expect, it } from 'vitest';
import { findMigrations, readMigration, settingsPathsOf } from './find-migrations.ts';
import type { Migration } from './migration.ts';
import { compareVersions } from './numbering.ts';
import { migrationFrameworks } from './registry.generated.ts';

function read(
  path: string,
  text: string,
  siblings: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Migration | null {
  const claimed = findMigrations([path, ...siblings]).get(path);
  const asked = settingsPathsOf(claimed, path).flatMap((candidate) => {
    const found = settings[candidate];
    return found === undefined ? [] : [[candidate, found] as const];
  });
  return readMigration(path, text, claimed, new Map(asked));
}

function textOf(text: string, migration: Migration, direction: 'up' | 'down'): string {
  return migration.sections
    .filter((section) => section.direction === direction)
    .map((section) => text.slice(section.range.start, section.range.end))
    .join('')
    .trim();
}

describe.each(migrationFrameworks.map((framework) => [framework.id, framework] as const))(
  '%s',
  (id, framework) => {
    it('has examples and names its sources', () => {
      expect(framework.examples.length).toBeGreaterThan(1);
      expect(framework.sources.length).toBeGreaterThan(0);
    });

    it.each(framework.examples.map((example) => [example.path, example] as const))(
      'reads %s',
      (path, example) => {
        const migration = read(path, example.text, example.siblings ?? [], example.settings);
        expect(migration).toMatchObject({ framework: id, path });
        expect({
          version: migration?.version,
          name: migration?.name,
          mode: migration?.transaction.mode,
          up: migration === null ? null : textOf(example.text, migration, 'up'),
        }).toEqual(example.expect);
      },
    );

    it.each(framework.examples.map((example) => [example.path, example] as const))(
      'writes a migration after %s that it reads as its own, later, with just that SQL',
      (path, example) => {
        const migration = read(path, example.text, example.siblings ?? [], example.settings);
        if (migration === null || migration.repeatable) return;
        for (const transaction of [true, false]) {
          const sql = 'CREATE INDEX CONCURRENTLY later_idx ON users (email);';
          const file = framework.followUp(migration, 2, 'later_idx', sql, transaction);
          const next = read(file.path, file.text, [path, ...(example.siblings ?? [])], example.settings);
          expect(next).toMatchObject({ framework: id, folder: migration.folder, name: 'later_idx' });
          if (migration.version !== '')
            expect(compareVersions(migration.version, next?.version ?? '')).toBeLessThan(0);
          expect(next === null ? null : textOf(file.text, next, 'up')).toMatch(/CREATE INDEX.*;"?$/m);
          if (!transaction && framework.leaveTransaction(file.text) !== null)
            expect(next?.transaction.mode).not.toBe('wrapped');
        }
      },
    );

    it('takes a file with a single statement out of its transaction by its own edit', () => {
      const sql = 'DROP INDEX CONCURRENTLY users_email_idx;';
      for (const example of framework.examples) {
        const migration = read(example.path, example.text, example.siblings ?? [], example.settings);
        if (migration === null || migration.version === '') continue;
        const file = framework.followUp(migration, 1, 'drop_idx', sql, true);
        const edit = framework.leaveTransaction(file.text);
        if (edit === null) {
          expect(framework.withoutTransaction ?? 'a file beside it').toContain('beside it');
          continue;
        }
        const edited = file.text.slice(0, edit.range.start) + edit.text + file.text.slice(edit.range.end);
        const after = read(file.path, edited, [example.path, ...(example.siblings ?? [])], example.settings);
        expect({
          mode: after?.transaction.mode,
          up: after === null ? null : textOf(edited, after, 'up'),
        }).toEqual({
          mode: 'none',
          up: sql,
        });
        expect(framework.leaveTransaction(edited)?.text).toBe('');
      }
    });
  },
);
