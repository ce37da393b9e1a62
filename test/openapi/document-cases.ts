/** An edit of `shop`, by texts and what stands in their place. */
export type Replacement = readonly [text: string, by: string];

export interface DocumentCase {
  readonly id: string;
  /** Before both of the pair. */
  readonly given?: readonly Replacement[];
  readonly edit: readonly Replacement[];
  /** What looks like the edit and is none of the kind. */
  readonly alike: readonly Replacement[];
  /** Before both of the look-alike, where it differs from `given`. */
  readonly alikeGiven?: readonly Replacement[];
  /** What else breaks or risks something in the same edit. */
  readonly also?: readonly string[];
}

/** The day of the comparison in all cases. */
export const today = '2030-06-15';

export const shop = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: expand, in: query, schema: { type: string } }
        - name: X-Options
          in: header
          schema: { type: object, properties: { trace: { type: string } } }
      responses:
        '200':
          description: the order
          headers:
            ETag: { required: true, schema: { type: string } }
            X-Cost: { schema: { type: string } }
          content:
            application/json:
              schema:
                type: object
                required: [id, secret]
                properties:
                  id: { type: string }
                  note: { type: string }
                  secret: { type: string, writeOnly: true }
            application/xml: { schema: { type: string } }
    delete:
      responses:
        '204': { description: gone }
  /orders:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: { type: string }
                count: { type: integer }
          text/plain: { schema: { type: string } }
          image/png: {}
      responses:
        '201': { description: made }
        '409': { description: exists }
  /ping:
    get:
      responses:
        '200': { description: pong }
webhooks:
  paid:
    post:
      requestBody: { content: { application/json: { schema: { type: object, properties: { sum: { type: integer } } } } } }
      responses: { '200': { description: seen } }
