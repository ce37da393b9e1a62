import { afterAll, beforeAll, beforeEach } from 'vitest';
import { jobPermissions } from '../github/app-client.ts';
import { type Published, type PublishInput, publish } from '../github/publish.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import { createReading } from '../github/read.ts';
import { readSettled } from '../github/read-settled.ts';
import { startCheck } from '../github/start-check.ts';
import { createWriting } from '../github/write.ts';
import type { PlannedComment, PublicationPlan } from '../review/conversation.ts';
import { createMarkers } from '../review/marker.ts';
import { claimFence } from '../store/claim-fence.ts';
import type { Database } from '../store/database.ts';
import { appClientAt } from './fixture-app-client.ts';
import { openTestDatabase } from './fixture-database.ts';
import { startTestStandIn, type TestStandIn } from './fixture-stand-in.ts';

/** A pull request at a stand-in, a store, and what a job does with both. One pull request for each test. */
export interface PublishingTests {
  readonly sandbox: TestStandIn;
  readonly database: Database;
  readonly github: GitHubReading & GitHubWriting;
  readonly ref: PullRequestRef;
  readonly pullRequestId: string;
  openPullRequest(): Promise<void>;
  comment(identity: string, line: number): PlannedComment;
  report(text: string): string;
  plan(more?: Partial<PublicationPlan>): PublicationPlan;
  /** Publishes the plan as a job does. */
  job(planned: PublicationPlan, more?: Partial<PublishInput>): Promise<Published>;
  /** What people see in the pull request. */
  seen(): Seen;
  /** The store is older than every pull request. The stand-in has a clock of its own. */
  madeBeforeAll(): Promise<void>;
  /** The store was made so many seconds ago, after every pull request. */
  madeAgo(seconds: number): Promise<void>;
  /** Lets the store's clock pass the time in which GitHub's lists may lag. */
  later(): Promise<void>;
}

interface Seen {
  readonly reviews: readonly string[];
  readonly comments: readonly { readonly body: string; readonly line: number | null }[];
  readonly checks: readonly {
    readonly status: string;
    readonly conclusion: string | null;
    readonly title: string | null;
    readonly annotations: number;
  }[];
}

export const never = new AbortController().signal;
export const markers = createMarkers(['marker secret']);
const lines = Array.from({ length: 20 }, (_, index) => `SELECT ${index + 1};\n`);

export const annotation = {
  path: 'a.sql',
  startLine: 5,
  endLine: 5,
  level: 'failure',
  title: 't',
  message: 'm',
} as const;

/** What is seen after the plan was carried out. */
export const whole: Seen = {
  reviews: ['The report'],
  comments: [{ body: 'About rule | a', line: 5 }],
  checks: [{ status: 'completed', conclusion: 'failure', title: '1 blocker', annotations: 1 }],
};

/** Sets up the tests of one file about publishing. */
export function publishingTests(): PublishingTests {
  let sandbox: TestStandIn;
  let database: Database;
  let github: GitHubReading & GitHubWriting;
  let ref: PullRequestRef;
  let pullRequestId: string;

  beforeAll(async () => {
    sandbox = await startTestStandIn(
      { 'a.sql': lines.join('') },
      { 'a.sql': lines.with(4, 'SELECT 50;\n').join('') },
    );
    database = await openTestDatabase();
    await tests.madeBeforeAll();
  });
  afterAll(async () => {
    await sandbox.close();
    await database.close();
  });
  beforeEach(async () => {
    github = openGitHub(sandbox);
    await tests.openPullRequest();
    sandbox.clock.now += 60_000;
    sandbox.standIn.state.repositories[0]?.checkRuns.splice(0);
  });

  const tests: PublishingTests = {
    get sandbox() {
      return sandbox;
    },
    get database() {
      return database;
    },
    get github() {
      return github;
    },
    get ref() {
      return ref;
    },
    get pullRequestId() {
      return pullRequestId;
    },
    async openPullRequest() {
      const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'Change' };
      const opened = await sandbox.standIn.openPullRequest(request);
      ref = { installation: sandbox.installation, owner: 'acme', name: 'shop', number: opened.number };
      pullRequestId = String(opened.pull_request.id);
    },
    comment(identity, line) {
      const marker = {
        kind: 'comment',
        head: sandbox.head,
        identity,
        substance: 's',
        state: 'open',
      } as const;
      const body = markers.sign(`About ${identity}`, marker, pullRequestId);
      return { path: 'a.sql', side: 'head', startLine: null, line, identity, body };
    },
    report: (text) => markers.sign(text, { kind: 'report', head: sandbox.head }, pullRequestId),
    plan: (more = {}) => ({
      head: sandbox.head,
      report: { action: 'create', body: tests.report('The report') },
      furtherBody: 'One new finding.',
      comments: [tests.comment('rule | a', 5)],
      edits: [],
      check: {
        conclusion: 'failure',
        title: '1 blocker',
        summary: 'The summary',
        annotations: [annotation],
      },
      ...more,
    }),
    async job(planned, more = {}) {
      const fence = await claimFence(database, ref);
      const pullRequest = await readSettled(database, github, ref, never);
      const { url } = pullRequest;
      const check = await startCheck(database, github, ref, pullRequest, never);
      const revise: PublishInput['revise'] = (unplaced) =>
        tests.report(`Moved: ${unplaced.map((one) => one.identity)}`);
      return publish(database, {
        ref,
        fence,
        plan: planned,
        check,
        url,
        revise,
        github,
        signal: never,
        ...more,
      });
    },
    seen() {
      const repository = sandbox.standIn.state.repositories[0];
      const pull = repository?.pulls.find(({ number }) => number === ref.number);
      return {
        reviews: pull?.reviews.map(({ body }) => markers.strip(body)) ?? [],
        comments: pull?.reviewComments.map(({ body, line }) => ({ body: markers.strip(body), line })) ?? [],
        checks:
          repository?.checkRuns.map(({ status, conclusion, output, annotations }) => ({
            status,
            conclusion,
            title: output.title,
            annotations: annotations.length,
          })) ?? [],
      };
    },
    madeBeforeAll: () => database.script('UPDATE backend_engineer.migrations SET run_at = to_timestamp(0)'),
    madeAgo: (seconds) =>
      database.script(
        `UPDATE backend_engineer.migrations SET run_at = clock_timestamp() - make_interval(secs => ${seconds});
         DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.checks;`,
      ),
    later: () =>
      database.script(
        `UPDATE backend_engineer.outbox SET steps = (SELECT coalesce(jsonb_object_agg(key, value || '{"begun": 1}'), '{}') FROM jsonb_each(steps));
         UPDATE backend_engineer.reviews SET posted_at = posted_at - interval '2 minutes';
         UPDATE backend_engineer.checks SET begun_at = begun_at - interval '2 minutes';`,
      ),
  };
  return tests;
}

/** A client of its own for each test: a limit that one was told would hold for the others. */
function openGitHub(sandbox: TestStandIn): GitHubReading & GitHubWriting {
  const client = appClientAt(sandbox).installation(sandbox.installation, 'shop', jobPermissions);
  return {
    ...createReading({
      client,
      configClient: null,
      readMarker: markers.read,
      configCache: null,
      configTtlSeconds: 0,
    }),
    ...createWriting(client),
  };
}
