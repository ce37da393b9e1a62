import { describe, expect, it } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import { pictureOf } from './picture-of.ts';

const parser = await createParser('postgres');
const base = `
  CREATE TABLE teams (id bigint PRIMARY KEY, name text);
  CREATE TABLE users (id bigint PRIMARY KEY, mail text NOT NULL, note text, team_id bigint REFERENCES teams (id));
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), total int);
  CREATE TABLE far (id bigint PRIMARY KEY);
`;

function draw(sql: string) {
  const schema = applyStatements(emptySchema({ complete: true }), parser.parse(base));
  const statements = parser.parse(sql);
  return pictureOf(schema, applyStatements(schema, statements), statements);
}

/** `table change: column change (was)` and the relations. */
function shown(sql: string): string[] | null {
  const picture = draw(sql);
  if (picture === null) return null;
  return [
    ...picture.tables.map(({ name, change, was, columns }) => {
      const marked = columns
        .filter((column) => column.change !== null)
        .map((column) => `${column.name} ${column.change}${column.was === null ? '' : ` (${column.was})`}`);
      return `${name} ${change}${was === null ? '' : ` (${was})`}: ${marked.join(', ')}`;
    }),
    ...picture.relations.map(
      ({ from, to, optional, change }) => `${from} -> ${to}${optional ? '?' : ''} ${change}`,
    ),
  ];
}

describe('pictureOf', () => {
  it('marks columns and draws the tables beside', () => {
    expect(
      shown(
        'ALTER TABLE users ADD COLUMN age int, DROP COLUMN note, ALTER COLUMN mail TYPE varchar(80);\nALTER TABLE users RENAME COLUMN mail TO email;\nALTER TABLE orders ALTER COLUMN total SET NOT NULL;',
      ),
    ).toEqual([
      'users changed: email renamed (mail), age added, note dropped',
      'orders changed: total changed (nullable)',
      'teams null: ',
      'users -> teams? null',
      'orders -> users null',
    ]);
  });

  it('knows new, renamed and dropped tables, and foreign keys that come and go', () => {
    expect(shown('CREATE TABLE items (order_id bigint NOT NULL REFERENCES orders (id));')).toEqual([
      'items added: ',
      'orders null: ',
      'items -> orders added',
    ]);
    expect(shown('ALTER TABLE users RENAME TO people;')?.slice(0, 1)).toEqual(['people renamed (users): ']);
    expect(shown('DROP TABLE orders;')).toEqual([
      'orders dropped: ',
      'users null: ',
      'orders -> users dropped',
    ]);
    expect(shown('ALTER TABLE users DROP COLUMN team_id;')).toEqual([
      'users changed: team_id dropped',
      'teams null: ',
      'orders null: ',
      'users -> teams? dropped',
      'orders -> users null',
    ]);
    expect(shown('CREATE TABLE a (id int);\nCREATE TABLE b (id int);')).toEqual(['a added: ', 'b added: ']);
  });

  it('draws nothing where the structure stays, or one table comes alone', () => {
    expect(shown('CREATE INDEX i ON users (mail);')).toBeNull();
    expect(shown('ALTER TABLE users ALTER COLUMN note SET DEFAULT 1;')).toBeNull();
    expect(shown('CREATE TABLE a (id int);')).toBeNull();
    expect(shown('UPDATE users SET note = NULL WHERE id = 1;')).toBeNull();
  });

  it('draws twelve tables, the touched ones first, and counts the others', () => {
    const more = Array.from(
      { length: 14 },
      (_, at) => `CREATE TABLE t${at} (id int REFERENCES users (id));`,
    ).join('\n');
    const picture = draw(more);
    expect(picture?.tables.map(({ change }) => change)).toEqual(Array.from({ length: 12 }, () => 'added'));
    expect({ left: picture?.left, relations: picture?.relations }).toEqual({ left: 3, relations: [] });
  });
});
