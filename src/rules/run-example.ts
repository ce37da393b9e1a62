import { findUsages, type SearchedFile } from '../code/usages/find-usages.ts';
import type { UsageLookUp } from '../code/usages/usage.ts';
import { findMigrations, orderMigrations, readMigration } from '../migrations/find-migrations.ts';
import { followUpFiles } from '../migrations/follow-ups.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrationStatements } from '../migrations/migration-statements.ts';
import { type Dialect, dialects } from '../sql/dialect.ts';
import { createParser, type SqlParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { soughtObjects } from './dropped.ts';
import type { HistoryExample, SqlExample } from './example.ts';
import { isSqlRule, type Rewrite, type Rule, type SqlRule } from './rule.ts';
import { defaultRuleSettings, type RuleSettings } from './rule-settings.ts';
import { runSqlRules } from './run-sql-rules.ts';
import type { SqlMatch } from './sql-match.ts';
import type { StatementFile } from './statement-file.ts';
import type { ChangedMigration } from './subject.ts';

const parsers = new Map<Dialect, SqlParser>(
  await Promise.all(dialects.map(async (dialect) => [dialect, await createParser(dialect)] as const)),
);

/** A file of an example as the pull request would have it. */
export interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

/** The dialects in which an example of a rule is tried. */
export function dialectsOf(rule: SqlRule, example: Pick<SqlExample, 'dialect'>): readonly Dialect[] {
  return example.dialect === undefined ? rule.dialects : [example.dialect];
}

/** The file that an example is about. */
export function fileOf(example: SqlExample): ExampleFile {
  return { path: example.path ?? 'migrations/0042_change.sql', text: example.sql };
}

/** Reads a file as the review does: which tool runs it, and the statements of its two ways. */
export function readFile(file: ExampleFile, dialect: Dialect = 'postgres'): StatementFile {
  const migration = readMigration(file.path, file.text, findMigrations([file.path]).get(file.path));
  const ways =
    migration === null
      ? { statements: parse(dialect, file.text), down: [] }
      : migrationStatements(migration, file.text, { dialect, parse: (sql) => parse(dialect, sql) });
  return { ...file, dialect, migration, wrapping: null, ...ways, dialectKnown: true };
}

/** Runs rules over files on top of the example's base. */
export function runExample(
  example: SqlExample,
  rules: readonly Rule[],
  files: readonly ExampleFile[] = [fileOf(example)],
  dialect: Dialect = example.dialect ?? 'postgres',
): readonly SqlMatch[] {
  const base = applyStatements(
    emptySchema({ complete: example.base !== undefined }),
    parse(dialect, example.base ?? ''),
  );
  const read = files.map((file) => readFile(file, dialect));
  const usesOf = usesIn(example, read, base, dialect);
  return runSqlRules({
    base,
    files: read,
    history: null,
    rules,
    settings: settingsOf(example, rules),
    ...(usesOf === null ? {} : { usesOf }),
  }).matches;
}

/** Who in an example's code names what its files drop; null where it has no code. */
function usesIn(
  { code, codeBefore }: SqlExample,
  files: readonly StatementFile[],
  base: SchemaModel,
  dialect: Dialect,
): UsageLookUp | null {
  const parser = parsers.get(dialect);
  if (code === undefined || parser === undefined) return null;
  const head = Object.entries(code).map(
    ([path, text]): SearchedFile => ({
      path,
      text,
      side: codeBefore?.[path] === undefined ? 'both' : 'head',
    }),
  );
  const before = Object.entries(codeBefore ?? {}).map(
    ([path, text]): SearchedFile => ({ path, text, side: 'base' }),
  );
  return findUsages(soughtObjects(files, base), [...head, ...before], {
    parser,
    schema: base,
    complete: true,
    onFile: () => {},
  });
}

/** Runs rules about histories over the files of an example. */
export function runHistory(
  example: HistoryExample,
  rules: readonly Rule[],
  dialect: Dialect = example.dialect ?? 'postgres',
): readonly SqlMatch[] {
  const base = migrationsOf(example.base);
  const after = { ...example.base, ...example.head };
  const head = migrationsOf(
    Object.fromEntries(
      Object.entries(after).flatMap(([path, text]) => (text === null ? [] : [[path, text]])),
    ),
  );
  const changed = Object.keys(example.head).flatMap((path): ChangedMigration[] => {
    const now = head.find((migration) => migration.path === path);
    const was = base.find((migration) => migration.path === path);
    const migration = now ?? was;
    if (migration === undefined) return [];
    const text = example.head[path] ?? '';
    return [
      {
        migration,
        status: now === undefined ? 'removed' : was === undefined ? 'added' : 'modified',
        text,
        up: now === undefined ? [] : readFile({ path, text }, dialect).statements,
        before: was === undefined ? null : { migration: was, text: example.base[path] ?? '' },
      },
    ];
  });
  const touched = new Set(changed.map(({ migration }) => migration.path));
  const earlier = base
    .filter(({ path }) => !touched.has(path))
    .flatMap(({ path }) => readFile({ path, text: example.base[path] ?? '' }, dialect).statements);
  return runSqlRules({
    base: applyStatements(emptySchema({ complete: true }), earlier),
    files: changed
      .filter(({ status }) => status !== 'removed')
      .map(({ migration: { path }, text }) => readFile({ path, text }, dialect)),
    history: { earlier: base, changed },
    rules,
    settings: settingsOf(example, rules),
  }).matches;
}

/** The files after a suggestion: the changed one, and the later migrations that it names. */
export function filesAfter(file: ExampleFile, found: SqlMatch, rewrite: Rewrite): readonly ExampleFile[] {
  const { start, end } = rewrite.range;
  const text = file.text.slice(0, start) + rewrite.text + file.text.slice(end);
  const { migration } = found.file;
  const later = migration === null ? [] : followUpFiles(migration, [migration], rewrite.followUps);
  return [{ path: file.path, text }, ...later];
}

function parse(dialect: Dialect, text: string): readonly Statement[] {
  return parsers.get(dialect)?.parse(text) ?? [];
}

function migrationsOf(files: Readonly<Record<string, string>>): readonly Migration[] {
  const claims = findMigrations(Object.keys(files));
  return orderMigrations(
    Object.entries(files).flatMap(([path, text]) => readMigration(path, text, claims.get(path)) ?? []),
  );
}

/** Policies are on where they are tried; with the example's values where there are some. */
function settingsOf(
  example: Pick<SqlExample, 'postgresVersion' | 'mysqlVersion' | 'options' | 'tables'>,
  rules: readonly Rule[],
): RuleSettings {
  const size = { rows: null, bytes: null, writesPerSecond: null };
  return {
    postgresVersion: example.postgresVersion ?? defaultRuleSettings.postgresVersion,
    mysqlVersion: example.mysqlVersion ?? defaultRuleSettings.mysqlVersion,
    rules: new Map(
      rules
        .filter(isSqlRule)
        .filter((rule) => rules.length === 1 && (rule.state === 'policy' || rule.options !== undefined))
        .map((rule) => [rule.id, { severity: null, options: rule.options?.parse(example.options ?? {}) }]),
    ),
    tables: new Map(
      Object.entries(example.tables ?? {}).map(([name, known]) => [name, { ...size, ...known }]),
    ),
  };
}
