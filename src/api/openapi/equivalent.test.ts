import { describe, expect, it } from 'vitest';
import type { ContractFile } from '../contract-format.ts';
import { diffOpenApi } from './diff-open-api.ts';
import { parseOpenApi } from './document.ts';
import { type Description, openDescription } from './references.ts';

function read(text: string, files: Readonly<Record<string, string>> = {}): Description {
  const document = parseOpenApi('openapi.yaml', text);
  if ('problem' in document) throw new Error(document.problem);
  return openDescription(document, (path): ContractFile | null =>
    Object.hasOwn(files, path) ? { path, text: files[path] ?? '' } : null,
  );
}

function told(base: Description, head: Description): string[] {
  return [
    ...diffOpenApi(base, head).map(({ id, subject }) => `${id} ${subject}`),
    ...diffOpenApi(head, base).map(({ id, subject }) => `back: ${id} ${subject}`),
  ];
}

const operation = (schema: string, version = '3.0.3', more = ''): string => `openapi: ${version}
paths:
  /orders:
    post:
      parameters: [{ name: p, in: query, schema: ${schema} }]
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { '201': { content: { application/json: { schema: ${schema} } } } }
${more}`;

describe('ways to say the same', () => {
  it.each([
    ['null in 3.0 and 3.1', '{ type: string, nullable: true }', "{ type: [string, 'null'] }"],
    [
      'null as an alternative',
      '{ type: string, nullable: true }',
      "{ anyOf: [{ type: string }, { type: 'null' }] }",
    ],
    [
      'null among listed values',
      '{ type: string, nullable: true, enum: [a, null] }',
      "{ type: [string, 'null'], enum: [a] }",
    ],
    [
      'a limit that is not reached',
      '{ type: number, maximum: 5, exclusiveMaximum: true }',
      '{ type: number, exclusiveMaximum: 5 }',
    ],
    [
      'a limit that is reached',
      '{ type: number, minimum: 5, exclusiveMinimum: false }',
      '{ type: number, minimum: 5 }',
    ],
    ['one value', '{ type: string, enum: [a] }', '{ type: string, const: a }'],
    ['the order of values and keys', '{ type: string, enum: [a, b] }', '{ enum: [b, a], type: string }'],
    [
      'types as a list and as alternatives',
      '{ type: [string, integer] }',
      '{ oneOf: [{ type: integer }, { type: string }] }',
    ],
    [
      'one alternative',
      '{ type: object, properties: { a: {} } }',
      '{ oneOf: [{ type: object, properties: { a: {} } }] }',
    ],
    [
      'parts',
      '{ type: object, required: [a], properties: { a: {}, b: {} } }',
      '{ allOf: [{ type: object, properties: { a: {} } }, { required: [a], properties: { b: {} } }] }',
    ],
    ['an implied type', '{ type: object, properties: { a: {} } }', '{ properties: { a: {} } }'],
    ['a width that is told', '{ type: integer }', '{ type: integer, format: int64 }'],
    [
      'nothing held back',
      '{ type: array, items: {} }',
      '{ type: array, items: {}, minItems: 0, uniqueItems: false, contains: true }',
    ],
    [
      'properties that were free already',
      '{ type: object, properties: { a: {} } }',
      '{ type: object, properties: { a: {} }, additionalProperties: true }',
    ],
  ])('%s', (_, one, other) => {
    expect(told(read(operation(one)), read(operation(other, '3.1.0')))).toEqual([]);
  });

  it('a schema in place and as a component, with words beside the reference', () => {
    const component = `components: { schemas: { Name: { type: string, maxLength: 9 } } }\n`;
    const inPlace = read(operation('{ type: string, maxLength: 9 }', '3.1.0', component));
    const referred = "{ $ref: '#/components/schemas/Name', description: the name }";
    expect(told(inPlace, read(operation(referred, '3.1.0', component)))).toEqual([]);
    const shorter = referred.replace('description', 'maxLength: 5, description');
    expect(told(inPlace, read(operation(shorter, '3.1.0', component)))).toContain(
      'request-body-max-length-decreased request application/json',
    );
    // Before 3.1 what stands beside a reference is not read.
    expect(
      told(read(operation(referred, '3.0.3', component)), read(operation(shorter, '3.0.3', component))),
    ).toEqual([]);
  });

  it('one file and several', () => {
    const whole = read(operation('{ type: object, properties: { a: { type: string } } }'));
    const spread = read(operation('{ $ref: schemas.yaml#/A }'), {
      'schemas.yaml': "A: { type: object, properties: { a: { $ref: 'more/text.json' } } }\n",
      'more/text.json': '{ "type": "string" }',
    });
    expect(told(whole, spread)).toEqual([]);
  });

  it('Swagger 2.0 and OpenAPI 3', () => {
    const old = read(`swagger: '2.0'
consumes: [application/json]
produces: [application/json]
paths:
  /orders:
    post:
      parameters:
        - { name: p, in: query, type: array, items: { type: string, enum: [a, b] }, maxItems: 3 }
        - { name: order, in: body, required: true, schema: { $ref: '#/definitions/Order' } }
      responses:
        '201': { headers: { X-Cost: { type: integer } }, schema: { $ref: '#/definitions/Order' } }
  /upload:
    post:
      consumes: [multipart/form-data]
      parameters:
        - { name: title, in: formData, type: string, required: true }
        - { name: pages, in: formData, type: integer }
      responses: { '204': { description: done } }
definitions:
  Order: { type: object, required: [sku], properties: { sku: { type: string, x-nullable: true } } }
`);
    const now = read(`openapi: 3.0.3
paths:
  /orders:
    post:
      parameters:
        - { name: p, in: query, schema: { type: array, items: { type: string, enum: [a, b] }, maxItems: 3 } }
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses:
        '201':
          headers: { X-Cost: { schema: { type: integer } } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
  /upload:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: { type: object, required: [title], properties: { title: { type: string }, pages: { type: integer } } }
      responses: { '204': { description: done } }
components:
  schemas:
    Order: { type: object, required: [sku], properties: { sku: { type: string, nullable: true } } }
`);
    expect(told(old, now)).toEqual([]);
  });
});

