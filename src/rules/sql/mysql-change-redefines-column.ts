import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase, documented, tableIn } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-change-redefines-column',
  about: 'statement',
  title: 'MODIFY that forgets the rest of the column',
  family: 'integrity',
  severity: 'warning',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  sources: [
    'bytebase:COLUMN_DISALLOW_CHANGE',
    'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-redefine-column',
  ],
  what: '`{table}.{column}` loses {lost}: an INSERT that leaves it out gets another value than before.',
  why: 'What `CHANGE` and `MODIFY` do not say again is gone, and this one leaves {lost} out.',
  fix: 'Say it again. A new name alone is `RENAME COLUMN`, a new default alone `ALTER COLUMN … SET DEFAULT`.',
  examples: {
    bad: [
      {
        title: 'the default',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) NOT NULL DEFAULT 'new');",
        sql: 'ALTER TABLE orders MODIFY state varchar(40) NOT NULL;',
        at: 'MODIFY state varchar(40) NOT NULL',
      },
      {
        title: 'NOT NULL',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) NOT NULL);',
        sql: 'ALTER TABLE orders CHANGE state state varchar(40);',
        at: 'CHANGE state state varchar(40)',
      },
    ],
    good: [
      {
        title: 'the same type without NOT NULL, which is how a column is told to take NULL',
        base: 'CREATE TABLE requests (id int PRIMARY KEY, enc_key text NOT NULL);',
        sql: 'ALTER TABLE requests MODIFY enc_key text;',
      },
      {
        title: 'all of it',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) NOT NULL DEFAULT 'new');",
        sql: "ALTER TABLE orders MODIFY state varchar(40) NOT NULL DEFAULT 'new';",
      },
      {
        title: 'said on purpose',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) NOT NULL);',
        sql: 'ALTER TABLE orders MODIFY state varchar(40) NULL;',
      },
      {
        title: 'nothing to lose',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20));',
        sql: 'ALTER TABLE orders MODIFY state varchar(40);',
      },
      {
        title: 'a column of the primary key is never NULL',
        base: 'CREATE TABLE orders (id varchar(20) NOT NULL, n int NOT NULL, PRIMARY KEY (id, n));',
        sql: 'ALTER TABLE orders MODIFY id varchar(40);',
      },
      {
        title: 'a default that is dropped by name',
        base: "CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) DEFAULT 'new');",
        sql: 'ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;',
      },
    ],
  },
  detect(subject) {
    const { statement, before, base, text } = subject;
    const all = statement.operations;
    return operationsOf(statement, 'set-column-type').flatMap(({ table, column, type, range }) => {
      const command = text.slice(range.start, range.end);
      const renamed = all.find(
        (each) => each.kind === 'rename-column' && each.range.start === range.start && each.to === column,
      );
      const name = renamed?.kind === 'rename-column' ? renamed.column : column;
      const was = columnIn(before, table, name);
      if (was === undefined || subject.isNew(table) || !/^\s*(?:MODIFY|CHANGE)\b/i.test(command)) return [];
      const of = all.filter(
        (each) => 'column' in each && each.column === column && each.range.start === range.start,
      );
      const isNullable = of.some((each) => each.kind === 'set-nullability' && each.nullable);
      const noDefault = of.some((each) => each.kind === 'set-default' && each.default === null);
      // A column of the primary key stays NOT NULL whatever is said of it.
      const isKey = tableIn(before, table)?.constraints.some(
        ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(name),
      );
      const lost = [
        noDefault &&
        was.default !== null &&
        was.default.kind !== 'null' &&
        was.default.functions[0] !== 'nextval'
          ? `\`DEFAULT ${was.default.text}\``
          : null,
        isNullable && !was.nullable && !isKey && !/\bNULL\b/i.test(command) ? '`NOT NULL`' : null,
      ].filter((each) => each !== null);
      // That is how MySQL is told that a column may be NULL: nothing else is said of it.
      const onlyRelaxes =
        lost.join() === '`NOT NULL`' && renamed === undefined && was.type?.text === type.text;
      if (lost.length === 0 || onlyRelaxes) return [];
      return [
        {
          range,
          object: `${showName(table)}.${name}`,
          data: { table: showName(table), column: name, lost: lost.join(' and ') },
          evidence: [
            ...columnOnBase(base, table, name),
            documented(
              'Attributes present in the original definition but not specified for the new definition are not carried forward (MySQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
