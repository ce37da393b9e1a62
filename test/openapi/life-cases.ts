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

export const ping = '  /ping:\n    get:\n';
export const wholePing = "  /ping:\n    get:\n      responses:\n        '200': { description: pong }\n";
const remove = '    delete:\n';
const wholeDelete = "    delete:\n      responses:\n        '204': { description: gone }\n";
const deprecated = (line: string, more = ''): Replacement => [line, `${line}      deprecated: true\n${more}`];
const sunset = (date: string): string => `      x-sunset: '${date}'\n`;
const announced: Replacement = ['info:', 'x-policy: announced with x-sunset\ninfo:'];
export const expand = '{ name: expand, in: query, schema: { type: string } }';
export const expandWith = (words: string): Replacement => [
  expand,
  expand.replace('in: query,', `in: query, ${words},`),
];
export const count = 'count: { type: integer }';
export const countWith = (words: string): Replacement => [count, `count: { type: integer, ${words} }`];
export const note = 'note: { type: string }';
export const noteWith = (words: string): Replacement => [note, `note: { type: string, ${words} }`];

/** Life of operations, parameters and properties. */
export const lifeCases: readonly DocumentCase[] = [
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
