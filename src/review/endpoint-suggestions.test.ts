import { describe, expect, it } from 'vitest';
import { compareEndpoints } from '../api/compare-endpoints.ts';
import { findEndpoints } from '../api/find-endpoints.ts';
import { rules } from '../rules/registry.generated.ts';
import type { EndpointRule } from '../rules/rule.ts';
import { endpointSuggestion } from './endpoint-suggestions.ts';

const start = "import { Router } from 'express';\nconst router = Router();\n";

/** What is suggested for the first change, by the rule of this id, as `lines: text`. */
function suggested(id: string, before: string, after: string): string | null {
  const rule = rules.find((each): each is EndpointRule => each.id === id && each.about === 'endpoint');
  const endpoints = (text: string, side: 'base' | 'head'): ReturnType<typeof findEndpoints> =>
    findEndpoints([{ path: 'a.ts', text }], side);
  const [base, head] = [start + before, start + after];
  const changesWith = (_: string, text: string): ReturnType<typeof compareEndpoints> =>
    compareEndpoints(endpoints(base, 'base'), endpoints(text, 'head'));
  const changes = changesWith('a.ts', head);
  const [change] = changes;
  if (rule === undefined || change === undefined) throw new Error('nothing changed');
  const found = endpointSuggestion(rule, change, changes, {
    textOf: (side) => (side === 'base' ? base : head),
    changesWith,
  });
  return found === null ? null : `${found.startLine}-${found.endLine}: ${found.replacement}`;
}

describe('endpointSuggestion', () => {
  it('puts back a check that is gone', () => {
    expect(
      suggested(
        'endpoint-authentication-removed',
        "router.get('/a',\n  requireAuth,\n  list);\n",
        "router.get('/a', list);\n",
      ),
    ).toBe("3-3: router.get('/a',\n  requireAuth,\n  list);");
  });

  it('keeps the old path beside the new one', () => {
    expect(suggested('endpoint-removed', "router.get('/a', list);", "router.get('/b', list);")).toBe(
      "3-3: router.get('/b', list);\nrouter.get('/a', list);",
    );
  });

  it.each([
    [
      'the handler is another one',
      "router.get('/a', requireAuth, list);",
      "router.get('/a', (req, res) => res.json(1));",
    ],
    [
      'the check was lost elsewhere',
      "router.use(requireAuth);\nrouter.get('/a', list);",
      "router.get('/a', list);",
    ],
    [
      'something else on the line changed as well',
      "router.get('/a', requireAuth, list); router.get('/b', all);",
      "router.get('/a', list); router.post('/c', all);",
    ],
  ])('is silent where %s', (_, before, after) => {
    expect(suggested('endpoint-authentication-removed', before, after)).toBeNull();
  });
});