`;

const ping = '  /ping:\n    get:\n';
const wholePing = "  /ping:\n    get:\n      responses:\n        '200': { description: pong }\n";
const remove = '    delete:\n';
const wholeDelete = "    delete:\n      responses:\n        '204': { description: gone }\n";
const deprecated = (line: string, more = ''): Replacement => [line, `${line}      deprecated: true\n${more}`];
const sunset = (date: string): string => `      x-sunset: '${date}'\n`;
const announced: Replacement = ['info:', 'x-policy: announced with x-sunset\ninfo:'];
const expand = '{ name: expand, in: query, schema: { type: string } }';
const expandWith = (words: string): Replacement => [
  expand,
  expand.replace('in: query,', `in: query, ${words},`),
];
const count = 'count: { type: integer }';
const countWith = (words: string): Replacement => [count, `count: { type: integer, ${words} }`];
const note = 'note: { type: string }';
const noteWith = (words: string): Replacement => [note, `note: { type: string, ${words} }`];

/** Life of operations, parameters and properties. */
const lifeCases: readonly DocumentCase[] = [
  {
    id: 'api-path-removed-without-deprecation',
    edit: [[wholePing, '']],
    given: [],
    alikeGiven: [deprecated(ping)],
    alike: [[wholePing.replace(ping, `${ping}      deprecated: true\n`), '']],
  },
  {
    id: 'api-removed-without-deprecation',
    edit: [[wholeDelete, '']],
    alikeGiven: [deprecated(remove)],
    alike: [[wholeDelete.replace(remove, `${remove}      deprecated: true\n`), '']],
  },
  ...(['path', 'api'] as const).flatMap((kind): DocumentCase[] => {
    const [start, whole] = kind === 'path' ? [ping, wholePing] : [remove, wholeDelete];
    const given = (date: string): Replacement => deprecated(start, sunset(date));
    const gone = (date: string): Replacement => [whole.replace(start, given(date)[1]), ''];
    return [
      {
        id: kind === 'path' ? 'api-path-removed-before-sunset' : 'api-removed-before-sunset',
        given: [given('2030-12-01')],
        edit: [gone('2030-12-01')],
        alikeGiven: [given('2030-06-01')],
        alike: [gone('2030-06-01')],
      },
      {
        id: kind === 'path' ? 'api-path-sunset-parse' : 'api-deprecated-sunset-parse',
        given: [given('next year')],
        edit: [gone('next year')],
        alikeGiven: [given('2030-06-01')],
        alike: [gone('2030-06-01')],
      },
    ];
  }),
  {
    id: 'api-deprecated-sunset-missing',
    given: [announced],
    edit: [deprecated(ping)],
    alikeGiven: [],
    alike: [deprecated(ping)],
  },
  {
    id: 'api-deprecated-sunset-parse',
    edit: [deprecated(ping, sunset('soon'))],
    alike: [deprecated(ping, sunset('2031-01-01'))],
  },
  {
    id: 'api-sunset-date-too-small',
    edit: [deprecated(ping, sunset('2030-01-01'))],
    alike: [deprecated(ping, sunset('2031-01-01T00:00:00Z'))],
  },
  {
    id: 'sunset-deleted',
    given: [deprecated(ping, sunset('2031-01-01'))],
    edit: [[sunset('2031-01-01'), '']],
    alike: [[`      deprecated: true\n${sunset('2031-01-01')}`, '']],
  },
  {
    id: 'api-sunset-date-changed-too-small',
    given: [deprecated(ping, sunset('2031-01-01'))],
    edit: [['2031-01-01', '2030-12-01']],
    alike: [['2031-01-01', '2031-02-01']],
  },
  {
    id: 'api-stability-decreased',
    edit: [[ping, `${ping}      x-stability-level: beta\n`]],
    alike: [[ping, `${ping}      x-stability-level: stable\n`]],
  },
  {
    id: 'api-invalid-stability-level',
    edit: [[ping, `${ping}      x-stability-level: solid\n`]],
    alike: [[ping, `${ping}      x-stability-level: stable\n`]],
  },

  {
    id: 'request-parameter-deprecated-sunset-missing',
    given: [announced],
    edit: [expandWith('deprecated: true')],
    alikeGiven: [],
    alike: [expandWith('deprecated: true')],
  },
  {
    id: 'request-parameter-sunset-parse',
    edit: [expandWith('deprecated: true, x-sunset: soon')],
    alike: [expandWith('deprecated: true, x-sunset: 2031-01-01')],
  },
  {
    id: 'request-parameter-sunset-date-too-small',
    edit: [expandWith('deprecated: true, x-sunset: 2030-01-01')],
    alike: [expandWith('deprecated: true, x-sunset: 2030-06-15')],
  },
  {
    id: 'request-parameter-sunset-deleted',
    given: [expandWith('deprecated: true, x-sunset: 2031-01-01')],
    edit: [[' x-sunset: 2031-01-01,', '']],
    alike: [['deprecated: true, x-sunset: 2031-01-01,', 'deprecated: false,']],
  },
  {
    id: 'request-parameter-sunset-date-changed-too-small',
    given: [expandWith('deprecated: true, x-sunset: 2031-01-01')],
    edit: [['2031-01-01', '2030-07-01']],
    alike: [['2031-01-01', '2032-01-01']],
  },
  {
    id: 'request-parameter-removed-before-sunset',
    given: [expandWith('deprecated: true, x-sunset: 2031-01-01')],
    edit: [[`        - ${expandWith('deprecated: true, x-sunset: 2031-01-01')[1]}\n`, '']],
    alikeGiven: [expandWith('deprecated: true, x-sunset: 2030-01-01')],
    alike: [[`        - ${expandWith('deprecated: true, x-sunset: 2030-01-01')[1]}\n`, '']],
  },
  {
    id: 'request-parameter-removed',
    edit: [[`        - ${expand}\n`, '']],
    alikeGiven: [expandWith('deprecated: true')],
    alike: [[`        - ${expandWith('deprecated: true')[1]}\n`, '']],
  },

  ...(
    [
      ['request', countWith],
      ['response', noteWith],
    ] as const
  ).flatMap(([direction, propertyWith]): DocumentCase[] => [
    {
      id: `${direction}-property-deprecated-sunset-missing`,
      given: [announced],
      edit: [propertyWith('deprecated: true')],
      alikeGiven: [],
      alike: [propertyWith('deprecated: true')],
    },
    {
      id: `${direction}-property-deprecated-sunset-invalid`,
      edit: [propertyWith('deprecated: true, x-sunset: soon')],
      alike: [propertyWith('deprecated: true, x-sunset: 2031-01-01')],
    },
    {
      id: `${direction}-property-sunset-date-too-small`,
      edit: [propertyWith('deprecated: true, x-sunset: 2030-01-01')],
      alike: [propertyWith('deprecated: true, x-sunset: 2031-01-01')],
    },
    {
      id: `${direction}-property-stability-decreased`,
      edit: [propertyWith('x-stability-level: alpha')],
      alikeGiven: [propertyWith('x-stability-level: alpha')],
      alike: [['x-stability-level: alpha', 'x-stability-level: beta']],
    },
  ]),
];

/** What callers send. */
const requestCases: readonly DocumentCase[] = [
  {
    id: 'new-request-path-parameter',
    edit: [
      [
        '- { name: id, in: path',
        '- { name: shop, in: path, required: true, schema: { type: string } }\n        - { name: id, in: path',
      ],
    ],
    alike: [
      ['/orders/{id}', '/orders/{order}'],
      ['name: id, in: path', 'name: order, in: path'],
    ],
  },
  {
    id: 'new-required-request-parameter',
    edit: [
      [
        `- ${expand}`,
        `- ${expand}\n        - { name: tenant, in: query, required: true, schema: { type: string } }`,
      ],
    ],
    alike: [[`- ${expand}`, `- ${expand}\n        - { name: tenant, in: query, schema: { type: string } }`]],
  },
  {
    id: 'new-required-request-default-parameter-to-existing-path',
    edit: [
      [
        '  /ping:\n',
        '  /ping:\n    parameters: [{ name: tenant, in: query, required: true, schema: { type: string } }]\n',
      ],
    ],
    alikeGiven: [
      [
        '  /ping:\n    get:\n',
        '  /ping:\n    get:\n      parameters: [{ name: tenant, in: query, required: true, schema: { type: string } }]\n',
      ],
    ],
    alike: [
      [
        '  /ping:\n    get:\n      parameters: [{ name: tenant, in: query, required: true, schema: { type: string } }]\n',
        '  /ping:\n    parameters: [{ name: tenant, in: query, required: true, schema: { type: string } }]\n    get:\n',
      ],
    ],
  },
  {
    id: 'new-required-request-header-property',
    edit: [
      [
        'properties: { trace: { type: string } }',
        'required: [level], properties: { level: { type: string }, trace: { type: string } }',
      ],
    ],
    alike: [
      [
        'properties: { trace: { type: string } }',
        'properties: { level: { type: string }, trace: { type: string } }',
      ],
    ],
  },
  {
    id: 'request-header-property-became-required',
    edit: [
      [
        'properties: { trace: { type: string } }',
        'required: [trace], properties: { trace: { type: string } }',
      ],
    ],
    alike: [
      ['properties: { trace: { type: string } }', 'required: [], properties: { trace: { type: string } }'],
    ],
  },
  {
    id: 'request-parameter-became-required',
    edit: [expandWith('required: true')],
    alike: [expandWith('required: false')],
  },
  {
    id: 'request-body-added-required',
    edit: [[ping, `${ping}      requestBody: { required: true, content: { text/plain: {} } }\n`]],
    alike: [[ping, `${ping}      requestBody: { content: { text/plain: {} } }\n`]],
  },
  {
    id: 'request-body-removed',
    given: [[ping, `${ping}      requestBody: { content: { text/plain: {} } }\n`]],
    edit: [['      requestBody: { content: { text/plain: {} } }\n', '']],
    alike: [
      [
        '      requestBody: { content: { text/plain: {} } }\n',
        '      requestBody: { description: any, content: { text/plain: {} } }\n',
      ],
    ],
  },
  {
    id: 'request-body-became-required',
    edit: [['      requestBody:\n', '      requestBody:\n        required: true\n']],
    alike: [['      requestBody:\n', '      requestBody:\n        required: false\n']],
  },
  {
    id: 'request-body-media-type-removed',
    edit: [['          text/plain: { schema: { type: string } }\n', '']],
    alike: [['          text/plain:', '          text/plain; charset=utf-8:']],
  },
  {
    id: 'request-body-media-type-schema-added',
    edit: [['image/png: {}', 'image/png: { schema: { type: string } }']],
    alike: [['image/png: {}', 'image/png: { example: none }']],
  },
  {
    id: 'request-property-became-required',
    edit: [['required: [sku]', 'required: [sku, count]']],
    alikeGiven: [countWith('readOnly: true')],
    alike: [['required: [sku]', 'required: [sku, count]']],
  },
  {
    id: 'request-property-became-required-with-default',
    given: [countWith('default: 1')],
    edit: [['required: [sku]', 'required: [sku, count]']],
    alike: [['default: 1', 'default: 2']],
  },
  {
    id: 'new-required-request-property',
    edit: [
      ['required: [sku]', 'required: [sku, shop]'],
      ['sku: {', 'shop: { type: string }\n                sku: {'],
    ],
    alike: [['sku: {', 'shop: { type: string }\n                sku: {']],
  },
  {
    id: 'new-required-request-property-with-default',
    edit: [
      ['required: [sku]', 'required: [sku, shop]'],
      ['sku: {', 'shop: { type: string, default: main }\n                sku: {'],
    ],
    alike: [
      ['required: [sku]', 'required: [sku, shop]'],
      ['sku: {', 'shop: { type: string, default: main, readOnly: true }\n                sku: {'],
    ],
  },
  {
    id: 'request-property-removed',
    edit: [[`                ${count}\n`, '']],
    alikeGiven: [countWith('deprecated: true')],
    alike: [[`                ${countWith('deprecated: true')[1]}\n`, '']],
  },
];

/** What callers get. */
const responseCases: readonly DocumentCase[] = [
  {
    id: 'response-success-status-removed',
    edit: [["        '201': { description: made }\n", '']],
    alike: [["        '409': { description: exists }\n", '']],
  },
  {
    id: 'response-media-type-removed',
    edit: [['            application/xml: { schema: { type: string } }\n', '']],
    alike: [['application/xml:', "'application/xml; charset=utf-8':"]],
  },
  {
    id: 'response-media-type-name-generalized',
    edit: [['application/xml:', 'application/*:']],
    alikeGiven: [['application/xml:', 'application/*:']],
    alike: [['application/*:', 'application/xml:']],
  },
  {
    id: 'response-body-media-type-schema-removed',
    edit: [['application/xml: { schema: { type: string } }', 'application/xml: {}']],
    alikeGiven: [['application/xml: { schema: { type: string } }', 'application/xml: {}']],
    alike: [['application/xml: {}', 'application/xml: { schema: { type: string } }']],
  },
  {
    id: 'required-response-header-removed',
    edit: [['            ETag: { required: true, schema: { type: string } }\n', '']],
    alike: [['ETag:', 'etag:']],
  },
  {
    id: 'optional-response-header-removed',
    edit: [['            X-Cost: { schema: { type: string } }\n', '']],
    alike: [['X-Cost:', 'x-cost:']],
  },
  {
    id: 'response-header-became-optional',
    edit: [['ETag: { required: true,', 'ETag: {']],
    alike: [['X-Cost: {', 'X-Cost: { required: true,']],
  },
  {
    id: 'response-required-property-removed',
    edit: [
      ['                  id: { type: string }\n', ''],
      ['required: [id, secret]', 'required: [secret]'],
    ],
    alike: [
      ['                  secret: { type: string, writeOnly: true }\n', ''],
      ['required: [id, secret]', 'required: [id]'],
    ],
  },
  {
    id: 'response-optional-property-removed',
    edit: [[`                  ${note}\n`, '']],
    alikeGiven: [noteWith('deprecated: true')],
    alike: [[`                  ${noteWith('deprecated: true')[1]}\n`, '']],
  },
  {
    id: 'response-property-became-optional',
    edit: [['required: [id, secret]', 'required: [secret]']],
    alike: [['required: [id, secret]', 'required: [id]']],
  },
  {
    id: 'response-required-property-became-not-write-only',
    edit: [[', writeOnly: true', '']],
    alikeGiven: [['required: [id, secret]', 'required: [id]']],
    alike: [[', writeOnly: true', '']],
  },
  {
    id: 'webhook-removed',
    edit: [['  paid:\n', '  settled:\n']],
    alikeGiven: [[wholePing, '']],
    alike: [['sum: { type: integer } }', 'sum: { type: integer }, tax: { type: integer } }']],
  },
];

export const documentCases: readonly DocumentCase[] = [...lifeCases, ...requestCases, ...responseCases];
