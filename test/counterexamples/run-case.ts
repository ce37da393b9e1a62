import { findCounterexamples } from '../../src/proof/counterexample/find-counterexamples.ts';
import { rowsOf } from '../../src/proof/database.ts';
import type { OpenedDatabase } from '../../src/proof/pglite-database.ts';
import type { Counterexample } from '../../src/proof/proof.ts';
import { replayBase } from '../../src/proof/replay-base.ts';
import type { PlacedStatement, ProvenMigration } from '../../src/proof/subject.ts';
import { createParser } from '../../src/sql/parse.ts';
import { indexLines } from '../../src/text/lines.ts';
import type { MigrationCase } from './case.ts';

const parser = await createParser('postgres');

/** The migrations of a case, the last of which is the one that is asked about. */
export function migrationsOf({ earlier, migration }: MigrationCase): ProvenMigration[] {
  const proven = (path: string, text: string): ProvenMigration => ({
    path,
    text,
    up: parser.parse(text).map((statement) => ({ ...statement, transaction: 0 })),
    down: null,
  });
  return [
    ...(earlier === undefined ? [] : [proven('earlier.sql', earlier)]),
    proven('migration.sql', migration),
  ];
}

function baseOf({ base, later }: MigrationCase): PlacedStatement[] {
  const placed = (path: string, text: string): PlacedStatement[] => {
    const lines = indexLines(text);
    return parser.parse(text).map((statement) => ({
      ...statement,
      path,
      line: lines.lineAt(statement.range.start),
      how: 'migration',
    }));
  };
  return [...placed('base.sql', base), ...placed('later.sql', later ?? '')];
}

export interface FoundAt {
  readonly statement: string;
  readonly counterexample: Counterexample;
}

/** Everything that a case's base can have made. */
async function empty(database: OpenedDatabase): Promise<void> {
  const schemas = await rowsOf(
    database,
    `SELECT pg_catalog.quote_ident(nspname) AS name FROM pg_catalog.pg_namespace
     WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
  );
  await rowsOf(
    database,
    `DROP SCHEMA ${schemas.map(({ name }) => name).join(', ')} CASCADE; CREATE SCHEMA public`,
  );
}

/** What is found in the last of the case's migrations, and in those before it. */
export async function runCase(
  database: OpenedDatabase,
  one: MigrationCase,
): Promise<{ readonly last: readonly FoundAt[]; readonly before: readonly FoundAt[] }> {
  await empty(database);
  const statements = baseOf(one);
  const parsed = [one.base, one.later ?? ''].flatMap((text) =>
    parser.parse(text).map((statement) => ({ ...statement, transaction: null })),
  );
  const { failed, firstFailure } = await replayBase(database, parsed);
  if (failed > 0) throw new Error(`the base of "${one.name}" does not run: ${firstFailure}`);
  const migrations = migrationsOf(one);
  const sources = { statements, writers: one.writers ?? [] };
  const found = await findCounterexamples(database, migrations, { sources });
  const at = (index: number): FoundAt[] =>
    [...(found[index] ?? [])].map(([statement, counterexample]) => ({
      statement: migrations[index]?.up[statement]?.text ?? '',
      counterexample,
    }));
  return { last: at(migrations.length - 1), before: migrations.slice(1).flatMap((_, index) => at(index)) };
}
