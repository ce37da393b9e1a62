import { queriesIn } from '../code/queries/queries-in.ts';
import { transactionsIn } from '../code/queries/transactions-in.ts';
import type { ProvenQuery, ProvenTransaction, TableWriter } from '../proof/subject.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { ChangedSource } from './analysis-input.ts';
import type { SearchedCode } from './code-search.ts';

/** A query of one side, before the two sides are compared. */
type SidedQuery = Omit<ProvenQuery, 'changed'>;

/** What the code sends. */
export interface ProvenCode {
  readonly queries: readonly ProvenQuery[];
  /** Of the head. */
  readonly transactions: readonly ProvenTransaction[];
}

/**
 * The queries of the released code, and those that the pull request adds or changes. `code` is read where it names one of
 * the tables.
 */
export function provenQueries(
  code: SearchedCode['files'],
  tables: ReadonlySet<string>,
  parser: SqlParser,
): ProvenCode {
  const names = [...tables];
  const named = code.filter(({ text }) => {
    const lower = text.toLowerCase();
    return names.some((name) => lower.includes(name));
  });
  const before = new Map<string, Set<string>>();
  const queries: ProvenQuery[] = [];
  for (const { path, text, side } of named) {
    if (side === 'head') continue;
    const own = sidedQueries(path, text, parser);
    before.set(path, new Set(own.map(({ sql }) => sql)));
    queries.push(...own.map((query) => ({ ...query, changed: false })));
  }
  for (const { path, text, side } of named)
    if (side === 'head')
      queries.push(
        ...sidedQueries(path, text, parser)
          .filter(({ sql }) => before.get(path)?.has(sql) !== true)
          .map((query) => ({ ...query, changed: true })),
      );
  const transactions = named
    .filter(({ side }) => side !== 'base')
    .flatMap(({ path, text, side }) =>
      transactionsIn(path, text, parser).map((own) => ({
        path,
        changed: side === 'head',
        queries: own.queries,
      })),
    );
  return { queries, transactions };
}

/** The queries of changed files that were not in them before. */
export function changedQueries(sources: readonly ChangedSource[], parser: SqlParser): ProvenQuery[] {
  return sources.flatMap(({ file, base, head }) => {
    const before = new Set(sidedQueries(file.path, base?.text ?? '', parser).map(({ sql }) => sql));
    return sidedQueries(file.path, head?.text ?? '', parser)
      .filter(({ sql }) => !before.has(sql))
      .map((query) => ({ ...query, changed: true }));
  });
}

function sidedQueries(path: string, text: string, parser: SqlParser): SidedQuery[] {
  return queriesIn(path, text, parser).map((query) => ({ path, ...query }));
}

/** Who inserts rows, of queries that are INSERTs with a list of columns. */
export function writersAmong(queries: readonly ProvenQuery[], parser: SqlParser): TableWriter[] {
  return queries.flatMap(({ path, line, sql }) => {
    const query = parser.parse(sql)[0]?.query ?? null;
    const table = query?.tables.find(({ access }) => access === 'write')?.table;
    if (query?.kind !== 'insert' || table === undefined) return [];
    const columns = query.columnsWritten.map(({ column }) => ({ name: column, value: 'given' as const }));
    return [{ path, line, table, columns: query.partial || columns.length === 0 ? 'unknown' : columns }];
  });
}
