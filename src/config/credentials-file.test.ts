import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { type Credentials, prepareDataDir, readCredentials, writeCredentials } from './credentials-file.ts';

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const credentials: Credentials = {
  appId: 7,
  slug: 'reviewer',
  privateKey,
  webhookSecret: 'long and random',
  htmlUrl: 'https://github.com/apps/reviewer',
  github: { protocol: 'https', host: 'github.com' },
};

let folder: string;
let dataDir: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'credentials-'));
  dataDir = join(folder, 'deep', 'data');
  file = join(dataDir, 'credentials.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

function problem(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'none';
}

describe('the credentials file', () => {
  it('is read as it was written, and only its owner can', () => {
    expect(readCredentials(dataDir)).toBeNull();
    prepareDataDir(dataDir);
    expect(readCredentials(dataDir)).toBeNull();
    writeCredentials(dataDir, credentials);
    expect(readCredentials(dataDir)).toEqual({ credentials, wasOpen: false });
    expect([modeOf(file), modeOf(dataDir)]).toEqual(['600', '700']);
    expect(readdirSync(dataDir)).toEqual(['credentials.json']);
  });

  it('is for its owner alone also in a directory that was open, and under a mask that is', () => {
    const mask = process.umask(0);
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o755 });
      prepareDataDir(dataDir);
      writeCredentials(dataDir, credentials);
    } finally {
      process.umask(mask);
    }
    expect([modeOf(file), modeOf(dataDir)]).toEqual(['600', '700']);
  });

  it('is never written over', () => {
    prepareDataDir(dataDir);
    writeCredentials(dataDir, credentials);
    const other = { ...credentials, appId: 8 };
    expect(() => writeCredentials(dataDir, other)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
    expect(readCredentials(dataDir)?.credentials).toEqual(credentials);
    expect(readdirSync(dataDir)).toEqual(['credentials.json']);
  });

  it('is written although an earlier attempt was cut off', () => {
    prepareDataDir(dataDir);
    writeFileSync(`${file}.draft`, '{"appId": 7, "sl');
    writeCredentials(dataDir, credentials);
    expect(readdirSync(dataDir)).toEqual(['credentials.json']);
    expect(readCredentials(dataDir)?.credentials).toEqual(credentials);
  });

  it('is closed to others where they could read it, and the caller learns of it', () => {
    prepareDataDir(dataDir);
    writeCredentials(dataDir, credentials);
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(file, mode);
      expect(readCredentials(dataDir)).toEqual({ credentials, wasOpen: true });
      expect(modeOf(file)).toBe('600');
    }
    expect(readCredentials(dataDir)?.wasOpen).toBe(false);
  });

  it.each([
    ['', 'it is no JSON object'],
    ['{"appId": 7,', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    [{ appId: 'seven' }, 'appId is missing or wrong'],
    [{ webhookSecret: undefined }, 'webhookSecret is missing or wrong'],
    [{ privateKey: privateKey.slice(0, 400) }, 'privateKey is missing or wrong'],
    [{ github: { protocol: 'ftp', host: 'x' } }, 'github.protocol is missing or wrong'],
  ])('is refused in one line where it is damaged: %j', (damage, what) => {
    prepareDataDir(dataDir);
    const text = typeof damage === 'string' ? damage : JSON.stringify({ ...credentials, ...damage });
    writeFileSync(file, text, { mode: 0o600 });
    expect(problem(() => readCredentials(dataDir))).toBe(
      `${file} is damaged (${what}): restore it, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or delete it to set up anew`,
    );
  });

  it('names the data directory where nothing can be written', () => {
    writeFileSync(join(folder, 'deep'), 'a file');
    expect(problem(() => prepareDataDir(dataDir))).toBe(`DATA_DIR: ${dataDir} cannot be written (ENOTDIR)`);
    expect(readCredentials(dataDir)).toBeNull();
  });

  it('is not taken for what it is not', () => {
    mkdirSync(file, { recursive: true, mode: 0o755 });
    expect(problem(() => readCredentials(dataDir))).toBe(`${file} is no file`);
    expect(modeOf(file)).toBe('755');
  });
});
