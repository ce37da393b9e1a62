import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelStandIn, startModelStandIn } from '../src/sandbox/model/start-model-stand-in.ts';
import type { NewPullRequest } from '../src/sandbox/people.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';
import { accountOf } from '../src/sandbox/state/state.ts';
import { openShop, type Shop } from './support/shop.ts';

const answer = {
  summary: { api: [], database: ['Events are deleted.'], security: [], testing: [] },
  claims: [],
};
const hour = 3_600_000;
const limitMs = 60_000;

let model: ModelStandIn;
let shop: Shop;

async function openWith(options: Parameters<typeof openShop>[0]): Promise<void> {
  model = await startModelStandIn({ script: [{ kind: 'answer', answer }] });
  shop = await openShop({ anthropic: { apiKey: 'a key', baseUrl: model.url }, ...options });
  for (const writer of ['sam', 'kim']) repository().roles.set(writer, 'write');
}
async function close(): Promise<void> {
  await shop?.close();
  await model?.close();
}

function repository() {
  const [found] = shop.house.github.state.repositories;
  if (found === undefined) throw new Error('there is no repository');
  return found;
}

let commits = 0;
/** A head that no other pull request has. */
function nextHead(): string {
  commits += 1;
  const query = `DELETE FROM order_events WHERE id = ${commits};\nDELETE FROM order_events;\n`;
  return shop.commitOn(shop.repository.base.sha, { 'queries/purge_events.sql': query });
}

async function open(by: Pick<NewPullRequest, 'author' | 'fork'>): Promise<PullRecord> {
  const request = { owner: 'acme', name: 'shop', base: 'main', head: nextHead(), title: 'Purge', ...by };
  const opened = await shop.house.github.openPullRequest(request);
  expect(await shop.house.deliver('pull_request', opened)).toBeLessThan(300);
  return shop.pull(opened.number);
}
async function push(pull: PullRecord): Promise<void> {
  const event = await shop.house.github.push(pull.number, nextHead());
  expect(await shop.house.deliver('pull_request', event)).toBeLessThan(300);
}
const reviewed = (pull: PullRecord) => shop.house.concluded('acme', 'shop', pull.number, limitMs);

/** Writes a comment and waits until it has our reaction. */
async function write(pull: PullRecord, author: string, body: string, reaction: string): Promise<void> {
  const event = await shop.house.github.comment(pull.number, author, body);
  expect(await shop.house.deliver('issue_comment', event)).toBeLessThan(300);
  const comment = pull.comments.find(({ id }) => id === event.comment.id);
  await shop.until(
    `${reaction} at ${body}`,
    () => comment?.reactions.some(({ content }) => content === reaction) || null,
  );
}

/** What the report says of the model. */
const footer = (pull: PullRecord): string | undefined =>
  /<sub>(.*?) <code>/.exec(pull.reviews[0]?.body ?? '')?.[1];
const footerIs = (pull: PullRecord, text: string | RegExp) =>
  shop.until(
    `a report that ends with ${text}`,
    () => (typeof text === 'string' ? footer(pull) === text : text.test(footer(pull) ?? '')) || null,
  );

const byModel = /^Reviewed by claude-[\w-]+: no claims\.$/;
const notFor = (why: string): string =>
  `The model was not asked: ${why}. \`/backend review\` by somebody with write access asks it.`;
const permissionRequests = (): number =>
  shop.house.github.requests.filter(({ path }) => path.endsWith('/permission')).length;

