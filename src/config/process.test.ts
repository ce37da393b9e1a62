import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { takeServiceSettings } from './process.ts';

afterEach(() => vi.unstubAllEnvs());

it('reads secrets once and takes them out of the environment, so that no child inherits one', () => {
  const secrets = {
    PRIVATE_KEY: generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString(),
    WEBHOOK_SECRET: 'hunter2 of the webhook',
    ANTHROPIC_API_KEY: 'hunter2-of-the-model',
    DATABASE_URL: 'postgres://me:hunter2@db/x',
    GITHUB_TOKEN: 'hunter2-of-a-person',
  };
  for (const [name, value] of Object.entries({ ...secrets, APP_ID: '7' })) vi.stubEnv(name, value);

  const read = takeServiceSettings();

  const inherited = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], {
    encoding: 'utf8',
  });
  expect(Object.keys(JSON.parse(inherited)).filter((name) => name in secrets)).toEqual([]);
  expect(inherited).not.toMatch(/hunter2|PRIVATE KEY/);
  for (const settings of [read(), read()])
    expect(settings).toMatchObject({
      kind: 'complete',
      settings: {
        webhookSecrets: ['hunter2', 'of', 'the', 'webhook'],
        databaseUrl: secrets.DATABASE_URL,
        anthropic: { apiKey: secrets.ANTHROPIC_API_KEY },
      },
    });
});
