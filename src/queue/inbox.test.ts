import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { putInbox } from '../store/put-inbox.ts';
import { type Arrival, openInbox } from './inbox.ts';
import type { NewJob } from './jobs.ts';
import { openQueue, type Queue } from './open-queue.ts';
import type { JobStore } from './store-jobs.ts';

let database: Database;
/** What was logged. */
const said: { data: unknown; message: unknown }[] = [];
const note = (data: unknown, message?: unknown) => void said.push({ data, message });
const log = { info: () => {}, warn: note, error: note };

beforeAll(async () => {
  database = await openTestDatabase();
  // The tables of pg-boss, which the fake of it below does without.
  await (await openQueue(database, { log })).stop({ deadlineMs: 1_000 });
});
afterAll(() => database.close());
beforeEach(async () => {
  said.length = 0;
  await database.script(
    'DELETE FROM pgboss.job; DELETE FROM backend_engineer.deliveries; DELETE FROM backend_engineer.inbox;',
  );
});

const command = (c: number): NewJob => ({
  name: 'command',
  data: { i: 1, r: 'acme/shop', n: 1, c, k: 'issue', u: 'ann', t: 'review' },
});
const arrival = (id: string, ...comments: number[]): Arrival => ({
  delivery: { id, installation: 1 },
  jobs: comments.map(command),
});

const count = async (table: string): Promise<number> =>
  (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM backend_engineer.${table}`))[0]?.n ??
  0;
const queued = async (): Promise<number[]> =>
  (await database.query<{ c: number }>("SELECT (data->>'c')::int AS c FROM pgboss.job ORDER BY 1")).map(
    ({ c }) => c,
  );

async function withQueue(use: (queue: Queue) => Promise<void>): Promise<void> {
  const queue = await openQueue(database, { log });
  try {
    await use(queue);
  } finally {
    await queue.stop({ deadlineMs: 1_000 });
  }
}

/** pg-boss that only notes what it is given, and fails when told so. */
function fakeBoss(): { boss: JobStore; inserted: number[]; fail: boolean } {
  const fake = {
    inserted: [] as number[],
    fail: false,
    boss: {
      async insert(_name: string, jobs: { data?: unknown }[]) {
        if (fake.fail) throw new Error('the queue is gone');
        fake.inserted.push(...jobs.map(({ data }) => (data as { c: number }).c));
        return jobs.map(() => 'id');
      },
      async update() {
        throw new Error('nothing is brought forward here');
      },
    } as JobStore,
  };
  return fake;
}

test('what a killed process left in the inbox is in the queue after the next start, once', async () => {
  // Committed and answered, and then the process was killed.
  await putInbox(database, [JSON.stringify([arrival('a', 1), arrival('b', 2)])]);
  await putInbox(database, [JSON.stringify([arrival('a', 1), arrival('c', 3, 4)])]);
  await withQueue((queue) => queue.settled());
  expect(await queued()).toEqual([1, 2, 3, 4]);
  expect([await count('inbox'), await count('deliveries')]).toEqual([0, 3]);
  // GitHub delivers one of them again.
  await withQueue(async (queue) => {
    await queue.enqueue({ id: 'b', installation: 1 }, [command(2)]);
    await queue.settled();
  });
  expect(await queued()).toEqual([1, 2, 3, 4]);
});

test('a delivery whose jobs cannot be stored stays, unmarked, and comes with the next attempt', async () => {
  const fake = fakeBoss();
  fake.fail = true;
  const inbox = openInbox(database, fake.boss, log);
  await inbox.put(arrival('a', 1));
  await inbox.put(arrival('b', 2));
  await expect(inbox.settled()).rejects.toThrow('the queue is gone');
  expect([await count('inbox'), await count('deliveries')]).toEqual([2, 0]);
  fake.fail = false;
  await inbox.settled();
  await inbox.stop();
  expect(fake.inserted).toEqual([1, 2]);
  expect([await count('inbox'), await count('deliveries')]).toEqual([0, 2]);
});

test('what cannot be committed is refused', async () => {
  const broken = { ...database, query: () => Promise.reject(new Error('the disk is full')) };
  const inbox = openInbox(broken, fakeBoss().boss, log);
  await expect(inbox.put(arrival('a', 1))).rejects.toThrow('the disk is full');
  await inbox.stop();
  expect(await count('inbox')).toBe(0);
});

test('jobs of a queue that this version does not know hold nobody up', async () => {
  const stranger = [{ delivery: { id: 'a', installation: 1 }, jobs: [{ name: 'dance', data: {} }] }];
  await putInbox(database, [JSON.stringify(stranger)]);
  await putInbox(database, [JSON.stringify([arrival('b', 1)])]);
  await withQueue((queue) => queue.settled());
  expect(await queued()).toEqual([1]);
  expect(said).toEqual([{ data: { queues: ['dance'] }, message: 'Jobs for unknown queues are dropped' }]);
});

test('the jobs of a delivery come without being waited for', async () => {
  const jobs = Promise.withResolvers<number>();
  await withQueue(async (queue) => {
    await queue.work('command', { concurrency: 1, perInstallation: 1 }, async ({ data }) =>
      jobs.resolve(data.c),
    );
    await queue.enqueue({ id: 'a', installation: 1 }, [command(7)]);
    expect(await jobs.promise).toBe(7);
  });
});

test('whatever comes when and how often: each delivery once, in the order of their first coming', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: fc.integer({ min: 1, max: 12 }), to: fc.constantFrom(0, 1) }), {
        maxLength: 30,
      }),
      async (steps) => {
        await database.script('DELETE FROM backend_engineer.deliveries');
        const fake = fakeBoss();
        // Two processes that share a database.
        const inboxes = [0, 1].map(() => openInbox(database, fake.boss, log));
        const first = new Set<number>();
        const under: Promise<void>[] = [];
        let last = 0;
        for (const { id, to } of steps) {
          // GitHub sends to one of them, and to another when that one has answered.
          if (to !== last) await Promise.all(under);
          last = to;
          first.add(id);
          under.push(inboxes[to]?.put(arrival(`d${id}`, id)) ?? Promise.reject(new Error('no inbox')));
        }
        await Promise.all(under);
        for (const inbox of inboxes) await inbox.settled();
        for (const inbox of inboxes) await inbox.stop();
        expect(fake.inserted).toEqual([...first]);
        expect(await count('inbox')).toBe(0);
      },
    ),
    { numRuns: 15 },
  );
});