describe('what an API sends by itself', () => {
  const hooks = (payload: string): string => `openapi: 3.1.0
paths:
  /orders:
    post:
      callbacks: { paid: { '{$request.body#/url}': { post: { requestBody: { content: { a/b: { schema: ${payload} } } } } } } }
webhooks: { paid: { post: { requestBody: { content: { a/b: { schema: ${payload} } } } } } }
`;
  const one = '{ type: object, required: [a], properties: { a: {}, b: {} } }';

  it('is read by its callers, as an answer is', () => {
    const more = '{ type: object, required: [a, b, c], properties: { a: {}, b: {}, c: {} } }';
    const ids = diffOpenApi(read(hooks(one)), read(hooks(more))).map(
      ({ id, level, operation }) => `${level} ${id} ${operation}`,
    );
    expect(ids.filter((id) => !id.startsWith('compatible'))).toEqual([]);
    expect(
      diffOpenApi(read(hooks(more)), read(hooks(one))).map(({ id, operation }) => `${id} ${operation}`),
    ).toEqual([
      'response-property-became-optional POST /orders callback paid {$request.body#/url}',
      'response-required-property-removed POST /orders callback paid {$request.body#/url}',
      'response-property-became-optional webhook paid',
      'response-required-property-removed webhook paid',
    ]);
  });

  it('is missed where it is gone', () => {
    const gone = 'openapi: 3.1.0\npaths: { /orders: { post: {} } }\n';
    expect(diffOpenApi(read(hooks(one)), read(gone)).map(({ id }) => id)).toEqual([
      'callback-removed',
      'webhook-removed',
    ]);
  });
});

describe('operations of OpenAPI 3.2', () => {
  const custom = (method: string): string =>
    `openapi: 3.2.0\npaths: { /orders: { query: { responses: {} }, additionalOperations: { ${method}: { responses: {} } } } }\n`;

  it('are known by methods of any name', () => {
    expect(
      diffOpenApi(read(custom('COPY')), read(custom('LINK'))).map(
        ({ id, operation }) => `${id} ${operation}`,
      ),
    ).toEqual(['api-removed-without-deprecation COPY /orders', 'endpoint-added LINK /orders']);
  });
});

describe('credentials', () => {
  const secured = (security: string): string =>
    `openapi: 3.1.0\npaths: { /orders: { get: { security: ${security}, responses: {} } } }\n`;
  it.each([
    ['[{ a: [] }]', '[{ a: [] }, {}]', ['risky api-security-removed']],
    [
      '[{ a: [] }]',
      '[{ b: [] }]',
      ['breaking api-security-alternative-removed', 'compatible api-security-alternative-added'],
    ],
    ['[{ o: [r] }]', '[{ o: [r, w] }]', ['breaking api-security-scope-added']],
    ['[{ o: [r, w] }]', '[{ o: [r] }]', ['compatible api-security-scope-removed']],
    ['[{ a: [], b: [] }]', '[{ a: [] }]', ['risky api-security-weakened']],
    ['[{ a: [] }, { b: [] }]', '[{ b: [] }, { a: [] }]', []],
    ['[]', '[{ a: [] }]', ['risky api-security-added']],
  ])('%s, then %s', (before, after, expected) => {
    const changes = diffOpenApi(read(secured(before)), read(secured(after)));
    expect(changes.map(({ id, level }) => `${level} ${id}`)).toEqual(expected);
  });
});
