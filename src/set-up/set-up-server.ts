import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Credentials } from '../config/credentials-file.ts';
import type { GitHubHost } from '../config/environment.ts';
import { addressesOf } from '../github/addresses.ts';
import type { RegisteredApp } from '../github/convert-manifest.ts';
import { browserOrigin } from './browser-origin.ts';
import type { Answer } from './layout.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { type Admission, createOneTimeAddress, type OneTimeAddress, sameSecret } from './one-time-address.ts';
import { failurePage, formPage, handOverPage } from './pages.ts';
import { readPublicAddress } from './public-address.ts';
import { createRegistration } from './registration.ts';

export interface SetUpOptions {
  readonly github: GitHubHost;
  /** PUBLIC_URL. */
  readonly publicUrl: string | null;
  /** `app.yml`. */
  readonly app: Manifest;
  readonly convert: (code: string) => Promise<RegisteredApp>;
  /** Throws the file system's error. */
  readonly store: (credentials: Credentials) => void;
  readonly clock: { now(): number };
  readonly random: (bytes: number) => Buffer;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

export interface SetUpServer {
  readonly server: Server;
  /** Begins to admit. @param announce is told the path of each new address, and when it ends (ms since 1970) */
  open(announce: (path: string, expiresAt: number) => void): void;
  /** Announces a new address where the hour of the last is over. */
  renew(): void;
  /** Resolves when the credentials are stored and the browser has its answer. From then on there is no page. */
  readonly registered: Promise<Credentials>;
}

const root = '/set-up';

const notFound: Answer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'Not found\n',
};

/** GitHub allows letters, digits and single hyphens, 39 at most. */
const organisationForm = /^[a-z\d](?:-?[a-z\d]){0,38}$/i;

/**
 * The public port before there is an App: its only page is at a one-time address, and lets GitHub register the App.
 * Everything else is 404.
 */
export function createSetUpServer(options: SetUpOptions): SetUpServer {
  const { github, log } = options;
  const registration = createRegistration(options);
  const { promise: registered, resolve } = Promise.withResolvers<Credentials>();
  let address: OneTimeAddress | null = null;

  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      respond(request, response).catch((error: unknown) => {
        log.error({ reason: error instanceof Error ? error.message : String(error) }, 'Set-up failed');
        send(response, { ...notFound, status: 500, body: 'Failed: the log says why\n' }, false);
      });
    },
  );

  return {
    server,
    open(announce) {
      address = createOneTimeAddress({
        ...options,
        onToken: (token, expiresAt) => announce(`${root}/${token}`, expiresAt),
      });
    },
    renew: () => address?.renew(),
    registered,
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headless = request.method === 'HEAD';
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    const [token = '', step = '', ...more] = path.startsWith(`${root}/`)
      ? path.slice(root.length + 1).split('/')
      : [];
    const admission = token === '' || more.length > 0 ? null : (address?.admit(token) ?? null);
    if (admission === null) return send(response, notFound, headless);
    if (request.method !== 'GET' && !headless)
      return send(response, { ...notFound, status: 405, headers: { allow: 'GET, HEAD' } }, headless);
    const query = new URLSearchParams(search);
    if (step === '' && path === `${root}/${token}`) send(response, form(admission, request), headless);
    else if (step === 'create') send(response, create(admission, request, query), headless);
    else if (step === 'created' && !headless) await created(admission, query, response);
    else send(response, notFound, headless);
  }

  function form(admission: Admission, { headers }: IncomingMessage): Answer {
    const guess = options.publicUrl ?? browserOrigin(headers) ?? '';
    return formPage({
      app: options.app,
      action: `${admission.token}/create`,
      // An address that would be refused is no help.
      address: 'url' in readPublicAddress(guess, github) ? guess : '',
      organisation: '',
      problems: {},
      expiresAt: admission.expiresAt,
    });
  }

  function create(admission: Admission, request: IncomingMessage, query: URLSearchParams): Answer {
    const given = query.get('address') ?? '';
    const organisation = (query.get('organisation') ?? '').trim().replace(/^@/, '');
    const publicAddress = readPublicAddress(given, github);
    const wrongName = organisation !== '' && !organisationForm.test(organisation);
    if ('problem' in publicAddress || wrongName)
      return formPage({
        app: options.app,
        action: 'create',
        address: given,
        organisation,
        problems: {
          ...('problem' in publicAddress ? { address: publicAddress.problem } : {}),
          ...(wrongName ? { organisation: 'Give the name alone, for example acme' } : {}),
        },
        expiresAt: admission.expiresAt,
      });
    const { web } = addressesOf(github);
    const owner = organisation === '' ? '' : `/organizations/${organisation}`;
    const back = backTo(publicAddress.url, browserOrigin(request.headers));
    return handOverPage({
      action: `${web}${owner}/settings/apps/new?state=${admission.state}`,
      manifest: manifestOf(options.app, publicAddress.url, `${back}${root}/${admission.token}/created`),
      back: `../${admission.token}`,
    });
  }

  async function created(
    admission: Admission,
    query: URLSearchParams,
    response: ServerResponse,
  ): Promise<void> {
    const again = `../${admission.token}`;
    const code = query.get('code') ?? '';
    if (!sameSecret(query.get('state') ?? '', admission.state)) {
      log.warn('An answer to another registration was refused');
      const problem = 'This is not the answer to the registration that began here.';
      return send(response, failurePage(403, problem, again), false);
    }
    if (code === '') return send(response, failurePage(400, 'GitHub sent no code along.', again), false);
    const result = await registration.complete(code);
    if ('problem' in result) {
      log.warn({ problem: result.problem }, 'The registration was not completed');
      return send(response, failurePage(502, result.problem, again), false);
    }
    address?.end();
    const finish = (): void => resolve(result.credentials);
    // The browser may have gone while GitHub made the key.
    if (response.closed) finish();
    else response.once('close', finish);
    const location = `${result.credentials.htmlUrl}/installations/new`;
    send(response, { status: 303, headers: { location }, body: '' }, false);
  }
}

/** The browser comes back the way it came; a public address may have a path, which its origin does not tell. */
function backTo(publicUrl: string, origin: string | null): string {
  return origin === null || origin === new URL(publicUrl).origin ? publicUrl : origin;
}

function send(response: ServerResponse, { status, headers, body }: Answer, headless: boolean): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
    // The service takes the port over as soon as the App is registered.
    connection: 'close',
    ...headers,
  });
  response.end(headless ? undefined : body);
}
