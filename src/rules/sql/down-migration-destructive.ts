import { nameKey, showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'down-migration-destructive',
  about: 'migration',
  title: 'Way down that takes more than the way up made',
  family: 'data-loss',
  severity: 'warning',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: ['strong_migrations:check_down', 'atlas:migrate down'],
  what: 'Rolling this migration back deletes `{object}` with its data.',
  why: 'The way up of this file does not create it.',
  fix: 'Undo what the way up did, and nothing else.',
  examples: {
    bad: [
      {
        title: 'another table',
        path: 'migrations/00002_notes.sql',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE users;\n',
        at: 'DROP TABLE users',
      },
      {
        title: 'another column',
        path: 'migrations/00002_notes.sql',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        sql: '-- +goose Up\nALTER TABLE users ADD COLUMN nick text;\n-- +goose Down\nALTER TABLE users DROP COLUMN name;\n',
        at: 'DROP COLUMN name',
      },
    ],
    good: [
      {
        title: 'what was made',
        path: 'migrations/00002_notes.sql',
        sql: '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE notes;\n',
      },
      {
        title: 'a table that nobody has seen',
        path: 'migrations/00002_notes.sql',
        sql: '-- +goose Up\nCREATE TABLE notes (id bigint PRIMARY KEY);\n-- +goose Down\nDROP TABLE notes;\nDROP TABLE leftovers;\n',
      },
      {
        title: 'under the name that it got',
        path: 'migrations/00002_notes.sql',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, name text);',
        sql: '-- +goose Up\nALTER TABLE users RENAME COLUMN name TO nick;\nALTER TABLE users ADD COLUMN name text;\n-- +goose Down\nALTER TABLE users DROP COLUMN name;\nALTER TABLE users RENAME COLUMN nick TO name;\n',
      },
      {
        title: 'a way up that was not understood',
        path: 'migrations/00002_notes.sql',
        dialect: 'postgres',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);',
        sql: "-- +goose Up\n-- +goose StatementBegin\nDO $$ BEGIN EXECUTE 'CREATE TABLE users_2 ()'; END $$;\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE users;\n",
      },
    ],
  },
  detect({ up, down, before, after }) {
    const made = up.flatMap(({ operations }) => operations);
    if (up.length === 0 || up.some(({ failure }) => failure !== null)) return [];
    if (made.some(({ kind }) => kind === 'run-code' || kind === 'not-understood')) return [];
    const names = new Set(made.flatMap(madeBy));
    return down
      .flatMap(({ operations }) => operations)
      .flatMap((operation): Match[] => {
        const object = objectOf(operation);
        if (object === null || names.has(object.key)) return [];
        // Only what is known to exist before and after the way up: then rows are in it.
        const there = [before, after].every((schema) => {
          const table = schema.tables.get(nameKey(object.table));
          return table !== undefined && (object.column === null || table.columns.has(object.column));
        });
        if (!there) return [];
        const shown = showName(object.table) + (object.column === null ? '' : `.${object.column}`);
        return [{ range: operation.range, object: shown, data: { object: shown } }];
      });
  },
});

function madeBy(operation: DdlOperation): string[] {
  if (operation.kind === 'create-table') return [nameKey(operation.table)];
  if (operation.kind === 'rename-table') return [nameKey(operation.to), nameKey(operation.table)];
  if (operation.kind === 'add-column') return [`${nameKey(operation.table)} ${operation.column.name}`];
  if (operation.kind === 'rename-column')
    return [`${nameKey(operation.table)} ${operation.to}`, `${nameKey(operation.table)} ${operation.column}`];
  return [];
}

function objectOf(operation: DdlOperation) {
  if (operation.kind === 'drop-table')
    return { table: operation.table, column: null, key: nameKey(operation.table) };
  if (operation.kind === 'drop-column')
    return {
      table: operation.table,
      column: operation.column,
      key: `${nameKey(operation.table)} ${operation.column}`,
    };
  return null;
}
