import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GitHubHost } from '../config/environment.ts';
import { GitHubError, RetryLater } from '../errors.ts';
import { startTestStandIn, type TestStandIn } from '../sandbox/fixture-stand-in.ts';
import { convertManifest, type RegisteredApp } from './convert-manifest.ts';

const never = new AbortController().signal;
const path = /^\/app-manifests\//;

let sandbox: TestStandIn;
let host: GitHubHost;

beforeAll(async () => {
  sandbox = await startTestStandIn({ 'a.sql': 'SELECT 1;\n' }, { 'a.sql': 'SELECT 2;\n' });
  host = { protocol: 'http', host: new URL(sandbox.standIn.url).host };
});
afterAll(() => sandbox.close());

let code: string;
beforeEach(async () => {
  const manifest = {
    name: 'My Reviewer',
    url: 'http://127.0.0.1:3000',
    hook_attributes: { url: 'http://127.0.0.1:3000/api/github/webhooks' },
    redirect_url: 'http://127.0.0.1:3000/back',
    default_permissions: { checks: 'write', pull_requests: 'write' },
    default_events: ['pull_request'],
  };
  const body = new URLSearchParams({ manifest: JSON.stringify(manifest) });
  const answer = await fetch(`${sandbox.standIn.url}/settings/apps/new?state=s`, {
    method: 'POST',
    body,
    redirect: 'manual',
  });
  code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
});

const convert = (signal = never): Promise<RegisteredApp> =>
  convertManifest(host, code, { clock: { now: () => sandbox.clock.now }, signal });
const failure = async (): Promise<unknown> => convert().catch((error: unknown) => error);

describe('convertManifest', () => {
  it('gets the App’s key and secret, once, without a token', async () => {
    const app = await convert();
    const { state, requests } = sandbox.standIn;
    expect(app).toEqual({
      id: state.app.id,
      slug: 'my-reviewer',
      pem: expect.stringContaining('-----BEGIN RSA PRIVATE KEY-----'),
      webhook_secret: state.app.webhookSecret,
      html_url: `${sandbox.standIn.url}/apps/my-reviewer`,
    });
    expect(requests.at(-1)).toMatchObject({ method: 'POST', actor: null, status: 201 });
    expect(await failure()).toMatchObject({ code: 'GITHUB_NOT_FOUND', message: 'GitHub answered 404' });
  });

  it.each([
    [{ status: 422 }, new GitHubError('GITHUB_REFUSED', 'GitHub answered 422', { status: 422 })],
    ['502-before', new GitHubError('GITHUB_ANSWER_LOST', 'GitHub answered 502', { status: 502 })],
    ['drop-after', new GitHubError('GITHUB_ANSWER_LOST', 'GitHub did not answer')],
    [{ status: 429, headers: { 'retry-after': '7' } }, new RetryLater(7, 'a rate limit of GitHub')],
  ] as const)('says what failed and never names the code: %j', async (fault, error) => {
    const remove = sandbox.standIn.failWith({ match: { path }, fault });
    try {
      const thrown = await failure();
      expect(thrown).toEqual(error);
      expect((thrown as Error).cause).toBeUndefined();
    } finally {
      remove();
    }
  });

  it('does not take an answer without a secret', async () => {
    const body = { id: 1, slug: 'x', pem: 'key', webhook_secret: null, html_url: 'https://x.example' };
    const remove = sandbox.standIn.failWith({ match: { path }, fault: { status: 201, body } });
    try {
      expect(await failure()).toMatchObject({
        code: 'GITHUB_UNEXPECTED',
        message: "GitHub's answer about the App is not understood (webhook_secret)",
      });
    } finally {
      remove();
    }
  });

  it('ends when told to', async () => {
    const reason = new Error('stopping');
    await expect(convert(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
