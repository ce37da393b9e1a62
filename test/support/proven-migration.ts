import type { ProvenMigration } from '../../src/proof/subject.ts';
import { createParser } from '../../src/sql/parse.ts';

const parser = await createParser('postgres');

/**
 * A migration that is a text of SQL.
 * @param transaction `one`: its tool puts all of it into one; `none`: its tool sends each statement by itself
 */
export function provenMigration(text: string, transaction: 'one' | 'none'): ProvenMigration {
  const up = parser
    .parse(text)
    .map((statement) => ({ ...statement, transaction: transaction === 'one' ? 1 : null }));
  return { path: 'migrations/1.sql', text, up, down: null };
}
