import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { putInbox } from '../store/put-inbox.ts';
import { openArrivalJournal } from './arrival-journal.ts';
import type { Arrival } from './arrivals.ts';
import { openInbox } from './inbox.ts';
import type { NewJob } from './jobs.ts';
import { openQueue, type Queue } from './open-queue.ts';
import type { JobStore } from './store-jobs.ts';

let database: Database;
/** What was logged. */
const said: { data: unknown; message: unknown }[] = [];
const note = (data: unknown, message?: unknown) => void said.push({ data, message });
const log = { info: () => {}, warn: note, error: note };

beforeAll(async () => {
  database = await openTestDatabase(process.env.TEST_DATABASE_URL);
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

/** The embedded database's file; null on a server. */
const journal = (): string | null =>
  database.engine.kind === 'pglite' ? join(database.engine.directory ?? '', 'inbox.jsonl') : null;

const directory = (): string | null => (database.engine.kind === 'pglite' ? database.engine.directory : null);

/** Answered, and then the process was killed. */
async function left(arrivals: readonly unknown[]): Promise<void> {
  const lines = arrivals.map((one) => JSON.stringify(one));
  const file = journal();
  if (file === null) await putInbox(database, lines);
  else appendFileSync(file, lines.map((line) => `${line}\n`).join(''));
}

/** How many are in the inbox. */
async function inside(): Promise<number> {
  const file = journal();
  return file === null ? count('inbox') : readFileSync(file, 'utf8').split('\n').length - 1;
}

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
  await left([arrival('a', 1), arrival('b', 2), arrival('a', 1), arrival('c', 3, 4)]);
  await withQueue((queue) => queue.settled());
  expect(await queued()).toEqual([1, 2, 3, 4]);
  expect([await inside(), await count('deliveries')]).toEqual([0, 3]);
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
  const inbox = await openInbox(database, fake.boss, log);
  await inbox.put(arrival('a', 1));
  await inbox.put(arrival('b', 2));
  await expect(inbox.settled()).rejects.toThrow('the queue is gone');
  expect([await inside(), await count('deliveries')]).toEqual([2, 0]);
  fake.fail = false;
  await inbox.settled();
  await inbox.stop();
  expect(fake.inserted).toEqual([1, 2]);
  expect([await inside(), await count('deliveries')]).toEqual([0, 2]);
});

test.skipIf(process.env.TEST_DATABASE_URL === undefined)('what cannot be committed is refused', async () => {
  const broken = { ...database, query: () => Promise.reject(new Error('the disk is full')) };
  const inbox = await openInbox(broken, fakeBoss().boss, log);
  await expect(inbox.put(arrival('a', 1))).rejects.toThrow('the disk is full');
  await inbox.stop();
  expect(await inside()).toBe(0);
});

test('jobs of a queue that this version does not know hold nobody up', async () => {
  const stranger = { delivery: { id: 'a', installation: 1 }, jobs: [{ name: 'dance', data: {} }] };
  await left([stranger, arrival('b', 1)]);
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

test('whatever comes when and how often: each delivery once, and with one process in the order of their first coming', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ id: fc.integer({ min: 1, max: 12 }), to: fc.constantFrom(0, 1) }), {
        maxLength: 30,
      }),
      async (steps) => {
        await database.script('DELETE FROM backend_engineer.deliveries');
        const fake = fakeBoss();
        // A server has two processes that share it, an embedded database has one.
        const processes = journal() === null ? [0, 1] : [0];
        const inboxes = await Promise.all(processes.map(() => openInbox(database, fake.boss, log)));
        const first = new Set<number>();
        const under: Promise<void>[] = [];
        let last = 0;
        for (const step of steps) {
          const { id } = step;
          const to = step.to % inboxes.length;
          // GitHub sends to one of them, and to another when that one has answered.
          if (to !== last) await Promise.all(under);
          last = to;
          first.add(id);
          under.push(inboxes[to]?.put(arrival(`d${id}`, id)) ?? Promise.reject(new Error('no inbox')));
        }
        await Promise.all(under);
        for (const inbox of inboxes) await inbox.settled();
        for (const inbox of inboxes) await inbox.stop();
        // Two processes do not wait for each other: what each has moved is in order, what both have is not.
        const alone = inboxes.length === 1;
        const ordered = (ids: readonly number[]) => (alone ? ids : ids.toSorted((a, b) => a - b));
        expect(ordered(fake.inserted)).toEqual(ordered([...first]));
        expect(await inside()).toBe(0);
      },
    ),
    { numRuns: 15 },
  );
});

describe.runIf(process.env.TEST_DATABASE_URL === undefined)('the file of an embedded database', () => {
  const file = (): string => journal() ?? '';
  beforeEach(() => writeFileSync(file(), ''));

  test('is for its user only, and empty when all was moved', async () => {
    const inbox = await openInbox(database, fakeBoss().boss, log);
    await inbox.put(arrival('a', 1));
    await inbox.settled();
    await inbox.stop();
    expect([statSync(file()).mode & 0o777, readFileSync(file(), 'utf8')]).toEqual([0o600, '']);
  });

  test('loses the line that a crash cut off, which was not answered, and a damaged one with a word', async () => {
    await left([arrival('a', 1)]);
    appendFileSync(file(), '\0\0\0\n');
    await left([arrival('b', 2)]);
    appendFileSync(file(), '{"delivery":{"id":"c","instal');
    const fake = fakeBoss();
    const inbox = await openInbox(database, fake.boss, log);
    await inbox.put(arrival('d', 4));
    await inbox.settled();
    await inbox.stop();
    expect(fake.inserted).toEqual([1, 2, 4]);
    expect(said).toEqual([{ data: { lines: 1 }, message: expect.stringContaining('is damaged') }]);
  });

  test('is read in the order of the answers, however often the process is killed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 8 }), { maxLength: 5 }),
        async (lives) => {
          await database.script('DELETE FROM backend_engineer.deliveries');
          const fake = fakeBoss();
          for (const life of lives) {
            fake.fail = true;
            const inbox = await openInbox(database, fake.boss, log);
            await Promise.all(life.map((c) => inbox.put(arrival(`d${c}`, c))));
            await inbox.stop();
          }
          fake.fail = false;
          const inbox = await openInbox(database, fake.boss, log);
          await inbox.settled();
          await inbox.stop();
          expect(fake.inserted).toEqual([...new Set(lives.flat())]);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('is written anew where much of it was moved', async () => {
    const long = 'x'.repeat(60_000);
    const job = (c: number): Arrival => ({
      delivery: { id: `d${c}`, installation: 1 },
      jobs: [{ name: 'command', data: { i: 1, r: long, n: 1, c, k: 'issue', u: 'ann', t: 'review' } }],
    });
    const journalOf = await openArrivalJournal(database, directory(), log);
    await journalOf.add(Array.from({ length: 101 }, (_, c) => job(c)));
    const moved: string[] = [];
    for (let batch = 0; batch < 2; batch++)
      await journalOf.move(
        50,
        async (_sql, arrivals) => void moved.push(...arrivals.map(({ delivery }) => delivery.id)),
      );
    expect(statSync(file()).size).toBeLessThan(70_000);
    await journalOf.add([job(101)]);
    await journalOf.close();
    const again = await openArrivalJournal(database, directory(), log);
    await again.move(
      50,
      async (_sql, arrivals) => void moved.push(...arrivals.map(({ delivery }) => delivery.id)),
    );
    await again.close();
    expect(moved).toEqual(Array.from({ length: 102 }, (_, c) => `d${c}`));
  });
});
