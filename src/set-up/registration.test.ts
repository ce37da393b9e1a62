import { describe, expect, it } from 'vitest';
import type { Credentials } from '../config/credentials-file.ts';
import { GitHubError, RetryLater } from '../errors.ts';
import type { RegisteredApp } from '../github/convert-manifest.ts';
import { createRegistration } from './registration.ts';

const github = { protocol: 'https', host: 'github.acme.com' } as const;
const app: RegisteredApp = {
  id: 7,
  slug: 'reviewer',
  pem: 'the key',
  webhook_secret: 'the secret',
  html_url: 'https://github.acme.com/github-apps/reviewer',
};
const credentials: Credentials = {
  appId: 7,
  slug: 'reviewer',
  privateKey: 'the key',
  webhookSecret: 'the secret',
  htmlUrl: 'https://github.acme.com/github-apps/reviewer',
  github,
};

/** A GitHub that gives each code's App once, and a disk that fails as told. */
function begin(failures: { convert?: Error[]; store?: Error[] } = {}) {
  const used: string[] = [];
  const stored: Credentials[] = [];
  const registration = createRegistration({
    github,
    async convert(code) {
      const failure = failures.convert?.shift();
      if (failure) throw failure;
      if (used.includes(code))
        throw new GitHubError('GITHUB_NOT_FOUND', 'GitHub answered 404', { status: 404 });
      used.push(code);
      return app;
    },
    store(value) {
      const failure = failures.store?.shift();
      if (failure) throw failure;
      stored.push(value);
    },
  });
  return { registration, used, stored };
}

const diskError = (code: string): Error => Object.assign(new Error('disk'), { code });

describe('createRegistration', () => {
  it('exchanges a code and stores what we need of the App', async () => {
    const { registration, stored } = begin();
    expect(await registration.complete('code')).toEqual({ credentials });
    expect(stored).toEqual([credentials]);
  });

  it('exchanges and stores once for requests at the same time', async () => {
    const { registration, used, stored } = begin();
    const both = await Promise.all([registration.complete('code'), registration.complete('code')]);
    expect(both).toEqual([{ credentials }, { credentials }]);
    expect([used, stored.length]).toEqual([['code'], 1]);
  });

  it('keeps what GitHub gave while the disk is full, and goes on with the same code', async () => {
    const { registration, used, stored } = begin({ store: [diskError('ENOSPC')] });
    expect(await registration.complete('code')).toEqual({ problem: expect.stringContaining('(ENOSPC)') });
    expect(await registration.complete('code')).toEqual({ credentials });
    expect([used, stored]).toEqual([['code'], [credentials]]);
  });

  it('never stores over credentials that another process wrote', async () => {
    const { registration } = begin({ store: [diskError('EEXIST')] });
    expect(await registration.complete('code')).toEqual({
      problem: expect.stringContaining('Another process has stored credentials'),
    });
  });

  it.each([
    [
      new GitHubError('GITHUB_NOT_FOUND', 'GitHub answered 404', { status: 404 }),
      'GitHub answered 404: it does not',
    ],
    [
      new GitHubError('GITHUB_REFUSED', 'GitHub answered 422', { status: 422 }),
      'GitHub answered 422: it does not',
    ],
    [
      new GitHubError('GITHUB_ANSWER_LOST', 'GitHub did not answer'),
      'GitHub did not answer. Load this page again',
    ],
    [new GitHubError('GITHUB_UNEXPECTED', 'no App', { status: 201 }), 'no App.'],
    [new RetryLater(60, 'a limit'), 'Load this page again in 60 seconds'],
  ])('tells of a failure (%s), and the next try may succeed', async (failure, sentence) => {
    const { registration, stored } = begin({ convert: [failure] });
    expect(await registration.complete('code')).toEqual({ problem: expect.stringContaining(sentence) });
    expect(await registration.complete('code')).toEqual({ credentials });
    expect(stored).toEqual([credentials]);
  });

  it('does not follow an address elsewhere that an answer names as the App’s page', async () => {
    const registration = createRegistration({
      github,
      convert: async () => ({ ...app, html_url: 'https://evil.example/apps/reviewer' }),
      store: () => {},
    });
    expect(await registration.complete('code')).toEqual({
      credentials: { ...credentials, htmlUrl: 'https://github.acme.com/apps/reviewer' },
    });
  });

  it('hides no mistake of ours', async () => {
    const { registration } = begin({ convert: [new TypeError('a mistake')] });
    await expect(registration.complete('code')).rejects.toThrow('a mistake');
  });
});
