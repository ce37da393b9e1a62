import { dirname } from 'node:path';
import type { ChangedFile } from '../change/change.ts';
import { readRepositorySettings } from '../config/repository-settings.ts';
import type { TransactionModel } from '../migrations/migration.ts';
import { buildReport } from '../report/build-report.ts';
import type { Coverage } from '../report/coverage.ts';
import { noFacts } from '../report/facts.ts';
import type { Finding } from '../report/finding.ts';
import type { Report } from '../report/report.ts';
import { replay } from '../review/migration-history.ts';
import { ruleSettings } from '../review/rule-settings-of.ts';
import { checkFile, parseOutcome } from '../review/statement-file.ts';
import { confirmedFindings } from '../review/statement-findings.ts';
import { rules } from '../rules/registry.generated.ts';
import type { RuleSettings } from '../rules/rule-settings.ts';
import { detectDialect } from '../sql/detect-dialect.ts';
import type { Dialect } from '../sql/dialect.ts';
import { createParser, type SqlParser } from '../sql/parse.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Wrapping } from './arguments.ts';
import { mayBeSql, readBelow, readGiven, readText, type TextFile } from './check-files.ts';
import { UsageError } from './usage-error.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly dialect: Dialect | null;
  /** Folder of earlier migrations: what exists. */
  readonly base: string | null;
  /** What wraps each file; `auto`: what its tool does. */
  readonly transaction: Wrapping;
  /** null: the settings' default. */
  readonly postgresVersion: number | null;
  readonly mysqlVersion: number | null;
  /** A YAML or JSON file that says how big tables are. */
  readonly tables: string | null;
}

/**
 * Takes each file as a new migration (or as queries) against tables that exist: those of `base`, and those that the
 * files before it make. Throws UsageError for a path that cannot be read.
 */
export async function check(options: CheckOptions): Promise<Report> {
  const settings = settingsOf(options);
  const earlier = options.base === null ? [] : readBelow(options.base);
  const { files, migrations } = readGiven(options.paths, earlier);
  const parsers = new Map<Dialect, SqlParser>();
  const findings: Finding[] = [];
  const coverage: Coverage[] = [];
  const parser = await parserFor(options.dialect ?? 'postgres');
  const texts = new Map(earlier.map(({ path, text }) => [path, text]));
  const history = [...migrations.values()].filter(({ path }) => texts.has(path));
  let schema = replay(
    history.map((migration) => ({ migration, text: texts.get(migration.path) ?? '', unread: false })),
    parser,
    () => {},
  );
  const byFolder = dialectsOf(files);
  for (const { path, text } of files) {
    const dialect = options.dialect ?? byFolder.get(dirname(path)) ?? 'postgres';
    if (typeof dialect !== 'string') {
      coverage.push({ path, status: 'skipped', backend: true, reason: dialect.reason });
      continue;
    }
    const migration = migrations.get(path) ?? null;
    if (migration === null && !mayBeSql(path)) {
      coverage.push({
        path,
        status: 'skipped',
        backend: true,
        reason: 'it could not be read as a migration',
      });
      continue;
    }
    const file = checkFile(path, text, migration, await parserFor(dialect), wrappings[options.transaction]);
    const run = {
      base: schema,
      files: [file],
      rules,
      history: null,
      settings,
    };
    findings.push(
      ...confirmedFindings({
        run,
        parser: await parserFor(dialect),
        changed: [asAdded(path)],
        history,
        settings: new Map(),
      }),
    );
    coverage.push({ path, backend: true, ...parseOutcome(file) });
    schema = applyStatements(schema, file.statements);
  }
  return buildReport({
    base: '',
    head: '',
    facts: noFacts,
    findings,
    coverage,
    notices: [],
    persona: { state: 'absent', note: '' },
    sentences: { api: [], database: [], security: [], testing: [] },
  });

  async function parserFor(dialect: Dialect): Promise<SqlParser> {
    const known = parsers.get(dialect) ?? (await createParser(dialect));
    parsers.set(dialect, known);
    return known;
  }
}

const wrappings: Readonly<Record<Wrapping, TransactionModel | null>> = {
  file: { mode: 'wrapped', because: '`--transaction file` says that a transaction wraps it' },
  none: { mode: 'none', because: '`--transaction none` says that each statement runs by itself' },
  auto: null,
};

/** What would stand in the repository's settings, read by the same rules. */
function settingsOf({ postgresVersion, mysqlVersion, tables }: CheckOptions): RuleSettings {
  const lines = [
    postgresVersion === null ? '' : `postgres_version: ${postgresVersion}`,
    mysqlVersion === null ? '' : `mysql_version: ${mysqlVersion}`,
    tables === null ? '' : `tables:\n${readText(tables).text.replace(/^/gm, '  ')}`,
  ];
  const { settings, problem } = readRepositorySettings(lines.join('\n'));
  if (problem !== null) throw new UsageError(problem.replace(/^.*?defaults are: /, ''));
  return ruleSettings(settings);
}

/** Files of one folder belong together: one that tells nothing is written in what its neighbours are written in. */
function dialectsOf(files: readonly TextFile[]): ReadonlyMap<string, Dialect | { readonly reason: string }> {
  return new Map(
    [...Map.groupBy(files, ({ path }) => dirname(path))].map(([folder, together]) => {
      const { dialect, because } = detectDialect(together);
      const reason = `another database’s SQL is not analysed (${because})`;
      return [folder, dialect === 'other' ? { reason } : (dialect ?? 'postgres')];
    }),
  );
}

/** All of the file counts as changed. */
function asAdded(path: string): ChangedFile {
  return {
    status: 'added',
    kind: 'text',
    path,
    basePath: null,
    baseObject: null,
    headObject: null,
    hunks: null,
  };
}
