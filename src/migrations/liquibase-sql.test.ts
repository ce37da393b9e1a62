import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { readMigration } from './find-migrations.ts';
import { changeSetsOf } from './liquibase-sql.ts';
import { migrationStatements } from './migration-statements.ts';

const parser = await createParser('postgres');

/** The statements of both ways, as they stand in the file. */
function read(body: string) {
  const text = `--liquibase formatted sql\n${body}`;
  const migration = readMigration('db/1_x.sql', text, undefined);
  if (migration === null) throw new Error('not a change log');
  const { statements, down } = migrationStatements(migration, text, parser);
  for (const { text: shown, range } of [...statements, ...down])
    expect(shown).toBe(text.slice(range.start, range.end));
  const words = (some: typeof statements) =>
    some.map(({ failure, text: shown }) => (failure === null ? shown : `! ${shown}`));
  return { up: words(statements), down: words(down), migration };
}

describe('formatted SQL', () => {
  it('tells the ways of its change sets apart', () => {
    const { up, down } = read(
      '--changeset ann:1\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n--rollback DROP TABLE b\n--rollback ;\n--rollback DROP TABLE a;\n\n--changeset ann:2\nSELECT 1;\n/* liquibase rollback\nSELECT 2;\n*/\n-- changeset ann:3\nSELECT 3;\n--rollback not required\n',
    );
    expect(up).toEqual(['CREATE TABLE a (id int)', 'CREATE TABLE b (id int)', 'SELECT 1', 'SELECT 3']);
    expect(down).toEqual(['DROP TABLE b', 'DROP TABLE a', 'SELECT 2']);
  });

  it('ends statements at the delimiter that a change set chose', () => {
    const { up } = read(
      '--changeset ann:1 endDelimiter:@@\nSELECT 1 @@\nSELECT 2@@\n--changeset ann:2 endDelimiter:"GO"\nSELECT 3\nGO\nSELECT 4\nGO\n--changeset ann:3\nSELECT 5;\n',
    );
    expect(up).toEqual(['SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 4', 'SELECT 5']);
  });

  it('leaves out what is for databases that are not read', () => {
    expect(
      read('--changeset ann:1 dbms:oracle,h2\nSELECT 1;\n--changeset ann:2 dbms:!oracle\nSELECT 2;\n').up,
    ).toEqual(['SELECT 2']);
  });

  it('is one query where statements are not split, and repeats where it says so', () => {
    const { migration } = read(
      '--changeset ann:1 splitStatements:false runOnChange:true\nSELECT 1; SELECT 2;\n',
    );
    expect(migration.batches.length).toBe(1);
    expect(migration.repeatable).toBe(true);
  });

  it('keeps its length, whatever it is', () => {
    const piece = fc.constantFrom(
      '--changeset a:1',
      ' endDelimiter:GO',
      ' endDelimiter:/',
      '--rollback',
      ' DROP TABLE a',
      '\n',
      '\nGO\n',
      ';',
      '/* liquibase rollback',
      '*/',
      "'",
      '--rollback ;',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        expect(changeSetsOf(text).asSent.length).toBe(text.length);
        read(text);
      }),
    );
  });
});
