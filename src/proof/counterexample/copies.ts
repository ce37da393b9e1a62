import type { PostgresError } from '../database.ts';
import { columnOf, type TableShape, type Tables } from '../rows/table-shape.ts';

/** A longer query is none to paste. */
const longest = 600;

/**
 * Questions about the rows that an INSERT … SELECT copies, by what its target refuses: its own query, asked for those.
 * @param now tables as they are when it is run
 */
export function copies(text: string, error: PostgresError, now: Tables): string[] {
  const copy = copyOf(text);
  const target = [...now.values()].find(
    ({ name, schema }) => name === error.table && schema === (error.schema ?? schema),
  );
  if (copy === null || copy.query.length > longest) return [];
  const names = copy.columns ?? target?.columns.map(({ shown }) => shown);
  if (names === undefined) return [];
  const from = `(${copy.query}) AS copied (${names.join(', ')})`;
  if (error.code === '23502' && error.column !== null) {
    const name = names.find((each) => bare(each) === error.column);
    return name === undefined ? [] : [`SELECT count(*) FROM ${from} WHERE ${name} IS NULL`];
  }
  const keys = error.code === '23505' && target !== undefined ? keysOf(target, error) : null;
  if (keys === null || !keys.every((key) => names.some((name) => bare(name) === bare(key)))) return [];
  const list = keys.join(', ');
  return [`SELECT ${list}, count(*) FROM ${from} GROUP BY ${list} HAVING count(*) > 1`];
}

interface Copy {
  /** Of the target, as they are written; null where the statement names none. */
  readonly columns: readonly string[] | null;
  readonly query: string;
}

/** null where it is no such statement, or does more than copy. */
function copyOf(text: string): Copy | null {
  const head =
    /^\s*insert\s+into\s+(?:[\w$]+|"[^"]+")(?:\.(?:[\w$]+|"[^"]+"))?\s*(?:\(([^()]*)\))?\s*(?=(?:select|with)\b)/i.exec(
      text,
    );
  if (head === null || /\bon\s+conflict\b|\breturning\b|--|\/\*/i.test(text)) return null;
  const columns = head[1]?.split(',').map((name) => name.trim()) ?? null;
  const query = text.slice(head[0].length).replace(/;\s*$/, '').replace(/\s+/g, ' ').trim();
  return { columns, query };
}

function keysOf(target: TableShape, { constraint }: PostgresError): readonly string[] | null {
  const index = target.uniques.find(({ name }) => name === constraint);
  if (index === undefined || index.predicate !== null || index.columns.includes(0)) return null;
  return index.columns.map((number) => columnOf(target, number)?.shown ?? '');
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase();
}
