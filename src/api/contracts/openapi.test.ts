import { describe, expect, it } from 'vitest';
import type { ContractDifference, ContractSide } from '../contract-format.ts';
import openapi from './openapi.ts';

type Files = Readonly<Record<string, string>>;

function sideOf(files: Files): ContractSide {
  return {
    paths: Object.keys(files),
    read: (path) => (Object.hasOwn(files, path) ? { path, text: files[path] ?? '' } : null),
  };
}

function compare(
  base: Files,
  head: Files,
  changed?: readonly (readonly [string | null, string | null])[],
): ContractDifference {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  return openapi.compare({
    base: sideOf(base),
    head: sideOf(head),
    changed: changed ?? paths.map((path) => [path in base ? path : null, path in head ? path : null]),
  });
}

/** `id | operation | where it stands in the base | in the head`. */
function told({ changes }: ContractDifference): string[] {
  const at = (place: { path: string; line: number } | null): string =>
    place === null ? '-' : `${place.path}:${place.line}`;
  return changes.map(({ id, operation, base, head }) => `${id} | ${operation} | ${at(base)} | ${at(head)}`);
}

const root = `openapi: 3.1.0
paths:
  /orders: { $ref: 'paths/orders.yaml' }
  /ping: { get: { responses: { '200': { description: pong } } } }
`;
const orders = `get:
  responses:
    '200':
      content:
        application/json:
          schema: { $ref: '../schemas/all.yaml#/Order~1v1' }
`;
const schemas = `Order/v1:
  type: object
  required: [id]
  properties:
    id: { type: string }
    lines: { type: array, items: { $ref: '#/Line' } }
Line: { type: object, properties: { sku: { type: string }, note: { type: string } } }
`;
const whole = { 'api/openapi.yaml': root, 'api/paths/orders.yaml': orders, 'api/schemas/all.yaml': schemas };
const rootOnly = [['api/openapi.yaml', 'api/openapi.yaml']] as const;

describe('documents of several files', () => {
  it('are compared through their references, each change where it stands', () => {
    const head = {
      ...whole,
      'api/schemas/all.yaml': schemas.replace(', note: { type: string }', '').replace('[id]', '[]'),
    };
    expect(compare(whole, head, rootOnly)).toMatchObject({ problems: [] });
    expect(told(compare(whole, head, rootOnly))).toEqual([
      'response-property-became-optional | GET /orders | api/schemas/all.yaml:3 | api/schemas/all.yaml:5',
      'response-optional-property-removed | GET /orders | api/schemas/all.yaml:7 | -',
    ]);
  });

  it('name what they need, through however many files, and never outside the repository', () => {
    const file = {
      path: 'api/openapi.yaml',
      text: `${root}x: { $ref: ../../secret.yaml }\ny: { $ref: https://a.example/b.yaml }\n`,
    };
    expect(openapi.related(file, Object.keys(whole))).toEqual(['api/paths/orders.yaml']);
    expect(openapi.related({ path: 'api/paths/orders.yaml', text: orders }, Object.keys(whole))).toEqual([
      'api/schemas/all.yaml',
    ]);
  });

  it('say which files may be the document of a part, the nearest first', () => {
    const paths = [
      'api/openapi.yaml',
      'api/paths/orders.yaml',
      'api/schemas/all.yaml',
      'deploy/values.yaml',
      'docs/openapi.json',
    ];
    expect(openapi.parts?.recognises(schemas)).toBe(true);
    expect(openapi.parts?.recognises('name: ci\non: push\n')).toBe(false);
    expect(openapi.parts?.candidates(['api/schemas/all.yaml'], paths)).toEqual([
      'api/openapi.yaml',
      'docs/openapi.json',
    ]);
  });

  it('may refer to each other in a circle of files', () => {
    const files = (word: string): Files => ({
      'a.yaml': `openapi: 3.0.0\npaths: { /x: { get: { responses: { '200': { content: { a/b: { schema: { $ref: 'b.yaml#/B' } } } } } } } }\nA: { type: object, properties: { b: { $ref: 'b.yaml#/B' }, ${word}: { type: string } } }\n`,
      'b.yaml': "B: { type: object, properties: { a: { $ref: 'a.yaml#/A' } } }\n",
    });
    expect(told(compare(files('one'), files('other'), [['a.yaml', 'a.yaml']]))).toEqual([
      'response-optional-property-removed | GET /x | a.yaml:3 | -',
      'response-optional-property-added | GET /x | - | a.yaml:3',
    ]);
  });
});

