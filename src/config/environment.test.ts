import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { readEnvironment } from './environment.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString()
  .trim();
const least = { APP_ID: '7', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a long random one' };

const noFile = (path: string): string => {
  throw new Error(`no ${path}`);
};

function problem(
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = noFile,
): string {
  try {
    readEnvironment(variables, readFile);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'none';
}

describe('readEnvironment', () => {
  it('needs an App, its key and the secret; all else has a default', () => {
    expect(readEnvironment({ ...least, WEBHOOK_SECRET: 'one-and-only' }, noFile)).toEqual({
      app: { id: 7, privateKey: pem },
      webhookSecrets: ['one-and-only'],
      port: 3000,
      admin: { host: '127.0.0.1', port: 3001 },
      role: 'all',
      dataDir: 'data',
      databaseUrl: null,
      anthropic: null,
      policy: {
        modelFor: 'members',
        reviewsPerRepositoryPerHour: 300,
        reviewsPerOutsiderPerHour: 20,
        modelReviewsPerRepositoryPerDay: 100,
      },
      mirrorsMaxBytes: 20 * 1024 ** 3,
      proof: { memoryBytes: 900 * 1024 ** 2 },
      logLevel: 'info',
      github: { protocol: 'https', host: 'github.com' },
    });
  });

  it('takes everything that can be set', () => {
    const settings = readEnvironment(
      {
        ...least,
        WEBHOOK_SECRET: ' new-one\told-one ',
        PORT: '80',
        ADMIN_PORT: '0',
        ADMIN_HOST: '0.0.0.0',
        ROLE: 'worker',
        DATA_DIR: '/data',
        DATABASE_URL: 'postgres://db/x',
        ANTHROPIC_API_KEY: 'key',
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
        MODEL_FOR: 'asked',
        REVIEWS_PER_REPOSITORY_PER_HOUR: '30',
        REVIEWS_PER_OUTSIDER_PER_HOUR: '2',
        MODEL_REVIEWS_PER_REPOSITORY_PER_DAY: '1000000',
        PROOF: 'off',
        LOG_LEVEL: 'warn',
        GHE_HOST: 'github.example.com:8443',
        GHE_PROTOCOL: 'http',
      },
      noFile,
    );
    expect(settings).toEqual({
      app: { id: 7, privateKey: pem },
      webhookSecrets: ['new-one', 'old-one'],
      port: 80,
      admin: { host: '0.0.0.0', port: 0 },
      role: 'worker',
      dataDir: '/data',
      databaseUrl: 'postgres://db/x',
      anthropic: { apiKey: 'key', baseUrl: 'http://127.0.0.1:1' },
      policy: {
        modelFor: 'asked',
        reviewsPerRepositoryPerHour: 30,
        reviewsPerOutsiderPerHour: 2,
        modelReviewsPerRepositoryPerDay: 1_000_000,
      },
      mirrorsMaxBytes: 20 * 1024 ** 3,
      proof: null,
      logLevel: 'warn',
      github: { protocol: 'http', host: 'github.example.com:8443' },
    });
  });

  it.each([
    ['as it is', { PRIVATE_KEY: pem }],
    ['with escaped line ends', { PRIVATE_KEY: pem.replaceAll('\n', '\\n') }],
    ['in base64', { PRIVATE_KEY: Buffer.from(pem).toString('base64') }],
    ['from a file', { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/key.pem' }],
  ])('takes the key %s', (_, key) => {
    const readFile = (path: string): string => (path === '/key.pem' ? pem : noFile(path));
    expect(readEnvironment({ ...least, ...key }, readFile).app.privateKey).toBe(pem);
  });

  it('lets web hold the webhook’s secret only, whatever it is given', () => {
    const web = { ROLE: 'web', DATABASE_URL: 'postgres://db/x' };
    const needed = { ...web, APP_ID: '7', WEBHOOK_SECRET: 'a long random one' };
    const settings = readEnvironment(needed, noFile);
    expect(settings).toMatchObject({ role: 'web', app: { id: 7, privateKey: null }, anthropic: null });
    const given = { ...least, ...web, PRIVATE_KEY_PATH: '/key.pem', ANTHROPIC_API_KEY: 'key' };
    expect(readEnvironment(given, noFile)).toEqual(settings);
  });

  it('counts empty variables as absent', () => {
    const settings = readEnvironment({ ...least, PORT: '', ANTHROPIC_API_KEY: '  ' }, noFile);
    expect([settings.port, settings.anthropic]).toEqual([3000, null]);
  });

  it.each([
    [{ APP_ID: undefined }, 'APP_ID is missing: it is the number of your GitHub App'],
    [{ APP_ID: '' }, 'APP_ID is missing: it is the number of your GitHub App'],
    [{ APP_ID: 'my-app' }, 'APP_ID: is the number of your GitHub App'],
    [
      { WEBHOOK_SECRET: undefined },
      'WEBHOOK_SECRET is missing: it is the secret of your GitHub App’s webhook',
    ],
    [{ WEBHOOK_SECRET: 'development' }, 'WEBHOOK_SECRET is a well-known default: choose a random one'],
    [{ WEBHOOK_SECRET: 'fine Secret' }, 'WEBHOOK_SECRET is a well-known default: choose a random one'],
    [{ PRIVATE_KEY: undefined }, 'PRIVATE_KEY is missing (or PRIVATE_KEY_PATH, a path to the .pem file)'],
    [{ PRIVATE_KEY: 'x' }, 'PRIVATE_KEY is not a PEM private key (nor one in base64)'],
    [{ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/no' }, 'PRIVATE_KEY_PATH: /no cannot be read'],
    [{ DATABASE_URL: 'mysql://db/x' }, 'DATABASE_URL: is a postgres:// address'],
    [{ ROLE: 'web' }, 'DATABASE_URL is missing: with ROLE=web the workers take the jobs from there'],
  ])('refuses %j in one line that names the variable', (variables, message) => {
    expect(problem({ ...least, ...variables })).toBe(message);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'x'],
    ['ROLE', 'both'],
    ['LOG_LEVEL', 'loud'],
    ['GHE_PROTOCOL', 'ftp'],
  ])('refuses %s=%s', (name, value) => {
    expect(problem({ ...least, [name]: value })).toMatch(new RegExp(`^${name}: [^\n]+$`));
  });

  it('never repeats a secret', () => {
    const message = problem({ ...least, PRIVATE_KEY: 'hunter2', ANTHROPIC_API_KEY: 'sk-hunter2' });
    expect(message).not.toContain('hunter2');
  });
});
