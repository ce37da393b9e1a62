import { describe, expect, it } from 'vitest';
import type { GitHubHost } from '../config/environment.ts';
import { readPublicAddress } from './public-address.ts';

const publicGitHub: GitHubHost = { protocol: 'https', host: 'github.com' };
const enterprise: GitHubHost = { protocol: 'https', host: 'github.acme.com' };
const localServer: GitHubHost = { protocol: 'http', host: '127.0.0.1:8080' };

function said(text: string, github: GitHubHost): string {
  const answer = readPublicAddress(text, github);
  if ('url' in answer) return answer.url;
  if (answer.problem.includes('is this machine')) return 'this machine';
  return answer.problem.includes('only in this network') ? 'this network' : answer.problem;
}

describe('readPublicAddress', () => {
  it.each([
    ['https://reviews.acme.com', 'https://reviews.acme.com'],
    [' https://Reviews.acme.com/ ', 'https://reviews.acme.com'],
    ['https://acme.com:8443/reviews//', 'https://acme.com:8443/reviews'],
    ['http://203.0.113.7', 'http://203.0.113.7'],
    ['https://[2001:db8::1]:444', 'https://[2001:db8::1]:444'],
  ])('takes %j', (text, url) => {
    expect(said(text, publicGitHub)).toBe(url);
  });

  it.each([
    'http://localhost:3000',
    'http://LOCALHOST.',
    'http://a.localhost',
    'http://127.0.0.1:3000',
    'http://127.1',
    'http://2130706433',
    'http://0.0.0.0',
    'http://[::1]:3000',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
  ])('knows that %j is this machine', (text) => {
    expect([publicGitHub, enterprise, localServer].map((github) => said(text, github))).toEqual([
      'this machine',
      'this machine',
      new URL(text).origin,
    ]);
  });

  it.each([
    'http://10.1.2.3',
    'https://172.31.0.1',
    'https://192.168.1.20:3000',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://[fd00::1]',
    'https://[fe80::1]',
    'https://[::ffff:10.0.0.1]',
    'https://backend-engineer',
    'https://reviews.local',
    'https://reviews.svc.internal',
  ])('knows that only an Enterprise server reaches %j', (text) => {
    expect([publicGitHub, enterprise].map((github) => said(text, github))).toEqual([
      'this network',
      new URL(text).origin,
    ]);
  });

  it.each(['', 'reviews.acme.com', 'ftp://acme.com', 'https://', 'javascript:alert(1)'])(
    'asks for a whole address instead of %j',
    (text) => {
      expect(said(text, publicGitHub)).toBe('Give a whole address, for example https://reviews.acme.com');
    },
  );

  it.each(['https://me:secret@acme.com', 'https://acme.com?a', 'https://acme.com/#top'])(
    'takes no more than an address of %j',
    (text) => {
      expect(said(text, publicGitHub)).toBe('Give the address alone: no name, password, question mark or #');
    },
  );
});
