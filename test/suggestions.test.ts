import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reviewRange } from '../src/command-line/review-range.ts';
import { createMarkers } from '../src/review/marker.ts';
import type { PullRecord, ReviewCommentRecord } from '../src/sandbox/state/records.ts';
import { suggestionIn } from '../src/sandbox/suggestion.ts';
import { createParser } from '../src/sql/parse.ts';
import { searchPath } from './support/repository.ts';
import { git, openShop, type Shop } from './support/shop.ts';

let shop: Shop;
let pull: PullRecord;
let suggestions: readonly ReviewCommentRecord[] = [];

beforeAll(async () => {
  shop = await openShop();
  pull = await shop.reviewed('change');
  suggestions = pull.reviewComments.filter(({ body }) => suggestionIn(body) !== null);
}, 180_000);
afterAll(() => shop?.close());

/** A patch that does what the suggestion's button does, with the lines around it as git compares them. */
function patchOf(comment: ReviewCommentRecord, text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const [last, suggestion] = [comment.line ?? 0, suggestionIn(comment.body) ?? ''];
  const first = comment.startLine ?? last;
  const from = Math.max(1, first - 3);
  const before = lines.slice(from - 1, first - 1);
  const after = lines.slice(last, last + 3);
  const removed = lines.slice(first - 1, last);
  const added = suggestion === '' ? [] : suggestion.split('\n');
  const size = (changed: readonly string[]): number => before.length + changed.length + after.length;
  return [
    `--- a/${comment.path}`,
    `+++ b/${comment.path}`,
    `@@ -${from},${size(removed)} +${from},${size(added)} @@`,
    ...before.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...after.map((line) => ` ${line}`),
    '',
  ].join('\n');
}

async function identitiesAt(commit: string): Promise<string[]> {
  const { report } = await reviewRange({
    repository: shop.repository.directory,
    range: `${pull.base.sha}..${commit}`,
    proof: false,
    searchPath,
    onFile: () => {},
  });
  return report.findings.map(({ identity }) => identity);
}

describe('the suggestions of a review', { timeout: 240_000 }, () => {
  it('are made for what one edit mends', () => {
    const rules = suggestions.map(({ body }) => /`([\w-]+)`/.exec(body)?.[1]);
    expect(rules).toEqual([
      'add-constraint-fk-not-valid-missing',
      'add-column-volatile-default',
      'set-not-null-scan',
      'create-index-not-concurrent',
      'request-property-became-required',
    ]);
  });

  it('each apply, leave a file that parses, end their finding and bring no other', async () => {
    const { directory, head } = shop.repository;
    const markers = createMarkers([shop.house.github.state.app.webhookSecret]);
    const parser = await createParser('postgres');
    const present = await identitiesAt(head.sha);
    for (const comment of suggestions) {
      const marker = markers.read(comment.body, String(pull.id));
      if (marker?.kind !== 'comment') throw new Error(`no marker of ours in ${comment.body}`);
      git(directory, ['checkout', '--quiet', '--detach', '--force', head.sha]);
      const text = git(directory, ['show', `${head.sha}:${comment.path}`]);
      git(directory, ['apply', '--index', '-'], patchOf(comment, text));
      git(directory, ['commit', '--quiet', '-m', 'Take the suggestion']);
      const commit = git(directory, ['rev-parse', 'HEAD']).trim();
      const after = git(directory, ['show', `${commit}:${comment.path}`]);
      if (comment.path.endsWith('.sql'))
        expect(parser.parse(after).filter(({ failure }) => failure !== null)).toEqual([]);
      else expect(() => load(after)).not.toThrow();
      expect(present).toContain(marker.identity);
      const left = await identitiesAt(commit);
      expect(left).not.toContain(marker.identity);
      expect(left.filter((identity) => !present.includes(identity))).toEqual([]);
    }
  });
});
