import { ProbotOctokit } from 'probot';
import { type Files, makeFixture } from './fixture.ts';
import { type KeyPair, makeKeyPair } from './keys.ts';
import { type StandIn, type StandInOptions, startStandIn } from './stand-in.ts';

/** A moment that tests can move. */
export interface TestClock {
  now: number;
}

export interface TestStandIn {
  readonly standIn: StandIn;
  readonly clock: TestClock;
  readonly keys: KeyPair;
  readonly base: string;
  readonly head: string;
  /** The repository that was copied. */
  readonly directory: string;
  readonly installation: number;
  /** A real client with the installation's token, without retries. */
  readonly octokit: ProbotOctokit;
  /** A real client of the App itself. */
  readonly app: ProbotOctokit;
  /** A request with a token of the installation (or another, or none), as plain HTTP. */
  request(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<PlainAnswer>;
  token(narrow?: object): Promise<string>;
  close(): Promise<void>;
}

export interface RequestOptions {
  /** Null for none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export const repository = { owner: 'acme', repo: 'shop' } as const;
const appId = 77;

/** Starts a stand-in with the repository acme/shop, `base` on main and `head` on the branch `change`. */
export async function startTestStandIn(
  base: Files,
  head: Files,
  options: Partial<Omit<StandInOptions, 'clock'>> = {},
): Promise<TestStandIn> {
  const [fixture, keys] = await Promise.all([makeFixture(base, head), makeKeyPair()]);
  const clock: TestClock = { now: Date.now() };
  const standIn = await startStandIn({
    repositories: [
      { owner: 'acme', name: 'shop', directory: fixture.directory, collaborators: { sam: 'write' } },
    ],
    app: { id: appId, slug: 'reviewer', privateKey: keys.privateKey, webhookSecret: 'secret' },
    ...options,
    clock: () => clock.now,
  });
  const baseUrl = `${standIn.url}/api/v3`;
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const client = (auth: object) =>
    new ProbotOctokit({ auth, baseUrl, log: quiet, throttle: { enabled: false }, retry: { enabled: false } });
  const installation = standIn.state.installations[0]?.id ?? 0;
  const app = client({ appId, privateKey: keys.privateKey });

  async function token(narrow: object = {}): Promise<string> {
    const { data } = await app.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation,
      ...narrow,
    });
    return data.token;
  }
  let shared: Promise<string> | null = null;
  return {
    standIn,
    clock,
    keys,
    base: fixture.base.sha,
    head: fixture.head.sha,
    directory: fixture.directory,
    installation,
    octokit: client({ appId, privateKey: keys.privateKey, installationId: installation }),
    app,
    token,
    async request(method, path, body, { token: given, headers = {} } = {}) {
      if (given === undefined) shared ??= token();
      const value = given ?? (given === null ? null : await shared);
      const authorization = value === null ? {} : { authorization: `Bearer ${value}` };
      const response = await fetch(`${path.startsWith('/graphql') ? `${standIn.url}/api` : baseUrl}${path}`, {
        method,
        headers: { 'user-agent': 'test', ...authorization, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : JSON.parse(text),
      };
    },
    async close() {
      await standIn.close();
      await fixture.remove();
    },
  };
}
