import { frameworkOf } from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import { nameKey } from '../sql/object-name.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { withAlteredTables } from './altered-tables.ts';
import { type Created, columnKey, createdBy, noneCreated } from './created.ts';
import type { Match, Rule, StatementRule, StatementSubject } from './rule.ts';
import { transactionsOf } from './transactions.ts';

/** An SQL file at the head, parsed: the statements of a migration's up direction, or all of a query file. */
export interface StatementFile {
  readonly path: string;
  readonly text: string;
  /** null for a file that no migration tool runs. */
  readonly migration: Migration | null;
  readonly statements: readonly Statement[];
  /** True where the project tells the dialect (settings, provider, history), false where it is guessed. */
  readonly dialectKnown: boolean;
}

export interface StatementRun {
  /** What exists before the pull request. */
  readonly base: SchemaModel;
  /** The files that the pull request adds or changes; migrations in the order in which they run. */
  readonly files: readonly StatementFile[];
  readonly rules: readonly Rule[];
  readonly settings: StatementSubject['settings'];
  /** Where given, only findings in the file of this path are asked for. */
  readonly only?: string;
  /** Told before work on a file begins. */
  readonly onFile?: (path: string) => void;
}

/** A finding before it has words: the rule's own fill them (`fillWords`), its `suggest` takes match and subject. */
export interface StatementMatch {
  readonly rule: StatementRule;
  readonly match: Match;
  readonly subject: StatementSubject;
}

/** What is known at one point of the pull request. */
interface Known {
  readonly schema: SchemaModel;
  readonly created: Created;
}

/**
 * Runs the rules about statements over all files, in their order. Migrations build on each other; a query file sees
 * what exists after all of them, and what it creates is known in itself only.
 */
export function runStatementRules(run: StatementRun): readonly StatementMatch[] {
  const rules = run.rules.filter((rule) => rule.about === 'statement');
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
  let now = start;
  return run.files.flatMap((file) => {
    run.onFile?.(file.path);
    const before = file.migration === null ? end : now;
    const after = file.migration === null ? advance(end, file.statements) : end;
    if (file.migration !== null) now = advance(now, file.statements);
    if (run.only !== undefined && run.only !== file.path) return [];
    // One subject at a time: each holds a schema of its own, and thousands of them fill the memory.
    const matches: StatementMatch[] = [];
    for (const subject of subjectsOf(file, before, after, run))
      for (const rule of rules)
        if (rule.dialects.includes(subject.statement.dialect))
          matches.push(...rule.detect(subject).map((match) => ({ rule, match, subject })));
    return matches;
  });
}

function* subjectsOf(
  file: StatementFile,
  before: Known,
  after: Known,
  run: StatementRun,
): Generator<StatementSubject> {
  const transactions = transactionsOf(file.statements, file.migration);
  let now = before;
  for (const [index, statement] of file.statements.entries()) {
    const { schema, created } = now;
    now = advance(now, [statement]);
    const { inside, because } = transactions[index] ?? { inside: 'unknown', because: '' };
    yield {
      statement,
      text: file.text,
      path: file.path,
      migration: file.migration,
      tool: file.migration === null ? null : (frameworkOf(file.migration.framework) ?? null),
      dialectKnown: file.dialectKnown,
      base: run.base,
      before: schema,
      after: after.schema,
      siblings: file.statements,
      inTransaction: inside,
      transactionBecause: because,
      isNew: (table) => after.created.tables.has(nameKey(table)),
      isAdded: (table, column) => created.columns.has(columnKey(table, column)),
      settings: run.settings,
    };
  }
}

function advance(known: Known, statements: readonly Statement[]): Known {
  return {
    schema: applyStatements(known.schema, statements),
    created: createdBy(statements, known.created, known.schema),
  };
}
