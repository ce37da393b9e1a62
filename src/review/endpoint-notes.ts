import { wordsOf } from '../api/check-names.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { type EndpointTest, testOf } from '../api/endpoint-tests.ts';
import { type ContractMatch, contractOf } from '../api/match-contract.ts';
import { readTexts } from '../change/read-texts.ts';
import type { SourceTree } from '../change/source-tree.ts';
import { isTestPath } from '../code/test-path.ts';
import type { EndpointNote } from '../report/facts.ts';

/** Test files that are read to find those of new endpoints. */
const maxTests = 60;

/** What the contract and the tests say of the endpoints that the pull request adds, changes or removes. */
export async function endpointNotes(
  head: SourceTree,
  changes: readonly EndpointChange[],
  promises: readonly ContractMatch[],
  changed: readonly string[],
): Promise<EndpointNote[]> {
  const added = changes.flatMap((change) => (change.kind === 'added' ? [change.head] : []));
  const tests = added.length === 0 ? [] : await readTests(head, added, changed);
  return changes.map((change) => {
    const endpoint = 'head' in change ? change.head : change.base;
    const promise = contractOf(promises, endpoint)?.operation ?? null;
    const test: EndpointTest | null = change.kind === 'added' ? testOf(endpoint, tests) : null;
    return {
      method: endpoint.method,
      path: endpoint.path,
      promise:
        promise === null
          ? null
          : { operation: `${promise.method} ${promise.path}`, summary: promise.summary, ...promise.place },
      test,
    };
  });
}

/** The changed tests, then those that have a word of an endpoint's path or file in their own. */
async function readTests(
  head: SourceTree,
  added: readonly Endpoint[],
  changed: readonly string[],
): Promise<{ path: string; text: string }[]> {
  const wanted = new Set(
    added.flatMap(({ path, span }) => [...tellingWords(path), ...tellingWords(span.path)]),
  );
  const own = new Set(changed);
  const candidates = (await head.list())
    .map(({ path }) => path)
    .filter((path) => isTestPath(path))
    .map((path) => ({
      path,
      rank: own.has(path) ? 1_000 : tellingWords(path).filter((word) => wanted.has(word)).length,
    }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || (a.path < b.path ? -1 : 1))
    .slice(0, maxTests)
    .map(({ path }) => path);
  return readTexts(head, candidates);
}

const plainWords = new Set(
  'api app index main lib src test tests spec specs controller controllers route routes router routers handler handlers get post put patch delete v1 v2 ts js py go rb php java kt cs rs e2e unit integration'.split(
    ' ',
  ),
);

function tellingWords(path: string): string[] {
  return wordsOf(path).filter((word) => word.length > 2 && !plainWords.has(word));
}
