import {
  count,
  countWith,
  type DocumentCase,
  expand,
  expandWith,
  note,
  noteWith,
  ping,
  wholePing,
} from './life-cases.ts';

/** What callers send. */
export const requestCases: readonly DocumentCase[] = [
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
export const responseCases: readonly DocumentCase[] = [
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
