import { ConfigurationError } from './configuration-error.ts';
import { type Credentials, credentialsPath, type StoredCredentials } from './credentials-file.ts';
import { type OperatorSettings, readEnvironment } from './environment.ts';
import { readSetUpSettings, type SetUpSettings } from './set-up-settings.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface SettingsFiles {
  /** Reads PRIVATE_KEY_PATH. */
  readFile(path: string): string;
  /** Reads the data directory's credentials, null where there are none. */
  readCredentials(dataDir: string): StoredCredentials | null;
}

/** Everything that the service needs, or what is there before an App is registered. */
export type ServiceSettings =
  | {
      readonly kind: 'complete';
      readonly settings: OperatorSettings;
      /** What the operator should know, a line each. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'set-up'; readonly settings: SetUpSettings };

const credentialVariables = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'] as const;

/**
 * Reads the settings: the App's credentials from the environment or from the data directory's file, never some of
 * each. Throws ConfigurationError with one line that names the variable or the file.
 */
export function readServiceSettings(variables: Variables, files: SettingsFiles): ServiceSettings {
  if (credentialVariables.some((name) => isSet(variables[name])))
    return { kind: 'complete', settings: readEnvironment(variables, files.readFile), notes: [] };
  const setUp = readSetUpSettings(variables);
  const path = credentialsPath(setUp.dataDir);
  const stored = files.readCredentials(setUp.dataDir);
  if (stored === null) {
    if (setUp.role === 'all') return { kind: 'set-up', settings: setUp };
    throw new ConfigurationError(
      `APP_ID is missing: set it with PRIVATE_KEY and WEBHOOK_SECRET, or start once with ROLE=all, which offers a set-up page and writes ${path}`,
    );
  }
  const { credentials, wasOpen } = stored;
  const settings = readEnvironment(
    { ...variables, ...asVariables(credentials, variables, path) },
    files.readFile,
  );
  const note = `${path} could be read by others and is now closed to them: if they are not to be trusted, make a new key and secret on ${credentials.htmlUrl}`;
  return { kind: 'complete', settings, notes: wasOpen ? [note] : [] };
}

function asVariables(credentials: Credentials, variables: Variables, path: string): Variables {
  const { protocol, host } = credentials.github;
  const wished = variables.GHE_HOST?.trim();
  if (isSet(wished) && wished !== host)
    throw new ConfigurationError(`GHE_HOST is ${wished}, but ${path} is of an App at ${host}`);
  return {
    APP_ID: String(credentials.appId),
    PRIVATE_KEY: credentials.privateKey,
    WEBHOOK_SECRET: credentials.webhookSecret,
    GHE_HOST: host,
    GHE_PROTOCOL: isSet(variables.GHE_PROTOCOL) ? variables.GHE_PROTOCOL : protocol,
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
