import { describe, expect, it } from 'vitest';
import { mergeSharedChanges } from '../merge-shared-changes.ts';
import { diffOpenApi } from './diff-open-api.ts';
import { parseOpenApi } from './document.ts';
import { type Description, openDescription } from './references.ts';

function read(text: string): Description {
  const document = parseOpenApi('openapi.yaml', text);
  if ('problem' in document) throw new Error(document.problem);
  return openDescription(document, () => null);
}

/** `id | operation | subject | line of the base -> line of the head`, with `-` where a side has none. */
function diff(base: string, head: string): string[] {
  const lineOf = (text: string, place: { line: number } | null): string =>
    place === null ? '-' : (text.split('\n')[place.line - 1] ?? 'past the end').trim();
  return diffOpenApi(read(base), read(head)).map(
    (change) =>
      `${change.id} | ${change.operation} | ${change.subject} | ${lineOf(base, change.base)} -> ${lineOf(head, change.head)}`,
  );
}

const orders = `openapi: 3.0.3
info: { title: Orders, version: 1.0.0 }
security:
  - bearer: []
paths:
  /orders/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - name: expand
          in: query
          schema: { type: string }
      responses:
        '200':
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
        '404': { description: none }
  /orders:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/NewOrder' }
      responses:
        '201':
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
components:
  schemas:
    Order:
      type: object
      required: [id, total]
      properties:
        id: { type: string }
        total: { type: number }
        note: { type: string }
        parent: { $ref: '#/components/schemas/Order' }
    NewOrder:
      type: object
      required: [sku]
      properties:
        sku: { type: string }
        count: { type: integer }
`;

