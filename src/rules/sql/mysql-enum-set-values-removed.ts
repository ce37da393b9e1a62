import { showName } from '../../sql/object-name.ts';
import { columnIn, documented } from '../evidence.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-enum-set-values-removed',
  about: 'statement',
  on: ['set-column-type'],
  title: 'ENUM whose values are stored anew',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  catalogue: ['mysql-enum-set-values-removed', 'mysql-enum-set-values-reordered'],
  sources: [
    'atlas:MY110',
    'atlas:MY120',
    'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
  ],
  what: 'Writes of `{table}` wait while it is copied; rows that hold {values} make the statement fail, or lose the value where `sql_mode` is not strict.',
  why: 'The new list of `{column}` leaves {values} out.',
  fix: 'Change the rows first, in batches. Then keep the old values in the list, where they cost nothing, or use gh-ost.',
  variants: {
    reordered: {
      what: 'Writes of `{table}` wait while it is copied.',
      why: 'Only values at the end of the list can be added without a copy: `{column}` gets other numbers for {values}.',
      fix: 'Put new values at the end of the list.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a value less',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state ENUM('open','done','lost'));",
        sql: "ALTER TABLE orders MODIFY COLUMN state ENUM('open','done');",
        at: "MODIFY COLUMN state ENUM('open','done')",
      },
      {
        title: 'a value in the middle (a warning)',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state ENUM('open','done'));",
        sql: "ALTER TABLE orders MODIFY COLUMN state ENUM('open','paid','done');",
        at: "MODIFY COLUMN state ENUM('open','paid','done')",
      },
    ],
    good: [
      {
        title: 'a value at the end',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state ENUM('open','done'));",
        sql: "ALTER TABLE orders MODIFY COLUMN state ENUM('open','done','lost');",
      },
      {
        title: 'a column that nobody has seen',
        sql: "ALTER TABLE orders MODIFY COLUMN state ENUM('open','done');",
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-column-type').flatMap(
      ({ table, column, type, range }): Match[] => {
        const before = columnIn(subject.before, table, column)?.type ?? null;
        if (before === null || before.name !== type.name || subject.isNew(table)) return [];
        if (type.name !== 'enum' && type.name !== 'set') return [];
        const [was, is] = [valuesOf(before.text), valuesOf(type.text)];
        if (was.length === 0 || is.length === 0) return [];
        const gone = was.filter((value) => !is.includes(value));
        const moved = was.filter((value, at) => is[at] !== value);
        if (gone.length === 0 && moved.length === 0) return [];
        const values = (gone.length > 0 ? gone : moved).slice(0, 5);
        return [
          {
            range,
            object: `${showName(table)}.${column}`,
            data: {
              table: showName(table),
              column,
              values: values.map((value) => `\`${value}\``).join(', '),
            },
            table,
            ...(gone.length > 0 ? {} : { variant: 'reordered', severity: 'warning' as const }),
            evidence: [
              {
                kind: 'schema',
                text: `the column is \`${before.text}\` so far`,
                path: null,
                line: null,
              },
              documented(
                'Modifying the definition of an ENUM or SET column by adding members to the end of the list may be performed instantly or in place; adding members elsewhere or removing them requires a table copy (MySQL manual, Online DDL Operations)',
              ),
            ],
          },
        ];
      },
    );
  },
});

/** The members of `ENUM('a','b')`, as written. */
function valuesOf(text: string): string[] {
  return [...text.matchAll(/'((?:[^'\\]|''|\\.)*)'/g)].map(([, value = '']) => value);
}
