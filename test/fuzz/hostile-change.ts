import fc from 'fast-check';
import { hostileName, hostilePath, hostileText } from './hostile-text.ts';
import type { WrittenFile } from './memory-change.ts';
import { type Json, mutate, mutation } from './mutate.ts';

/** A few names that come again and again, so that statements speak of the same tables. */
const names = fc.array(hostileName, { minLength: 6, maxLength: 6 });

const quote = (name: string | undefined): string => `"${(name ?? 'n').replaceAll('"', '""')}"`;
const literal = (text: string | undefined): string => `'${(text ?? '').replaceAll("'", "''")}'`;

/** Statements that rules and sections speak of. `t` and `u` are tables, `c` and `d` columns, `n` another name, `s` a text. */
const statements: readonly ((n: Record<'t' | 'u' | 'c' | 'd' | 'n', string>, s: string) => string)[] = [
  ({ t, c, n }, s) => `CREATE TABLE ${n} (${c} text DEFAULT ${s}, ${t} ${n})`,
  ({ t, n }) => `ALTER TABLE ${t} ADD COLUMN ${n} int NOT NULL`,
  ({ t, n, c }) => `ALTER TABLE ${t} ADD COLUMN ${n} text DEFAULT ${c}()`,
  ({ t, n }, s) =>
    `ALTER TABLE ${t} ADD COLUMN ${n} timestamptz DEFAULT clock_timestamp(), ADD CHECK (${n} <> ${s})`,
  ({ t, c }) => `ALTER TABLE ${t} DROP COLUMN ${c}`,
  ({ t, c, n }) => `ALTER TABLE ${t} RENAME COLUMN ${c} TO ${n}`,
  ({ t, c, n }) => `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE ${n} USING ${c}::${n}`,
  ({ t, c }) => `ALTER TABLE ${t} ALTER COLUMN ${c} TYPE bigint`,
  ({ t, c }) => `ALTER TABLE ${t} ALTER COLUMN ${c} SET NOT NULL`,
  ({ t, u, c, d, n }) => `ALTER TABLE ${t} ADD CONSTRAINT ${n} FOREIGN KEY (${c}) REFERENCES ${u} (${d})`,
  ({ t, u, n }) => `ALTER TABLE ${t} ADD COLUMN ${n} bigint REFERENCES ${u}`,
  ({ t, c, d, n }) => `CREATE INDEX ${n} ON ${t} (${c}, lower(${d}))`,
  ({ t, c, n }, s) => `BEGIN; CREATE UNIQUE INDEX CONCURRENTLY ${n} ON ${t} (${c}) WHERE ${c} = ${s}; COMMIT`,
  ({ n }) => `DROP INDEX CONCURRENTLY ${n}`,
  ({ n, t }, s) => `CREATE TYPE ${n} AS ENUM (${s}); ALTER TYPE ${t} ADD VALUE ${s}`,
  ({ n, c, t }) => `CREATE VIEW ${n} AS SELECT ${c} FROM ${t}`,
  ({ t, n }) => `GRANT SELECT, UPDATE ON ${t} TO ${n}; REVOKE ALL ON ${t} FROM ${n}`,
  ({ t, u }) => `TRUNCATE ${t}, ${u}`,
  ({ t, c, d }, s) => `UPDATE ${t} SET ${c} = ${s}, ${d} = ${c}`,
  ({ t }) => `DELETE FROM ${t}`,
  ({ t, c }, s) => `INSERT INTO ${t} (${c}) VALUES (${s})`,
  ({ n }, s) => `DO LANGUAGE ${n} ${s}`,
  ({ t, n }, s) => `CREATE FUNCTION ${n}() RETURNS ${t} LANGUAGE ${n} AS ${s}`,
  ({ t, n }) => `ALTER TABLE ${t} RENAME TO ${n}; DROP TABLE ${n}`,
  ({ t }, s) => `ALTER TABLE ${t} ADD COLMN ${s}`,
  ({ n }) => `SELECT ${n} FROM`,
  ({ t, u, c, n }, s) =>
    `ALTER TABLE ${t} ATTACH PARTITION ${u} FOR VALUES IN (${s}); ALTER TABLE ${t} VALIDATE CONSTRAINT ${n}; ALTER TABLE ${t} DROP CONSTRAINT ${c}`,
  (_, s) => s.slice(1, -1),
];

