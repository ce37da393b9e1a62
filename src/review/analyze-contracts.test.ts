import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import type { Analysis } from './analysis.ts';
import { analyze } from './analyze.ts';
import { createRepositoryCache } from './repository-cache.ts';

type Files = Readonly<Record<string, string>>;

function analyzed(base: Files, head: Files, day: string | null = null): Promise<Analysis> {
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])];
  const changed = paths.filter((path) => base[path] !== head[path]);
  return analyze({
    change: {
      base: 'base',
      head: 'head',
      files: changed.map((path) => ({
        status: path in head ? (path in base ? 'modified' : 'added') : 'removed',
        kind: 'text',
        path,
        basePath: path in base ? path : null,
        baseObject: null,
        headObject: null,
        hunks: null,
      })),
    },
    base: createMemoryTree('base', base),
    head: createMemoryTree('head', head),
    settings: defaultRepositorySettings,
    prove: null,
    skip: {},
    ...createRepositoryCache(),
    headDay: async () => day,
    onFile() {},
  });
}

const root = `openapi: 3.1.0
paths:
  /orders:
    get:
      responses: { '200': { content: { application/json: { schema: { $ref: 'schemas/order.yaml' } } } } }
`;
const order = `type: object
required: [id, total]
properties:
  id: { type: string }
  total: { type: integer }
`;

describe('contracts of several files', () => {
  const base = { 'api/openapi.yaml': root, 'api/schemas/order.yaml': order, 'deploy/values.yaml': 'a: 1\n' };

  it('are compared where only a part changed, which is told in the part', async () => {
    const head = { ...base, 'api/schemas/order.yaml': order.replace('  total: { type: integer }\n', '') };
    const { findings, coverage } = await analyzed(base, head);
    expect(findings.map(({ rule, path, startLine, side }) => ({ rule, path, startLine, side }))).toEqual([
      { rule: 'response-property-removed', path: 'api/schemas/order.yaml', startLine: 5, side: 'base' },
    ]);
    expect(coverage).toMatchObject([{ path: 'api/schemas/order.yaml', status: 'analyzed' }]);
  });

  it('leave a part alone that no document refers to', async () => {
    const alone = {
      'schemas/other.yaml': order,
      'deploy/openapi.yaml': root.replace('schemas/order.yaml', '#/x'),
    };
    const { findings } = await analyzed(alone, {
      ...alone,
      'schemas/other.yaml': 'type: object\nproperties: {}\n',
    });
    expect(findings).toEqual([]);
  });

  it('say in the coverage what a reference kept from being compared', async () => {
    const head = {
      ...base,
      'api/openapi.yaml': root.replace('schemas/order.yaml', 'https://example.com/order.yaml'),
    };
    const { coverage } = await analyzed(base, head);
    expect(coverage).toMatchObject([
      {
        path: 'api/openapi.yaml',
        status: 'partial',
        reason:
          'what a reference stands for is not compared: it leads out of the repository, where nothing is read (`https://example.com/order.yaml`)',
      },
    ]);
  });
});

describe('an announced end', () => {
  const announced = root.replace(
    '    get:\n',
    "    get:\n      deprecated: true\n      x-sunset: '2030-06-01'\n",
  );
  const gone = 'openapi: 3.1.0\npaths: {}\n';

  it.each([
    ['before it', '2030-05-31', ['api-operation-removed']],
    ['on it', '2030-06-01', []],
    ['on a day that nobody knows', null, []],
  ])('%s is held against the day of the head', async (_, day, rules) => {
    const { findings } = await analyzed({ 'openapi.yaml': announced }, { 'openapi.yaml': gone }, day);
    expect(findings.map(({ rule }) => rule)).toEqual(rules);
  });
});
