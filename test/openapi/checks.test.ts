import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { ContractChange } from '../../src/api/contract-change.ts';
import { diffOpenApi } from '../../src/api/openapi/diff-open-api.ts';
import { parseOpenApi } from '../../src/api/openapi/document.ts';
import { type Description, openDescription } from '../../src/api/openapi/references.ts';
import { catalogue } from './catalogue.ts';
import { lifeCases, type Replacement, shop, today } from './life-cases.ts';
import { requestCases, responseCases } from './message-cases.ts';
import { schemaCases } from './schema-cases.ts';

interface Case {
  readonly id: string;
  readonly fires: readonly [base: string, head: string];
  readonly alike: readonly [base: string, head: string];
  readonly also: readonly string[];
}

/** Catalogue ids that no pair can show, and why: none so far. */
const notCovered: ReadonlySet<string> = new Set([]);

const cases: readonly Case[] = [
  ...schemaCases.split('\n').flatMap((line) => (line === '' ? [] : expanded(line).map(schemaCase))),
  ...[...lifeCases, ...requestCases, ...responseCases].map(
    ({ id, given = [], edit, alike, alikeGiven = given, also = [] }) => {
      const [base, other] = [edited(shop, given), edited(shop, alikeGiven)];
      return { id, fires: [base, edited(base, edit)], alike: [other, edited(other, alike)], also } as const;
    },
  ),
];

describe('the catalogue of changes', () => {
  it.each(['breaking', 'risky'] as const)('has a pair and a look-alike for every %s change', (level) => {
    const ids = catalogue[level].trim().split(/\s+/);
    const shown = new Set(cases.map(({ id }) => id));
    expect(ids.filter((id) => !shown.has(id) && !notCovered.has(id))).toEqual([]);
    const wrong = cases.filter(({ id, fires }) => ids.includes(id) && levelOf(fires, id) !== level);
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe.each(cases.map((each, index) => [`${each.id} (${index})`, each] as const))(
  '%s',
  (_, { id, fires, alike, also }) => {
    it('is told of its pair, and nothing else that breaks or risks something', () => {
      expect([...new Set(harmful(fires))].sort()).toEqual([id, ...also].sort());
    });

    it('is not told of the look-alike', () => {
      expect(alike[0]).not.toBe(alike[1]);
      expect(harmful(alike)).toEqual([]);
    });
  },
);

function harmful(pair: readonly [string, string]): string[] {
  return changes(pair)
    .filter(({ level }) => level !== 'compatible')
    .map(({ id }) => id);
}

function levelOf(pair: readonly [string, string], id: string): string | undefined {
  return changes(pair).find((change) => change.id === id)?.level;
}

function changes([base, head]: readonly [string, string]): ContractChange[] {
  return diffOpenApi(read(base), read(head), today);
}

function read(text: string): Description {
  const document = parseOpenApi('openapi.yaml', text);
  if ('problem' in document) throw new Error(`${document.problem}\n${text}`);
  return openDescription(document, () => null);
}

function edited(text: string, edits: readonly Replacement[]): string {
  return edits.reduce((before, [find, by]) => {
    if (!before.includes(find)) throw new Error(`nothing to replace: ${find}`);
    return before.replace(find, by);
  }, text);
}

/** A line with `{a,b}`, `<a,b>` or `[a,b]` in its ids as one line for each; elsewhere only `<a,b>` stands for several. */
function expanded(line: string): string[] {
  const [ids = '', ...rest] = line.split(' | ');
  const both = [/\{([^{}]+)\}/, /\[([^[\]]+)\]/].reduce(
    (lines, braces) =>
      lines.flatMap((each) =>
        (braces.exec(each)?.[1] ?? '').split(',').map((word) => each.replace(braces, word)),
      ),
    [ids],
  );
  return both.flatMap((each) => {
    const whole = [each, ...rest].join(' | ');
    const count = (/<([^<>]+)>/.exec(each)?.[1] ?? '').split(',').length;
    return Array.from({ length: count }, (_, at) =>
      whole.replace(/<([^<>]+)>/g, (_whole, words: string) => words.split(',')[at] ?? ''),
    );
  });
}

function schemaCase(line: string): Case {
  const [id = '', from = '', to = '', alikeFrom = to, alikeTo = from] = line
    .split(' | ')
    .map((cell) => cell.trim());
  const document = (schema: string): string => JSON.stringify(withSchema(id, load(schema)), null, 1);
  return {
    id,
    fires: [document(from), document(to)],
    alike: [document(alikeFrom), document(alikeTo)],
    also: [],
  };
}

/** A document with this schema where the id says that it is. */
function withSchema(id: string, schema: unknown): unknown {
  const owner = { type: 'object', properties: { part: schema } };
  const inBody = id.includes('-body-') || id.includes('-mediatype-');
  const content = { 'application/json': { schema: inBody ? schema : owner } };
  const parameter = (location: string, given: unknown): unknown => ({
    name: 'X-Filter',
    in: location,
    schema: given,
  });
  const operation = id.startsWith('request-parameter-property')
    ? { parameters: [parameter('query', owner)] }
    : id.startsWith('request-header-property')
      ? { parameters: [parameter('header', owner)] }
      : id.startsWith('request-parameter')
        ? { parameters: [parameter('query', schema)] }
        : id.startsWith('request')
          ? { requestBody: { content } }
          : {
              responses: {
                200: id.startsWith('response-header') ? { headers: { 'X-Cost': { schema } } } : { content },
              },
            };
  return { openapi: '3.1.0', paths: { '/orders': { post: operation } } };
}
