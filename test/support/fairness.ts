import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { startApart } from '../faults/running-service.ts';
import { createRepository, type TestRepository } from './repository.ts';

export interface FairnessOptions {
  /** Milliseconds that GitHub takes for an answer, beside what the stand-in needs itself. */
  readonly githubMs: number;
  /** A PostgreSQL that a web process and two workers share; null for one process with the embedded database. */
  readonly databaseUrl: string | null;
  /** Pull requests of the installation that floods. */
  readonly flood: number;
  /** Pull requests of the other one, as many before the flood as in it. */
  readonly samples: number;
}

/** Milliseconds from the delivery of a pull request to its check run "in progress", in the order of delivery. */
export interface Fairness {
  readonly usual: readonly number[];
  readonly flooded: readonly number[];
  /** Reviews of the flood that were not done when the last of the other's had begun: it was a flood to the end. */
  readonly waiting: number;
  /** Reviews of the flood a second, while the other one has its reviews, too. */
  readonly floodPerSecond: number;
}

/** Deliveries of the flood at the same time. */
const connections = 20;
const limitMs = 120_000;
/** How often what is waited for is looked at. */
const pollMs = 10;

/** Two installations on one service: how long the small one waits for its reviews before and in the other's flood. */
export async function measureFairness(options: FairnessOptions): Promise<Fairness> {
  const loud = manyHeads(options.flood);
  // One more, since the first review of a repository fetches all of it.
  const calm = manyHeads(2 * options.samples + 1);
  const service = await startApart(
    [
      { owner: 'loud', name: 'shop', directory: loud.repository.folder },
      { owner: 'calm', name: 'shop', directory: calm.repository.folder },
    ],
    processes(options.databaseUrl),
  );
  const { github } = service;
  github.failWith({ match: {}, fault: { slow: options.githubMs } });
  try {
    const open = (owner: string, head: string) =>
      github.openPullRequest({ owner, name: 'shop', base: 'main', head, title: 'Purge' });
    const done = (): number => checkRuns('loud').filter((run) => run.status === 'completed').length;
    const checkRuns = (owner: string) =>
      github.state.repositories.find((one) => one.owner.login === owner)?.checkRuns ?? [];

    async function deliver(opened: object): Promise<void> {
      const status = await service.deliver('pull_request', opened);
      if (status >= 300) throw new Error(`the service answered the webhook with ${status}`);
    }
    /** Has a pull request reviewed; gives the milliseconds until the review had visibly begun. */
    async function sample(head: string): Promise<number> {
      const opened = await open('calm', head);
      await deliver(opened);
      const delivery = github.state.deliveries.findLast(({ payload }) => payload.includes(head));
      await concluded(head);
      const begun = github.requests.find(
        ({ method, path, body }) =>
          method === 'POST' && path === '/repos/calm/shop/check-runs' && body.includes(head),
      );
      if (delivery === undefined || begun === undefined) throw new Error('no check run was started');
      return begun.at - delivery.deliveredAt;
    }
    async function concluded(head: string): Promise<void> {
      const end = performance.now() + limitMs;
      while (!checkRuns('calm').some((run) => run.headSha === head && run.status === 'completed')) {
        if (performance.now() > end) throw new Error(`it was not reviewed in ${limitMs} ms`);
        await wait(pollMs);
      }
    }
    async function samples(heads: readonly string[]): Promise<number[]> {
      const times: number[] = [];
      for (const head of heads) times.push(await sample(head));
      return times;
    }

    const [first = '', ...heads] = calm.heads;
    await sample(first);
    const usual = await samples(heads.slice(0, options.samples));

    const opened: Awaited<ReturnType<typeof open>>[] = [];
    // One after another: each moves the branch that all are to be merged into.
    for (const head of loud.heads) opened.push(await open('loud', head));
    const begun = performance.now();
    await inTurn(opened, deliver);
    const flooded = await samples(heads.slice(options.samples));
    const finished = done();
    return {
      usual,
      flooded,
      waiting: options.flood - finished,
      floodPerSecond: (1000 * finished) / (performance.now() - begun),
    };
  } finally {
    await service.close();
    loud.repository.remove();
    calm.repository.remove();
  }
}

/** The variables of each process: without the limit of reviews, which would keep the flood away by itself. */
function processes(databaseUrl: string | null): Readonly<Record<string, string>>[] {
  const unlimited = { REVIEWS_PER_REPOSITORY_PER_HOUR: '1000000' };
  if (databaseUrl === null) return [unlimited];
  const shared = { ...unlimited, DATABASE_URL: databaseUrl };
  return ['web', 'worker', 'worker'].map((ROLE) => ({ ...shared, ROLE }));
}

/** All items through `work`, some at the same time. */
async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const run = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: connections }, run));
}

/** A small repository and so many commits beside each other, each a pull request with one finding. */
function manyHeads(count: number): { readonly repository: TestRepository; readonly heads: string[] } {
  const repository = createRepository();
  repository.commit({
    'migrations/0001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);\n',
  });
  const sql = 'DELETE FROM orders;\n';
  const commits = Array.from({ length: count }, (_, index) =>
    [
      `commit refs/heads/purge-${index}`,
      `committer A <a@example.com> ${1_767_225_600 + index} +0000`,
      'data 0',
      'from refs/heads/main',
      `M 100644 inline queries/purge_${index}.sql`,
      `data ${sql.length}`,
      sql,
    ].join('\n'),
  );
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.folder, input: commits.join('\n') });
  const heads = repository.git('for-each-ref', '--format=%(objectname)', 'refs/heads/purge-*');
  return { repository, heads: heads.trim().split('\n') };
}
