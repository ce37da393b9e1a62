import { readFileSync } from 'node:fs';
import { type GitHubHost, type OperatorSettings, readEnvironment } from './environment.ts';

/** What the machine gives a process: the one place that reads the environment. */
export interface ProcessSettings {
  /** PATH: where git is. */
  readonly searchPath: string;
  /** A personal token for the command line, null where there is none. */
  readonly githubToken: string | null;
  /** Which GitHub the command line talks to. */
  readonly github: GitHubHost;
}

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

/** The operator's settings from this process's environment. Throws ConfigurationError. */
export function operatorSettings(): OperatorSettings {
  return readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
}
