import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOpenApi } from './diff-open-api.ts';
import { child, type Node, parseOpenApi } from './document.ts';
import { type Description, openDescription } from './references.ts';
import { createSameness } from './sameness.ts';

const contract = `openapi: 3.1.0
paths:
  /a: { get: { parameters: [{ $ref: '#/components/parameters/P' }], responses: { '200': { $ref: '#/components/responses/R' } } } }
  /b:
    parameters: [{ name: q, in: query, schema: { $ref: '#/components/schemas/S' } }]
    post:
      requestBody: { content: { a/b: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '200': { content: { a/b: { schema: { allOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }] } } } } }
  /c: { get: { responses: { '200': { content: { a/b: { schema: { $ref: '#/components/schemas/Ring' } } } } } } }
components:
  parameters: { P: { name: p, in: query, schema: { $ref: '#/components/schemas/S' } } }
  responses: { R: { content: { a/b: { schema: { $ref: '#/components/schemas/A' } } } } }
  schemas:
    S: { type: string, enum: [x, y] }
    A: { type: object, required: [b], properties: { b: { $ref: '#/components/schemas/B' }, s: { $ref: '#/components/schemas/S' } } }
    B: { type: object, properties: { c: { type: array, items: { $ref: '#/components/schemas/C' } } } }
    C: { type: object, description: last, properties: { n: { type: integer, maximum: 5 }, back: { $ref: '#/components/schemas/A' } } }
    Ring: { type: object, properties: { next: { $ref: '#/components/schemas/Ring' }, at: { type: string } } }
`;
const edits: readonly (readonly [string, string])[] = [
  ['enum: [x, y]', 'enum: [x]'],
  ['required: [b]', 'required: [b, s]'],
  ['maximum: 5', 'maximum: 3'],
  ['at: { type: string }', 'at: { type: integer }'],
  ['description: last', 'description: first'],
  ['name: q', 'name: r'],
  ["schema: { $ref: '#/components/schemas/Ring' }", "schema: { $ref: '#/components/schemas/A' }"],
  ['items: {', 'minItems: 2, items: {'],
  ["'#/components/schemas/B' }, {", "'#/components/schemas/None' }, {"],
  ['name: p', 'required: true, name: p'],
];

function side(text: string): Description {
  const document = parseOpenApi('a.yaml', text);
  if ('problem' in document) throw new Error(document.problem);
  return openDescription(document, () => null);
}

function edited(at: readonly number[]): string {
  return at.reduce((text, index) => {
    const [find, by] = edits[index] ?? ['', ''];
    return text.replace(find, by);
  }, contract);
}

describe('leaving out what is the same', () => {
  it('changes nothing of what is told', () => {
    const some = fc.uniqueArray(fc.nat({ max: edits.length - 1 }), { maxLength: edits.length });
    fc.assert(
      fc.property(some, some, (before, after) => {
        const [base, head] = [edited(before), edited(after)];
        // Documents of two versions are compared as a whole.
        const whole = diffOpenApi(side(base.replace('3.1.0', '3.1.1')), side(head));
        expect(diffOpenApi(side(base), side(head))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('is sure only where everything that is referred to is the same', () => {
    const [base, head] = [side(contract), side(edited([2]))];
    const sameness = createSameness(base, head);
    const same = (name: string): boolean => sameness.same(schemaOf(base, name), schemaOf(head, name));
    expect(['S', 'A', 'B', 'C', 'Ring'].filter(same)).toEqual(['S', 'Ring']);
  });

  it('gives up on aliases that stand for each other many times', () => {
    const levels = Array.from(
      { length: 40 },
      (_, at) => `x-${at + 1}: &s${at + 1} { a: *s${at}, b: *s${at} }`,
    );
    const text = `openapi: 3.1.0\nx-0: &s0 { type: string }\n${levels.join('\n')}\ncomponents: { schemas: { A: *s40 } }\n`;
    const [base, head] = [side(text), side(text)];
    expect(createSameness(base, head).same(schemaOf(base, 'A'), schemaOf(head, 'A'))).toBe(false);
  });
});

function schemaOf(description: Description, name: string): Node {
  const found = description.resolve(
    child(child(child(description.document.root, 'components'), 'schemas'), name),
  );
  if (found === null) throw new Error(`there is no ${name}`);
  return found;
}
