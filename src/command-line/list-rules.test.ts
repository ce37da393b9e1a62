import { expect, test } from 'vitest';
import { z } from 'zod';
import { notCovered } from '../rules/not-covered.ts';
import { rules } from '../rules/registry.generated.ts';
import { listRules } from './list-rules.ts';

const listed = z.object({
  rules: z.array(z.object({ id: z.string(), dialects: z.array(z.string()), catalogue: z.array(z.string()) })),
  notCovered: z.array(z.object({ id: z.string(), reason: z.string() })),
});

test('the list has every rule, and the catalogue’s rules once each: covered, or not, with the reason', () => {
  const list = listed.parse(JSON.parse(listRules(null, 'json')));
  expect(list.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  const covered = list.rules
    .filter(({ dialects }) => dialects.length > 0)
    .flatMap(({ catalogue }) => catalogue);
  expect(new Set(covered).size).toBe(covered.length);
  expect(notCovered.filter(({ id }) => covered.includes(id) || rules.some((rule) => rule.id === id))).toEqual(
    [],
  );
  expect(covered.length + notCovered.length).toBeGreaterThanOrEqual(141 + 64);
});

test('text has a line for each rule, and tells policies apart', () => {
  const lines = listRules(null, 'text').trimEnd().split('\n');
  expect(lines).toHaveLength(rules.length);
  expect(lines.find((line) => line.startsWith('drop-column '))).toMatch(/^drop-column +blocker +\S/);
  expect(lines.find((line) => line.startsWith('naming-convention '))).toMatch(/ policy /);
});

test('one rule is told with its words and sources, and a wrong name with one line', () => {
  expect(listRules('drop-column', 'text')).toContain('squawk:ban-drop-column');
  expect(JSON.parse(listRules('drop-column', 'json'))).toMatchObject({
    id: 'drop-column',
    family: expect.any(String),
  });
  expect(() => listRules('drop-colum', 'text')).toThrow("there is no rule 'drop-colum'");
});
