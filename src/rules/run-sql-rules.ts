import { frameworkOf } from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Severity } from '../report/finding.ts';
import { nameKey } from '../sql/object-name.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import { withAlteredTables } from './altered-tables.ts';
import { applyDismissals, type UsedDismissal } from './apply-dismissals.ts';
import { type Created, columnKey, createdBy, noneCreated } from './created.ts';
import { isSqlRule, type Match, type Rewrite, type Rule, type SqlRule } from './rule.ts';
import { type RuleSettings, sizeOf } from './rule-settings.ts';
import { isOn, severityOf } from './severity.ts';
import type { StatementFile } from './statement-file.ts';
import type { ChangedMigration, MigrationSubject, StatementSubject } from './subject.ts';
import { transactionsOf } from './transactions.ts';

export interface SqlRun {
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  /** The files that the pull request adds or changes; migrations in the order in which they run. */
  readonly files: readonly StatementFile[];
  /** The migrations of the base branch and what becomes of them, null where only files are looked at. */
  readonly history: {
    readonly earlier: readonly Migration[];
    readonly changed: readonly ChangedMigration[];
  } | null;
  readonly rules: readonly Rule[];
  readonly settings: RuleSettings;
  /** Where given, only findings in the file of this path are asked for. */
  readonly only?: string;
  /** Told before work on a file begins. */
  readonly onFile?: (path: string) => void;
}

/** A finding before it has words: the rule's own fill them (`fillWords`). */
export interface SqlMatch {
  readonly rule: SqlRule;
  readonly match: Match;
  readonly severity: Severity;
  readonly file: StatementFile;
  /** The statement in which it stands, null where it is about more or less than one. */
  readonly statement: Statement | null;
  /** The rule's rewrite of it, which nobody has proven yet. */
  suggest(): Rewrite | null;
}

export interface SqlOutcome {
  readonly matches: readonly SqlMatch[];
  /** What comments in the files dismiss. */
  readonly dismissed: readonly SqlMatch[];
}

/** What is known at one point of the pull request. */
interface Known {
  readonly schema: SchemaModel;
  readonly created: Created;
}

/**
 * Runs the rules about SQL over all files, in their order. Migrations build on each other; a query file sees what
 * exists after all of them, and what it creates is known in itself only.
 */
export function runSqlRules(run: SqlRun): SqlOutcome {
  const rules = run.rules.filter(isSqlRule).filter((rule) => isOn(rule, run.settings));
  const operations = run.files.flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.operations),
  );
  const start: Known = { schema: withAlteredTables(run.base, operations), created: noneCreated };
  const end = run.files
    .filter(({ migration }) => migration !== null)
    .reduce((known, file) => {
      run.onFile?.(file.path);
      return advance(known, file.statements);
    }, start);
  const together = historyMatches(run, rules, end.schema);
  let now = start;
  const outcomes = run.files.map((file) => {
    run.onFile?.(file.path);
    const before = file.migration === null ? end : now;
    const after = file.migration === null ? advance(end, file.statements) : end;
    if (file.migration !== null) now = advance(now, file.statements);
    if (run.only !== undefined && run.only !== file.path) return null;
    const subject = subjectOf(file, before, after, run);
    const found = [
      ...fileMatches(file, subject, rules, run.settings),
      ...together.filter((match) => match.file === file),
    ];
    const { kept, dismissed, own } = applyDismissals(file, found, run.rules.filter(isSqlRule));
    return { matches: [...kept, ...dismissalMatches(file, own, rules, run.settings)], dismissed };
  });
  return {
    matches: outcomes.flatMap((outcome) => outcome?.matches ?? []),
    dismissed: outcomes.flatMap((outcome) => outcome?.dismissed ?? []),
  };
}

