import type { ChangedFile } from '../change/change.ts';
import { withoutApplied } from '../migrations/applied-sections.ts';
import { rules } from '../rules/registry.generated.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import type { ChangedMigration as ChangedInHistory } from '../rules/subject.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { FileOutcome } from './analysis-input.ts';
import { baseSchema } from './base-schema.ts';
import { chooseDialect } from './choose-dialect.ts';
import { migrationFact } from './migration-fact.ts';
import { dialectOf } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';
import { pictureOf } from './picture-of.ts';
import { serverVersionsOf } from './project-signs.ts';
import { proveHistory } from './prove-history.ts';
import { ruleSettings } from './rule-settings-of.ts';
import { type ChangedMigration, noSqlAnalysis, type SqlAnalysis, type SqlContext } from './sql-analysis.ts';
import { migrationFile, parseOutcome } from './statement-file.ts';
import { confirmedFindings } from './statement-findings.ts';
import { usageOf } from './usage-of.ts';

/** The changed migrations of one history, judged on top of the schema that its other migrations make. */
export async function analyzeHistory(
  context: SqlContext,
  folder: string,
  migrations: readonly ChangedMigration[],
): Promise<SqlAnalysis> {
  const { input, parserOf, base, head, dumps, signs } = context;
  const touched = new Set(migrations.flatMap(({ source }) => [source.file.path, source.file.basePath ?? '']));
  const pending = new Map(migrations.map((each) => [each, stillToRun(each, base.get(folder) ?? [])]));
  const added = new Set(
    [...pending.values()].flatMap(({ migration }) =>
      migration.applied === undefined ? [] : [migration.path],
    ),
  );
  const earlier = (base.get(folder) ?? []).filter(
    ({ migration: { path } }) => !touched.has(path) || added.has(path),
  );
  const current = head.get(folder) ?? [];
  const detected = dialectOf([...earlier, ...migrations.map(({ read }) => read)], signs);
  const chosen = chooseDialect(detected, input.settings);
  if ('problem' in chosen) return skipped(migrations, chosen.problem);
  const parser = await parserOf(chosen.dialect);
  const order = new Map(current.map(({ migration }, index) => [migration.path, index]));
  const files = migrations
    .filter(({ source }) => source.file.status !== 'removed')
    .toSorted((a, b) => place(a) - place(b))
    .map((each) => {
      input.onFile(each.read.migration.path);
      return migrationFile(pending.get(each) ?? each.read, parser, chosen.known);
    });
  const statements = files.flatMap((file) => file.statements);
  const { schema, dump } = baseSchema(
    {
      folder,
      earlier,
      changed: statements,
      // A dump holds what a migration did that the pull request changes: then it is not what stands before it.
      dumps: migrations.every(({ source }) => source.file.basePath === null) ? dumps : [],
    },
    parser,
    input,
  );
  const after = files.reduce((before, file) => {
    input.onFile(file.path);
    return applyStatements(before, file.statements);
  }, schema);
  const picture = pictureOf(schema, after, statements);
  const usage = await usageOf(context, { folder, files, parser, schema });
  const settings = ruleSettings(input.settings, serverVersionsOf(folder, signs, parser.dialect));
  const proven = await proveHistory(context, { folder, files, earlier, dump, schema, parser, settings });
  const run = {
    base: schema,
    files,
    rules,
    history: {
      earlier: (base.get(folder) ?? []).map(({ migration }) => migration),
      changed: changedMigrations(migrations, base.get(folder) ?? [], files),
    },
    settings,
    usesOf: usage.usesOf,
    ...(proven.fact === null ? {} : { proof: proven.fact.proof }),
    onFile: input.onFile,
  };
  const outcomes = new Map<string, FileOutcome>(
    migrations.map(({ source }) => [source.file.path, { status: 'analyzed', reason: null }]),
  );
  for (const file of files) outcomes.set(file.path, parseOutcome(file));
  return {
    migrations: migrations.flatMap((each) => {
      const { source } = each;
      input.onFile(source.file.path);
      return migrationFact(source, pending.get(each) ?? each.read, current, parser, run.base) ?? [];
    }),
    queryFiles: [],
    pictures: picture === null ? [] : [picture],
    proofs: proven.fact === null ? [] : [proven.fact],
    notRun: proven.reasons,
    findings: confirmedFindings({
      run,
      parser,
      changed: migrations.map(({ source }) => source.file),
      history: current.map(({ migration }) => migration),
      settings: new Map(migrations.flatMap(({ read }) => [...read.settings])),
    }),
    outcomes,
    notices: usage.notices,
  };

  function place({ read }: ChangedMigration): number {
    return order.get(read.migration.path) ?? current.length;
  }
}

/** A change log that got further change sets has run the others: they are what stands before the change. */
function stillToRun(
  { source: { file }, read }: ChangedMigration,
  base: readonly MigrationText[],
): MigrationText {
  if (file.status !== 'modified' || file.path !== file.basePath) return read;
  const before = base.find(({ migration }) => migration.path === file.path);
  return before === undefined ? read : { ...read, migration: withoutApplied(read, before) };
}

/** The changed migrations with what they were, for the rules about histories. A file that only moved is the same one. */
function changedMigrations(
  migrations: readonly ChangedMigration[],
  earlier: readonly MigrationText[],
  files: readonly StatementFile[],
): readonly ChangedInHistory[] {
  const before = new Map(earlier.map((read) => [read.migration.path, read]));
  const after = new Map(files.map((file) => [file.path, file]));
  return migrations.map(({ source: { file }, read }) => ({
    migration: read.migration,
    status: statusOf(file.status),
    text: file.status === 'removed' ? '' : read.text,
    up: after.get(read.migration.path)?.statements ?? [],
    before: (file.status === 'copied' || file.basePath === null ? null : before.get(file.basePath)) ?? null,
  }));
}

function skipped(migrations: readonly ChangedMigration[], reason: string): SqlAnalysis {
  return {
    ...noSqlAnalysis,
    outcomes: new Map(migrations.map(({ source }) => [source.file.path, { status: 'skipped', reason }])),
  };
}

function statusOf(status: ChangedFile['status']): ChangedInHistory['status'] {
  if (status === 'copied') return 'added';
  return status === 'mode-changed' ? 'modified' : status;
}
