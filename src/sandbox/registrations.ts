import { createHash } from 'node:crypto';
import { z } from 'zod';
import { html } from '../text/html.ts';
import { permissionsSchema } from './access/permissions-schema.ts';
import { type Answer, json, notFound } from './http/answer.ts';
import type { PageHandler } from './http/server.ts';
import { makeKeyPair } from './keys.ts';
import type { Owners } from './owners.ts';
import { pageAnswer } from './page/layout.ts';
import { presentApp } from './present/app.ts';
import type { Schemas } from './present/schemas.ts';
import type { Account, AppRecord, WebhookName } from './state/records.ts';
import { accountOf } from './state/state.ts';
import type { World } from './state/world.ts';

/** GitHub's codes live an hour, and can be used once. */
const codeLife = 3_600_000;

/** What an App needs to be told of an event. */
const eventNeeds = {
  check_run: ['checks'],
  issue_comment: ['issues', 'pull_requests'],
  pull_request: ['pull_requests'],
  pull_request_review: ['pull_requests'],
  pull_request_review_comment: ['pull_requests'],
  push: ['contents'],
  repository: ['metadata'],
} as const satisfies Readonly<Record<WebhookName, readonly (keyof AppRecord['permissions'])[]>>;

const webUrl = z.url({ protocol: /^https?$/ });

const manifestSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(34),
    url: webUrl,
    hook_attributes: z.strictObject({ url: webUrl, active: z.boolean().default(true) }),
    redirect_url: webUrl,
    callback_urls: z.array(webUrl).max(10).optional(),
    setup_url: webUrl.optional(),
    description: z.string().optional(),
    public: z.boolean().default(false),
    default_events: z.array(z.enum(Object.keys(eventNeeds) as [WebhookName, ...WebhookName[]])).default([]),
    default_permissions: permissionsSchema.default({}),
    request_oauth_on_install: z.boolean().default(false),
    setup_on_update: z.boolean().default(false),
  })
  .check(({ value, issues }) => {
    for (const event of value.default_events) {
      const needs: readonly (keyof AppRecord['permissions'])[] = eventNeeds[event];
      if (needs.some((name) => name === 'metadata' || value.default_permissions[name] !== undefined))
        continue;
      const message = `needs the permission ${needs.join(' or ')}`;
      issues.push({ code: 'custom', message, path: ['default_events', event], input: event });
    }
  });

type Manifest = z.infer<typeof manifestSchema>;

interface Registration {
  readonly manifest: Manifest;
  readonly owner: Account | null;
  readonly until: number;
}

/** The pages on which people register and install Apps, and the request that hands out what they registered. */
export interface Registrations {
  readonly page: PageHandler;
  /** `POST /app-manifests/{code}/conversions`: the new App takes the place of the stand-in's App, installed nowhere. */
  convert(code: string): Promise<Answer>;
}

/** Registers Apps from manifests as GitHub does, but for its question for the name: it redirects at once. */
export function makeRegistrations(
  world: World,
  options: {
    readonly owners: Pick<Owners, 'install'>;
    /** Delivers to the App's webhook. */
    readonly deliver: (event: string, payload: object) => void;
    /** Told where a new App takes its webhooks. */
    readonly onHook: (url: URL) => void;
  },
): Registrations {
  const { state } = world;
  const codes = new Map<string, Registration>();

  function register(organisation: string | undefined, appState: string | null, text: string): Answer {
    const parsed = manifestSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      const errors = parsed.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'manifest'}: ${message}`,
      );
      return failed(422, 'Invalid GitHub App configuration', errors);
    }
    const owner = organisation === undefined ? null : accountOf(state, organisation, 'Organization');
    const code = world.random(20);
    codes.set(code, { manifest: parsed.data, owner, until: world.clock() + codeLife });
    const location = new URL(parsed.data.redirect_url);
    location.searchParams.set('code', code);
    if (appState !== null) location.searchParams.set('state', appState);
    return { status: 302, headers: { location: location.href }, body: null };
  }

  return {
    async page(method, url, _, body) {
      const [, organisation] = /^\/organizations\/([^/]+)\/settings\/apps\/new$/.exec(url.pathname) ?? [];
      if (method === 'POST' && (organisation !== undefined || url.pathname === '/settings/apps/new')) {
        const manifest = new URLSearchParams(body).get('manifest') ?? '';
        return register(organisation, url.searchParams.get('state'), manifest);
      }
      const installations = `/apps/${state.app.slug}/installations`;
      if (method === 'GET' && url.pathname === `${installations}/new`)
        return installPage(world, installations);
      if (method !== 'POST' || url.pathname !== installations) return null;
      const owner = new URLSearchParams(body).get('owner') ?? '';
      if (!state.repositories.some((repository) => repository.owner.login === owner)) return null;
      options.deliver('installation', options.owners.install(owner));
      return { status: 303, headers: { location: '/' }, body: null };
    },
    async convert(code) {
      const registration = codes.get(code);
      codes.delete(code);
      if (registration === undefined || world.clock() > registration.until) throw notFound();
      const { manifest, owner } = registration;
      const [keys, secret] = [await makeKeyPair(), world.random(20)];
      const slug = manifest.name
        .toLowerCase()
        .replace(/[^a-z\d]+/g, '-')
        .replace(/^-|-$/g, '');
      state.app = {
        id: state.nextId(),
        slug,
        name: manifest.name,
        publicKey: keys.publicKey,
        webhookSecret: secret,
        permissions: withoutUndefined(manifest.default_permissions),
        events: manifest.default_events,
        bot: accountOf(state, `${slug}[bot]`, 'Bot'),
        owner: owner ?? accountOf(state, `${slug}-owner`),
        createdAt: world.clock(),
      };
      state.installations.length = 0;
      state.tokens.clear();
      options.onHook(new URL(manifest.hook_attributes.url));
      const app: Schemas['integration'] = { ...presentApp(world), installations_count: 0 };
      return json(201, {
        ...app,
        client_id: `Iv23${createHash('sha256').update(slug).digest('hex').slice(0, 16)}`,
        client_secret: world.random(20),
        webhook_secret: secret,
        pem: keys.privateKey,
      });
    },
  };
}

function installPage({ state }: World, action: string): Answer {
  const owners = new Set(state.repositories.map(({ owner }) => owner.login));
  const body = html`<h1 class="title">Install ${state.app.name}</h1>
${[...owners].map(
  (owner) =>
    html`<form method="post" action="${action}"><input type="hidden" name="owner" value="${owner}"><button>Install on ${owner}</button></form>`,
)}`;
  return pageAnswer({ title: `Install ${state.app.name}`, body });
}

function failed(status: number, title: string, errors: readonly string[]): Answer {
  const body = html`<h1 class="title">${title}</h1><ul>${errors.map((error) => html`<li>${error}</li>`)}</ul>`;
  return pageAnswer({ title, body, status });
}

function withoutUndefined(permissions: Manifest['default_permissions']): AppRecord['permissions'] {
  return Object.fromEntries(Object.entries(permissions).filter(([, value]) => value !== undefined));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
