import fc from 'fast-check';
import { readPrismaSchema } from '../../src/migrations/prisma-schema/read-schema.ts';
import { renderPrismaSchema } from '../../src/migrations/prisma-schema/render-schema.ts';
import { createParser } from '../../src/sql/parse.ts';
import { hostileName, hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

const string = hostileName.map((name) => JSON.stringify(name));
const map = fc.oneof(
  fc.constant(''),
  string.map((name) => `@map(${name})`),
);
const type = fc.constantFrom(
  'Int',
  'String',
  'Boolean',
  'Float[]',
  'DateTime?',
  'Json',
  'E',
  'E[]',
  'M',
  'M[]',
);
const value = fc.oneof(
  string,
  fc.constantFrom('1', 'true', 'now()', '[1, 2]', 'One', 'autoincrement()', 'uuid()', '[]', 'dbgenerated()'),
);

const field = fc
  .tuple(type, map, fc.option(value), fc.constantFrom('', '@unique', '@db.VarChar(3)', '@db.Text'))
  .map(([name, mapped, given, more]) =>
    [name, mapped, given === null ? '' : `@default(${given})`, more].join(' '),
  );

/** A schema that may have anything in its names and strings, but holds to the language. */
const schema = fc
  .record({
    fields: fc.array(field, { maxLength: 5 }),
    table: map,
    values: fc.tuple(map, map),
    index: string,
  })
  .map(({ fields, table, values, index }) =>
    [
      'datasource db {\n  provider = "postgresql"\n}\nmodel M {\n  id Int @id',
      ...fields.map((each, at) => `  f${at} ${each}`),
      `  @@index([id], map: ${index})`,
      table === '' ? '}' : `  @${table}\n}`,
      `enum E {\n  One ${values[0]}\n  Two ${values[1]}\n}\n`,
    ].join('\n'),
  );

/** That and damage to it. */
const damaged = fc
  .tuple(schema, fc.array(fc.tuple(fc.nat(400), fc.nat(20), hostileText), { maxLength: 4 }))
  .map(([text, cuts]) =>
    cuts.reduce((rest, [at, length, instead]) => rest.slice(0, at) + instead + rest.slice(at + length), text),
  );

export const declaredSchemas = [
  property('A Prisma schema becomes DDL that parses', 1, schema, async () => {
    const { parse } = await createParser('postgres');
    return {
      check(text) {
        const read = readPrismaSchema(text);
        const sql = (read && renderPrismaSchema(read, 'postgres'))?.sql ?? null;
        if (sql === null) throw new Error('not read');
        expectNone(
          parse(sql).flatMap(({ failure }) => failure?.message ?? []),
          sql,
        );
      },
    };
  }),
  property('What is no Prisma schema is none, and nothing worse', 1, damaged, () => ({
    check(text) {
      const read = readPrismaSchema(text);
      for (const dialect of ['postgres', 'mysql', 'sqlite'] as const)
        if (read !== null) renderPrismaSchema(read, dialect);
    },
  })),
];