const statement = fc.record({
  form: fc.nat({ max: statements.length - 1 }),
  swap: fc.boolean(),
  text: hostileText,
  comment: fc.option(hostileText, { freq: 4 }),
});

/** Where a migration or a query file may stand, with a stranger's words in its name. */
const sqlPath = fc
  .tuple(
    fc.constantFrom(
      'migrations/0002_@.sql',
      'db/migrations/20260101_@.up.sql',
      'V2__@.sql',
      'queries/@.sql',
      'prisma/migrations/2_@/migration.sql',
      '@.sql',
      'mysql/@.sql',
      '@/0002.sql',
    ),
    hostilePath,
  )
  .map(([form, name]) => form.replace('@', () => name));

const sqlFiles: fc.Arbitrary<WrittenFile[]> = fc
  .record({
    names,
    path: sqlPath,
    header: fc.constantFrom(
      '',
      '-- +goose Up\n',
      '-- migrate:up\n',
      '-- +goose NO TRANSACTION\n-- +goose Up\n',
    ),
    list: fc.array(statement, { minLength: 1, maxLength: 5 }),
    lineEnd: fc.constantFrom('\n', '\r\n', ' '),
    earlier: fc.boolean(),
  })
  .map(({ names: given, path, header, list, lineEnd, earlier }) => {
    const [t, u, c, d, n] = given.map((name) => quote(name));
    const text = list.map(({ form, swap, text: words, comment }) => {
      const write = statements[form] ?? (() => '');
      const own = { t: t ?? '', u: u ?? '', c: c ?? '', d: d ?? '', n: quote(swap ? given[5] : given[4]) };
      const said = comment === null ? '' : `-- ${comment.replaceAll('\n', ' ')}\n`;
      return `${said}${write(own, literal(words))};${lineEnd}`;
    });
    const first = `CREATE TABLE ${t} (${c} int, ${d} text, ${n} ${u});\nCREATE TABLE ${u} (${d} int PRIMARY KEY, ${c} text);\n`;
    const file = { path, base: null, head: `${header}${text.join('')}` };
    if (!earlier) return [file];
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    return [{ path: `${folder}0001_init.sql`, base: `${header}${first}`, head: `${header}${first}` }, file];
  });

/** JSON with a line for each key; indentation would grow with the square of the depth. */
function inLines(document: Json): string {
  return JSON.stringify(document).replaceAll(',"', ',\n"');
}

/** A contract whose every name is a stranger's, and what became of it. */
const contractFile: fc.Arbitrary<WrittenFile> = fc
  .record({
    names,
    path: hostilePath,
    mutations: fc.array(mutation, { maxLength: 3 }),
    change: fc.nat({ max: 6 }),
    broken: fc.option(hostileText, { freq: 5 }),
  })
  .map(({ names: given, path, mutations, change, broken }) => {
    const [p = '', q = '', name = '', property = '', media = '', scheme = ''] = given;
    const schema = (type: string): Json => ({
      type: 'object',
      required: [property],
      properties: { [property]: { type }, [name]: { type: 'object', properties: { [q]: { type } } } },
    });
    const operation = (level: number): { [key: string]: Json } => ({
      summary: q,
      ...(level === 1 ? {} : { security: [{ [scheme]: [] }] }),
      parameters: [{ name, in: 'query', required: level === 2, schema: { type: 'string' } }],
      requestBody: {
        required: level === 3,
        content: { [level === 4 ? 'text/plain' : media]: { schema: schema('string') } },
      },
      responses: {
        [level === 5 ? '204' : '200']: {
          description: p,
          content: { [media]: { schema: schema(level === 6 ? 'integer' : 'string') } },
        },
      },
    });
    const document = (level: number): { [key: string]: Json } => ({
      openapi: '3.0.3',
      info: { title: p, version: '1' },
      components: { securitySchemes: { [scheme]: { type: 'http', scheme: 'bearer' } } },
      paths: {
        [`/${p}`]: { get: operation(level), post: operation(0) },
        ...(level === 0 ? { [`/${q}`]: { get: operation(0) } } : {}),
      },
    });
    const head = inLines(mutate(document(change), mutations));
    return {
      path: `openapi/${path}.yaml`,
      base: inLines(document(0)),
      head: broken === null ? head : `openapi: 3.0.0\n${broken}\n${head.slice(0, 40)}`,
    };
  });

