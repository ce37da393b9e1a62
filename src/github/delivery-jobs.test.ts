import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommands } from '../commands/parse-command.ts';
import { type EventJobs, handledEvents, jobsOfEvent } from './delivery-jobs.ts';

const rules = {
  appId: 77,
  commandNames: (body: string) => parseCommands(body).map(({ name }) => name),
};
const examples: readonly { readonly name: string; readonly examples: readonly object[] }[] = createRequire(
  import.meta.url,
)('@octokit/webhooks-examples');

const installation = { id: 5 };
const repository = { full_name: 'acme/shop' };
const place = { i: 5, r: 'acme/shop', n: 7 };
const head = 'ab'.repeat(20);

const jobs = (name: string, payload: object) =>
  jobsOfEvent(name, { installation, repository, ...payload }, rules);
const review: EventJobs = { installation: 5, jobs: [{ name: 'review', data: place }] };
const lifecycle = (data: object) => ({
  installation: 5,
  jobs: [{ name: 'lifecycle', data: { i: 5, ...data } }],
});
const reconcile = { installation: 5, jobs: [{ name: 'reconcile', data: {} }] };

describe('a pull request', () => {
  const event = (action: string, pull: object = {}, more: object = {}) =>
    jobs('pull_request', {
      action,
      pull_request: { number: 7, draft: false, state: 'open', ...pull },
      ...more,
    });

  test.each(['opened', 'reopened', 'synchronize', 'ready_for_review'])('that is %s is reviewed', (action) => {
    expect(event(action)).toEqual(review);
  });
  test('whose base changed is reviewed, whose title changed is not', () => {
    expect(event('edited', {}, { changes: { base: { ref: { from: 'main' } } } })).toEqual(review);
    expect(event('edited', {}, { changes: { title: { from: 'x' } } })).toBe(null);
  });
  test('that is a draft waits, and one that is closed is forgotten', () => {
    expect(event('opened', { draft: true })).toBe(null);
    expect(event('synchronize', { state: 'closed' })).toBe(null);
    expect(event('closed', { state: 'closed' })).toEqual(lifecycle({ e: 'closed', r: 'acme/shop', n: 7 }));
    expect(event('labeled')).toBe(null);
  });
});

describe('a comment', () => {
  const event = (
    body: string | null,
    more: object = {},
    user: object | null = { login: 'ann', type: 'User' },
  ) =>
    jobs('issue_comment', {
      action: 'created',
      issue: { number: 7, pull_request: {} },
      comment: { id: 9, body, user, performed_via_github_app: null },
      ...more,
    });
  const command = (t: string) => ({
    installation: 5,
    jobs: [{ name: 'command', data: { ...place, c: 9, k: 'issue', u: 'ann', t } }],
  });

  test('with a command is a job that names it', () => {
    expect(event('/backend review')).toEqual(command('review'));
    expect(event('/backend')).toEqual(command('help'));
    expect(event(`/backend ${'x'.repeat(60)} and code`)).toEqual(command('unknown'));
    expect(event('/backend <script>')).toEqual(command('unknown'));
  });
  test('without a command, on an issue, edited, or of a bot is nothing', () => {
    expect(event('looks good')).toBe(null);
    expect(event(null)).toBe(null);
    expect(event('/backend review', { issue: { number: 7 } })).toBe(null);
    expect(event('/backend review', { action: 'edited' })).toBe(null);
    expect(event('/backend review', {}, { login: 'reviewer[bot]', type: 'Bot' })).toBe(null);
    expect(event('/backend review', {}, null)).toBe(null);
    const byApp = {
      id: 9,
      body: '/backend review',
      user: { login: 'ann', type: 'User' },
      performed_via_github_app: { id: 1 },
    };
    expect(event('', { comment: byApp })).toBe(null);
  });
});