function fileMatches(
  file: StatementFile,
  subject: MigrationSubject,
  rules: readonly SqlRule[],
  settings: RuleSettings,
): SqlMatch[] {
  const fitting = rules.filter((rule) => rule.dialects.includes(file.dialect));
  const statements = fitting.filter((rule) => rule.about === 'statement');
  const found: SqlMatch[] = [];
  for (const one of subject.subjects())
    for (const rule of statements) {
      const asked = rule.options === undefined ? one : { ...one, options: optionsOf(rule, settings) };
      for (const match of rule.detect(asked))
        found.push(matchOf(rule, match, file, settings, one.statement, () => rule.suggest?.(match, asked)));
      if (rule.looksInside !== true) continue;
      // Without a suggestion: what is taken out of a program, or put into it, may leave none.
      for (const statement of one.statement.inside)
        for (const match of rule.detect({ ...asked, statement }))
          found.push(matchOf(rule, match, file, settings, statement, () => null));
    }
  const whole = fitting
    .filter((rule) => rule.about === 'migration')
    .flatMap((rule) => {
      const asked = { ...subject, options: optionsOf(rule, settings) };
      return rule
        .detect(asked)
        .map((match) => matchOf(rule, match, file, settings, null, () => rule.suggest?.(match, asked)));
    });
  return [...found, ...whole];
}

function historyMatches(run: SqlRun, rules: readonly SqlRule[], after: SchemaModel): SqlMatch[] {
  const { history, files, base, settings } = run;
  if (history === null) return [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const dialect = files[0]?.dialect ?? 'postgres';
  return rules
    .filter((rule) => rule.about === 'history')
    .filter((rule) => rule.dialects.includes(dialect))
    .flatMap((rule) =>
      rule
        .detect({ ...history, dialect, base, after, settings, options: optionsOf(rule, settings) })
        .flatMap((match) => {
          const file = byPath.get(match.path);
          return file === undefined ? [] : [matchOf(rule, match, file, settings, null, () => null)];
        }),
    );
}

function dismissalMatches(
  file: StatementFile,
  own: readonly UsedDismissal[],
  rules: readonly SqlRule[],
  settings: RuleSettings,
): SqlMatch[] {
  return rules
    .filter((rule) => rule.about === 'dismissal')
    .flatMap((rule) =>
      own.flatMap((used) =>
        rule
          .detect({ ...used, options: optionsOf(rule, settings) })
          .map((match) => matchOf(rule, match, file, settings, used.dismissal.statement, () => null)),
      ),
    );
}

function matchOf(
  rule: SqlRule,
  match: Match,
  file: StatementFile,
  settings: RuleSettings,
  statement: Statement | null,
  suggest: () => Rewrite | null | undefined,
): SqlMatch {
  return {
    rule,
    match,
    severity: severityOf(rule, match, settings),
    file,
    statement:
      statement ??
      [...file.statements, ...file.down].find(({ range }) => contains(range, match.range)) ??
      null,
    suggest: () => suggest() ?? null,
  };
}

function optionsOf(rule: SqlRule, settings: RuleSettings): unknown {
  return settings.rules.get(rule.id)?.options;
}

function subjectOf(file: StatementFile, before: Known, after: Known, run: SqlRun): MigrationSubject {
  const transactions = transactionsOf(file.statements, file.migration);
  const shared = {
    path: file.path,
    text: file.text,
    migration: file.migration,
    tool: file.migration === null ? null : (frameworkOf(file.migration.framework) ?? null),
    dialectKnown: file.dialectKnown,
    base: run.base,
    after: after.schema,
    isNew: (table) => after.created.tables.has(nameKey(table)),
    sizeOf: (table) => sizeOf(run.settings, table),
    settings: run.settings,
    options: undefined,
  } satisfies Partial<StatementSubject>;
  function* subjects(): Generator<StatementSubject> {
    let now = before;
    for (const [index, statement] of file.statements.entries()) {
      const { schema, created } = now;
      now = advance(now, [statement]);
      const { inside, because } = transactions[index] ?? { inside: 'unknown', because: '' };
      yield {
        ...shared,
        statement,
        before: schema,
        siblings: file.statements,
        inTransaction: inside,
        transactionBecause: because,
        isAdded: (table, column) => created.columns.has(columnKey(table, column)),
      };
    }
  }
  return {
    ...shared,
    dialect: file.dialect,
    before: before.schema,
    up: file.statements,
    transactions,
    down: file.down,
    subjects,
  };
}

function advance(known: Known, statements: readonly Statement[]): Known {
  return {
    schema: applyStatements(known.schema, statements),
    created: createdBy(statements, known.created, known.schema),
  };
}
