import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssueCommentRecord, PullRecord } from '../src/sandbox/state/records.ts';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
let pull: PullRecord;

beforeAll(async () => {
  shop = await openShop();
  const head = shop.commitOn(shop.repository.base.sha, {
    'queries/purge_events.sql': 'DELETE FROM order_events;\n',
  });
  pull = await shop.reviewed(head);
}, 180_000);
afterAll(() => shop?.close());

/** Writes a comment; gives it. Its webhook has been answered. */
async function write(author: string, body: string): Promise<IssueCommentRecord> {
  const event = await shop.house.github.comment(pull.number, author, body);
  expect(await shop.house.deliver('issue_comment', event)).toBeLessThan(300);
  const comment = pull.comments.find(({ id }) => id === event.comment.id);
  if (comment === undefined) throw new Error('the comment is gone');
  return comment;
}

const bot = 'backend-engineer[bot]';
const reactions = (comment: IssueCommentRecord): string[] =>
  comment.reactions.map(({ author, content }) => `${author.login} ${content}`);

/** Our comments behind this one, once it has the reaction. */
async function answers(comment: IssueCommentRecord, reaction: 'rocket' | 'confused'): Promise<string[]> {
  await shop.until(
    `${reaction} at ${comment.body}`,
    () => comment.reactions.some(({ content }) => content === reaction) || null,
  );
  return ours(comment);
}

function ours(after: IssueCommentRecord): string[] {
  return pull.comments
    .slice(pull.comments.indexOf(after) + 1)
    .filter(({ author }) => author.login === bot)
    .map(({ body }) => body);
}

const help = [
  '| command | what it does |',
  '| --- | --- |',
  '| `/backend help` | lists the commands |',
  '| `/backend review` | reviews the present head again |',
].join('\n');

describe('commands in comments', { timeout: 120_000 }, () => {
  it('help answers with the list', async () => {
    const comment = await write('sam', '/backend help');
    expect(await answers(comment, 'rocket')).toEqual([help]);
    expect(reactions(comment)).toEqual([`${bot} eyes`, `${bot} rocket`]);
  });

  it('of a stranger are refused in one line', async () => {
    const comment = await write('mallory', '/backend review');
    const said = await answers(comment, 'confused').then(() =>
      shop.until('the refusal', () => (ours(comment).length > 0 ? ours(comment) : null)),
    );
    expect(said).toEqual(['Commands are for people with write access to this repository.']);
    expect(reactions(comment)).toEqual([`${bot} confused`]);
  });

  it('review reviews again and posts nothing twice', async () => {
    const before = await shop.outcomes('unchanged');
    const comment = await write('sam', 'Once more, please.\n\n/backend review');
    await shop.until('a second review', async () => (await shop.outcomes('unchanged')) > before || null);
    expect(await answers(comment, 'rocket')).toEqual([]);
    expect([pull.reviews.length, pull.reviewComments.length]).toEqual([1, 1]);
    const runs = shop.house.github.state.repositories[0]?.checkRuns;
    expect(runs?.map(({ headSha, status, conclusion }) => [headSha, status, conclusion])).toEqual([
      [pull.head.sha, 'completed', 'failure'],
    ]);
    expect(runs?.[0]?.annotations.length).toBe(1);
  });

  it('mistyped ones get the nearest name', async () => {
    const comment = await write('sam', '/backend reveiw');
    expect(await answers(comment, 'confused')).toEqual([
      'There is no such command. Did you mean `/backend review`? `/backend help` lists them.',
    ]);
    expect(reactions(comment)).toEqual([`${bot} eyes`, `${bot} confused`]);
  });

  it('quoted ones do nothing', async () => {
    const quoted = await write('sam', '> /backend review\n\nNo, thank you.');
    const fenced = await write('sam', '```\n/backend help\n```');
    const comment = await write('sam', '/backend help');
    expect(await answers(comment, 'rocket')).toEqual([help]);
    expect([ours(quoted), reactions(quoted), reactions(fenced)]).toEqual([[help], [], []]);
  });
});
