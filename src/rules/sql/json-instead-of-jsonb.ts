import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'json-instead-of-jsonb',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'json where jsonb is meant',
  family: 'types',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'eugene:E3',
    'strong_migrations:add_column_json',
    'pgfence:add-column-json',
    'https://www.postgresql.org/docs/current/datatype-json.html',
  ],
  what: 'Queries of `{table}` that say `DISTINCT`, `GROUP BY` or `UNION` fail once `{column}` is among their columns.',
  why: '`json` is kept as text and has no equality: nothing can compare two of its values, and no index reads into it.',
  fix: 'Use `jsonb`. Keep `json` only where the text has to come back exactly as it was written, spaces and order of keys included.',
  examples: {
    bad: [
      {
        title: 'in a new table',
        sql: 'CREATE TABLE events (\n  id bigint PRIMARY KEY,\n  payload json NOT NULL\n);',
        at: 'payload json',
        suggests: 'CREATE TABLE events (\n  id bigint PRIMARY KEY,\n  payload jsonb NOT NULL\n);',
      },
      {
        title: 'a new column',
        base: 'CREATE TABLE events (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE events ADD COLUMN payload json;',
        at: 'ADD COLUMN payload json',
        suggests: 'ALTER TABLE events ADD COLUMN payload jsonb;',
      },
    ],
    good: [
      { title: 'jsonb', sql: 'CREATE TABLE events (id bigint PRIMARY KEY, payload jsonb);' },
      { title: 'a column of that name', sql: 'CREATE TABLE events (id bigint PRIMARY KEY, json text);' },
      { title: 'a temporary table', sql: 'CREATE TEMP TABLE picked (payload json);' },
    ],
  },
  detect(subject) {
    return newColumns(subject)
      .filter(({ column: { type } }) => type.name === 'json' && type.dimensions === 0)
      .map(({ table, column, range }) => ({
        range,
        object: `${showName(table)}.${column.name}`,
        data: { table: showName(table), column: column.name },
        evidence: [
          documented(
            'In general, most applications should prefer to store JSON data as `jsonb` (PostgreSQL manual, 8.14 JSON Types)',
          ),
        ],
      }));
  },
  suggest(match, subject) {
    const found = /\bjson\b(?!.*\bjson\b)/is.exec(subject.text.slice(match.range.start, match.range.end));
    if (found === null) return null;
    const start = match.range.start + found.index;
    return { range: { start, end: start + found[0].length }, text: 'jsonb', followUps: [] };
  },
});
