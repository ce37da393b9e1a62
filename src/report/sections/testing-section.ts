import type { TestKind } from '../../code/test-file.ts';
import type { Facts } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';
import { noteOf, route } from './endpoint-words.ts';

const titles: readonly (readonly [TestKind, string])[] = [
  ['endpoint', 'API endpoint tests'],
  ['database', 'Database query tests'],
  ['error-case', 'Error case coverage'],
];

/** New endpoints that are named. */
const maxNamed = 6;

/** Where there are new endpoints, their tests are what counts: done when each has one. */
function endpointTests(facts: Facts): { done: boolean; text: string } | null {
  const notes = facts.endpoints.flatMap((change) =>
    change.kind === 'added'
      ? [{ endpoint: change.head, test: noteOf(facts, change.head)?.test ?? null }]
      : [],
  );
  if (notes.length === 0) return null;
  const tested = notes.flatMap(({ endpoint, test }) =>
    test === null ? [] : [`${route(endpoint)} in ${codeSpan(`${test.path}:${test.line}`)}`],
  );
  const untested = notes.flatMap(({ endpoint, test }) => (test === null ? [route(endpoint)] : []));
  return {
    done: untested.length === 0,
    text: [
      ...(tested.length > 0 ? [listed(tested)] : []),
      ...(untested.length > 0 ? [`no test seen of ${listed(untested)}`] : []),
    ].join('; '),
  };
}

function listed(names: readonly string[]): string {
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : '';
  return `${names.slice(0, maxNamed).join(', ')}${more}`;
}

/** The three lines of "Testing": checked only with a test of this pull request to point to. */
export function testingSection(facts: Facts): { done: boolean; text: string }[] {
  const added = endpointTests(facts);
  return titles.map(([kind, title]) => {
    if (kind === 'endpoint' && added !== null) return { ...added, text: `${title}: ${added.text}` };
    const files = facts.tests.filter((test) => test.kinds.some((shown) => shown.kind === kind));
    if (files.length === 0)
      return { done: false, text: `${title}: no test of this kind in this pull request` };
    const shown = files.slice(0, 3).map((file) => codeSpan(file.path));
    const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : '';
    return { done: true, text: `${title} (${shown.join(', ')}${more})` };
  });
}
