import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

const options = z.strictObject({ types: z.array(z.string().min(1)).min(1) });

export default defineRule({
  id: 'disallowed-type',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Type that the team does not use',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:COLUMN_TYPE_DISALLOW_LIST', 'splinter:unsupported_reg_types', 'sqlcheck:2003'],
  what: '`{table}.{column}` is `{type}`.',
  why: 'The settings of this repository forbid that type.',
  fix: 'Use the type that the team has agreed on for it.',
  examples: {
    bad: [
      {
        title: 'a type of the list',
        dialect: 'postgres',
        sql: 'CREATE TABLE files (id bigint PRIMARY KEY, body bytea);',
        at: 'body bytea',
        options: { types: ['bytea', 'xml'] },
      },
      {
        title: 'in every dialect',
        sql: 'CREATE TABLE files (id bigint PRIMARY KEY, size float);',
        at: 'size float',
        options: { types: ['float', 'double precision', 'double'] },
      },
    ],
    good: [
      {
        title: 'another type',
        sql: 'CREATE TABLE files (id bigint PRIMARY KEY, place varchar(200));',
        options: { types: ['bytea'] },
      },
      {
        title: 'a name like one',
        sql: 'CREATE TABLE files (id bigint PRIMARY KEY, bytea varchar(200));',
        options: { types: ['bytea'] },
      },
    ],
  },
  detect(subject) {
    const given = options.safeParse(subject.options);
    if (!given.success) return [];
    const types = new Set(given.data.types.map((type) => type.toLowerCase()));
    return newColumns(subject).flatMap(({ table, column, range }) =>
      types.has(column.type.name) || types.has(column.type.text.toLowerCase())
        ? [
            {
              range,
              object: `${showName(table)}.${column.name}`,
              data: { table: showName(table), column: column.name, type: column.type.text },
            },
          ]
        : [],
    );
  },
});