describe('a check run', () => {
  const event = (action: string, run: object = {}, more: object = {}) =>
    jobs('check_run', {
      action,
      check_run: { id: 11, external_id: `#7@${head}`, app: { id: 77 }, ...run },
      sender: { login: 'ann', type: 'User' },
      ...more,
    });

  test('of ours that is asked for again is reviewed, in the repository of the event', () => {
    expect(event('rerequested')).toEqual(review);
  });
  test('whose button is pressed is a command', () => {
    expect(event('requested_action', {}, { requested_action: { identifier: 'review' } })).toEqual({
      installation: 5,
      jobs: [{ name: 'command', data: { ...place, c: 11, k: 'check', u: 'ann', t: 'review' } }],
    });
  });
  test('of another App, or without our external id, is nothing', () => {
    expect(event('rerequested', { app: { id: 78 } })).toBe(null);
    expect(event('rerequested', { app: null })).toBe(null);
    expect(event('rerequested', { external_id: '' })).toBe(null);
    expect(event('created')).toBe(null);
  });
});

describe('what comes and goes', () => {
  test('an installation', () => {
    expect(jobs('installation', { action: 'deleted' })).toEqual(lifecycle({ e: 'installation' }));
    expect(jobs('installation', { action: 'created' })).toEqual(reconcile);
    expect(jobs('installation', { action: 'suspend' })).toBe(null);
  });
  test('repositories of an installation', () => {
    const change = (action: string, removed: string[]) =>
      jobs('installation_repositories', {
        action,
        repositories_removed: removed.map((full_name) => ({ full_name })),
      });
    expect(change('added', [])).toEqual(reconcile);
    expect(change('removed', ['acme/a', 'acme/b'])).toEqual({
      installation: 5,
      jobs: [
        { name: 'lifecycle', data: { e: 'repository', i: 5, r: 'acme/a' } },
        { name: 'lifecycle', data: { e: 'repository', i: 5, r: 'acme/b' } },
      ],
    });
  });
  test('a repository is forgotten by its former name', () => {
    const gone = (r: string) => lifecycle({ e: 'repository', r });
    expect(jobs('repository', { action: 'deleted' })).toEqual(gone('acme/shop'));
    expect(
      jobs('repository', { action: 'renamed', changes: { repository: { name: { from: 'store' } } } }),
    ).toEqual(gone('acme/store'));
    const from = { organization: { login: 'before' } };
    expect(jobs('repository', { action: 'transferred', changes: { owner: { from } } })).toEqual(
      gone('before/shop'),
    );
    expect(jobs('repository', { action: 'edited' })).toBe(null);
  });
});

test('an event without an installation and an unknown event are nothing', () => {
  const pull = { action: 'opened', repository, pull_request: { number: 7, draft: false, state: 'open' } };
  expect(jobsOfEvent('pull_request', pull, rules)).toBe(null);
  expect(jobsOfEvent('star', { installation, action: 'created' }, rules)).toBe(null);
  expect(jobsOfEvent('constructor', { installation }, rules)).toBe(null);
});

test('every event that GitHub shows as an example is understood', () => {
  const seen = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) =>
      jobsOfEvent(name, { installation, ...payload }, rules)?.jobs.map((job) => job.name),
    ),
  );
  expect(new Set(seen.flat())).toEqual(new Set(['review', 'lifecycle', 'reconcile', undefined]));
});

test('no payload makes anything but jobs, nothing, or a refusal of its form', () => {
  const anything = fc.record(
    {
      action: fc.oneof(
        fc.constantFrom('opened', 'created', 'deleted', 'rerequested', 'renamed'),
        fc.string(),
      ),
      installation: fc.oneof(fc.record({ id: fc.integer() }), fc.anything()),
      repository: fc.oneof(fc.record({ full_name: fc.string() }), fc.constant(repository)),
      pull_request: fc.anything(),
      issue: fc.anything(),
      comment: fc.anything(),
      check_run: fc.anything(),
      sender: fc.anything(),
      changes: fc.anything(),
      repositories_removed: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...handledEvents), fc.string()),
      fc.oneof(anything, fc.anything()),
      (name, payload) => {
        try {
          const result = jobsOfEvent(name, payload, rules);
          for (const job of result?.jobs ?? [])
            expect(JSON.stringify(job.data).length).toBeLessThanOrEqual(300);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ZodError' });
        }
      },
    ),
    { numRuns: 500 },
  );
});