describe('diffOpenApi', () => {
  it('tells nothing of equal documents', () => {
    expect(diff(orders, orders)).toEqual([]);
  });

  it('places a removed response property of a shared schema on its line, once for each operation', () => {
    const head = orders.replace('        total: { type: number }\n', '').replace('[id, total]', '[id]');
    expect(diff(orders, head)).toEqual([
      'response-required-property-removed | GET /orders/{id} | response 200 application/json: total | total: { type: number } -> -',
      'response-required-property-removed | POST /orders | response 201 application/json: total | total: { type: number } -> -',
    ]);
    expect(mergeSharedChanges(diffOpenApi(read(orders), read(head)))).toEqual([
      expect.objectContaining({ operation: 'GET /orders/{id}', alsoIn: ['POST /orders'] }),
    ]);
  });

  it('tells optional response properties from required ones', () => {
    const head = orders.replace('        note: { type: string }\n', '');
    expect(diff(orders, head).map((line) => line.split(' | ')[0])).toEqual([
      'response-optional-property-removed',
      'response-optional-property-removed',
    ]);
  });

  it('tells what requests must hold now', () => {
    const head = orders
      .replace('required: [sku]', 'required: [sku, count]')
      .replace('          in: query\n', '          in: query\n          required: true\n')
      .replace(
        '        sku: { type: string }\n',
        '        sku: { type: string }\n        currency: { type: string }\n',
      );
    expect(diff(orders, head)).toEqual([
      'request-parameter-became-required | GET /orders/{id} | query parameter: expand | - name: expand -> required: true',
      'request-property-became-required | POST /orders | request application/json: count | count: { type: integer } -> required: [sku, count]',
      'new-optional-request-property | POST /orders | request application/json: currency | - -> currency: { type: string }',
    ]);
  });

  it('tells a removed operation from a removed path, and whether it was deprecated', () => {
    const withDelete = orders.replace(
      '    get:\n',
      "    delete:\n      deprecated: true\n      responses: { '204': { description: gone } }\n    get:\n",
    );
    expect(diff(withDelete, orders)).toEqual([
      'api-removed-with-deprecation | DELETE /orders/{id} |  | delete: -> -',
    ]);
    expect(diff(orders, withDelete)).toEqual(['endpoint-added | DELETE /orders/{id} |  | - -> delete:']);
    expect(diff(orders, orders.replace('  /orders:\n', '  /purchases:\n'))).toEqual([
      'api-path-removed-without-deprecation | POST /orders |  | post: -> -',
      'endpoint-added | POST /purchases |  | - -> post:',
    ]);
  });

  it('takes a path parameter under another name for the same', () => {
    const head = orders
      .replace('/orders/{id}', '/orders/{orderId}')
      .replace('{ name: id,', '{ name: orderId,');
    expect(diff(orders, head)).toEqual([]);
  });

  it('tells response codes that go, and those that a range still covers not', () => {
    const gone = orders.replace("        '404': { description: none }\n", '').replace("'201':", "'202':");
    expect(diff(orders, gone)).toEqual([
      "response-non-success-status-removed | GET /orders/{id} | response: 404 | '404': { description: none } -> -",
      "response-success-status-removed | POST /orders | response: 201 | '201': -> -",
      "response-success-status-added | POST /orders | response: 202 | - -> '202':",
    ]);
    expect(diff(orders, orders.replace("'404':", "'4XX':"))).toEqual([
      "response-non-success-status-added | GET /orders/{id} | response: 4XX | - -> '4XX': { description: none }",
    ]);
  });

  it('tells security that is dropped, of one operation and of the document', () => {
    expect(diff(orders, orders.replace('    post:\n', '    post:\n      security: []\n'))).toEqual([
      'api-security-removed | POST /orders | security | post: -> security: []',
    ]);
    expect(diff(orders, orders.replace('security:\n  - bearer: []\n', ''))).toEqual([
      'api-global-security-removed | * | security | security: -> -',
    ]);
    expect(diff(orders, orders.replace('  - bearer: []\n', '  - bearer: []\n  - oauth: []\n'))).toEqual([
      'api-global-security-alternative-added | * | security: oauth | security: -> security:',
    ]);
  });

  it('takes properties that move into allOf for the same', () => {
    const head = orders.replace(
      '    Order:\n      type: object\n      required: [id, total]\n      properties:\n        id: { type: string }\n',
      "    Identified: { type: object, required: [id], properties: { id: { type: string } } }\n    Order:\n      allOf: [{ $ref: '#/components/schemas/Identified' }]\n      type: object\n      required: [total]\n      properties:\n",
    );
    expect(diff(orders, head)).toEqual([]);
  });

  it('stays silent about what lies behind outside references', () => {
    const outside = orders
      .replace("schema: { $ref: '#/components/schemas/NewOrder' }", "schema: { $ref: './new-order.yaml' }")
      .replace("'404': { description: none }", "'404': { $ref: 'https://example.com/errors.yaml#/404' }")
      .replace(
        '        - name: expand\n          in: query\n          schema: { type: string }\n',
        "        - $ref: 'params.yaml#/expand'\n",
      );
    expect(diff(orders, outside)).toEqual([]);
    expect(diff(outside, orders)).toEqual([]);
  });

  it('ends on schemas that hold themselves and references in circles', () => {
    const circle = orders.replace(
      "        parent: { $ref: '#/components/schemas/Order' }\n",
      "        parent: { $ref: '#/components/schemas/A' }\n    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n",
    );
    expect(diff(orders, circle)).toEqual([]);
    const renamed = orders.replaceAll('note:', 'remark:');
    expect(diff(orders, renamed).filter((line) => line.includes('removed'))).toEqual([
      'response-optional-property-removed | GET /orders/{id} | response 200 application/json: note | note: { type: string } -> -',
      'response-optional-property-removed | POST /orders | response 201 application/json: note | note: { type: string } -> -',
    ]);
  });

  it('reads Swagger 2.0: body, form and query parameters, response schemas', () => {
    const base = JSON.stringify(
      {
        swagger: '2.0',
        paths: {
          '/pets': {
            post: {
              parameters: [{ name: 'pet', in: 'body', schema: { $ref: '#/definitions/Pet' } }],
              responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Pet' } } } },
            },
          },
        },
        definitions: {
          Pet: { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } },
        },
      },
      null,
      '\t',
    );
    const head = base
      .replace('"age"', '"years"')
      .replace('"name": "pet"', '"name": "x", "in": "query", "required": true }, { "name": "pet"');
    expect(diff(base, head)).toEqual([
      'new-required-request-parameter | POST /pets | query parameter: x | - -> {',
      'request-property-removed | POST /pets | request application/json: age | "age": { -> -',
      'new-optional-request-property | POST /pets | request application/json: years | - -> "years": {',
      'response-optional-property-removed | POST /pets | response 200 application/json: [].age | "age": { -> -',
      'response-optional-property-added | POST /pets | response 200 application/json: [].years | - -> "years": {',
    ]);
  });

  it('tells changed types by their direction', () => {
    const head = orders
      .replace('count: { type: integer }', 'count: { type: number }')
      .replace('total: { type: number }', 'total: { type: string }');
    expect(diff(orders, head)).toEqual([
      'response-property-type-changed | GET /orders/{id} | response 200 application/json: total | total: { type: number } -> total: { type: string }',
      'request-property-type-generalized | POST /orders | request application/json: count | count: { type: integer } -> count: { type: number }',
      'response-property-type-changed | POST /orders | response 201 application/json: total | total: { type: number } -> total: { type: string }',
    ]);
  });
});
