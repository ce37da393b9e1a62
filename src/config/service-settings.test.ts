import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import type { StoredCredentials } from './credentials-file.ts';
import { readServiceSettings, type ServiceSettings } from './service-settings.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const environment = { APP_ID: '8', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'of-the-environment' };
const stored: StoredCredentials = {
  credentials: {
    appId: 7,
    slug: 'reviewer',
    privateKey: pem,
    webhookSecret: 'of-the-file',
    htmlUrl: 'https://github.com/apps/reviewer',
    github: { protocol: 'https', host: 'github.com' },
  },
  wasOpen: false,
};

function read(
  variables: Readonly<Record<string, string | undefined>>,
  file: StoredCredentials | null,
): ServiceSettings {
  return readServiceSettings(variables, {
    readFile: (path) => {
      throw new Error(`no ${path}`);
    },
    readCredentials: (dataDir) => (dataDir === '/data' ? file : null),
  });
}

function problem(variables: Readonly<Record<string, string>>, file: StoredCredentials | null): string {
  try {
    read({ DATA_DIR: '/data', ...variables }, file);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'none';
}

/** Which credentials count, and what the operator is told. */
function outcome(settings: ServiceSettings): object {
  if (settings.kind === 'set-up') return settings;
  const { app, webhookSecrets, github } = settings.settings;
  return { id: app.id, secrets: webhookSecrets, host: github.host, notes: settings.notes };
}

describe('readServiceSettings', () => {
  it('takes the credentials of the file where the environment has none', () => {
    expect(outcome(read({ DATA_DIR: '/data', APP_ID: ' ' }, stored))).toEqual({
      id: 7,
      secrets: ['of-the-file'],
      host: 'github.com',
      notes: [],
    });
  });

  it('takes those of the environment whole, whatever the file holds', () => {
    expect(outcome(read({ DATA_DIR: '/data', ...environment }, stored))).toEqual({
      id: 8,
      secrets: ['of-the-environment'],
      host: 'github.com',
      notes: [],
    });
  });

  it.each(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET'])(
    'never takes some of each: without %s the environment is incomplete',
    (name) => {
      const message = problem({ ...environment, [name]: '' }, stored);
      expect(message).toMatch(new RegExp(`^${name} is missing[^\n]*$`));
    },
  );

  it('offers set-up where there are none, with the settings that count before there is an App', () => {
    expect(
      read(
        { DATA_DIR: '/data', PORT: '80', PUBLIC_URL: 'https://acme.com/reviews/', GHE_HOST: 'git.acme.com' },
        null,
      ),
    ).toEqual({
      kind: 'set-up',
      settings: {
        port: 80,
        admin: { host: '127.0.0.1', port: 3001 },
        role: 'all',
        dataDir: '/data',
        github: { protocol: 'https', host: 'git.acme.com' },
        publicUrl: 'https://acme.com/reviews',
      },
    });
  });

  it.each(['web', 'worker'])('does not offer it with ROLE=%s', (role) => {
    expect(problem({ ROLE: role, DATABASE_URL: 'postgres://db/x' }, null)).toBe(
      'APP_ID is missing: set it with PRIVATE_KEY and WEBHOOK_SECRET, or start once with ROLE=all, which offers a set-up page and writes /data/credentials.json',
    );
    expect(problem({ ROLE: role, DATABASE_URL: 'postgres://db/x' }, stored)).toBe('none');
  });

  it.each([
    ['PUBLIC_URL', 'reviews.acme.com', 'PUBLIC_URL: is an http:// or https:// address'],
    ['PORT', 'x', expect.stringMatching(/^PORT: /)],
  ])('refuses %s=%s before set-up', (name, value, message) => {
    expect(problem({ [name]: value }, null)).toEqual(message);
  });

  it('stays at the GitHub that the App of the file is registered at', () => {
    const github = { protocol: 'http', host: 'git.acme.com' } as const;
    const enterprise = { ...stored, credentials: { ...stored.credentials, github } };
    const settings = read({ DATA_DIR: '/data' }, enterprise);
    expect(settings.kind === 'complete' && settings.settings.github).toEqual(github);
    expect(problem({ GHE_HOST: 'git.acme.com' }, enterprise)).toBe('none');
    expect(problem({ GHE_HOST: 'git.acme.com' }, stored)).toBe(
      'GHE_HOST is git.acme.com, but /data/credentials.json is of an App at github.com',
    );
  });

  it('tells the operator of a file that others could read', () => {
    expect(outcome(read({ DATA_DIR: '/data' }, { ...stored, wasOpen: true }))).toMatchObject({
      notes: [expect.stringMatching(/^\/data\/credentials\.json could be read by others and is now closed/)],
    });
  });
});
