import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRule } from '../../src/sandbox/http/faults.ts';
import { makeKeyPair } from '../../src/sandbox/keys.ts';
import { type StandIn, startStandIn } from '../../src/sandbox/stand-in.ts';
import type { CheckRunRecord, PullRecord, RepositoryRecord } from '../../src/sandbox/state/records.ts';
import { findPull, findRepository } from '../../src/sandbox/state/state.ts';
import { createRepository } from '../support/repository.ts';
import { environmentAt } from '../support/service-process.ts';

/** A pull request, by the repository's owner and its number. */
export interface PullName {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

interface OpenedPull {
  readonly pull: PullName;
  /** Of the webhook, which nobody has delivered yet. */
  readonly payload: object;
}

/** The stand-in for GitHub with small repositories, which stays while services come and go. */
export interface CrashGitHub {
  readonly standIn: StandIn;
  /**
   * Opens a pull request with a head of its own. Each brings two findings, to two lines of a new migration.
   * @param more files beside it
   */
  open(owner: string, more?: Readonly<Record<string, string>>): Promise<OpenedPull>;
  found(pull: PullName): { readonly repository: RepositoryRecord; readonly record: PullRecord };
  checkRuns(pull: PullName): readonly CheckRunRecord[];
  /** What the service has to be told to work with this GitHub. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Calls back when a request that fits arrives; it waits for the promise, and is then carried out or lost.
   * @returns what takes the hold away
   */
  hold(match: FaultRule['match'], fate: 'carried out' | 'lost', callback: () => Promise<void>): () => void;
  close(): Promise<void>;
}

export const owners = ['acme', 'globex'] as const;
const repositoryName = 'shop';
// White space would make it several.
const webhookSecret = 'shared-by-the-crash-tests-and-the-service';
const app = { id: 4711, slug: 'backend-engineer' };

const base = {
  'migrations/0001_customers.sql':
    'CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, city text);\n',
  'migrations/0002_orders.sql':
    'CREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  customer_id bigint NOT NULL,\n  note text\n);\n',
};

/** Two findings: an index that locks the table, and a column whose default rewrites it. */
export const findingsOfEach = 2;
const change = (n: number): Record<string, string> => ({
  [`migrations/0003_change_${n}.sql`]: `CREATE INDEX orders_note_${n}_idx ON orders (note);\n\nALTER TABLE customers ADD COLUMN token_${n} uuid NOT NULL DEFAULT gen_random_uuid();\n`,
});

/** @param lagMs lists do not show what was created in the last milliseconds */
export async function startCrashGitHub({ lagMs }: { readonly lagMs: number }): Promise<CrashGitHub> {
  const repository = createRepository();
  const start = repository.commit(base);
  const { privateKey } = await makeKeyPair();
  // The stand-in sleeps for the fault `slow`; so long as one of these it does not sleep but asks.
  const holds = new Map<number, () => Promise<void>>();
  let lastHold = 1_000_000;
  const standIn = await startStandIn({
    repositories: owners.map((owner) => ({ owner, name: repositoryName, directory: repository.folder })),
    app: { ...app, privateKey, webhookSecret },
    clock: () => Date.now(),
    // Hundreds of restarts are not what the limit is for.
    requestsPerHour: 1_000_000,
    sleep: async (milliseconds) => {
      await (holds.get(milliseconds)?.() ?? wait(milliseconds));
    },
  });
  standIn.failWith({ match: {}, fault: { lag: lagMs } });
  let changes = 0;

  const found: CrashGitHub['found'] = ({ owner, name, number }) => {
    const record = findRepository(standIn.state, owner, name);
    const pull = record === null ? null : findPull(record, number);
    if (record === null || pull === null) throw new Error(`there is no ${owner}/${name}#${number}`);
    return { repository: record, record: pull };
  };
  return {
    standIn,
    found,
    async open(owner, more = {}) {
      changes += 1;
      repository.git('checkout', '-q', '--detach', '--force', start);
      const head = repository.commit({ ...change(changes), ...more });
      const payload = await standIn.openPullRequest({
        owner,
        name: repositoryName,
        base: 'main',
        head,
        title: `Change ${changes}`,
      });
      return { pull: { owner, name: repositoryName, number: payload.number }, payload };
    },
    checkRuns(pull) {
      const { repository: record, record: opened } = found(pull);
      return record.checkRuns.filter((run) => run.headSha === opened.head.sha);
    },
    environment: {
      ...environmentAt(standIn.url, { ...app, privateKey, webhookSecret }),
      // A long run opens more in an hour than a team does.
      REVIEWS_PER_REPOSITORY_PER_HOUR: '1000000',
      REVIEWS_PER_OUTSIDER_PER_HOUR: '1000000',
    },
    hold(match, fate, callback) {
      const key = ++lastHold;
      holds.set(key, callback);
      const rules = [standIn.failWith({ match, fault: { slow: key } })];
      if (fate === 'lost') rules.push(standIn.failWith({ match, fault: 'drop' }));
      return () => {
        holds.delete(key);
        for (const remove of rules) remove();
      };
    },
    async close() {
      await standIn.close();
      repository.remove();
    },
  };
}
