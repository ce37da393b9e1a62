import fc from 'fast-check';
import { orderMigrations, readMigration } from '../../src/migrations/find-migrations.ts';
import type { Migration } from '../../src/migrations/migration.ts';
import { migrationStatements } from '../../src/migrations/migration-statements.ts';
import { createParser } from '../../src/sql/parse.ts';
import { contains } from '../../src/text/range.ts';
import { hostileText } from './hostile-text.ts';
import { type Json, mutate, mutation } from './mutate.ts';
import { expectNone, property } from './property.ts';

const parameter = `\${kind}`;

const document: Json = {
  databaseChangeLog: [
    { property: { name: 'kind', value: 'text', dbms: 'postgresql' } },
    { include: { file: '1.json', relativeToChangelogFile: true } },
    { includeAll: { path: 'db/changelog' } },
    {
      changeSet: {
        id: '1',
        author: 'ann',
        runInTransaction: false,
        changes: [
          {
            createTable: {
              tableName: 'a',
              columns: [{ column: { name: 'id', type: parameter, constraints: { primaryKey: true } } }],
            },
          },
          { sql: { sql: `DROP TABLE a;\nUPDATE b SET c = '${parameter}'`, dbms: 'postgresql' } },
          { sqlFile: { path: '../changelog/2.json', relativeToChangelogFile: true } },
        ],
        rollback: 'DROP TABLE a',
      },
    },
  ],
};

/** Change logs of one folder: as JSON, as YAML around it, or cut in the middle. */
const files = fc.array(
  fc.record({
    mutations: fc.array(mutation, { maxLength: 4 }),
    cut: fc.option(fc.record({ at: fc.nat(900), instead: hostileText }), { freq: 3 }),
    form: fc.constantFrom('json' as const, 'yaml' as const),
  }),
  { minLength: 1, maxLength: 4 },
);

function textOf(form: 'json' | 'yaml', value: Json): string {
  const root = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const lines = [root.databaseChangeLog ?? []].flat().map((each) => `- ${JSON.stringify(each)}\n`);
  return form === 'json' ? JSON.stringify(value) : `databaseChangeLog:\n${lines.join('')}`;
}

function problemsOf(migration: Migration, text: string): string[] {
  const whole = { start: 0, end: text.length };
  const places = [...migration.sections, ...(migration.synthesized ?? [])].map(({ range }) => range);
  return [
    ...places
      .filter((range) => range.start > range.end || !contains(whole, range))
      .map(({ start, end }) => `${start}-${end} is outside`),
    ...(migration.asSent === undefined || migration.asSent.length === text.length
      ? []
      : ['what is sent is longer or shorter than the file']),
  ];
}

export const changeLogs = [
  property('change logs: have their places in the file, and an order', 2, files, async () => {
    const parser = await createParser('postgres');
    return {
      check(given) {
        const read = given.flatMap(({ mutations, cut, form }, index) => {
          const whole = textOf(form, mutate(document, mutations));
          const text = cut === null ? whole : whole.slice(0, cut.at) + cut.instead + whole.slice(cut.at + 5);
          const migration = readMigration(`db/changelog/${index}.${form}`, text, `liquibase-${form}`);
          return migration === null ? [] : [{ migration, text }];
        });
        const ordered = orderMigrations(read.map(({ migration }) => migration));
        const texts = new Map(read.map(({ migration, text }) => [migration.path, text]));
        const problems = ordered.flatMap((migration) => {
          const text = texts.get(migration.path) ?? '';
          const { statements, down } = migrationStatements(migration, text, parser);
          return [
            ...problemsOf(migration, text),
            ...[...statements, ...down]
              .filter(
                (statement) => statement.text !== text.slice(statement.range.start, statement.range.end),
              )
              .map((statement) => `${JSON.stringify(statement.text)} is not what stands there`),
          ];
        });
        if (ordered.length !== texts.size) problems.push('a change log is gone, or there twice');
        expectNone(problems, [...texts.values()].join('\n---\n'));
      },
    };
  }),
];
