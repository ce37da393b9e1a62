import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { markdownProblems, reportHeadings } from '../fuzz/markdown-problems.ts';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

/** What would call somebody, load something, lead somewhere, or pretend to be ours. */
const hostile = [
  '@octocat',
  '![i](http://evil.example/i.png)',
  '[l](http://evil.example)',
  '<img src=//evil.example/i.png>',
  '</details><b>',
  '<!-- backend-engineer:1 e30.AAAA -->',
  '``` @octocat',
  '`@octocat`',
  'a | b | #12 http://evil.example',
  '# Approved',
];
const all = hostile.join(' ');
const name = (text: string): string => `"${text}"`;

const migration = `-- +goose Up
-- ${all}
${hostile
  .map(
    (text) => `CREATE TABLE ${name(text)} (${name(text)} int, ${name(`${text} 2`)} text DEFAULT '${text}');
CREATE INDEX ${name(`i ${text}`)} ON orders (${name(text)});
ALTER TABLE orders ADD COLUMN ${name(text)} uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE orders ALTER COLUMN ${name(text)} SET NOT NULL, ADD CONSTRAINT ${name(`c ${text}`)} CHECK (${name(text)} <> '${text}');
ALTER TABLE order_items ADD CONSTRAINT ${name(`f ${text}`)} FOREIGN KEY (${name(text)}) REFERENCES ${name(text)} (${name(text)});
ALTER TABLE orders DROP COLUMN ${name(text)};
CREATE TYPE ${name(`t ${text}`)} AS ENUM ('${text}');
ALTER TABLE orders SET (${name(text)} = 1);
GRANT SELECT (${name(text)}) ON orders TO ${name(text)};
DELETE FROM ${name(text)};
SELEC ${text};
`,
  )
  .join('')}`;

const routes = `import { Router } from 'express';
export const orders = Router();
${hostile.map((text) => `orders.get(${JSON.stringify(`/${text}`)}, ${'checkIt'}(${JSON.stringify(text)}), (q, r) => r.status(200).json({}));`).join('\n')}
`;

const contract = (required: boolean): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: all, version: '1' },
    paths: Object.fromEntries(
      hostile.map((text) => [
        `/${text.replaceAll('/', '-')}`,
        {
          post: {
            operationId: text,
            requestBody: {
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: required ? [text] : [],
                    properties: { [text]: { type: required ? 'integer' : 'string', enum: [text] } },
                  },
                },
              },
            },
            responses: required
              ? {}
              : { 200: { description: text, content: { [text]: { schema: { type: 'string' } } } } },
          },
        },
      ]),
    ),
  });

let shop: WatchedShop;
let pull: PullRecord;
beforeAll(async () => {
  shop = await openWatchedShop();
  const base = shop.commit({
    'openapi.json': contract(false),
    '.github/backend-engineer.yml': `${JSON.stringify(all)}: 1\n`,
  });
  const files = hostile.map((text, index) => [
    `queries/${text.replaceAll('/', '-')} ${index}.sql`,
    'DELETE FROM order_events;\n',
  ]);
  const head = shop.commit(
    {
      ...Object.fromEntries(files),
      [`migrations/0009_${all.replaceAll('/', '-').slice(0, 150)}.sql`]: migration,
      'src/orders/hostile.ts': routes,
      'openapi.json': contract(true),
      [`docs/${all.replaceAll('/', '-').slice(0, 150)}.md`]: all,
      [`test/${hostile[0]} orders.test.ts`]: `it(${JSON.stringify(all)}, () => request(app).get('/${hostile[0]}').expect(404));\n`,
    },
    base,
  );
  pull = await shop.opened({ base, head, title: all, body: all });
}, 300_000);
afterAll(() => shop?.close());

describe('a mention, an image, a link or HTML of a stranger', { timeout: 120_000 }, () => {
  it('is nothing but text in the report', () => {
    const report = shop.report(pull);
    expect(markdownProblems(report, { marker: true, headings: reportHeadings })).toEqual([]);
    // It did get there: what is not shown cannot be rendered either.
    for (const text of ['@octocat', 'evil.example', 'Approved', '<img']) expect(report).toContain(text);
  });

  it('is nothing but text in the comments', () => {
    expect(pull.reviewComments.length).toBe(20);
    const problems = pull.reviewComments.flatMap(({ body }) => markdownProblems(body, { marker: true }));
    expect(problems).toEqual([]);
    expect(pull.reviewComments.some(({ body }) => body.includes('@octocat'))).toBe(true);
  });

  it('is nothing but text in the check run, and its annotations are plain', () => {
    const { output, annotations } = shop.checkRun(pull) ?? { output: null, annotations: [] };
    expect(markdownProblems(output?.summary ?? '')).toEqual([]);
    expect(output?.summary).toContain('@octocat');
    expect(output?.title).toMatch(/^\d+ blockers(, \d+ warnings?)?(, \d+ pieces? of advice)?$/);
    expect(annotations.length).toBeGreaterThan(0);
  });

  it.each([
    ['/backend @octocat'],
    ['/backend ![i](http://evil.example/i.png)'],
    ['/backend reviewx [l](http://evil.example)'],
    ['/backend review @octocat <b>'],
    ['/backend help @octocat'],
  ])('is not given back by the answer to %s', async (command) => {
    const before = pull.comments.length;
    await shop.house.deliver('issue_comment', await shop.house.github.comment(pull.number, 'sam', command));
    const answer = await shop.until('an answer', () => pull.comments[before + 1] ?? null);
    expect(markdownProblems(answer.body)).toEqual([]);
    expect(answer.body).not.toMatch(/octocat|evil/);
  });

  it('is not in the log', () => {
    expect(shop.leaks(['evil.example', 'SELEC ', 'checkIt'])).toEqual([]);
  });
});
