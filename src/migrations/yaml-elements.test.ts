import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { readMigration } from './find-migrations.ts';
import { migrationStatements } from './migration-statements.ts';
import { yamlChangeLog } from './yaml-elements.ts';

const parser = await createParser('postgres');

/** The statements of a change log, each with the text that it stands for. */
function read(text: string, extension: 'yaml' | 'json' = 'yaml') {
  const migration = readMigration(`db/changelog/1-x.${extension}`, text, `liquibase-${extension}`);
  if (migration === null) throw new Error('not a change log');
  expect(migration.asSent).toHaveLength(text.length);
  const { statements, down } = migrationStatements(migration, text, parser);
  const shown = [...statements, ...down].map((statement) => {
    expect(statement.text).toBe(text.slice(statement.range.start, statement.range.end));
    const kinds = statement.operations.map(({ kind }) => kind).join('+');
    return [statement.failure?.message ?? (kinds || `${statement.query?.kind}`), statement.text] as const;
  });
  return { shown, down: down.length, migration };
}

const kinds = ({ shown }: ReturnType<typeof read>): string[] => shown.map(([kind]) => kind);

describe('a change log in YAML', () => {
  it('is read as the SQL that Liquibase makes of it', () => {
    const log = read(`databaseChangeLog:
  - preConditions:
      - runningAs: { username: liquibase }
  - changeSet:
      id: 1
      author: ann
      comment: The people
      labels: [a, b]
      preConditions:
        - onFail: MARK_RAN
        - not:
            - tableExists: { tableName: users }
      changes:
        - createTable:
            tableName: users
            columns:
              - column:
                  name: id
                  type: bigint
                  autoIncrement: true
                  constraints:
                    primaryKey: true
                    nullable: no
              - name: email
                type: varchar(80)
        - addColumn:
            - tableName: users
            - columns:
                - column: { name: age, type: int, defaultValueNumeric: 1 }
        - update:
            tableName: users
            columns: [{ column: { name: age, valueNumeric: 2 } }]
            where: age = 1
        - dropColumn:
            tableName: users
            columns:
              - column: { name: age }
        - loadData: { file: x.csv, tableName: users }
`);
    expect(kinds(log)).toEqual([
      'create-table',
      'add-column',
      'update',
      'drop-column',
      'not understood: loadData',
    ]);
    expect(log.shown.at(-1)?.[1]).toBe('loadData: { file: x.csv, tableName: users }');
  });

  it('keeps the places of its SQL, and tells the way back apart', () => {
    const log = read(`databaseChangeLog:
- changeSet:
    id: 1
    author: ann
    changes:
    - sql: |
        DROP TABLE a; -- one
        DROP TABLE b
    - sql: { dbms: "postgresql, h2", sql: DROP TABLE c }
    - sql: { dbms: '!postgresql', sql: DROP TABLE d }
    - sql:
        splitStatements: false
        sql: 'DROP TABLE e'
    - sql: >
        DROP TABLE f; -- all of this is a comment
        DROP TABLE g
    - sql: "DROP TABLE \\"h\\";\\nDROP TABLE i"
    rollback:
      - createTable: { tableName: a, columns: [{ column: { name: id, type: int } }] }
      - sql: SELECT 2
- changeSet:
    id: 2
    rollback: CREATE TABLE b ();
    runInTransaction: false
    sql: DROP TABLE j
`);
    expect(log.shown).toEqual([
      ['drop-table', 'DROP TABLE a'],
      ['drop-table', 'DROP TABLE b'],
      ['drop-table', 'sql: { dbms: "postgresql, h2", sql: DROP TABLE c }'],
      ['drop-table', 'DROP TABLE e'],
      ['drop-table', expect.stringMatching(/^sql: >\n.*comment\n.*g$/)],
      ['drop-table', 'sql: "DROP TABLE \\"h\\";\\nDROP TABLE i"'],
      ['drop-table', 'sql: "DROP TABLE \\"h\\";\\nDROP TABLE i"'],
      ['drop-table', 'DROP TABLE j'],
      ['create-table', expect.stringMatching(/^createTable: .*\}$/)],
      ['select', 'SELECT 2'],
      ['create-table', 'CREATE TABLE b ()'],
    ]);
    expect(log.migration.transaction.mode).toBe('unknown');
  });

  it('follows aliases and merges, which stand where they are named', () => {
    const log = read(`databaseChangeLog:
  - changeSet:
      id: 1
      changes:
        - createTable:
            tableName: a
            columns: &columns
              - column: &id { name: id, type: bigint }
        - createTable: { tableName: b, columns: *columns }
        - addColumn:
            tableName: c
            columns:
              - column: { <<: *id, name: other }
`);
    expect(kinds(log)).toEqual(['create-table', 'create-table', 'add-column']);
    expect(log.shown[1]?.[1]).toBe('createTable: { tableName: b, columns: *columns }');
  });

  it('is none where its root is another, where it does not parse, and where its aliases are a bomb', () => {
    expect(yamlChangeLog('openapi: 3.0.0\n')).toBeNull();
    expect(yamlChangeLog('databaseChangeLog: [{\n')).toBeNull();
    expect(yamlChangeLog('')).toBeNull();
    const levels = Array.from({ length: 12 }, (_, level) => {
      const copies = Array.from({ length: 10 }, () => `{ tag: ${level === 0 ? '{}' : `*a${level - 1}`} }`);
      return `- changes: &a${level} [${copies.join(', ')}]`;
    });
    expect(yamlChangeLog(`databaseChangeLog:\n${levels.join('\n')}\n`)).toBeNull();
  });
});

