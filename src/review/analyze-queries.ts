import { isTestPath } from '../code/test-path.ts';
import type { Proof } from '../proof/proof.ts';
import type { QueryFileFact } from '../report/facts.ts';
import { rules } from '../rules/registry.generated.ts';
import type { SqlRun } from '../rules/run-sql-rules.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import { detectDialect } from '../sql/detect-dialect.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { SqlParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel, TableModel } from '../sql/schema/model.ts';
import type { ChangedSource, FileOutcome } from './analysis-input.ts';
import { baseSchema, schemaOfDump } from './base-schema.ts';
import { chooseDialect } from './choose-dialect.ts';
import { dialectOf, statementsOf } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';
import { serverVersionsOf } from './project-signs.ts';
import { ruleSettings } from './rule-settings-of.ts';
import { noSqlAnalysis, type SqlAnalysis, type SqlContext } from './sql-analysis.ts';
import { parseOutcome, queryFile } from './statement-file.ts';
import { confirmedFindings } from './statement-findings.ts';

/** Scripts that fill or empty databases of developers and tests. */
const scripts =
  /(^|[/_.-])(seeds?|fixtures?|dumps?|samples?|backups?|examples?|demo|cleanup|teardown)([/_.-]|$)/i;

/** SQL files that no tool runs as a migration: their queries are judged, and none of tests and seeds. */
export async function analyzeQueries(
  context: SqlContext,
  sources: readonly ChangedSource[],
  proof: Proof | null,
): Promise<SqlAnalysis[]> {
  const byDialect = new Map<Dialect, ChangedSource[]>();
  const outcomes = new Map<string, FileOutcome>();
  for (const source of sources) {
    const { file, head } = source;
    if (file.status === 'removed' || head?.text == null) {
      outcomes.set(file.path, { status: 'analyzed', reason: null });
      continue;
    }
    context.input.onFile(file.path);
    const own = detectDialect([{ path: file.path, text: head.text }], context.signs);
    const chosen = chooseDialect(
      own.dialect === null ? dialectOfRepository(context) : own,
      context.input.settings,
    );
    if ('problem' in chosen) outcomes.set(file.path, { status: 'skipped', reason: chosen.problem });
    else byDialect.set(chosen.dialect, [...(byDialect.get(chosen.dialect) ?? []), source]);
  }
  const parts: SqlAnalysis[] = [{ ...noSqlAnalysis, outcomes }];
  for (const [dialect, group] of byDialect)
    parts.push(analyzeGroup(context, await context.parserOf(dialect), group, proof));
  return parts;
}

function analyzeGroup(
  context: SqlContext,
  parser: SqlParser,
  sources: readonly ChangedSource[],
  proof: Proof | null,
): SqlAnalysis {
  const { input } = context;
  const files: StatementFile[] = [];
  const facts: QueryFileFact[] = [];
  const outcomes = new Map<string, FileOutcome>();
  for (const { file, head } of sources) {
    input.onFile(file.path);
    const text = head?.text ?? '';
    const statements = parser.parse(text);
    outcomes.set(file.path, parseOutcome({ text, statements }));
    facts.push({ path: file.path, statements: statements.filter(({ failure }) => failure === null).length });
    if (!isTestPath(file.path) && !scripts.test(file.path)) files.push(queryFile(file.path, text, parser));
  }
  const run = {
    ...schemasOf(context, parser),
    files,
    rules,
    history: null,
    ...(proof === null ? {} : { proof }),
    settings: ruleSettings(input.settings, serverVersionsOf('', context.signs, parser.dialect)),
    onFile: input.onFile,
  };
  const findings =
    files.length === 0
      ? []
      : confirmedFindings({
          run,
          parser,
          changed: sources.map(({ file }) => file),
          history: [],
          settings: new Map(),
        });
  return { ...noSqlAnalysis, queryFiles: facts, findings, outcomes };
}

function dialectOfRepository({ head, signs }: SqlContext): ReturnType<typeof dialectOf> {
  const [only, ...more] = head.values();
  return only === undefined || more.length > 0
    ? { dialect: null, because: 'nothing tells it' }
    : dialectOf(only, signs);
}

/**
 * The schema of the repository's only history or dump, and what the pull request's migrations make of it; with several
 * histories, whose tables a query means is not known.
 */
function schemasOf(
  { base, head, input, dumps, signs }: SqlContext,
  parser: SqlParser,
): Pick<SqlRun, 'base' | 'migrated'> {
  const unknown = { base: emptySchema({ complete: false }), migrated: [] };
  const [history, ...more] = head.size > 0 ? head : base;
  const [dump, ...others] = dumps;
  if (history === undefined && dump !== undefined && others.length === 0) {
    input.onFile(dump.path);
    const schema = schemaOfDump(dump, parser);
    // Migrations written in code may have added what the dump of the base branch does not have.
    return schema === null ? unknown : { base: withoutCompleteness(schema), migrated: [] };
  }
  if (history === undefined || more.length > 0) return unknown;
  const [folder] = history;
  const before = base.get(folder) ?? [];
  const chosen = chooseDialect(dialectOf([...before, ...history[1]], signs), input.settings);
  if (!('dialect' in chosen) || chosen.dialect !== parser.dialect) return unknown;
  const touched = new Set(input.change.files.flatMap(({ path, basePath }) => [path, basePath ?? path]));
  const isTouched = ({ migration }: MigrationText): boolean => touched.has(migration.path);
  const earlier = before.filter((read) => !isTouched(read));
  const migrated = (head.get(folder) ?? [])
    .filter(isTouched)
    .flatMap((read) => statementsOf(read, 'up', parser));
  return { base: baseSchema({ folder, earlier, dumps, changed: migrated }, parser, input).schema, migrated };
}

/** The same tables, none of which is known whole. */
function withoutCompleteness(schema: SchemaModel): SchemaModel {
  const tables = new Map<string, TableModel>();
  for (const [key, table] of schema.tables) tables.set(key, { ...table, complete: false });
  return { ...schema, tables, complete: false };
}
