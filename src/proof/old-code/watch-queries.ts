import type { SqlParser } from '../../sql/parse.ts';
import type { QueryShape } from '../../sql/query-shape.ts';
import type { PostgresError, ProofDatabase } from '../database.ts';
import type { BrokenQuery } from '../proof.ts';
import type { ProvenMigration, ProvenQuery } from '../subject.ts';
import { blame } from './blame.ts';
import { type Answer, searchPathOf, tryQueries } from './try-queries.ts';

interface Watched {
  readonly query: ProvenQuery;
  readonly shape: QueryShape;
  /** Whether it is run too. */
  readonly run: boolean;
}

/** Follows the released code's queries through the migrations of a pull request. */
export interface QueryWatch {
  /**
   * To be called after each migration, outside a transaction.
   * @param ran whether all of it ran: otherwise what is refused now may be refused for what is missing
   */
  afterMigration(migration: Pick<ProvenMigration, 'path' | 'up'>, ran: boolean): Promise<void>;
  /** What PostgreSQL took before the first migration and refuses after one, sorted by place. */
  broken(): readonly BrokenQuery[];
}

/**
 * Errors that come of the schema: of names, types, and what INSERT and ON CONFLICT rest on. Any other may come of the
 * values or of the sandbox.
 */
const ofSchema = new Set([
  '42P01', // undefined_table
  '42703', // undefined_column
  '42883', // undefined_function, also of operators
  '42804', // datatype_mismatch
  '42846', // cannot_coerce
  '42704', // undefined_object, as a type
  '42702', // ambiguous_column
  '42725', // ambiguous_function
  '42P10', // invalid_column_reference: no unique index for ON CONFLICT
  '42809', // wrong_object_type
  '428C9', // generated_always
  '42601', // syntax_error: more values than columns
  '42803', // grouping_error: columns that the primary key stood for
  '22P02', // invalid_text_representation: a literal that an enum no longer has
  '3F000', // invalid_schema_name
]);

/** Begins to watch: tries all queries on the schema before the pull request's migrations. */
export async function watchQueries(
  database: ProofDatabase,
  queries: readonly ProvenQuery[],
  parser: SqlParser,
): Promise<QueryWatch> {
  const searchPath = await searchPathOf(database);
  const known = queries.flatMap((query): Watched[] => {
    const shape = parser.parse(query.sql)[0]?.query;
    return shape == null ? [] : [{ query, shape, run: fillsColumns(shape) }];
  });
  const attempt = (watched: readonly Watched[]): Promise<Answer[]> =>
    tryQueries(
      database,
      watched.map(({ query, run }) => ({ sql: query.sql, run })),
      searchPath,
    );
  const before = await attempt(known);
  let watched = known.flatMap((each, index): Watched[] => {
    const answer = before[index] ?? null;
    if (answer?.stage === 'prepare') return [];
    // A row of made-up values may break a foreign key or a CHECK: those are looked at after NOT NULL.
    const runs = answer === null || /^23(?!502)/.test(answer.error.code);
    return [{ ...each, run: each.run && runs }];
  });
  const broken: BrokenQuery[] = [];
  return {
    async afterMigration(migration, ran) {
      if (watched.length === 0 || !migration.up.some(mayBreak)) return;
      const answers = await attempt(watched);
      const refused = watched.flatMap((each, index) => {
        const answer = answers[index] ?? null;
        return answer !== null && isRefusal(answer.error, each.shape)
          ? [{ ...each, error: answer.error }]
          : [];
      });
      if (ran)
        for (const { query, shape, error } of refused) {
          const range = blame(migration.up, { sql: query.sql, shape, error });
          const brokenBy = range === null ? null : { path: migration.path, range };
          broken.push({ path: query.path, line: query.line, sql: query.sql, error, brokenBy });
        }
      const gone = new Set(refused.map(({ query }) => query));
      watched = watched.filter(({ query }) => !gone.has(query));
    },
    broken: () => broken.toSorted(byPlace),
  };
}

/** Whether it says for some columns only what they hold: the others must have a default. */
function fillsColumns({ kind, columnsWritten }: QueryShape): boolean {
  return kind === 'insert' && columnsWritten.length > 0;
}

function isRefusal(error: PostgresError, shape: QueryShape): boolean {
  if (ofSchema.has(error.code)) return true;
  return (
    error.code === '23502' &&
    fillsColumns(shape) &&
    shape.tables[0]?.table.name === error.table &&
    !shape.columnsWritten.some(({ column }) => column === error.column)
  );
}

const harmless = new Set([
  'create-table',
  'create-index',
  'create-enum',
  'add-enum-value',
  'validate-constraint',
  'rename-constraint',
  'rename-index',
  'reindex',
  'comment',
  'grant',
  'begin',
  'commit',
  'vacuum',
  'set',
  'lock-table',
  'truncate',
  'refresh-materialized-view',
]);

function mayBreak({ operations }: ProvenMigration['up'][number]): boolean {
  return operations.some(({ kind }) => !harmless.has(kind));
}

function byPlace(a: BrokenQuery, b: BrokenQuery): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || (a.sql < b.sql ? -1 : a.sql > b.sql ? 1 : 0);
}
