import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOpenApi } from './diff-open-api.ts';
import { looksLikeOpenApi, maxDocumentLength, type OpenApiDocument, parseOpenApi } from './document.ts';
import { isOpenApiPath } from './open-api-path.ts';
import { linesOf } from './positions.ts';
import { type Description, openDescription, referencedPaths } from './references.ts';

function sideOf(document: OpenApiDocument): Description {
  return openDescription(document, () => null);
}

function problemOf(text: string): string | null {
  const parsed = parseOpenApi('openapi.yaml', text);
  return 'problem' in parsed ? parsed.problem : null;
}

describe('parseOpenApi', () => {
  it.each([
    ['openapi: 3.0.3\npaths: {}', '3.0.3'],
    ['openapi: 3.1\n', '3.1'],
    ['swagger: 2.0\n', '2.0'],
    ['{"swagger": "2.0", "paths": {}}', '2.0'],
    ['{\n\t"paths": {},\n\t"openapi": "3.1.0"\n}', '3.1.0'],
  ])('reads %j', (text, version) => {
    expect(parseOpenApi('a', text)).toMatchObject({ path: 'a', version });
  });

  it.each([
    ['', 'it is not an OpenAPI document (no `openapi` or `swagger` version)'],
    ['name: ci\non: push', 'it is not an OpenAPI document (no `openapi` or `swagger` version)'],
    ['- openapi: 3.0.0', 'it is not an OpenAPI document (its root is not an object)'],
    ['info: { openapi: 3.0.0 }', 'it is not an OpenAPI document (no `openapi` or `swagger` version)'],
    ['openapi: 4.0.0', 'OpenAPI 4.0.0 is not known here'],
    [
      'openapi: 3.0.0\npaths: [',
      'it does not parse: unexpected end of the stream within a flow collection in line 2',
    ],
    ['openapi: 3.0.0\npaths: {}\npaths: {}\n', 'it does not parse: duplicated mapping key in line 3'],
    ['openapi: 3.0.0\n---\nopenapi: 3.0.0\n', 'it holds 2 YAML documents'],
    ['openapi: 3.0.0\na: *b\n', expect.stringMatching(/^it does not parse: /)],
    [
      `openapi: 3.0.0\na: ${'['.repeat(100_000)}`,
      'it does not parse: nesting exceeded maxDepth (200) in line 2',
    ],
    [`openapi: 3.0.0\n#${' '.repeat(maxDocumentLength)}`, 'it is longer than 16 MB'],
  ])('says why a document is not analysed (%#)', (text, problem) => {
    expect(problemOf(text)).toEqual(problem);
  });

  it('refuses documents of aliases to aliases', () => {
    const lines = ['openapi: 3.0.0', 'a0: &a0 [x, x]'];
    for (let level = 1; level < 700; level++)
      lines.push(
        `a${level}: &a${level} [${Array(9)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    expect(problemOf(lines.join('\n'))).toMatch(/^it does not parse: .*alias/);
  });

  it('never throws, and never compares without an end', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.constantFrom('openapi: 3.0.0\npaths: ', '{"openapi":"3.0.0","paths":'),
        (json, start) => {
          const parsed = parseOpenApi('a', start.startsWith('{') ? `${start}${json}}` : start + json);
          if (!('problem' in parsed)) expect(diffOpenApi(sideOf(parsed), sideOf(parsed))).toEqual([]);
        },
      ),
    );
  });

  it('takes keys of the prototype for keys', () => {
    const base = parseOpenApi(
      'a',
      '{"openapi":"3.0.0","paths":{"/x":{"get":{"__proto__":{"a":1},"constructor":1}}}}',
    );
    const head = parseOpenApi(
      'a',
      '{"openapi":"3.0.0","paths":{"__proto__":{"get":{}},"toString":{"get":{}}}}',
    );
    if ('problem' in base || 'problem' in head) throw new Error('not read');
    expect(diffOpenApi(sideOf(base), sideOf(head)).map(({ id, operation }) => `${id} ${operation}`)).toEqual([
      'api-path-removed-without-deprecation GET /x',
      'endpoint-added GET __proto__',
      'endpoint-added GET toString',
    ]);
  });
});

describe('comparing hostile documents', () => {
  const compare = (base: string, head: string): number => {
    const [one, other] = [parseOpenApi('a', base), parseOpenApi('a', head)];
    if ('problem' in one || 'problem' in other) throw new Error('not read');
    return diffOpenApi(sideOf(one), sideOf(other)).length;
  };

  it('ends on a long chain of references', () => {
    const schemas = (count: number): string =>
      Array.from(
        { length: count },
        (_, at) =>
          `    S${at}: { type: object, properties: { p: { $ref: '#/components/schemas/S${at + 1}' }, v${at}: {} } }`,
      ).join('\n');
    const text = `openapi: 3.0.0\npaths:\n  /x:\n    get:\n      responses:\n        '200': { content: { a/b: { schema: { $ref: '#/components/schemas/S0' } } } }\ncomponents:\n  schemas:\n${schemas(3_000)}\n`;
    expect(compare(text, text.replaceAll(/v(\d+):/g, 'w$1:'))).toBeLessThanOrEqual(5_000);
  });

  it('ends on aliases that stand for each other many times', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `x-${at + 1}: &s${at + 1} { type: object, properties: { a: *s${at}, b: *s${at} } }`,
    );
    const text = (leaf: string): string =>
      `openapi: 3.0.0\nx-0: &s0 { type: ${leaf} }\n${levels.join('\n')}\npaths: { /x: { get: { responses: { '200': { content: { a/b: { schema: *s30 } } } } } } }\n`;
    expect(compare(text('string'), text('integer'))).toBeLessThanOrEqual(5_000);
  });
});

describe('linesOf', () => {
  const lines = (text: string, ...pointers: string[][]): number[] => {
    const document = parseOpenApi('a', text);
    if ('problem' in document) throw new Error(document.problem);
    return linesOf(document, pointers);
  };

  it('finds keys and items in block, flow, quoted and multi-line style', () => {
    const text =
      'openapi: 3.0.0\r\n# é😀\r\n"a/b":\r\n  - x\r\n  - { c: 1,\r\n      d: [2,\r\n        3] }\r\n? long\r\n: e: |\r\n    text\r\n';
    expect(
      lines(
        text,
        ['a/b'],
        ['a/b', '1'],
        ['a/b', '1', 'd'],
        ['a/b', '1', 'd', '1'],
        ['long', 'e'],
        ['a/b', 'none'],
        [],
      ),
    ).toEqual([3, 5, 6, 7, 9, 3, 1]);
  });

  it('stays at the nearest written node for what aliases and merges bring', () => {
    const text = 'openapi: 3.0.0\nbase: &b\n  x: { y: 1 }\ncopy: *b\nmerged:\n  <<: *b\n  z: 1\n';
    expect(lines(text, ['copy', 'x', 'y'], ['merged', 'x'], ['merged', 'z'])).toEqual([4, 5, 7]);
  });

  it('reads JSON with tabs', () => {
    expect(lines('{\n\t"openapi": "3.0.0",\n\t"a": {\n\t\t"b": [1,\n\t\t2]}}', ['a', 'b', '1'])).toEqual([5]);
  });
});

describe('outside', () => {
  it('names the files that are referred to, and none outside the repository', () => {
    const text =
      'x: { $ref: \'#/inside\' }\ny: { $ref: \'../b.yaml#/X\' }\nz: { "$ref": "https://example.com/c.json" }\nu: { $ref: "../../d.yaml" }\nv: { $ref: /e.yaml }\nw: { $ref: parts/f.yaml }\n';
    expect(referencedPaths({ path: 'api/a.yaml', text }, 10)).toEqual(['b.yaml', 'api/parts/f.yaml']);
  });

  it.each([
    ['openapi.yaml', true],
    ['docs/api.json', true],
    ['api.yml', true],
    ['package.json', false],
    ['node_modules/x/openapi.json', false],
    ['.github/workflows/ci.yml', false],
    ['src/a.ts', false],
  ])('%s may be a document: %s', (path, expected) => {
    expect(isOpenApiPath(path)).toBe(expected);
  });

  it('sniffs the version wherever it stands', () => {
    expect(looksLikeOpenApi('{"info":{},"openapi":"3.0.0"}')).toBe(true);
    expect(looksLikeOpenApi('title: all about openapi')).toBe(false);
  });
});