describe('a change log in JSON', () => {
  it('is read as one in YAML is, with tabs and a comma too many', () => {
    const log = read(
      '{\n\t"databaseChangeLog": [\n\t\t{"changeSet": {"id": "1", "author": "ann", "changes": [\n\t\t\t{"sql": {"sql": "DROP TABLE a;\\n\\tDROP TABLE b;"}},\n\t\t\t{"dropTable": {"tableName": "c",}},\n\t\t],\n\t\t"rollback": "SELECT 1"}}\n\t]\n}\n',
      'json',
    );
    expect(log.shown).toEqual([
      ['drop-table', 'DROP TABLE a'],
      ['drop-table', 'DROP TABLE b'],
      ['drop-table', '"dropTable": {"tableName": "c",}'],
      ['select', 'SELECT 1'],
    ]);
    expect(log.down).toBe(1);
  });
});

it('reads the same changes from JSON as from YAML, whatever is in them', () => {
  const name = fc.constantFrom('a', 'b c', 'x"y', 'null', 'yes', '12', "it's", '- a', '#', '*a');
  const column = fc.record({ name, type: fc.constantFrom('int', 'varchar(8)') });
  const change = fc.oneof(
    fc.record({ dropTable: fc.record({ tableName: name }) }),
    fc.record({ sql: name }),
    fc.record({
      createTable: fc.record({ tableName: name, columns: fc.array(fc.record({ column }), { maxLength: 3 }) }),
    }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
      const json = JSON.stringify({ databaseChangeLog: [{ changeSet: { id: '1', changes } }] });
      const yaml = `databaseChangeLog:\n- changeSet:\n    id: 1\n    changes:\n${changes.map((each) => `    - ${JSON.stringify(each)}\n`).join('') || '      []\n'}`;
      expect(shapeOf(yamlChangeLog(yaml))).toEqual(shapeOf(yamlChangeLog(json)));
    }),
  );
});

it('makes nothing fail, whatever it is', () => {
  const piece = fc.constantFrom(
    'databaseChangeLog:\n',
    '- changeSet:\n',
    '    changes:\n',
    '    - sql: ',
    '|\n',
    '        DROP TABLE a;\n',
    '"DROP ',
    '"\n',
    '    rollback: ',
    '&a ',
    '*a ',
    '<<: ',
    '{ ',
    '} ',
    '[ ',
    '], ',
    '    - dropTable: ',
    'tableName: b ',
    '\n',
    "'",
    '# ',
    '--- \n',
    '\r\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = `databaseChangeLog:\n- changeSet:\n    changes:\n${pieces.join('')}`;
      if (yamlChangeLog(text) !== null) read(text);
    }),
  );
});

/** A change log without its places. */
function shapeOf(element: ReturnType<typeof yamlChangeLog>): unknown {
  if (element === null) return null;
  const { name, attributes, children, text } = element;
  return { name, attributes: [...attributes], children: children.map(shapeOf), text };
}
