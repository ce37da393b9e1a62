import type { SqlParser } from '../../sql/parse.ts';
import type { TextRange } from '../../text/range.ts';
import type { ModelReader, ModelTable } from '../model-reader.ts';
import { modelReaders } from '../registry.generated.ts';
import { type EmbeddedSql, embeddedSql, queriesOf } from './embedded-sql.ts';
import { type CodeToken, scanCode } from './scan.ts';

/** A file of code as the search sees it; what is expensive is read when it is first asked for. */
export interface ReadCode {
  readonly path: string;
  readonly text: string;
  tokens(): readonly CodeToken[];
  /** Queries in strings; in a file of SQL, the file. */
  sql(): readonly EmbeddedSql[];
  models(): readonly ModelTable[];
}

export function readCode(path: string, text: string, parser: SqlParser): ReadCode {
  const isSql = /\.sql$/i.test(path);
  const tokens = once(() => (isSql ? [] : scanCode(path, text)));
  const whole: TextRange = { start: 0, end: text.length };
  return {
    path,
    text,
    tokens,
    sql: once(() =>
      isSql
        ? [{ range: whole, text, queries: queriesOf(text, parser) }]
        : embeddedSql(text, tokens(), parser),
    ),
    models: once(() => readersOf(path, text).flatMap((reader) => reader.read(text, path))),
  };
}

/** Whether a file may hold models of tables. */
export function mayHoldModels(path: string, text: string): boolean {
  return readersOf(path, text).length > 0;
}

function readersOf(path: string, text: string): ModelReader[] {
  return modelReaders.filter((reader) => reader.paths.test(path) && reader.mentions.test(text));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