/** Routes whose paths and checks are a stranger's. */
const codeFile: fc.Arbitrary<WrittenFile> = fc
  .record({
    path: hostilePath,
    names,
    kept: fc.boolean(),
    form: fc.constantFrom('express', 'nest', 'fastify', 'test'),
    raw: fc.boolean(),
  })
  .map(({ path, names: given, kept, form, raw }) => {
    const text = (at: number): string => {
      const value = given[at] ?? '';
      return raw ? `\`${value.replace(/[`\\$]/g, '')}\`` : JSON.stringify(value);
    };
    const checks = `requireRole(${text(0)}), limit({ max: ${text(1)} }), validate(${text(2)}), `;
    switch (form) {
      case 'express': {
        const code = (of: string): string =>
          `import express from 'express';\nconst router = express.Router();\nrouter.get(${text(3)}, ${of}async (req, res) => { res.status(200).json({ a: req.body[${text(4)}] }); });\nrouter.post('/fixed', ${of}(req, res) => res.sendStatus(404));\nexport default router;\n`;
        return { path: `src/${path}.ts`, base: code(checks), head: code(kept ? checks : '') };
      }
      case 'nest': {
        const code = (of: string): string =>
          `import { Controller, Get, UseGuards } from '@nestjs/common';\n@Controller(${text(3)})\nexport class C {\n  ${of}\n  @Get(${text(4)})\n  get(@Body() body: Dto) { return body; }\n}\n`;
        return {
          path: `src/${path}.controller.ts`,
          base: code(`@UseGuards(AuthGuard(${text(0)}))`),
          head: code(kept ? `@Roles(${text(1)})` : ''),
        };
      }
      case 'fastify': {
        const code = (of: string): string =>
          `import fastify from 'fastify';\nconst app = fastify();\napp.get(${text(3)}, { ${of} }, async () => ({}));\n`;
        return {
          path: `src/${path}.js`,
          base: code(`preHandler: [auth(${text(0)})], schema: { querystring: ${text(1)} }`),
          head: code(''),
        };
      }
      default:
        return {
          path: `test/${path}.test.ts`,
          base: null,
          head: `it(${text(0)}, async () => { await request(app).get(${text(1)}).expect(404); await pool.query(${text(2)}); });\n`,
        };
    }
  });

/** A file that is of no backend, or of none that is read. */
const otherFile: fc.Arbitrary<WrittenFile> = fc
  .record({
    path: hostilePath,
    ending: fc.oneof(
      fc.constantFrom('', '.md', '.png', '.py', '.graphql', '.proto', '.prisma', '/package-lock.json'),
      hostileText.map((text) => `.${text.replace(/[\0/]/g, '').toWellFormed()}`),
    ),
    text: hostileText,
  })
  .map(({ path, ending, text }) => ({ path: `${path}${ending}`, base: null, head: text }));

/** Files of a pull request of somebody who means harm. Paths are unique. */
export const hostileFiles: fc.Arbitrary<WrittenFile[]> = fc
  .tuple(
    fc.array(sqlFiles, { maxLength: 2 }),
    fc.array(contractFile, { maxLength: 1 }),
    fc.array(codeFile, { maxLength: 2 }),
    fc.array(otherFile, { maxLength: 2 }),
  )
  .map(([sql, contracts, code, others]) => {
    const all = [...sql.flat(), ...contracts, ...code, ...others];
    return [...new Map(all.map((file) => [file.path, file])).values()];
  });
