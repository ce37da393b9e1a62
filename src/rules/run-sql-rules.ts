import type { UsageLookUp } from '../code/usages/usage.ts';
import { frameworkOf } from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import type { Proof } from '../proof/proof.ts';
import { nameKey } from '../sql/object-name.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import { withAlteredTables } from './altered-tables.ts';
import { applyDismissals, type UsedDismissal } from './apply-dismissals.ts';
import { type ChosenRules, chooseRules } from './chosen-rules.ts';
import { type Created, columnKey, createdBy, noneCreated } from './created.ts';
import type { Match, Rewrite, Rule, SqlRule } from './rule.ts';
import { type RuleSettings, sizeOf } from './rule-settings.ts';
import { severityOf } from './severity.ts';
import type { SqlMatch } from './sql-match.ts';
import type { StatementFile } from './statement-file.ts';
import type { ChangedMigration, MigrationSubject, ProofSubject, StatementSubject } from './subject.ts';
import { transactionsOf } from './transactions.ts';
import { withProof } from './with-proof.ts';

export interface SqlRun {
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  /** What migrations of the pull request, which are not among the files, do before these are used. */
  readonly migrated?: readonly Statement[];
  /** The files that the pull request adds or changes; migrations in the order in which they run. */
  readonly files: readonly StatementFile[];
  /** The migrations of the base branch and what becomes of them, null where only files are looked at. */
  readonly history: {
    readonly earlier: readonly Migration[];
    readonly changed: readonly ChangedMigration[];
  } | null;
  readonly rules: readonly Rule[];
  readonly settings: RuleSettings;
  /** Who in the repository's code names what the files drop; without it nobody has looked. */
  readonly usesOf?: UsageLookUp;
  /** What running the files has shown; without it nothing was run. */
  readonly proof?: Proof;
  /** Where given, only findings in the file of this path are asked for. */
  readonly only?: string;
  /** Told before work on a file begins. */
  readonly onFile?: (path: string) => void;
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
  const rules = chooseRules(run.rules, run.settings);
  const operations = run.files.flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.operations),
  );
  const start: Known = { schema: withAlteredTables(run.base, operations), created: noneCreated };
  let end = run.migrated === undefined ? start : advance(start, run.migrated);
  const walks = run.files.map((file) => {
    run.onFile?.(file.path);
    if (file.migration === null) return null;
    const walked = walk(end, file.statements);
    end = walked.after;
    return walked;
  });
  const together = historyMatches(run, rules, end.schema);
  const outcomes = run.files.map((file, at) => {
    run.onFile?.(file.path);
    if (run.only !== undefined && run.only !== file.path) return null;
    const walked = walks[at] ?? walk(end, file.statements);
    const subject = subjectOf(file, walked, file.migration === null ? walked.after : end, run);
    const found = [
      ...fileMatches(file, subject, rules, run.settings),
      ...together.filter((match) => match.file === file),
    ];
    const proven = run.proof === undefined ? found : prove(found, file, { ...run, proof: run.proof }, rules);
    const { kept, dismissed, own } = applyDismissals(
      file,
      proven,
      rules.all,
      run.proof?.migrations.some(({ path }) => path === file.path) === true,
    );
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
  rules: ChosenRules,
  settings: RuleSettings,
): SqlMatch[] {
  const found: SqlMatch[] = [];
  for (const one of subject.subjects())
    for (const rule of rules.ofStatement(one.statement)) {
      const asked = rule.options === undefined ? one : { ...one, options: optionsOf(rule, settings) };
      for (const match of rule.detect(asked))
        found.push({
          ...matchOf(rule, match, file, settings, one.statement, () => rule.suggest?.(match, asked)),
          rollout: () => rule.rollout?.(match, asked) ?? null,
        });
      if (rule.looksInside !== true) continue;
      // Without a suggestion: what is taken out of a program, or put into it, may leave none.
      for (const statement of one.statement.inside)
        for (const match of rule.detect({ ...asked, statement }))
          found.push(matchOf(rule, match, file, settings, statement, () => null));
    }
  const whole = rules.ofFile(file.dialect).flatMap((rule) => {
    const asked = rule.options === undefined ? subject : { ...subject, options: optionsOf(rule, settings) };
    return rule
      .detect(asked)
      .map((match) => matchOf(rule, match, file, settings, null, () => rule.suggest?.(match, asked)));
  });
  return [...found, ...whole];
}

/** What running a file has shown of it: findings of its own, and evidence for those that are there. */
function prove(
  found: readonly SqlMatch[],
  file: StatementFile,
  run: SqlRun & { readonly proof: Proof },
  rules: ChosenRules,
): readonly SqlMatch[] {
  const { proof, settings } = run;
  const subject: ProofSubject = {
    path: file.path,
    text: file.text,
    statements: file.statements,
    down: file.down,
    proof,
    own: proof.migrations.find(({ path }) => path === file.path) ?? null,
    reversal: proof.migrations.find(({ reversal }) => reversal?.path === file.path)?.reversal ?? null,
    migration: file.migration,
    base: run.base,
    sizeOf: (table) => sizeOf(settings, table),
    settings,
    options: undefined,
  };
  const shown = rules.ofProof(file.dialect).map((rule) => ({
    joins: rule.joins ?? [],
    ...(rule.saysTheSame && { saysTheSame: rule.saysTheSame }),
    matches: rule
      .detect({ ...subject, options: optionsOf(rule, settings) })
      .map((match) => matchOf(rule, match, file, settings, null, () => null)),
  }));
  return withProof(found, subject, shown);
}

function historyMatches(run: SqlRun, rules: ChosenRules, after: SchemaModel): SqlMatch[] {
  const { history, files, base, settings } = run;
  if (history === null) return [];
  const byPath = new Map(files.map((file) => [file.path, file]));
  const dialect = files[0]?.dialect ?? 'postgres';
  return rules.ofHistory(dialect).flatMap((rule) =>
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
  rules: ChosenRules,
  settings: RuleSettings,
): SqlMatch[] {
  return rules.ofDismissals.flatMap((rule) =>
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
    // A migration of its own would leave the condition behind.
    suggest: () =>
      file.migration?.synthesized === undefined && statement?.conditional !== true
        ? (suggest() ?? null)
        : null,
    rollout: () => null,
  };
}

function optionsOf(rule: SqlRule, settings: RuleSettings): unknown {
  return settings.rules.get(rule.id)?.options;
}

function subjectOf(file: StatementFile, walked: Walk, after: Known, run: SqlRun): MigrationSubject {
  const transactions = transactionsOf(file);
  const earlierInRun = statementsOfRun(file, run.files);
  const earlierInChange = earlierFiles(file, run.files).flatMap(({ statements }) => statements);
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
    usesOf: run.usesOf ?? (() => 'unknown'),
    settings: run.settings,
    options: undefined,
  } satisfies Partial<StatementSubject>;
  function* subjects(): Generator<StatementSubject> {
    let now = walked.before;
    for (const [index, statement] of file.statements.entries()) {
      const { schema, created } = now;
      now = walked.steps[index] ?? advance(now, [statement]);
      const { inside, because } = transactions[index] ?? { inside: 'unknown', because: '' };
      yield {
        ...shared,
        statement,
        before: schema,
        siblings: file.statements,
        earlierInRun,
        earlierInChange,
        inTransaction: inside,
        transactionBecause: because,
        isAdded: (table, column) => created.columns.has(columnKey(table, column)),
      };
    }
  }
  return {
    ...shared,
    dialect: file.dialect,
    before: walked.before.schema,
    up: file.statements,
    transactions,
    down: file.down,
    subjects,
  };
}

/** A file's way from what is known before it to what is known after it. */
interface Walk {
  readonly before: Known;
  readonly after: Known;
  /** After each statement; empty for a file with so many that they are not all to be kept. */
  readonly steps: readonly Known[];
}

const maximumSteps = 100;

function walk(before: Known, statements: readonly Statement[]): Walk {
  if (statements.length > maximumSteps) return { before, after: advance(before, statements), steps: [] };
  let after = before;
  const steps = statements.map((statement) => {
    after = advance(after, [statement]);
    return after;
  });
  return { before, after, steps };
}

/** What the tool has run in the file's transaction before it comes to the file. */
function statementsOfRun(file: StatementFile, files: readonly StatementFile[]): readonly Statement[] {
  if (file.migration?.transaction.scope !== 'run') return [];
  return earlierFiles(file, files)
    .filter(({ migration }) => migration?.transaction.scope === 'run')
    .flatMap(({ statements }) => statements);
}

/** The migrations of the same folder that run before the file. */
function earlierFiles(file: StatementFile, files: readonly StatementFile[]): readonly StatementFile[] {
  if (file.migration === null) return [];
  const { folder } = file.migration;
  return files.slice(0, files.indexOf(file)).filter(({ migration }) => migration?.folder === folder);
}

function advance(known: Known, statements: readonly Statement[]): Known {
  return {
    schema: applyStatements(known.schema, statements),
    created: createdBy(statements, known.created, known.schema),
  };
}
