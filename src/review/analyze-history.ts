import { rules } from '../rules/registry.generated.ts';
import type { FileOutcome } from './analysis-input.ts';
import { dialectProblem } from './dialect-problem.ts';
import { migrationFact } from './migration-fact.ts';
import { dialectOf, replay } from './migration-history.ts';
import { ruleSettings } from './rule-settings-of.ts';
import type { ChangedMigration, SqlAnalysis, SqlContext } from './sql-analysis.ts';
import { migrationFile, parseOutcome } from './statement-file.ts';
import { confirmedFindings } from './statement-findings.ts';

/** The changed migrations of one history, judged on top of the schema that its other migrations make. */
export function analyzeHistory(
  { input, parser, base, head }: SqlContext,
  folder: string,
  migrations: readonly ChangedMigration[],
): SqlAnalysis {
  const touched = new Set(migrations.flatMap(({ source }) => [source.file.path, source.file.basePath ?? '']));
  const earlier = (base.get(folder) ?? []).filter(({ migration }) => !touched.has(migration.path));
  const current = head.get(folder) ?? [];
  const detected = dialectOf([...earlier, ...migrations.map(({ read }) => read)]);
  const problem = dialectProblem(detected);
  if (problem !== null) return skipped(migrations, problem);
  const order = new Map(current.map(({ migration }, index) => [migration.path, index]));
  const files = migrations
    .filter(({ source }) => source.file.status !== 'removed')
    .toSorted((a, b) => place(a) - place(b))
    .map(({ read }) => {
      input.onFile(read.migration.path);
      return migrationFile(read, parser, detected.dialect !== null);
    });
  const run = {
    base: replay(earlier, parser),
    files,
    rules,
    history: null,
    settings: ruleSettings(input.settings),
  };
  const outcomes = new Map<string, FileOutcome>(
    migrations.map(({ source }) => [source.file.path, { status: 'analyzed', reason: null }]),
  );
  for (const file of files) outcomes.set(file.path, parseOutcome(file.statements));
  return {
    migrations: migrations.flatMap(
      ({ source, read }) => migrationFact(source, read, current, parser, run.base) ?? [],
    ),
    queryFiles: [],
    findings: confirmedFindings({
      run,
      parser,
      changed: migrations.map(({ source }) => source.file),
      history: current.map(({ migration }) => migration),
      settings: migrations[0]?.read.settings ?? new Map(),
    }),
    outcomes,
  };

  function place({ read }: ChangedMigration): number {
    return order.get(read.migration.path) ?? current.length;
  }
}

function skipped(migrations: readonly ChangedMigration[], reason: string): SqlAnalysis {
  return {
    migrations: [],
    queryFiles: [],
    findings: [],
    outcomes: new Map(migrations.map(({ source }) => [source.file.path, { status: 'skipped', reason }])),
  };
}
