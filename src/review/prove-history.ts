import type { Dump } from '../migrations/dumps.ts';
import type { PlacedStatement, ProofRequest } from '../proof/subject.ts';
import type { ProofFact } from '../report/facts.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { type RuleSettings, sizeOf } from '../rules/rule-settings.ts';
import { isSmall } from '../rules/severity.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import { nameKey, type ObjectName } from '../sql/object-name.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { Statement } from '../sql/statement.ts';
import { indexLines } from '../text/lines.ts';
import { historyKey, textKey } from './history-cache.ts';
import { statementsOf } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';
import { changedQueries, type ProvenCode, provenQueries, writersAmong } from './proof-queries.ts';
import { pastStatements, provenMigrations } from './proof-request.ts';
import type { SqlContext } from './sql-analysis.ts';
import { migrationFile } from './statement-file.ts';

interface ProvenHistory {
  readonly folder: string;
  /** The changed migrations, in the order in which they run. */
  readonly files: readonly StatementFile[];
  readonly earlier: readonly MigrationText[];
  readonly dump: Dump | null;
  readonly schema: SchemaModel;
  readonly parser: SqlParser;
  readonly settings: RuleSettings;
}

/** What running a history has shown, or why it was not run, each reason a Markdown sentence. */
export interface HistoryProof {
  readonly fact: ProofFact | null;
  readonly reasons: readonly string[];
}

export const notAsked: HistoryProof = { fact: null, reasons: [] };

const products: Readonly<Record<string, string>> = {
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  mssql: 'SQL Server',
};

/** Runs the changed migrations of one history, and the queries of its code. */
export async function proveHistory(context: SqlContext, history: ProvenHistory): Promise<HistoryProof> {
  const { prove } = context.input;
  const { parser, files } = history;
  if (prove === null) return notAsked;
  const migrations = provenMigrations(files);
  if (parser.dialect !== 'postgres')
    return migrations.length === 0
      ? notAsked
      : {
          fact: null,
          reasons: [`nothing was run: the proof's database is PostgreSQL, not ${products[parser.dialect]}.`],
        };
  const code = await codeOf(context, history);
  if (migrations.length === 0 && !code.queries.some(({ changed }) => changed)) return notAsked;
  const texts = Object.fromEntries(
    migrations.flatMap(({ path, text, up }) =>
      up.map(({ range }) => [`${path} ${range.start}`, text.slice(range.start, range.end)]),
    ),
  );
  const base = baseOf(history);
  const besidePrograms = hasPrograms(
    history.folder,
    (await context.input.base.list()).map(({ path }) => path),
  );
  const request: ProofRequest = {
    base: { ...base, isWhole: base.isWhole && !besidePrograms },
    migrations,
    ...code,
    sources: sourcesOf(history, code.queries, besidePrograms),
    isSmall(table) {
      const size = sizeOf(history.settings, nameOf(table));
      return size !== null && isSmall(size);
    },
    parser,
  };
  try {
    return { fact: { proof: await prove(request), texts }, reasons: [] };
  } catch (error) {
    if (!isProofEnded(error)) throw error;
    return { fact: null, reasons: [`nothing was run: ${codeSpan(error.reason)}.`] };
  }
}

/** The error of a proof that found no database; its class belongs to the room that review does not know. */
function isProofEnded(error: unknown): error is Error & { readonly reason: string } {
  return error instanceof Error && 'code' in error && error.code === 'PROOF_ENDED' && 'reason' in error;
}

/**
 * Whether some of a folder's migrations are programs (goose's in Go, those in folders beside Prisma's): what they make and
 * fill is not known here.
 */
function hasPrograms(folder: string, paths: readonly string[]): boolean {
  const program = /^v?\d[\w.-]*(?:\/[\w.-]+)?\.(?:go|[cm]?[jt]s|py|rb|java|kt|php)$/i;
  const inside = folder === '' ? '' : `${folder}/`;
  return paths.some((path) => path.startsWith(inside) && program.test(path.slice(inside.length)));
}

/** What ran before the pull request: the dump that tells it, or the migrations. */
function baseOf({ dump, earlier, schema, parser }: ProvenHistory): ProofRequest['base'] {
  if (dump?.form === 'sql')
    return {
      key: textKey(dump.text, parser.dialect),
      texts: () => [dump.text],
      statements: () => parser.parse(dump.text).map((statement) => ({ ...statement, transaction: null })),
      isWhole: schema.complete,
    };
  return {
    key: historyKey(earlier, parser.dialect),
    texts: () => earlier.map(({ text }) => text),
    statements: () => pastStatements(earlier.map((read) => migrationFile(read, parser, true))),
    isWhole: schema.complete,
  };
}

function asSent(statement: Statement): Statement {
  return statement.sent == null ? statement : { ...statement, text: statement.sent };
}

function sourcesOf(
  { earlier, parser }: ProvenHistory,
  queries: ProofRequest['queries'],
  besidePrograms: boolean,
): ProofRequest['sources'] {
  let placed: readonly PlacedStatement[] | null = null;
  return {
    get statements() {
      placed ??= earlier.flatMap((read) => {
        const lines = indexLines(read.text);
        return statementsOf(read, 'up', parser).map((statement) => ({
          ...asSent(statement),
          path: read.migration.path,
          line: lines.lineAt(statement.range.start),
          how: 'migration' as const,
        }));
      });
      return placed;
    },
    besidePrograms,
    writers: writersAmong(queries, parser),
  };
}

/**
 * The code that names tables which the migrations touch: it is read only where there are some that were there. Beside it
 * the queries that the pull request changes, where they can mean no other history's tables.
 */
async function codeOf(context: SqlContext, { files, schema, parser }: ProvenHistory): Promise<ProvenCode> {
  const touched = new Set(files.flatMap(({ statements }) => tablesOf(statements, schema)));
  const code = touched.size === 0 ? null : await context.searchedCode();
  const found = provenQueries(code?.files ?? [], touched, parser);
  if (context.head.size > 1 || context.base.size > 1) return found;
  const known = new Set(found.queries.map(placeOf));
  const more = changedQueries(context.senders, parser).filter((query) => !known.has(placeOf(query)));
  return { ...found, queries: [...found.queries, ...more] };
}

function placeOf({ path, line, sql }: ProvenCode['queries'][number]): string {
  return `${path} ${line} ${sql}`;
}

/** Names, in lower case, of the tables of a schema that statements change. */
function tablesOf(statements: readonly Statement[], { tables }: SchemaModel): string[] {
  return statements.flatMap(({ operations }) =>
    operations.flatMap((operation) => {
      if (operation.kind === 'drop-index')
        return [...tables.values()]
          .filter(({ indexes }) => indexes.some(({ name }) => name === operation.index.name))
          .map(({ name }) => name.name.toLowerCase());
      const table = 'table' in operation ? operation.table : null;
      return table != null && tables.has(nameKey(table)) ? [table.name.toLowerCase()] : [];
    }),
  );
}

function nameOf(shown: string): ObjectName {
  const [first = '', second] = shown.replaceAll('"', '').split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}
