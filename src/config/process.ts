import { readFileSync } from 'node:fs';
import { readCredentials } from './credentials-file.ts';
import type { GitHubHost } from './environment.ts';
import { readServiceSettings, type ServiceSettings } from './service-settings.ts';

/** What the machine gives a process: the one place that reads the environment. */
export interface ProcessSettings {
  /** PATH: where git is. */
  readonly searchPath: string;
  /** A personal token for the command line, null where there is none. */
  readonly githubToken: string | null;
  /** Which GitHub the command line talks to. */
  readonly github: GitHubHost;
}

/** A child gets no environment of ours; should one ever inherit it, these are not there. */
const secretVariables = [
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  'ANTHROPIC_API_KEY',
  'DATABASE_URL',
  'GITHUB_TOKEN',
] as const;

export function processSettings(): ProcessSettings {
  return {
    searchPath: process.env.PATH ?? '',
    githubToken: process.env.GITHUB_TOKEN || null,
    github: {
      protocol: process.env.GHE_PROTOCOL === 'http' ? 'http' : 'https',
      host: process.env.GHE_HOST || 'github.com',
    },
  };
}

/**
 * Takes the service's settings from this process's environment, and the secrets out of it: they are read once.
 * @returns reads the settings; again, for what set-up has written. Throws ConfigurationError
 */
export function takeServiceSettings(): () => ServiceSettings {
  const variables = { ...process.env };
  for (const name of secretVariables) delete process.env[name];
  const files = { readFile: (path: string) => readFileSync(path, 'utf8'), readCredentials };
  return () => readServiceSettings(variables, files);
}
