import type { ProofDatabase } from '../database.ts';
import { namedOf } from '../doubtful-tables.ts';
import { rolledBack } from '../rolled-back.ts';
import type { ProvenMigration } from '../subject.ts';
import {
  type CounterexampleOptions,
  type CounterexamplesOfMigration,
  findCounterexamples,
} from './find-counterexamples.ts';
import { readNames } from './named-tables.ts';

/** Counterexamples of migrations that are run for good one after the other. */
export interface StepwiseSearch {
  /**
   * Of a migration, by its index.
   * @param ran whether all before it have been run for good, and it has not
   */
  of(index: number, ran: boolean): Promise<CounterexamplesOfMigration>;
}

/**
 * Looks at all migrations together, on rows of the schema before the first. What uses a value that one of them gives to
 * an enum can only be looked at after that one: then only of tables that none of those before has named, since what the
 * others hold is of their making.
 */
export async function searchInSteps(
  database: ProofDatabase,
  migrations: readonly ProvenMigration[],
  { doubtful = [], ...options }: Omit<CounterexampleOptions, 'onUncommitted'>,
): Promise<StepwiseSearch> {
  let next: number | null = null;
  const search = async (
    from: number,
    unsure: typeof doubtful,
  ): Promise<readonly CounterexamplesOfMigration[]> =>
    await findCounterexamples(database, migrations.slice(from), {
      ...options,
      doubtful: unsure,
      onUncommitted(migration) {
        next = from + migration;
      },
    });
  const found = [...(await search(0, doubtful))];
  return {
    async of(index, ran) {
      if (ran && index === next) {
        const texts = migrations
          .slice(0, index)
          .map(({ text }) => text)
          .join('\n');
        const names = await rolledBack(database, async () => [...(await readNames(database)).values()]);
        const touched = names.filter((name) => namedOf(texts, [name]) !== null);
        found.splice(index, migrations.length, ...(await search(index, [...doubtful, ...touched])));
      }
      return found[index] ?? new Map();
    },
  };
}
