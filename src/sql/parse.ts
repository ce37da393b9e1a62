import type { Parser as NodeSqlParser } from 'node-sql-parser';
import type { Dialect } from './dialect.ts';
import type { Statement } from './statement.ts';
import { parseWithBlocks } from './template-blocks.ts';

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
    const [{ loadModule }, { parsePostgres }, { tokenize }] = await Promise.all([
      import('libpg-query'),
      import('./postgres/parse-postgres.ts'),
      import('./postgres/tokens.ts'),
    ]);
    await loadModule();
    return { dialect, parse: (text) => parseWithBlocks(text, dialect, tokenize, parsePostgres) };
  }
  const [{ parseOther }, { tokenizeOther }, parser] = await Promise.all([
    import('./other-dialects/parse-other.ts'),
    import('./other-dialects/tokens.ts'),
    loadBuild(dialect),
  ]);
  const database = dialect === 'mssql' ? 'transactsql' : dialect;
  const astify = (sql: string): unknown => parser.astify(sql, { database });
  return {
    dialect,
    parse: (text) =>
      parseWithBlocks(
        text,
        dialect,
        (each) => tokenizeOther(each, dialect),
        (each) => parseOther(each, dialect, astify),
      ),
  };
}

/** Each build holds the grammar of one database: a twentieth of the whole library. */
async function loadBuild(
  dialect: Exclude<Dialect, 'postgres'>,
): Promise<{ astify: NodeSqlParser['astify'] }> {
  switch (dialect) {
    case 'mysql':
      return new (await import('node-sql-parser/build/mysql.js')).default.Parser();
    case 'mariadb':
      return new (await import('node-sql-parser/build/mariadb.js')).default.Parser();
    case 'sqlite':
      return new (await import('node-sql-parser/build/sqlite.js')).default.Parser();
    case 'mssql':
      return new (await import('node-sql-parser/build/transactsql.js')).default.Parser();
  }
}
