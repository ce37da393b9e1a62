import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { never, publishingTests, whole } from '../sandbox/fixture-publishing.ts';
import { readSettled } from './read-settled.ts';

const shop = publishingTests();

describe('a store that is younger than the pull request', () => {
  beforeEach(async () => {
    shop.sandbox.clock.now = Date.now() - 60_000;
    await shop.openPullRequest();
  });
  afterEach(() => shop.madeBeforeAll());

  test('waits for the lists before it believes that nothing was posted', async () => {
    await shop.job(shop.plan());
    await shop.madeAgo(3);
    const heal = shop.sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
    await expect(readSettled(shop.database, shop.github, shop.ref, never)).rejects.toMatchObject({
      code: 'RETRY_LATER',
      seconds: 7,
    });
    heal();
    await shop.madeAgo(20);
    const { conversation } = await readSettled(shop.database, shop.github, shop.ref, never);
    expect(conversation.report?.head).toBe(shop.sandbox.head);
  });

  test('looks for the check run of one that died before its report', async () => {
    await shop.github.startCheckRun(shop.ref, shop.sandbox.head, never);
    await shop.madeAgo(20);
    await shop.job(shop.plan());
    expect(shop.seen()).toEqual(whole);
  });
});

test('a store that was deleted posts nothing twice', async () => {
  await shop.job(shop.plan());
  await shop.database.script(
    'DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.fences;',
  );
  const { conversation } = await readSettled(shop.database, shop.github, shop.ref, never);
  expect({
    report: conversation.report?.head,
    comments: conversation.comments.map(({ identity }) => identity),
  }).toEqual({
    report: shop.sandbox.head,
    comments: ['rule | a'],
  });
});

test('nor where 150 reviews of others stand around it', async () => {
  // Other tests set the clock back: what was written before them is otherwise still to come, and counts for limits.
  shop.sandbox.clock.now += 45 * 60_000;
  const others = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      // At most 80 texts a minute.
      shop.sandbox.clock.now += 1_000;
      await shop.sandbox.request('POST', `/repos/acme/shop/pulls/${shop.ref.number}/reviews`, {
        event: 'COMMENT',
        body: `Other ${index}`,
        comments: [{ path: 'a.sql', line: 5, body: `Thread ${index}` }],
      });
    }
  };
  await others(120);
  const heal = shop.sandbox.standIn.failWith({
    match: {
      method: 'POST',
      path: '/repos/*/*/pulls/*/reviews',
      where: ({ body }) => body.includes('The report'),
    },
    fault: '502-after',
  });
  await shop.job(shop.plan());
  await others(30);
  heal();
  await shop.database.script(
    'DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.fences; DELETE FROM backend_engineer.checks;',
  );
  const { conversation } = await readSettled(shop.database, shop.github, shop.ref, never);
  expect(conversation.report?.head).toBe(shop.sandbox.head);
  expect(conversation.comments.map(({ identity }) => identity)).toEqual(['rule | a']);
  await shop.job(shop.plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
  expect(shop.seen().checks).toEqual(whole.checks);
});
