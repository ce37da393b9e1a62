import { Worker } from 'node:worker_threads';
import { createLock } from '../keyed-lock.ts';
import { scriptBeside } from '../script-beside.ts';
import type { Failed, FromThread, Question, StatementResult, ThreadData } from './embedded-protocol.ts';

/** The embedded PostgreSQL in a thread of its own: it computes while it answers, and nobody else would be answered meanwhile. */
export interface EmbeddedEngine extends Statements {
  /** Nothing else gets in between the statements of `run`. */
  exclusive<Result>(run: (statements: Statements) => Promise<Result>): Promise<Result>;
  /** Hears of what is notified in a channel. @returns to be called to hear no more */
  listen(channel: string, hear: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface Statements {
  /** One statement with `$1` parameters. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
  /** Several statements without parameters. */
  exec(text: string): Promise<{ rows: unknown[] }[]>;
}

type Asked = Question extends infer One ? (One extends unknown ? Omit<One, 'id'> : never) : never;

interface Waiting {
  resolve(results: readonly StatementResult[]): void;
  reject(error: Error): void;
}

/** Opens the database of a directory, or one in memory. Rejects with what PGlite says where it cannot be opened. */
export async function startEmbedded(path: string | null): Promise<EmbeddedEngine> {
  const data: ThreadData = { path };
  const worker = new Worker(scriptBeside(import.meta.url, 'embedded-thread'), {
    workerData: data,
    env: {},
    name: 'database',
  });
  const waiting = new Map<number, Waiting>();
  const hearers = new Map<string, (payload: string) => void>();
  let lastId = 0;
  let ended: Error | null = null;
  const inTurn = createLock();

  worker.on('message', (message: FromThread) => {
    if (message.kind === 'notification') return hearers.get(message.channel)?.(message.payload);
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (waiting.size === 0) worker.unref();
    if (message.kind === 'answer') asked?.resolve(message.results);
    else asked?.reject(errorOf(message.failed));
  });
  worker.on('error', end);
  worker.on('exit', () => end(new Error('The embedded database has ended')));

  const opened = wait(0);
  const statements: Statements = {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const [result] = await ask({ kind: 'query', text, values });
      return { rows: (result?.rows ?? []) as Row[] };
    },
    async exec(text) {
      const results = await ask({ kind: 'exec', text });
      return results.map(({ rows }) => ({ rows: [...rows] }));
    },
  };
  try {
    await opened;
  } catch (error) {
    await worker.terminate();
    throw error;
  }

  return {
    query: (text, values) => inTurn(() => statements.query(text, values)),
    exec: (text) => inTurn(() => statements.exec(text)),
    exclusive: (run) => inTurn(() => run(statements)),
    async listen(channel, hear) {
      hearers.set(channel, hear);
      await inTurn(() => ask({ kind: 'listen', channel }));
      return async () => {
        hearers.delete(channel);
        await inTurn(() => ask({ kind: 'unlisten', channel }));
      };
    },
    async close() {
      if (ended !== null) return;
      await inTurn(() => ask({ kind: 'close' }));
      await worker.terminate();
    },
  };

  function ask(question: Asked): Promise<readonly StatementResult[]> {
    if (ended !== null) return Promise.reject(ended);
    lastId += 1;
    const answered = wait(lastId);
    worker.postMessage({ ...question, id: lastId });
    return answered;
  }

  function wait(id: number): Promise<readonly StatementResult[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly StatementResult[]>();
    waiting.set(id, { resolve, reject });
    // Somebody waits: the process must not end before it was answered.
    worker.ref();
    return promise;
  }

  function end(error: Error): void {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }
}

function errorOf({ message, fields }: Failed): Error {
  return Object.assign(new Error(message), fields);
}
