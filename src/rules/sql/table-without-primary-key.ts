import { showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'table-without-primary-key',
  about: 'statement',
  on: ['create-table'],
  title: 'Table without a primary key',
  family: 'schema-design',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'skeema:pk',
    'splinter:no_primary_key',
    'bytebase:TABLE_REQUIRE_PK',
    'sqlcheck:1003',
    'https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY',
    'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html',
  ],
  what: 'Two rows of `{table}` can be the same, and nothing can name one of them to change or delete it.',
  why: 'Replication of changes needs a key: in PostgreSQL `UPDATE` and `DELETE` fail on a published table without one, in MySQL each row is found by reading the table.',
  fix: 'Give it a `PRIMARY KEY`: the columns that make a row unique, or a number of its own.',
  examples: {
    bad: [
      {
        title: 'a list of pairs',
        sql: 'CREATE TABLE order_tags (order_id bigint NOT NULL, tag varchar(40) NOT NULL);',
        at: 'CREATE TABLE order_tags (order_id bigint NOT NULL, tag varchar(40) NOT NULL)',
      },
    ],
    good: [
      {
        title: 'with a key at a column',
        sql: 'CREATE TABLE order_tags (id bigint PRIMARY KEY, tag varchar(40));',
      },
      {
        title: 'with a key of two columns',
        sql: 'CREATE TABLE order_tags (order_id bigint, tag varchar(40), PRIMARY KEY (order_id, tag));',
      },
      {
        title: 'a key that a later statement gives',
        dialect: 'postgres',
        sql: 'CREATE TABLE order_tags (order_id bigint NOT NULL, tag text NOT NULL);\nALTER TABLE order_tags ADD PRIMARY KEY (order_id, tag);',
      },
      {
        title: 'a unique key without NULL names a row as well',
        sql: 'CREATE TABLE order_tags (order_id bigint NOT NULL, tag varchar(40) NOT NULL, UNIQUE (order_id, tag));',
      },
      {
        title: 'a unique index that a later statement builds, as Prisma does',
        sql: 'CREATE TABLE order_tags (order_id bigint NOT NULL, tag_id bigint NOT NULL);\nCREATE UNIQUE INDEX order_tags_key ON order_tags (order_id, tag_id);',
      },
      {
        title: 'a temporary table, a partition, one that takes its columns from another',
        dialect: 'postgres',
        base: 'CREATE TABLE events (at date NOT NULL, id bigint NOT NULL) PARTITION BY RANGE (at);',
        sql: "CREATE TEMP TABLE picked (id bigint);\nCREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');\nCREATE TABLE copy AS SELECT 1 AS id;\nCREATE TABLE like_it (LIKE events INCLUDING ALL);",
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'create-table')
      .filter((operation) => {
        if (operation.temporary || operation.asQuery || operation.partitionOf !== null) return false;
        if (operation.inherits.length > 0 || operation.like.length > 0) return false;
        const table = tableIn(subject.after, operation.table);
        // Dropped or renamed again, or not understood.
        if (table === undefined || !table.complete) return false;
        const neverNull = (columns: readonly (string | null)[]): boolean =>
          columns.every((column) => column !== null && table.columns.get(column)?.nullable === false);
        const named = table.constraints.some(
          ({ constraint }) =>
            constraint.kind === 'primary-key' ||
            (constraint.kind === 'unique' && neverNull(constraint.columns)),
        );
        // A unique index of columns without NULL names a row as well: Prisma writes its lists of pairs so.
        return !(
          named ||
          table.indexes.some(
            ({ definition: { unique, predicate, columns } }) =>
              unique && predicate === null && neverNull(columns.map(({ column }) => column)),
          )
        );
      })
      .map(({ table, range }) => ({
        range,
        object: showName(table),
        data: { table: showName(table) },
      }));
  },
});
