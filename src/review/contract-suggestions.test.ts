import { describe, expect, it } from 'vitest';
import openapi from '../api/contracts/openapi.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import type { Suggestion } from '../report/finding.ts';
import { rules } from '../rules/registry.generated.ts';
import { indexLines } from '../text/lines.ts';
import { createContractSuggestions } from './contract-suggestions.ts';
import { applySuggestion } from './whole-lines.ts';

const path = 'openapi.yaml';
const contract = `openapi: 3.1.0
security: [{ bearer: [] }]
paths:
  /orders:
    post:
      parameters:
        - { name: expand, in: query, schema: { type: string } }
        - name: limit
          in: query
          schema: { type: integer, maximum: 100 }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: { type: string }
                count:
                  type: integer
      responses: { '201': { description: made } }
`;

/** By rule, the suggestion of each finding about the head. */
function suggested(base: string, head: string): Record<string, Suggestion | null> {
  const side = (text: string) => ({
    paths: [path],
    read: (asked: string) => (asked === path ? { path, text } : null),
  });
  const trial = {
    format: openapi,
    base: side(base),
    head: side(head),
    changed: [[path, path]] as const,
    today: null,
  };
  const compared = openapi.compare(trial);
  const suggest = createContractSuggestions([{ ...trial, compared }]);
  const found: Record<string, Suggestion | null> = {};
  for (const change of mergeSharedChanges(compared.changes))
    for (const rule of rules)
      if (rule.about === 'contract' && rule.detect({ change, answered: null }).length > 0)
        found[rule.id] = suggest(rule, change);
  return found;
}

describe('suggestions about contracts', () => {
  it.each([
    [
      'request-property-became-required',
      'required: [sku]',
      'required: [sku, count]',
      '              required: [sku]',
    ],
    [
      'request-parameter-became-required',
      'in: query, schema: { type: string }',
      'in: query, required: true, schema: { type: string }',
      null,
    ],
    [
      'request-parameter-became-required',
      '        - name: limit\n',
      '        - name: limit\n          required: true\n',
      '',
    ],
    [
      'request-limit-tightened',
      'maximum: 100',
      'maximum: 10',
      '          schema: { type: integer, maximum: 100 }',
    ],
    [
      'request-limit-tightened',
      '                  type: integer\n',
      '                  type: integer\n                  maximum: 9\n',
      '',
    ],
    ['api-security-removed', '    post:\n', '    post:\n      security: []\n', ''],
    [
      'request-values-narrowed',
      'in: query, schema: { type: string }',
      'in: query, schema: { type: string, enum: [a] }',
      null,
    ],
  ])('%s: %s', (rule, find, by, replacement) => {
    const head = contract.replace(find, by);
    const suggestion = suggested(contract, head)[rule];
    if (suggestion === null || suggestion === undefined) throw new Error('no suggestion');
    if (replacement !== null) expect(suggestion.replacement).toBe(replacement);
    expect(applySuggestion(head, indexLines(head), suggestion)).toBe(contract);
  });

  it('takes the new item out of a list of lines', () => {
    const lists = contract.replace('required: [sku]', 'required:\n                - sku');
    const head = lists.replace('- sku\n', '- sku\n                - count\n');
    expect(suggested(lists, head)['request-property-became-required']).toEqual({
      startLine: 18,
      endLine: 18,
      replacement: '',
    });
  });

  it('keeps the line ends of the file', () => {
    const [base, head] = [contract, contract.replace('maximum: 100', 'maximum: 10')].map((text) =>
      text.replaceAll('\n', '\r\n'),
    );
    const suggestion = suggested(base ?? '', head ?? '')['request-limit-tightened'];
    if (suggestion == null) throw new Error('no suggestion');
    expect(applySuggestion(head ?? '', indexLines(head ?? ''), suggestion)).toBe(base);
  });

  it('leave a new property, and only ask for it no more', () => {
    const head = contract
      .replace('required: [sku]', 'required: [sku, shop]')
      .replace('                sku: {', '                shop: { type: string }\n                sku: {');
    // The finding stands at the property, which is no line that requires anything.
    expect(suggested(contract, head)['request-property-became-required']).toBeNull();
    const parameter = contract.replace(
      '        - name: limit\n',
      '        - { name: shop, in: query, required: true, schema: { type: string } }\n        - name: limit\n',
    );
    expect(suggested(contract, parameter)['request-parameter-became-required']?.replacement).toBe(
      '        - { name: shop, in: query, schema: { type: string } }',
    );
  });

  it('are none in a document of one line', () => {
    const minified = (maximum: number): string =>
      JSON.stringify({
        openapi: '3.1.0',
        info: { description: 'x'.repeat(500) },
        paths: {
          '/a': { get: { parameters: [{ name: 'p', in: 'query', schema: { type: 'integer', maximum } }] } },
        },
      });
    expect(suggested(minified(100), minified(10))).toEqual({ 'request-limit-tightened': null });
  });

  it('are none for what is not there any more', () => {
    const gone = contract.replace('        - { name: expand, in: query, schema: { type: string } }\n', '');
    expect(suggested(contract, gone)['request-input-removed']).toBeNull();
  });
});