describe('what a reference does not lead to', () => {
  it.each([
    ['https://example.com/order.yaml#/Order', 'it leads out of the repository, where nothing is read'],
    ['file:///etc/passwd', 'it leads out of the repository, where nothing is read'],
    ['//example.com/order.yaml', 'it leads out of the repository, where nothing is read'],
    ['../../order.yaml', 'it leads out of the repository, where nothing is read'],
    ['%2e%2e/%2e%2e/order.yaml', 'it leads out of the repository, where nothing is read'],
    ['/etc/passwd', 'it is an absolute path, which is not read'],
    ['missing.yaml#/Order', 'there is no such file in the repository, or it was not read'],
    [
      'broken.yaml#/Order',
      'the file it names is not read, because it does not parse: deficient indentation in line 2',
    ],
    ['#/components/schemas/None', 'it leads nowhere'],
    ['#Order', 'it leads nowhere'],
    ['#/components/schemas/A', 'it leads in a circle'],
  ])('%s is told and compared no further', (reference, reason) => {
    const text = (type: string): string =>
      `openapi: 3.0.0\npaths:\n  /x:\n    get:\n      parameters: [{ name: p, in: query, schema: { type: ${type} } }]\n      responses: { '200': { content: { a/b: { schema: { $ref: '${reference}' } } } } }\ncomponents:\n  schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } }\n`;
    const files = (type: string): Files => ({
      'api/openapi.yaml': text(type),
      'api/broken.yaml': 'Order: [\n',
    });
    const compared = compare(files('string'), files('integer'), [['api/openapi.yaml', 'api/openapi.yaml']]);
    expect(compared.problems).toEqual([
      {
        path: 'api/openapi.yaml',
        partial: true,
        reason: `what a reference stands for is not compared: ${reason}`,
        subject: reference,
      },
    ]);
    expect(told(compared)).toEqual([
      'request-parameter-type-changed | GET /x | api/openapi.yaml:5 | api/openapi.yaml:5',
    ]);
  });

  it('is counted where there is more of it', () => {
    const text = (type: string): string =>
      `openapi: 3.0.0\npaths: { /x: { get: { parameters: [{ $ref: 'a.yaml' }, { $ref: 'b.yaml' }, { name: p, in: query, schema: { type: ${type} } }] } } }\n`;
    expect(compare({ 'o.yaml': text('string') }, { 'o.yaml': text('integer') }).problems[0]?.reason).toMatch(
      /; 1 other reference is not compared either$/,
    );
  });
});

describe('documents that come and go', () => {
  it('an added one is its operations', () => {
    expect(told(compare({}, whole))).toEqual([
      'endpoint-added | GET /orders | - | api/paths/orders.yaml:1',
      'endpoint-added | GET /ping | - | api/openapi.yaml:4',
    ]);
  });

  it('a removed one is told once', () => {
    expect(told(compare(whole, {}))).toEqual(['api-document-removed | * | api/openapi.yaml:1 | -']);
  });

  it('one that moves with most of its operations is compared', () => {
    const moved = { 'docs/api.yaml': root.replace('/ping', '/pong').replaceAll("'paths/", "'../api/paths/") };
    const parts = { 'api/paths/orders.yaml': orders, 'api/schemas/all.yaml': schemas };
    expect(
      told(
        compare(whole, { ...parts, ...moved }, [
          ['api/openapi.yaml', null],
          [null, 'docs/api.yaml'],
        ]),
      ),
    ).toEqual([
      'api-path-removed-without-deprecation | GET /ping | api/openapi.yaml:4 | -',
      'endpoint-added | GET /pong | - | docs/api.yaml:4',
    ]);
  });
});

describe('documents that cannot be read', () => {
  const good = 'openapi: 3.0.0\npaths: {}\n';
  it.each([
    ['at the head', good, 'openapi: 3.0.0\npaths: {\n', 'it does not parse: deficient indentation in line 3'],
    [
      'at the base',
      'openapi: 3.0.0\npaths: {}\npaths: {}\n',
      good,
      'before this change it does not parse: duplicated mapping key in line 3',
    ],
    ['of another version', good, 'openapi: 4.0.0\n', 'OpenAPI 4.0.0 is not known here'],
    [
      'none any more',
      good,
      'name: ci\n',
      'it is not an OpenAPI document (no `openapi` or `swagger` version)',
    ],
    ['too long', good, `openapi: 3.0.0\nx: ${'a'.repeat(50_000_000)}\n`, 'it is longer than 16 MB'],
  ])('%s', (_, base, head, reason) => {
    expect(compare({ 'a.yaml': base }, { 'a.yaml': head })).toEqual({
      changes: [],
      problems: [{ path: 'a.yaml', partial: false, reason }],
    });
  });

  it.each([
    ['allOf', '{"allOf":[', ']}'],
    ['oneOf', '{"oneOf":[', ']}'],
    ['properties', '{"properties":{"a":', '}}'],
    ['items', '{"items":', '}'],
    ['not', '{"not":', '}'],
    ['enum', '{"enum":[', ']}'],
    ['x', '{"x":', '}'],
  ])('%s in itself many times ends', (_, open, close) => {
    const nested = (leaf: string): string => open.repeat(50_000) + leaf + close.repeat(50_000);
    const deep = (leaf: string): string =>
      `{"swagger":"2.0","consumes":${nested(leaf)},"paths":{"/x":{"post":{"security":${nested(leaf)},"tags":${nested(leaf)},"callbacks":${nested(leaf)},"parameters":[{"name":"p","in":"body","schema":${nested(leaf)}}]}}},"definitions":{"A":${nested(leaf)}}}`;
    const compared = compare(
      { 'a.json': deep('{"type":"string"}') },
      { 'a.json': deep('{"type":"integer"}') },
    );
    expect(compared.problems).toEqual([]);
    expect(compared.changes.length).toBeLessThan(10);
  });

  it('a JSON document of arrays in arrays ends in a clear answer', () => {
    const deep = (type: string): string =>
      `{"openapi":"3.0.0","paths":{"/x":{"get":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"parameters":[{"name":"p","in":"query","schema":{"type":"${type}"}}]}}}}`;
    expect(told(compare({ 'a.json': deep('string') }, { 'a.json': deep('integer') }))).toHaveLength(1);
  });
});