describe('a pull request of somebody without write access', { timeout: 120_000 }, () => {
  let pull: PullRecord;
  beforeAll(async () => {
    await openWith({});
    pull = await reviewed(await open({ author: 'mallory', fork: true }));
  }, 180_000);
  afterAll(close);

  it('gets the review of what is proven, and a word why no model saw it', () => {
    expect(footer(pull)).toBe(notFor('`mallory` has no write access'));
    expect(pull.reviewComments.map(({ path, line }) => [path, line])).toEqual([
      ['queries/purge_events.sql', 2],
    ]);
    expect(shop.checkRun(pull)).toMatchObject({
      conclusion: 'failure',
      output: { summary: expect.stringContaining(notFor('`mallory` has no write access')) },
    });
    expect(model.requests).toEqual([]);
    expect(permissionRequests()).toBe(1);
  });

  it('does not get the model by its author’s command', async () => {
    await write(pull, 'mallory', '/backend review', 'confused');
    expect(model.requests).toEqual([]);
  });

  it('gets the model when somebody with write access asks, for that head only', async () => {
    await write(pull, 'sam', '/backend review', 'rocket');
    await footerIs(pull, byModel);
    expect(pull.reviews[0]?.body).toContain('Events are deleted.');
    expect(model.requests).toHaveLength(1);
    await push(pull);
    await reviewed(pull);
    expect(footer(pull)).toBe(notFor('`mallory` has no write access'));
    expect(model.requests).toHaveLength(1);
    await write(pull, 'kim', '/backend review', 'rocket');
    await footerIs(pull, byModel);
    expect(model.requests).toHaveLength(2);
  });

  it('is told from one of a member, whatever GitHub calls the two', async () => {
    const asked = model.requests.length;
    repository().roles.set('reader', 'read');
    const ofReader = await reviewed(await open({ author: 'reader', fork: true }));
    expect([ofReader.association, footer(ofReader)]).toEqual([
      'MEMBER',
      notFor('`reader` has no write access'),
    ]);
    const ofWriter = await reviewed(await open({ author: 'kim', fork: true }));
    expect(footer(ofWriter)).toMatch(byModel);
    expect(model.requests).toHaveLength(asked + 1);
  });

  it('may be an App’s, which nobody asks GitHub about', async () => {
    const [asked, permissions] = [model.requests.length, permissionRequests()];
    accountOf(shop.house.github.state, 'renovate[bot]', 'Bot');
    const ofApp = await reviewed(await open({ author: 'renovate[bot]' }));
    expect(footer(ofApp)).toBe(notFor('`renovate[bot]` is an App'));
    expect([model.requests.length, permissionRequests()]).toEqual([asked, permissions]);
  });
});

describe('limits, and the model for everyone', { timeout: 120_000 }, () => {
  /** Half past of some hour; stands still where it is held. */
  const clock = { offset: hour / 2 - (Date.now() % hour), held: null as number | null };
  const now = (): number => clock.held ?? Date.now() + clock.offset;
  let [first, second] = [] as PullRecord[];

  beforeAll(async () => {
    const policy = {
      modelFor: 'everyone',
      reviewsPerOutsiderPerHour: 1,
      reviewsPerRepositoryPerHour: 3,
      modelReviewsPerRepositoryPerDay: 1,
    } as const;
    await openWith({ policy, clock: { now } });
  }, 180_000);
  afterAll(close);

  const waiting = (pull: PullRecord, limit: string) =>
    shop.until(`a check run that waits for the ${limit}`, () => {
      const run = shop.checkRun(pull);
      return run?.status === 'queued' && run.output.title === `Waiting: ${limit}` ? run.output : null;
    });
  const ofAuthor = 'limit of 1 review an hour for an author without write access';

  it('a stranger’s pull request is shown to the model unasked', async () => {
    first = await reviewed(await open({ author: 'mallory', fork: true }));
    expect(footer(first)).toMatch(byModel);
    expect(model.requests).toHaveLength(1);
    expect(permissionRequests()).toBe(0);
  });

  it('a second one waits, and its check says so, also after a push', async () => {
    second = await open({ author: 'mallory', fork: true });
    expect(await waiting(second, ofAuthor)).toMatchObject({
      summary: expect.stringContaining('`/backend review` by somebody with write access starts it now.'),
    });
    const before = second.head.sha;
    await push(second);
    await waiting(second, ofAuthor);
    const overtaken = repository().checkRuns.find(({ headSha }) => headSha === before);
    expect([overtaken?.conclusion, overtaken?.output.title]).toEqual([
      'neutral',
      'Overtaken by a newer commit',
    ]);
    expect(second.reviews).toEqual([]);
  });

  it('somebody with write access ends the wait; the model’s limit of the day is told', async () => {
    if (second === undefined) throw new Error('there is no second one');
    await write(second, 'sam', '/backend review', 'rocket');
    await reviewed(second);
    expect(footer(second)).toBe(
      'The model was not asked: the limit of 1 model review a day for this repository is reached. After midnight (UTC) `/backend review` asks it.',
    );
    expect(model.requests).toHaveLength(1);
  });

  it('the limit of a repository is for all, and what waits for it comes when the hour is over', async () => {
    await reviewed(await open({ author: 'sam' }));
    const end = Math.ceil(now() / hour) * hour;
    clock.held = end - 2_000;
    const fourth = await open({ author: 'sam' });
    await waiting(fourth, 'limit of 3 reviews an hour for this repository');
    expect(fourth.reviews).toEqual([]);
    clock.offset = end - Date.now();
    clock.held = null;
    await reviewed(fourth);
    expect(fourth.reviews).toHaveLength(1);
    expect(shop.checkRun(fourth)?.output.title).not.toContain('Waiting');
  });
});
