import type { Severity } from '../../report/finding.ts';
import { showName } from '../../sql/object-name.ts';
import type { ObjectKind } from '../../sql/operation.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { createdInFile } from '../in-file.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'drop-schema',
  about: 'statement',
  on: ['drop-object'],
  looksInside: true,
  title: 'Schema or database dropped by a migration',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  catalogue: ['drop-schema', 'drop-database'],
  sources: [
    'atlas:DS101',
    'pgfence:drop-schema',
    'pgfence:drop-schema-cascade',
    'squawk:ban-drop-database',
    'pgfence:drop-database',
    'bytebase:DATABASE_DROP_EMPTY_DATABASE',
  ],
  what: 'The {kind} `{name}` is gone with all that is in it.',
  why: 'A migration runs on every database that it reaches, production among them; only a backup brings the rows back.',
  fix: 'Drop what is in it one by one in migrations, so that each is seen in review. Drop the {kind} by hand, on the server that is meant.',
  examples: {
    bad: [
      {
        title: 'in a program',
        dialect: 'postgres',
        sql: 'DO $$ BEGIN DROP SCHEMA legacy CASCADE; END $$;',
        at: 'DROP SCHEMA legacy CASCADE',
      },
      {
        title: 'a schema',
        dialect: 'postgres',
        sql: 'DROP SCHEMA reporting CASCADE;',
        at: 'DROP SCHEMA reporting CASCADE',
      },
      { title: 'a database', sql: 'DROP DATABASE shop;', at: 'DROP DATABASE shop' },
    ],
    good: [
      {
        title: 'a schema of the same pull request',
        dialect: 'postgres',
        sql: 'CREATE SCHEMA staging;\nDROP SCHEMA staging CASCADE;',
      },
      {
        title: 'outside a migration it is a script that somebody runs on purpose',
        path: 'scripts/reset.sql',
        sql: 'DROP DATABASE shop;',
      },
      {
        title: 'a column',
        sql: 'ALTER TABLE orders DROP COLUMN schema_name;',
      },
    ],
  },
  detect(subject) {
    if (subject.migration === null) return [];
    return operationsOf(subject.statement, 'drop-object').flatMap(({ object, name, range }): Match[] => {
      const dropsAll = object === 'schema' || object === 'database';
      if (!dropsAll || createdInFile(subject, object).has(name.name)) return [];
      const severity = severityOf(subject.base, object, name.name);
      return [{ range, object: showName(name), data: { kind: object, name: showName(name) }, ...severity }];
    });
  },
});

/** Where tables are known and none is in the schema, it holds functions and views: those can be made again. */
function severityOf(base: SchemaModel, object: ObjectKind, name: string): { severity?: Severity } {
  if (object !== 'schema' || base.tables.size === 0) return {};
  for (const { name: table } of base.tables.values()) if (table.schema === name) return {};
  return { severity: base.complete ? 'advice' : 'warning' };
}
