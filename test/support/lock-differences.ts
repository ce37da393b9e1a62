import { type ProofDatabase, rowsOf } from '../../src/proof/database.ts';
import { expectedOn, type LockForm, type LockTableEntry } from '../../src/proof/locks/lock-form.ts';
import { lockForms } from '../../src/proof/locks/lock-forms.ts';
import { FormRefused, runForm } from '../../src/proof/locks/run-form.ts';
import type { SqlParser } from '../../src/sql/parse.ts';

type Seen = LockTableEntry | { readonly refused: string };

/** SQLSTATEs with which a version says that it does not know a form. */
const unknown = new Set(['22023', '42601', '0A000', '42704', '42809', '55000']);

/**
 * Runs every form on a real server and compares with the table and with what is known of its version. What is in its
 * schema public is lost.
 * @returns by form what was expected and what was seen; empty where all is as it should be
 */
export async function differences(
  database: ProofDatabase,
  table: Readonly<Record<string, LockTableEntry>>,
  parser: SqlParser,
): Promise<Record<string, { readonly expected: unknown; readonly seen: Seen }>> {
  const version = await majorVersion(database);
  const found: Record<string, { expected: unknown; seen: Seen }> = {};
  for (const form of lockForms.flatMap(({ forms }) => forms)) {
    const seen = await seenOf(database, form, parser);
    const entry = table[form.id];
    if (version < (form.since ?? 0)) {
      if (!('refused' in seen) || !unknown.has(seen.refused))
        found[form.id] = { expected: `unknown before ${form.since}`, seen };
    } else {
      const expected = entry === undefined ? 'no entry' : expectedOn(form, entry, version);
      if (JSON.stringify(seen) !== JSON.stringify(expected)) found[form.id] = { expected, seen };
    }
  }
  return found;
}

export async function majorVersion(database: ProofDatabase): Promise<number> {
  const [row] = await rowsOf(database, "SELECT current_setting('server_version_num')::int / 10000 AS major");
  return Number(row?.major);
}

async function seenOf(database: ProofDatabase, form: LockForm, parser: SqlParser): Promise<Seen> {
  try {
    return await runForm(database, form, parser);
  } catch (error) {
    if (!(error instanceof FormRefused)) throw error;
    await database.exec('RESET ALL');
    return { refused: error.code };
  }
}
