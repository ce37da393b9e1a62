import { showName } from '../../sql/object-name.ts';
import type { IndexModel } from '../../sql/schema/model.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'redundant-prefix-index',
  about: 'statement',
  on: ['create-index'],
  title: 'Index that a longer one replaces',
  family: 'index',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'skeema:dupe-index',
    'bytebase:INDEX_NOT_REDUNDANT',
    'sqlcheck:2005',
    'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
  ],
  what: 'Each write to `{table}` keeps `{shorter}` up to date, and `{longer}` serves the same queries.',
  why: '`{longer}` begins with the columns of `{shorter}`.',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'the shorter one is new',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_at_idx ON orders (user_id, at);',
        sql: 'CREATE INDEX orders_user_idx ON orders (user_id);',
        at: 'CREATE INDEX orders_user_idx ON orders (user_id)',
      },
      {
        title: 'the longer one is new',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'CREATE INDEX orders_user_at_idx ON orders (user_id, at);',
        at: 'CREATE INDEX orders_user_at_idx ON orders (user_id, at)',
      },
    ],
    good: [
      {
        title: 'other columns first',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_at_user_idx ON orders (at, user_id);',
        sql: 'CREATE INDEX orders_user_idx ON orders (user_id);',
      },
      {
        title: 'a unique one does more',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_at_idx ON orders (user_id, at);',
        sql: 'CREATE UNIQUE INDEX orders_user_idx ON orders (user_id);',
      },
      {
        title: 'the shorter one is dropped in the same pull request',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);',
        sql: 'CREATE INDEX CONCURRENTLY orders_user_at_idx ON orders (user_id, at);\nDROP INDEX CONCURRENTLY orders_user_idx;',
      },
      {
        title: 'the longer one is of the partitioned table alone: no query uses it yet',
        dialect: 'postgres',
        base: 'CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);\nCREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM (1) TO (2);\nCREATE INDEX events_at_id ON ONLY events (at, id);',
        sql: 'CREATE INDEX events_at ON events (at);',
      },
      {
        title: 'equal to another one, which another rule tells',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);\nCREATE INDEX orders_user_at_idx ON orders (user_id, at);',
        sql: 'CREATE INDEX orders_by_user ON orders (user_id);',
      },
      {
        title: 'of some rows only',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, at bigint);\nCREATE INDEX orders_user_at_idx ON orders (user_id, at) WHERE at > 0;',
        sql: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-index').flatMap(({ table, index, ifNotExists, range }) => {
      const before = tableIn(subject.before, table)?.indexes ?? [];
      const kept = new Set(tableIn(subject.after, table)?.indexes.map(({ name }) => name));
      const columns = plainColumns(index);
      if (columns === null || (ifNotExists && before.some(({ name }) => name === index.name))) return [];
      const others = before.flatMap((other) => {
        const isKept = kept.has(other.name) && other.valid && other.name !== index.name;
        const its = isKept ? plainColumns(other.definition) : null;
        return its === null ? [] : [{ ...other, its }];
      });
      // Another rule tells of an equal one.
      if (others.some(({ its }) => its.join() === columns.join())) return [];
      const longer = index.unique ? undefined : others.find(({ its }) => isPrefix(columns, its));
      const shorter = others.find(
        ({ its, definition, constraint }) =>
          !definition.unique && constraint === null && isPrefix(its, columns),
      );
      const other = longer ?? shorter;
      if (other === undefined) return [];
      const name = index.name ?? `${table.name}_${columns.join('_')}_idx`;
      return [
        {
          range,
          object: `${showName(table)}(${columns.join()})`,
          data: {
            table: showName(table),
            shorter: longer === undefined ? other.name : name,
            longer: longer === undefined ? name : other.name,
            remedy:
              longer === undefined
                ? `Drop \`${other.name}\` in a later migration, once this one is there.`
                : 'Leave this one out, unless the longer one is much wider.',
          },
        },
      ];
    });
  },
});

/** null where it is no plain b-tree, has only some rows, or an entry is more than a column. */
function plainColumns(definition: IndexModel['definition']): readonly string[] | null {
  if (definition.predicate !== null || definition.include.length > 0 || definition.method !== 'btree')
    return null;
  const columns = definition.columns.map(({ column, text, descending }) => {
    const bare = text.replace(/^["`[]|["`\]]$/g, '').toLowerCase();
    return column === null || bare !== column.toLowerCase() || descending ? null : column;
  });
  return columns.every((column) => column !== null) ? columns : null;
}

/** Shorter, and the beginning of the other. Equal ones are told by another rule. */
function isPrefix(columns: readonly string[], of: readonly string[]): boolean {
  return columns.length < of.length && columns.every((column, at) => of[at] === column);
}
