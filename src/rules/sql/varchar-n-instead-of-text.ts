import { showName } from '../../sql/object-name.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'varchar-n-instead-of-text',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Length that is hard to take back',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'policy',
  sources: [
    'squawk:prefer-text-field',
    'pgfence:prefer-text-field',
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default',
  ],
  what: 'An insert into `{table}.{column}` of more than {length} characters fails; to allow fewer later reads the whole table under a lock.',
  why: '`varchar(n)` and `text` are stored alike, and none is faster.',
  fix: 'Use `text`; where the length matters, a `CHECK`, which can be added and dropped without reading the table.',
  examples: {
    bad: [
      {
        title: 'a name',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar(100));',
        at: 'name varchar(100)',
        suggests: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
      },
    ],
    good: [
      {
        title: 'text',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name text CHECK (length(name) < 100));',
      },
      { title: 'without a length', sql: 'CREATE TABLE users (id bigint PRIMARY KEY, name varchar);' },
    ],
  },
  detect(subject) {
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const [length] = column.type.modifiers;
      if (column.type.name !== 'character varying' || length === undefined) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, length: String(length) },
        },
      ];
    });
  },
  suggest({ range }, { text }) {
    const written = text.slice(range.start, range.end);
    const found = /\b(?:varchar|character\s+varying)\s*\(\s*\d+\s*\)/i.exec(written);
    if (found === null) return null;
    const start = range.start + found.index;
    return { range: { start, end: start + found[0].length }, text: 'text', followUps: [] };
  },
});
