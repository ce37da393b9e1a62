import { afterAll, expect, test } from 'vitest';
import type { OperationKind } from '../../sql/operation.ts';
import { createParser } from '../../sql/parse.ts';
import { openPglite } from '../pglite-database.ts';
import { documentedLocks } from './documented-locks.ts';
import { lockForms } from './lock-forms.ts';
import { lockTable } from './lock-table.generated.ts';
import { runForm } from './run-form.ts';

const database = await openPglite(null);
afterAll(() => database.close());
const parser = await createParser('postgres');
const forms = lockForms.flatMap((group) => group.forms);

test('the embedded database does what the table says', { timeout: 300_000 }, async () => {
  const seen: Record<string, unknown> = {};
  for (const form of forms) seen[form.id] = await runForm(database, form, parser);
  expect(seen).toEqual(lockTable);
});

test('no two forms have one name', () => {
  expect(new Set(forms.map(({ id }) => id)).size).toBe(forms.length);
});

/** Kinds of operation that lock no relation and have no form of their own. */
const withoutLocks = ['begin', 'commit', 'rollback', 'branch-end'] as const;

test('every kind of operation has a form', () => {
  const all: Record<Exclude<OperationKind, (typeof withoutLocks)[number]>, true> = {
    'create-table': true,
    'drop-table': true,
    'rename-table': true,
    'add-column': true,
    'drop-column': true,
    'rename-column': true,
    'set-column-type': true,
    'set-nullability': true,
    'set-default': true,
    'set-identity': true,
    'drop-expression': true,
    'add-constraint': true,
    'validate-constraint': true,
    'drop-constraint': true,
    'rename-constraint': true,
    'create-index': true,
    'drop-index': true,
    'rename-index': true,
    'attach-index': true,
    reindex: true,
    'attach-partition': true,
    'detach-partition': true,
    'set-table-option': true,
    'create-enum': true,
    'add-enum-value': true,
    'rename-enum-value': true,
    'create-object': true,
    'alter-object': true,
    'drop-object': true,
    grant: true,
    'refresh-materialized-view': true,
    'lock-table': true,
    truncate: true,
    vacuum: true,
    cluster: true,
    set: true,
    'run-code': true,
    comment: true,
    'not-understood': true,
  };
  const shown = forms.flatMap(({ statement }) =>
    parser.parse(statement).flatMap(({ operations }) => operations),
  );
  expect([...new Set(shown.map(({ kind }) => kind))].sort()).toEqual(Object.keys(all).sort());
});

test('what is documented of an operation is what its form was watched to do', () => {
  const documented = forms.flatMap((form) => {
    const locks = parser.parse(form.statement).flatMap(({ operations }) => operations.map(documentedLocks));
    return locks.flatMap((each) => (each === null ? [] : [{ form, ...each }]));
  });
  expect(documented.map(({ form }) => form.id)).toEqual(
    forms.filter((form) => form.documented !== undefined).map(({ id }) => id),
  );
  for (const { form, locks } of documented) {
    expect(locks).not.toEqual([]);
    expect(form.documented?.locks).toEqual(expect.arrayContaining([...locks]));
  }
});
