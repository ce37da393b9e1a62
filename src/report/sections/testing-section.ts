import type { TestKind } from '../../code/test-file.ts';
import type { Facts } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';

const titles: readonly (readonly [TestKind, string])[] = [
  ['endpoint', 'API endpoint tests'],
  ['database', 'Database query tests'],
  ['error-case', 'Error case coverage'],
];

/** The three lines of "Testing": checked only with a test of this pull request to point to. */
export function testingSection(facts: Facts): { done: boolean; text: string }[] {
  return titles.map(([kind, title]) => {
    const files = facts.tests.filter((test) => test.kinds.some((shown) => shown.kind === kind));
    if (files.length === 0)
      return { done: false, text: `${title}: no test of this kind in this pull request` };
    const shown = files.slice(0, 3).map((file) => codeSpan(file.path));
    const more = files.length > shown.length ? ` and ${files.length - shown.length} more` : '';
    return { done: true, text: `${title} (${shown.join(', ')}${more})` };
  });
}
