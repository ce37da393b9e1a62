import { z } from 'zod';
import { environmentSchema, type GitHubHost, type OperatorSettings, parseVariables } from './environment.ts';

/** What is known before there is an App. */
export interface SetUpSettings extends Pick<OperatorSettings, 'port' | 'admin' | 'role' | 'dataDir'> {
  readonly github: GitHubHost;
  /** Where GitHub and people reach the service, without a final slash; null where the operator does not say. */
  readonly publicUrl: string | null;
}

const setUpSchema = environmentSchema
  .omit({ APP_ID: true, PRIVATE_KEY: true, PRIVATE_KEY_PATH: true, WEBHOOK_SECRET: true })
  .extend({
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is an http:// or https:// address' }).optional(),
  });

/** Reads what set-up needs of the environment. Throws ConfigurationError with one line that names the variable. */
export function readSetUpSettings(variables: Readonly<Record<string, string | undefined>>): SetUpSettings {
  const values = parseVariables(setUpSchema, variables);
  return {
    port: values.PORT,
    admin: { host: values.ADMIN_HOST, port: values.ADMIN_PORT },
    role: values.ROLE,
    dataDir: values.DATA_DIR,
    github: { protocol: values.GHE_PROTOCOL, host: values.GHE_HOST ?? 'github.com' },
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
  };
}
