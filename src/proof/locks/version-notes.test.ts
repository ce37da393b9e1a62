import { expect, test } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import type { LockForm } from './lock-form.ts';
import { lockForms } from './lock-forms.ts';
import { versionNotes } from './version-notes.ts';

const parser = await createParser('postgres');
const forms = lockForms.flatMap((group) => group.forms);

function notesOf(sql: string, version?: number): string[] {
  const operations = parser.parse(sql).flatMap((statement) => statement.operations);
  return operations.flatMap((operation) =>
    versionNotes(operation, version).map(({ since, before }) => `${since}: ${before}`),
  );
}

/** The versions from which on a form does as 18 does. */
function changesOf({ since, older = [] }: LockForm): number[] {
  return [...(since === undefined ? [] : [since]), ...older.map(({ upTo }) => upTo + 1)];
}

test('each note tells of a change that a form was seen to have on servers', () => {
  const notes = forms.flatMap((form) =>
    notesOf(form.statement).map((note) => ({
      note,
      seen: changesOf(form).includes(Number.parseInt(note, 10)),
    })),
  );
  const seen = new Set(notes.filter((each) => each.seen).map(({ note }) => note));
  expect(notes.map(({ note }) => note).filter((note) => !seen.has(note))).toEqual([]);
});

test('a change that was seen is told where the operation alone shows it', () => {
  const untold = forms.flatMap((form) =>
    changesOf(form).flatMap((version) =>
      notesOf(form.statement).some((note) => note.startsWith(`${version}:`)) ? [] : [`${form.id} ${version}`],
    ),
  );
  // They hang on the tables, are of queries, or make nobody wait who did not before.
  expect(untold).toEqual([
    'validate-not-null-constraint 18',
    'add-foreign-key-partitioned 11',
    'create-index-partitioned 11',
    'create-index-only 11',
    'attach-index 11',
    'attach-index 12',
    'create-partition-with-default 11',
    'attach-partition-with-default 11',
    'detach-partition 14',
    'grant-on-table 18',
    'revoke-on-table 18',
    'drop-statistics 12',
    'select-for-update 12',
    'insert-referencing 12',
    'merge 15',
  ]);
});

test('depend on the version', () => {
  const sql = 'ALTER TABLE orders ALTER COLUMN total SET NOT NULL';
  expect(notesOf(sql, 12)).toEqual([]);
  expect(notesOf(sql, 11)).toEqual([
    '12: the whole table is scanned under ACCESS EXCLUSIVE even where a valid `CHECK` proves the same.',
  ]);
  expect(notesOf('ALTER TABLE orders ALTER COLUMN total DROP NOT NULL')).toEqual([]);
});
