import { afterAll, expect, test } from 'vitest';
import { provenMigration } from '../../../test/support/proven-migration.ts';
import { openPglite } from '../pglite-database.ts';
import { mostWatched, traceMigration } from './trace-migration.ts';

const database = await openPglite(null);
afterAll(() => database.close());

test.each(['one', 'none'] as const)(
  'what stands behind too many statements is run and not watched (transaction: %s)',
  async (transaction) => {
    await database.exec('DROP TABLE IF EXISTS orders; CREATE TABLE orders (id bigint PRIMARY KEY)');
    const statements = Array.from(
      { length: mostWatched + 2 },
      (_, index) => `ALTER TABLE orders ADD COLUMN c${index} text;`,
    );
    const proofs = await traceMigration(database, provenMigration(statements.join('\n'), transaction), {
      fill: null,
      baseIsWhole: true,
    });
    expect(proofs.every(({ outcome }) => outcome === 'ran')).toBe(true);
    expect(proofs.map(({ watched }) => watched)).toEqual(statements.map((_, index) => index < mostWatched));
    expect(proofs.at(-1)?.reason).toBe(`it stands behind the first ${mostWatched} statements`);
    expect(proofs.at(mostWatched - 1)?.reason).toBeNull();
  },
);
