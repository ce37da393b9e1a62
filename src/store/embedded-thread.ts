import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Failed, FromThread, Question, StatementResult, ThreadData } from './embedded-protocol.ts';

// The thread of the embedded database. It works off one question after the other.

/**
 * PostgreSQL clears its buffers when it starts: its usual 128 MB would be the larger part of an idle service's memory.
 * Our rows are few, and what is read again comes from the system's cache.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

if (parentPort === null) throw new Error('The embedded database has a thread of its own');
const port = parentPort;
const send = (message: FromThread): void => port.postMessage(message);
const { path } = workerData as ThreadData;

const opening = open();
const silences = new Map<string, () => Promise<void>>();
answer(0, () => opening.then(() => []));
port.on('message', (question: Question) => answer(question.id, () => work(question)));

async function open(): Promise<PGlite> {
  const pglite = await PGlite.create({ ...(path !== null && { dataDir: path }), startParams });
  // It starts on damaged files; what is wrong shows when the catalogue is read.
  await pglite.query('SELECT count(*) FROM pg_class');
  return pglite;
}

async function answer(id: number, run: () => Promise<readonly StatementResult[]>): Promise<void> {
  try {
    send({ kind: 'answer', id, results: await run() });
  } catch (error) {
    send({ kind: 'failed', id, failed: failedOf(error) });
  }
}

async function work(question: Question): Promise<readonly StatementResult[]> {
  const pglite = await opening;
  switch (question.kind) {
    case 'query': {
      const { rows } = await pglite.query(question.text, [...question.values]);
      return [{ rows }];
    }
    case 'exec': {
      const results = await pglite.exec(question.text);
      return results.map(({ rows }) => ({ rows }));
    }
    case 'listen': {
      const { channel } = question;
      const silence = await pglite.listen(channel, (payload) =>
        send({ kind: 'notification', channel, payload }),
      );
      silences.set(channel, silence);
      return [];
    }
    case 'unlisten':
      await silences.get(question.channel)?.();
      silences.delete(question.channel);
      return [];
    case 'close':
      await pglite.close();
      return [];
  }
}

/** Without `query` and `params`, which hold what people sent. */
function failedOf(error: unknown): Failed {
  if (!(error instanceof Error)) return { message: String(error), fields: {} };
  const fields = Object.entries(error).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'query',
  );
  return { message: error.message, fields: Object.fromEntries(fields) };
}
