import type { Dialect } from './dialect.ts';
import type { Statement } from './statement.ts';

export interface SqlParser {
  readonly dialect: Dialect;
  /**
   * The statements of a text, in order, with ranges in that text. Never throws: what does not parse is a statement with
   * `failure`, and hides none of its neighbours. A message that begins with `not understood:` says that the parser
   * gave up (a template, a form it does not know), any other is the database's own word for a syntax error.
   */
  parse(text: string): Statement[];
}

/** Loads the parser of a dialect (once a process, by the module system) and answers it. */
export async function createParser(dialect: Dialect): Promise<SqlParser> {
  if (dialect === 'postgres') {
    const [{ loadModule }, { parsePostgres }] = await Promise.all([
      import('libpg-query'),
      import('./postgres/parse-postgres.ts'),
    ]);
    await loadModule();
    return { dialect, parse: parsePostgres };
  }
  throw new Error(`no parser for ${dialect}`);
}
