import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createExampleRepository, type ExampleRepository } from '../../src/sandbox/example-repository.ts';
import { type House, type HouseOptions, startHouse } from '../../src/sandbox/house.ts';
import type { RequestEntry } from '../../src/sandbox/http/request-log.ts';
import type { CheckRunRecord, DeliveryRecord, PullRecord } from '../../src/sandbox/state/records.ts';
import { findPull } from '../../src/sandbox/state/state.ts';
import { createDatabase } from './postgres.ts';
import { searchPath } from './repository.ts';

/** The sample pull request's repository, `acme/shop`, and a service that reviews it. */
export interface Shop {
  readonly house: House;
  readonly repository: ExampleRepository;
  /** Commits these files (null removes one) on top of a commit; gives the new commit's id. */
  commitOn(parent: string, files: Readonly<Record<string, string | null>>): string;
  /** Opens a pull request onto `main` and has it reviewed. */
  reviewed(head: string): Promise<PullRecord>;
  /** Pushes a commit to it and has that reviewed. */
  pushed(number: number, commit: string): Promise<PullRecord>;
  pull(number: number): PullRecord;
  checkRun(pull: PullRecord): CheckRunRecord | undefined;
  /** Requests to REST and GraphQL behind the first so many, without tokens and the look for missing reports. */
  apiRequests(from: number): readonly RequestEntry[];
  /** Delivers once more what was delivered, under the same id; gives the answer's status. */
  redeliver(delivery: DeliveryRecord): Promise<number>;
  /** Resolves with the first answer of `look` that is not null; rejects after a minute. */
  until<Value>(what: string, look: () => Value | null | Promise<Value | null>): Promise<Value>;
  /** How many reviews ended so. */
  outcomes(outcome: string): Promise<number>;
  close(): Promise<void>;
}

/** An own database and roles take the place of those of the tests' project. Nothing is run where `proof` does not ask. */
export type ShopOptions = Pick<
  HouseOptions,
  'anthropic' | 'databaseUrl' | 'roles' | 'log' | 'limits' | 'policy' | 'clock' | 'proof'
>;

const limitMs = 60_000;
/** How often what is waited for is looked at. */
const pollMs = 10;
export const exampleShop = fileURLToPath(new URL('../../examples/shop/', import.meta.url));

const environment = {
  PATH: searchPath,
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Sam Shopkeeper',
  GIT_AUTHOR_EMAIL: 'sam@example.com',
  GIT_AUTHOR_DATE: '2026-01-07T09:00:00Z',
  GIT_COMMITTER_NAME: 'Sam Shopkeeper',
  GIT_COMMITTER_EMAIL: 'sam@example.com',
  GIT_COMMITTER_DATE: '2026-01-07T09:00:00Z',
};

/** Runs git without the settings of the machine. */
export function git(folder: string, args: readonly string[], input = ''): string {
  return execFileSync('git', args, { cwd: folder, env: environment, encoding: 'utf8', input });
}

/** A folder with the sample repository; the same commits each time. */
export async function makeExample(): Promise<ExampleRepository & { remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  const repository = await createExampleRepository({
    base: join(exampleShop, 'base'),
    head: join(exampleShop, 'head'),
    into: join(folder, 'shop'),
  });
  return { ...repository, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Commits files on top of a commit, beside all branches. */
function commitOn(folder: string, parent: string, files: Readonly<Record<string, string | null>>): string {
  git(folder, ['checkout', '--quiet', '--detach', '--force', parent]);
  for (const [path, text] of Object.entries(files)) {
    const full = join(folder, path);
    rmSync(full, { force: true });
    if (text === null) continue;
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  git(folder, ['add', '--all', '--force', '.']);
  git(folder, ['commit', '--quiet', '--allow-empty', '-m', 'Go on']);
  return git(folder, ['rev-parse', 'HEAD']).trim();
}

/** Set by the tests' project on PostgreSQL: a server on which each shop gets a database of its own. */
const serverUrl = process.env.TEST_DATABASE_URL;

/** On PostgreSQL there are two processes that review, and one of them takes the webhooks. */
async function engine(): Promise<Pick<HouseOptions, 'databaseUrl' | 'roles'>> {
  if (serverUrl === undefined) return {};
  return { databaseUrl: await createDatabase(serverUrl), roles: ['all', 'worker'] };
}

/** Starts everything, and waits until the service has looked for missing reports: its requests are not a review's. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const repository = await makeExample();
  const house = await startHouse({
    repositories: [{ owner: 'acme', name: 'shop', directory: repository.directory }],
    searchPath,
    proof: false,
    ...(await engine()),
    ...options,
  });
  const { github } = house;
  const pull = (number: number): PullRecord => {
    const found = github.state.repositories.map((one) => findPull(one, number)).find((one) => one !== null);
    if (!found) throw new Error(`there is no pull request ${number}`);
    return found;
  };
  const deliver = async (event: string, payload: object): Promise<void> => {
    const status = await house.deliver(event, payload);
    if (status >= 300) throw new Error(`the service answered the webhook with ${status}`);
  };
  await until(
    'the look for missing reports',
    () =>
      github.requests.some(({ path, status }) => path === '/repos/acme/shop/pulls' && status === 200) || null,
  );
  return {
    house,
    repository,
    commitOn: (parent, files) => commitOn(repository.directory, parent, files),
    async reviewed(head) {
      const request = { owner: 'acme', name: 'shop', base: 'main', head, title: 'Add order export' };
      const opened = await github.openPullRequest(request);
      await deliver('pull_request', opened);
      return house.concluded('acme', 'shop', opened.number, limitMs);
    },
    async pushed(number, commit) {
      await deliver('pull_request', await github.push(number, commit));
      return house.concluded('acme', 'shop', number, limitMs);
    },
    pull,
    checkRun: ({ head }) => github.state.repositories[0]?.checkRuns.find((run) => run.headSha === head.sha),
    apiRequests: (from) => github.requests.slice(from).filter(isOfReview),
    async redeliver({ url, payload, guid, event }) {
      const { app } = github.state;
      const signature = createHmac('sha256', app.webhookSecret).update(payload).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-github-delivery': guid,
        'x-github-event': event,
        'x-github-hook-installation-target-id': String(app.id),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature-256': `sha256=${signature}`,
      };
      return (await fetch(url, { method: 'POST', headers, body: payload })).status;
    },
    until,
    async outcomes(outcome) {
      const line = `backend_engineer_review_seconds_count{outcome="${outcome}"} `;
      const counts = house.services.map(async ({ adminUrl }) => {
        const text = await (await fetch(`${adminUrl}/metrics`)).text();
        const found = text.split('\n').find((candidate) => candidate.startsWith(line));
        return Number(found?.slice(line.length) ?? 0);
      });
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },
    async close() {
      await house.close();
      repository.remove();
    },
  };
}

/** The look for what was missed comes by the clock, perhaps in the middle of a test. */
const elsewhere = new Set([
  '/app/hook/deliveries',
  '/app/installations',
  '/installation/repositories',
  '/repos/acme/shop/pulls',
]);

function isOfReview({ kind, path, query }: RequestEntry): boolean {
  const looking = elsewhere.has(path) || (path.endsWith('/check-runs') && query.includes('filter=all'));
  return kind !== 'git' && !path.endsWith('/access_tokens') && !looking;
}

async function until<Value>(what: string, look: () => Value | null | Promise<Value | null>): Promise<Value> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await wait(pollMs);
  }
}
