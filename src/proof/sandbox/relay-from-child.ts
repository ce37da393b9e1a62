import { type ProofDatabase, ProofEnded } from '../database.ts';
import type { OpenProof, ProofDatabases } from '../subject.ts';
import type { FromHost, ToHost } from './relay-protocol.ts';

/** So many proofs one task of a child may ask for: one of each history of migrations, and a history may be tried again. */
const maximumProofs = 16;

export interface RelayFromChild {
  receive(message: ToHost): void;
  /** True while the child waits for what it asked. */
  isWaiting(): boolean;
  /** The child's task is over: what it has open is closed. */
  close(): void;
}

/**
 * Does on a host what a child asks for, one proof at a time: a child that waited for itself would wait forever.
 * @param scope whose images these are: what one repository prepared is never another's
 */
export function relayFromChild(
  databases: ProofDatabases,
  scope: string,
  send: (message: FromHost) => void,
): RelayFromChild {
  const over = new AbortController();
  let current: { readonly proof: number; database: ProofDatabase | null; close(): Promise<void> } | null =
    null;
  let prepared: PromiseWithResolvers<void> | null = null;
  let opened = 0;
  let waiting = 0;

  return {
    receive(message) {
      waiting++;
      work(message)
        .catch((error: unknown): FromHost => {
          const reason = error instanceof ProofEnded ? error.reason : 'its host failed';
          return { kind: 'ended', proof: message.proof, reason };
        })
        .then((answer) => {
          waiting--;
          if (answer !== null && !over.signal.aborted) send(answer);
        });
    },
    // While it prepares, its request to open is not answered, but the time is its own.
    isWaiting: () => waiting > (prepared === null ? 0 : 1),
    close() {
      over.abort(new ProofEnded('nobody waits for it any more'));
      prepared?.reject(over.signal.reason);
      current?.close().catch(() => {});
      current = null;
    },
  };

  /** Null where the answer is that of another message. */
  async function work(message: ToHost): Promise<FromHost | null> {
    const { proof } = message;
    switch (message.kind) {
      case 'open':
        await open(message);
        return { kind: 'opened', proof };
      case 'prepared':
        if (message.succeeded) prepared?.resolve();
        else prepared?.reject(new ProofEnded('it could not be prepared'));
        return null;
      case 'exec':
        return { kind: 'outcome', proof, outcome: await databaseOf(proof).exec(message.sql) };
      case 'close':
        if (current?.proof === proof) {
          const { close } = current;
          current = null;
          await close();
        }
        return { kind: 'closed', proof };
    }
  }

  async function open({ proof, key, extensions }: Extract<ToHost, { kind: 'open' }>): Promise<void> {
    if (current !== null) throw new ProofEnded('another one is open');
    if (++opened > maximumProofs) throw new ProofEnded('there were too many of them');
    const mine = { proof, database: null as ProofDatabase | null, close: async (): Promise<void> => {} };
    current = mine;
    try {
      const prepare = async (database: ProofDatabase): Promise<void> => {
        mine.database = database;
        prepared = Promise.withResolvers<void>();
        send({ kind: 'prepare', proof });
        await prepared.promise.finally(() => {
          prepared = null;
        });
      };
      const options = { extensions, signal: over.signal };
      const opening: OpenProof = await databases.open(JSON.stringify([scope, key]), prepare, options);
      mine.database = opening;
      mine.close = () => opening.close();
    } catch (error) {
      if (current === mine) current = null;
      throw error;
    }
    // The task ended meanwhile.
    if (current !== mine) await mine.close();
  }

  function databaseOf(proof: number): ProofDatabase {
    if (current?.proof !== proof || current.database === null) throw new ProofEnded('it is not open');
    return current.database;
  }
}
