import { createPrivateKey } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';

const credentialsSchema = z.object({
  appId: z.int().positive(),
  slug: z.string().min(1),
  /** PEM. */
  privateKey: z.string().refine(isPrivateKey, 'is no private key'),
  webhookSecret: z.string().min(1),
  /** The App's page. */
  htmlUrl: z.url({ protocol: /^https?$/ }),
  /** The GitHub that the App is registered at. */
  github: z.object({ protocol: z.enum(['https', 'http']), host: z.string().min(1) }),
});

/** What set-up keeps of the App that it registered. */
export type Credentials = Readonly<z.infer<typeof credentialsSchema>>;

export interface StoredCredentials {
  readonly credentials: Credentials;
  /** Others could read the file: its mode was mended. */
  readonly wasOpen: boolean;
}

const ownerOnly = { file: 0o600, directory: 0o700 };

export function credentialsPath(dataDir: string): string {
  return join(dataDir, 'credentials.json');
}

/**
 * Reads `credentials.json` of the data directory; null where there is none. A file that others may read is closed to
 * them rather than refused: platforms open it again on every mount (Kubernetes' `fsGroup`), and a service that then
 * does not start helps nobody. Throws ConfigurationError with one line for a file that is damaged or not ours.
 */
export function readCredentials(dataDir: string): StoredCredentials | null {
  const path = credentialsPath(dataDir);
  const file = open(path);
  if (file === null) return null;
  try {
    const about = fstatSync(file);
    if (!about.isFile()) throw new ConfigurationError(`${path} is no file`);
    const wasOpen = (about.mode & 0o077) !== 0;
    if (wasOpen) close(file, path);
    return { credentials: parse(readFileSync(file, 'utf8'), path), wasOpen };
  } finally {
    closeSync(file);
  }
}

/** Makes the data directory, for this user alone. Throws ConfigurationError where nothing can be written there. */
export function prepareDataDir(dataDir: string): void {
  const draft = draftPath(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true, mode: ownerOnly.directory });
    const { uid, mode } = statSync(dataDir);
    if (uid === getuid?.() && (mode & 0o077) !== 0) chmodSync(dataDir, ownerOnly.directory);
    writeFileSync(draft, '', { mode: ownerOnly.file });
    rmSync(draft);
  } catch (cause) {
    throw new ConfigurationError(`DATA_DIR: ${dataDir} cannot be written (${codeOf(cause)})`, { cause });
  }
}

/**
 * Writes `credentials.json`, whole or not at all, and never over another: then the error's code is `EEXIST`.
 * Throws the file system's error.
 */
export function writeCredentials(dataDir: string, credentials: Credentials): void {
  const draft = draftPath(dataDir);
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', ownerOnly.file);
  try {
    try {
      fchmodSync(file, ownerOnly.file);
      writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // Unlike renaming, linking does not replace what is there.
    linkSync(draft, credentialsPath(dataDir));
  } finally {
    rmSync(draft, { force: true });
  }
  const directory = openSync(dataDir, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function draftPath(dataDir: string): string {
  return `${credentialsPath(dataDir)}.draft`;
}

function open(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new ConfigurationError(`${path} cannot be read (${code})`, { cause });
  }
}

function close(file: number, path: string): void {
  try {
    fchmodSync(file, ownerOnly.file);
  } catch (cause) {
    throw new ConfigurationError(
      `${path} can be read by others, and its mode cannot be changed (${codeOf(cause)}): chmod 600 it`,
      { cause },
    );
  }
}

function parse(text: string, path: string): Credentials {
  const parsed = credentialsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // Neither the issue's message nor its value: they may repeat what the file holds.
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  const what = field === '' ? 'it is no JSON object' : `${field} is missing or wrong`;
  throw new ConfigurationError(
    `${path} is damaged (${what}): restore it, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or delete it to set up anew`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
