import { expect, test } from 'vitest';
import { type ExecOutcome, type ProofDatabase, ProofEnded } from '../database.ts';
import type { ProofDatabases } from '../subject.ts';
import { relayFromChild } from './relay-from-child.ts';
import { relayToHost } from './relay-to-host.ts';

/** Databases that write down what they are asked. */
function fakeHost(isKept: boolean): { databases: ProofDatabases; heard: string[] } {
  const heard: string[] = [];
  const exec = async (sql: string): Promise<ExecOutcome> => {
    heard.push(sql);
    if (sql === 'end') throw new ProofEnded('it took too long');
    return { ok: true, results: [], notices: [sql] };
  };
  const databases: ProofDatabases = {
    async open(key, prepare, options) {
      heard.push(`open ${key} ${options?.extensions?.join()}`);
      if (!isKept) await prepare({ exec });
      return { exec, close: async () => void heard.push('close') };
    },
  };
  return { databases, heard };
}

/** Both ends, with messages as they come out of a pipe. */
function connect(host: ProofDatabases) {
  const child = relayToHost((message) => parent.receive(structuredClone(message)));
  const parent = relayFromChild(host, 'shop', (message) => child.receive(structuredClone(message)));
  return { databases: child.databases, parent };
}

const prepare = async (database: ProofDatabase): Promise<void> => void (await database.exec('prepare'));

test('what a child asks is done on the host, under the name of its repository', async () => {
  const { databases: host, heard } = fakeHost(false);
  const { databases, parent } = connect(host);
  const database = await databases.open('base', prepare, { extensions: ['citext'] });
  expect(await database.exec('one')).toEqual({ ok: true, results: [], notices: ['one'] });
  await database.close();
  expect(heard).toEqual(['open ["shop","base"] citext', 'prepare', 'one', 'close']);
  expect(parent.isWaiting()).toBe(false);
});

test('what is kept is not prepared', async () => {
  const { databases: host, heard } = fakeHost(true);
  await connect(host).databases.open('base', prepare);
  expect(heard).toEqual(['open ["shop","base"] ']);
});

test('an end is told with its reason', async () => {
  const { databases } = connect(fakeHost(true).databases);
  const database = await databases.open('base', prepare);
  await expect(database.exec('end')).rejects.toMatchObject({
    code: 'PROOF_ENDED',
    reason: 'it took too long',
  });
});

test('the error of a preparation is its own, and nothing stays open', async () => {
  const { databases: host, heard } = fakeHost(false);
  const { databases } = connect(host);
  const failing = async (): Promise<void> => {
    throw new TypeError('no such statement');
  };
  await expect(databases.open('base', failing)).rejects.toThrow(TypeError);
  await databases.open('base', prepare);
  expect(heard.at(-1)).toBe('prepare');
});

test('one at a time, and not without end', async () => {
  const { databases } = connect(fakeHost(true).databases);
  const first = await databases.open('base', prepare);
  await expect(databases.open('other', prepare)).rejects.toMatchObject({ reason: 'another one is open' });
  await first.close();
  for (let proof = 1; proof < 16; proof++) await (await databases.open('base', prepare)).close();
  await expect(databases.open('base', prepare)).rejects.toMatchObject({
    reason: 'there were too many of them',
  });
});

test('the time in which a child waits is told from that in which it prepares', async () => {
  const answer = Promise.withResolvers<void>();
  const host: ProofDatabases = {
    async open(_key, work) {
      await work({ exec: () => answer.promise.then(() => ({ ok: true, results: [], notices: [] })) });
      return { exec: () => Promise.reject(new Error('unused')), close: async () => {} };
    },
  };
  const { databases, parent } = connect(host);
  const seen: boolean[] = [];
  const opening = databases.open('base', async (database) => {
    seen.push(parent.isWaiting());
    const asked = database.exec('SELECT 1');
    seen.push(parent.isWaiting());
    answer.resolve();
    await asked;
    seen.push(parent.isWaiting());
  });
  await opening;
  expect(seen).toEqual([false, true, false]);
  expect(parent.isWaiting()).toBe(false);
});

test('what is open when the task ends is closed', async () => {
  const { databases: host, heard } = fakeHost(true);
  const { databases, parent } = connect(host);
  await databases.open('base', prepare);
  parent.close();
  await Promise.resolve();
  expect(heard.at(-1)).toBe('close');
});
