import type { DdlOperation } from '../../sql/operation.ts';
import type { TextRange } from '../../text/range.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

/** Bytes that PostgreSQL keeps of a name (`NAMEDATALEN` less one). */
const maximumBytes = 63;

export default defineRule({
  id: 'identifier-too-long',
  about: 'statement',
  title: 'Name that PostgreSQL cuts off',
  family: 'naming',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:identifier-too-long',
    'strong_migrations:max_constraint_name_length',
    'https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS',
  ],
  what: 'The database knows `{name}` as `{kept}`: code that looks for the whole name in the catalogue does not find it, and another name with the same beginning is taken.',
  why: 'It has {bytes} bytes; what is over 63 is cut off, with a notice that nobody reads.',
  fix: 'Give it a name of at most 63 bytes.',
  examples: {
    bad: [
      {
        title: 'an index',
        sql: 'CREATE INDEX CONCURRENTLY index_orders_on_customer_id_and_created_at_and_state_and_warehouse_id ON orders (customer_id, created_at, state, warehouse_id);',
        at: 'CREATE INDEX CONCURRENTLY index_orders_on_customer_id_and_created_at_and_state_and_warehouse_id ON orders (customer_id, created_at, state, warehouse_id)',
      },
      {
        title: 'a constraint',
        sql: 'ALTER TABLE orders ADD CONSTRAINT orders_customer_id_and_warehouse_id_and_created_at_must_be_set_together CHECK (a = b) NOT VALID;',
        at: 'ADD CONSTRAINT orders_customer_id_and_warehouse_id_and_created_at_must_be_set_together CHECK (a = b) NOT VALID',
      },
    ],
    good: [
      {
        title: 'exactly 63 bytes',
        sql: `CREATE INDEX CONCURRENTLY ${'i'.repeat(63)} ON orders (customer_id);`,
      },
      {
        title: 'a long condition',
        sql: `ALTER TABLE orders ADD COLUMN note text DEFAULT '${'x'.repeat(80)}';`,
      },
    ],
  },
  detect(subject) {
    return subject.statement.operations.flatMap((operation): Match[] =>
      namesOf(operation)
        .map((name) => writtenWhole(subject, operation.range, name))
        .filter((name) => Buffer.byteLength(name) > maximumBytes)
        .map((name) => ({
          range: operation.range,
          object: name,
          data: { name, kept: cut(name), bytes: String(Buffer.byteLength(name)) },
          evidence: [
            documented(
              'The system uses no more than NAMEDATALEN-1 bytes of an identifier; longer names can be written in commands, but they will be truncated (PostgreSQL manual, 4.1.1 Identifiers and Key Words)',
            ),
          ],
        })),
    );
  },
});

/** The names that an operation gives. */
function namesOf(operation: DdlOperation): string[] {
  switch (operation.kind) {
    case 'create-table':
      return [
        operation.table.name,
        ...operation.columns.map(({ name }) => name),
        ...operation.constraints.flatMap(({ name }) => name ?? []),
      ];
    case 'add-column':
      return [operation.column.name];
    case 'add-constraint':
      return operation.constraint.name === null ? [] : [operation.constraint.name];
    case 'create-index':
      return operation.index.name === null ? [] : [operation.index.name];
    case 'rename-table':
      return [operation.to.name];
    case 'rename-column':
    case 'rename-constraint':
    case 'rename-index':
      return [operation.to];
    case 'create-enum':
    case 'create-object':
      return [operation.name.name];
    default:
      return [];
  }
}

/** The parser cuts names, too: the whole one stands in the text. */
function writtenWhole({ text }: StatementSubject, range: TextRange, name: string): string {
  if (Buffer.byteLength(name) < maximumBytes - 3) return name;
  const place = text.slice(range.start, range.end);
  const start = place.toLowerCase().indexOf(name.toLowerCase());
  const more = /^[\w$\u0080-\uffff]*/.exec(place.slice(start + name.length))?.[0] ?? '';
  return start === -1 ? name : name + more;
}

/** As PostgreSQL does: whole characters. */
function cut(name: string): string {
  let kept = '';
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > maximumBytes) break;
    kept += character;
  }
  return kept;
}
