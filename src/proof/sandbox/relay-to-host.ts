import { type ExecOutcome, type ProofDatabase, ProofEnded } from '../database.ts';
import type { OpenProof, ProofDatabases } from '../subject.ts';
import type { FromHost, ToHost } from './relay-protocol.ts';

export interface RelayToHost {
  readonly databases: ProofDatabases;
  receive(message: FromHost): void;
}

type Answer = Exclude<FromHost, { kind: 'ended' }>;

/**
 * The databases of a parent's host, asked for by messages. A signal is of no use here: whoever gives up ends this process.
 */
export function relayToHost(send: (message: ToHost) => void): RelayToHost {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: unknown): void }>();
  let proofs = 0;

  return {
    databases: {
      async open(key, prepare, { extensions = [] } = {}) {
        const proof = proofs++;
        const database = databaseOf(proof);
        let failure: { readonly error: unknown } | null = null;
        let answer = await ask({ kind: 'open', proof, key, extensions });
        if (answer.kind === 'prepare') {
          try {
            await prepare(database);
          } catch (error) {
            failure = { error };
          }
          answer = await ask({ kind: 'prepared', proof, succeeded: failure === null }).catch(
            (error: unknown) => {
              throw failure === null ? error : failure.error;
            },
          );
        }
        if (answer.kind !== 'opened') throw unexpected();
        return database;
      },
    },
    receive(message) {
      const settle = waiting.get(message.proof);
      waiting.delete(message.proof);
      if (message.kind === 'ended') settle?.reject(new ProofEnded(message.reason));
      else settle?.resolve(message);
    },
  };

  function ask(message: ToHost): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.set(message.proof, { resolve, reject });
    send(message);
    return promise;
  }

  function databaseOf(proof: number): OpenProof & ProofDatabase {
    return {
      async exec(sql): Promise<ExecOutcome> {
        const answer = await ask({ kind: 'exec', proof, sql });
        if (answer.kind !== 'outcome') throw unexpected();
        return answer.outcome;
      },
      async close() {
        await ask({ kind: 'close', proof });
      },
    };
  }
}

function unexpected(): ProofEnded {
  return new ProofEnded('its host answered something else');
}
