import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'one\n' }, { 'a.sql': 'two\n' });
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
  });
});
afterAll(() => sandbox.close());

const path = '/repos/acme/shop/check-runs';
const post = (run: object) =>
  sandbox.request('POST', path, { name: 'review', head_sha: sandbox.head, ...run });
const annotation = (line: number) => ({
  path: 'a.sql',
  start_line: line,
  end_line: line,
  annotation_level: 'warning' as const,
  message: `message ${line}`,
});
const invalid = (sentence: string) => ({ status: 422, body: { message: `Invalid request.\n\n${sentence}` } });
const output = (more: object) => ({ output: { title: 'Title', summary: 'Summary', ...more } });

describe('a check run', () => {
  it('goes from in progress to its conclusion and collects the annotations of all requests', async () => {
    const created = await sandbox.octokit.rest.checks.create({
      ...repository,
      name: 'review',
      head_sha: sandbox.head,
      status: 'in_progress',
      external_id: 'acme/shop#1',
    });
    const run = { ...repository, check_run_id: created.data.id };
    const many = (from: number) => Array.from({ length: 50 }, (_, index) => annotation(from + index));
    await sandbox.octokit.rest.checks.update({
      ...run,
      output: { title: 'T', summary: 'S', annotations: many(1) },
    });
    const done = await sandbox.octokit.rest.checks.update({
      ...run,
      conclusion: 'failure',
      output: { title: '2 blockers', summary: 'S', annotations: many(51) },
      actions: [{ label: 'Explain', description: 'Says more', identifier: 'explain' }],
    });
    expect({ ...created.data, app: null, output: null }).toMatchObject({
      status: 'in_progress',
      conclusion: null,
      completed_at: null,
      external_id: 'acme/shop#1',
      pull_requests: [{ number: 1 }],
    });
    expect(done.data).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      output: { title: '2 blockers', annotations_count: 100 },
    });
    const pages = await sandbox.octokit.paginate(sandbox.octokit.rest.checks.listAnnotations, {
      ...run,
      per_page: 30,
    });
    expect(pages.map((one) => one.start_line)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    const listed = await sandbox.octokit.rest.checks.listForRef({ ...repository, ref: sandbox.head });
    expect(listed.data.check_runs.map(({ id }) => id)).toEqual([created.data.id]);
  });

  it.each([
    [
      'more than 50 annotations',
      output({ annotations: Array.from({ length: 51 }, (_, index) => annotation(index + 1)) }),
      'No more than 50 items are allowed; 51 were supplied.',
    ],
    [
      'a summary that is too long',
      output({ summary: 'x'.repeat(65_536) }),
      'Only 65535 characters are allowed; 65536 were supplied.',
    ],
    [
      'a text that is too long',
      output({ text: 'x'.repeat(65_536) }),
      'Only 65535 characters are allowed; 65536 were supplied.',
    ],
    ['an output without a title', { output: { summary: 's' } }, '"title" wasn\'t supplied.'],
    ['an output without title and summary', { output: {} }, '"title", "summary" weren\'t supplied.'],
    [
      'four actions',
      { actions: Array.from({ length: 4 }, () => ({ label: 'l', description: 'd', identifier: 'i' })) },
      'No more than 3 items are allowed; 4 were supplied.',
    ],
    [
      'a long label',
      { actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] },
      'Only 20 characters are allowed; 21 were supplied.',
    ],
    [
      'a long description',
      { actions: [{ label: 'l', description: 'x'.repeat(41), identifier: 'i' }] },
      'Only 40 characters are allowed; 41 were supplied.',
    ],
    [
      'a long identifier',
      { actions: [{ label: 'l', description: 'd', identifier: 'x'.repeat(21) }] },
      'Only 20 characters are allowed; 21 were supplied.',
    ],
    ['an end without a conclusion', { status: 'completed' }, '"conclusion" wasn\'t supplied.'],
    [
      'an unknown conclusion',
      { conclusion: 'bad' },
      '"bad" is not a member of ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"].',
    ],
    ['an unknown key', { sumary: 's' }, '"sumary" is not a permitted key.'],
    ['a date that is none', { started_at: 'now' }, '"now" is not a valid date-time.'],
  ])('is refused for %s', async (_, run, sentence) => {
    const before = sandbox.standIn.state.repositories[0]?.checkRuns.length;
    expect(await post(run)).toMatchObject(invalid(sentence));
    expect(sandbox.standIn.state.repositories[0]?.checkRuns.length).toBe(before);
  });

  it('is refused for a commit that does not exist', async () => {
    const sha = '1'.repeat(40);
    expect(await post({ head_sha: sha })).toMatchObject({
      status: 422,
      body: { message: `No commit found for SHA: ${sha}` },
    });
  });

  it('is for Apps only', async () => {
    const own = await startTestStandIn(
      { 'a.sql': 'one\n' },
      { 'a.sql': 'two\n' },
      { users: { ghp_sam: 'sam' } },
    );
    const run = { name: 'review', head_sha: own.head };
    expect(await own.request('POST', path, run, { token: 'ghp_sam' })).toMatchObject({
      status: 403,
      body: { message: 'You must authenticate via a GitHub App.' },
    });
    await own.close();
  });

  it('names no pull request of a fork, neither here nor in its webhooks', async () => {
    const own = await startTestStandIn({ 'a.sql': 'one\n' }, { 'a.sql': 'two\n' });
    const opened = await own.standIn.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: 'change',
      title: 'From outside',
      author: 'stranger',
      fork: true,
    });
    const { data } = await own.octokit.rest.checks.create({
      ...repository,
      name: 'review',
      head_sha: own.head,
      conclusion: 'neutral',
      actions: [{ label: 'Again', description: 'Once more', identifier: 'again' }],
    });
    const pressed = own.standIn.requestAction(data.id, 'again', 'sam');
    const again = own.standIn.rerequest(data.id, 'sam');
    expect(opened.pull_request.head).toMatchObject({
      label: 'stranger:change',
      repo: { full_name: 'stranger/shop', fork: true },
    });
    expect(data.pull_requests).toEqual([]);
    expect([pressed, again].map((event) => event.check_run.pull_requests)).toEqual([[], []]);
    expect(pressed).toMatchObject({
      requested_action: { identifier: 'again' },
      installation: { id: own.installation },
    });
    expect(() => own.standIn.requestAction(data.id, 'unknown', 'sam')).toThrow('has no action unknown');
    await own.close();
  });
});
