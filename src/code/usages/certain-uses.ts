import type { ObjectName } from '../../sql/object-name.ts';
import type { QueryShape } from '../../sql/query-shape.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import type { TextRange } from '../../text/range.ts';
import type { ModelName, ModelTable } from '../model-reader.ts';
import type { ReadCode } from './code-file.ts';
import { foldName, foldTable } from './names.ts';
import type { SoughtObject } from './usage.ts';

/** Where a query that parses, or a model of the table, names the object. */
export function certainUses(object: SoughtObject, code: ReadCode, schema: SchemaModel): TextRange[] {
  switch (object.kind) {
    case 'table':
      return [
        ...code
          .sql()
          .flatMap((sql) =>
            sql.queries.some((query) => query.tables.some(({ table }) => isNamed(table, object.table)))
              ? [wordIn(code.text, sql.range, object.table.name)]
              : [],
          ),
        ...modelsOf(object.table, code).map(({ table }) => table.range),
      ];
    case 'column':
      return [
        ...code
          .sql()
          .flatMap((sql) =>
            sql.queries.some((query) => namesColumn(query, object.table, object.column, schema))
              ? [wordIn(code.text, sql.range, object.column)]
              : [],
          ),
        ...modelsOf(object.table, code).flatMap(({ columns }) =>
          columns.filter((column) => standsFor(column, object.column)).map(({ range }) => range),
        ),
      ];
    case 'function': {
      const call = new RegExp(`(?<![\\w."])"?${literal(object.name.name)}"?\\s*\\(`, 'i');
      return code.sql().flatMap((sql) => {
        const at =
          sql.queries.length === 0 ? -1 : code.text.slice(sql.range.start, sql.range.end).search(call);
        return at === -1 ? [] : [{ start: sql.range.start + at, end: sql.range.start + at + 1 }];
      });
    }
    case 'enum-value':
      return code.path.endsWith('.prisma') ? prismaValues(code.text, object.type, object.value) : [];
  }
}

/** The models in a file that stand for a table. */
export function modelsOf(table: ObjectName, code: ReadCode): ModelTable[] {
  return code.models().filter(({ table: { name, exact } }) => {
    if (!exact) return foldTable(name) === foldTable(table.name);
    const [own = '', schema = null] = name.split('.').reverse();
    return isNamed({ schema, name: own }, table);
  });
}

/** A name without a schema may be any table of that name: the search path is not known here. */
function isNamed(used: ObjectName, sought: ObjectName): boolean {
  if (used.name.toLowerCase() !== sought.name.toLowerCase()) return false;
  return used.schema === null || used.schema === (sought.schema ?? 'public') || sought.schema === null;
}

function standsFor({ name, exact }: ModelName, column: string): boolean {
  return exact ? name.toLowerCase() === column.toLowerCase() : foldName(name) === foldName(column);
}

function namesColumn(query: QueryShape, table: ObjectName, column: string, schema: SchemaModel): boolean {
  if (!query.tables.some((use) => isNamed(use.table, table))) return false;
  const tables = [...new Set(query.tables.map((use) => use.table.name.toLowerCase()))];
  // Where a column without a table may be another table's, the text does not tell.
  const onlyHere =
    tables.length === 1 ||
    ([...schema.tables.values()].every(
      (other) =>
        isNamed(other.name, table) ||
        !tables.includes(other.name.name.toLowerCase()) ||
        (other.complete && !hasColumn(other.columns, column)),
    ) &&
      tables.every((name) =>
        [...schema.tables.values()].some((known) => known.name.name.toLowerCase() === name),
      ));
  return [...query.columnsRead, ...query.columnsWritten].some(
    (use) =>
      use.column.toLowerCase() === column.toLowerCase() &&
      (use.table === null ? onlyHere : isNamed(use.table, table)),
  );
}

function hasColumn(columns: ReadonlyMap<string, unknown>, column: string): boolean {
  return [...columns.keys()].some((name) => name.toLowerCase() === column.toLowerCase());
}

/** The values of Prisma's enums: the generated client sends them. */
function prismaValues(text: string, type: ObjectName, value: string): TextRange[] {
  return [...text.matchAll(/^[ \t]*enum[ \t]+(\w+)[ \t]*\{([^}]*)\}/gm)].flatMap((match) => {
    const body = match[2] ?? '';
    const own = /@@map\(\s*(?:name:\s*)?"([^"\n]+)"/.exec(body)?.[1] ?? match[1] ?? '';
    if (own.toLowerCase() !== type.name.toLowerCase()) return [];
    const start = match.index + match[0].length - body.length - 1;
    return [...body.matchAll(/^[ \t]*(\w+)(?:[ \t]+@map\("([^"\n]+)"\))?/gm)]
      .filter((line) => (line[2] ?? line[1]) === value)
      .map((line) => ({ start: start + line.index, end: start + line.index + line[0].length }));
  });
}

/** The first place of a name in a range, its beginning where it is not found. */
function wordIn(text: string, { start, end }: TextRange, name: string): TextRange {
  const at = text.slice(start, end).search(new RegExp(`(?<![\\w$])${literal(name)}(?![\\w$])`, 'i'));
  // A string may begin with a line break: the first line that says something stands for it.
  const blank = /^\W*/.exec(text.slice(start, end))?.[0].length ?? 0;
  const from = start + (at === -1 ? Math.min(blank, end - start) : at);
  return { start: from, end: from + 1 };
}

function literal(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
