import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { type ReviewPolicy, reviewPolicy, reviewPolicyVariables } from './review-policy.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const optional = z.string().trim().min(1).optional();

/** Every variable that the service reads, each with its line in the README. Empty strings count as absent. */
export const environmentSchema = z.object({
  APP_ID: z.coerce.number({ error: 'is the number of your GitHub App' }).int().positive(),
  PRIVATE_KEY: optional,
  PRIVATE_KEY_PATH: optional,
  /** One secret, or two separated by white space while rotating: the first signs, both are accepted. */
  WEBHOOK_SECRET: z.string({ error: 'is the secret of your GitHub App’s webhook' }).trim().min(1),
  PORT: port.default(3000),
  ADMIN_PORT: port.default(3001),
  ADMIN_HOST: z.string().default('127.0.0.1'),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  DATA_DIR: z.string().default('data'),
  MIRRORS_MAX_GB: z.coerce.number().positive().default(20),
  PROOF: z.enum(['on', 'off']).default('on'),
  PROOF_MEMORY_MB: z.coerce.number().int().min(400).default(900),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is a postgres:// address' }).optional(),
  ANTHROPIC_API_KEY: optional,
  ANTHROPIC_BASE_URL: z.url().optional(),
  ...reviewPolicyVariables,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  GHE_HOST: optional,
  GHE_PROTOCOL: z.enum(['https', 'http']).default('https'),
});

/** Where a GitHub lives. `host` is `github.com` or an Enterprise host (with port). */
export interface GitHubHost {
  readonly protocol: 'https' | 'http';
  readonly host: string;
}

export interface OperatorSettings {
  /** The key is null with the role `web`, which asks GitHub for nothing. */
  readonly app: { readonly id: number; readonly privateKey: string | null };
  /** The first signs our markers; all are accepted. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly port: number;
  readonly admin: { readonly host: string; readonly port: number };
  readonly role: 'all' | 'web' | 'worker';
  readonly dataDir: string;
  /** Of all fetched repositories together. */
  readonly mirrorsMaxBytes: number;
  /** Of the process that runs a pull request's SQL; null where none is to be run, and with the role `web`. */
  readonly proof: { readonly memoryBytes: number } | null;
  readonly databaseUrl: string | null;
  /** Null with the role `web`, too. */
  readonly anthropic: { readonly apiKey: string; readonly baseUrl: string | null } | null;
  readonly policy: ReviewPolicy;
  readonly logLevel: z.infer<typeof environmentSchema>['LOG_LEVEL'];
  readonly github: GitHubHost;
}

/** Secrets that tools ship as their default: a deployment that still has one is open to everyone. */
const knownSecrets = new Set(['development', 'secret', 'changeme', 'your-webhook-secret']);

/**
 * Reads the operator's settings. Throws ConfigurationError with one line that names the variable.
 * @param readFile reads PRIVATE_KEY_PATH
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): OperatorSettings {
  const values = parseVariables(environmentSchema, variables);
  const secrets = values.WEBHOOK_SECRET.split(/\s+/);
  const [first, ...others] = secrets;
  if (first === undefined || secrets.some((secret) => knownSecrets.has(secret.toLowerCase())))
    throw new ConfigurationError('WEBHOOK_SECRET is a well-known default: choose a random one');
  const web = values.ROLE === 'web';
  if (web && values.DATABASE_URL === undefined)
    throw new ConfigurationError(
      'DATABASE_URL is missing: with ROLE=web the workers take the jobs from there',
    );
  return {
    // What faces the internet holds the webhook's secret and no other, even where it is given more.
    app: { id: values.APP_ID, privateKey: web ? null : privateKey(values, readFile) },
    webhookSecrets: [first, ...others],
    port: values.PORT,
    admin: { host: values.ADMIN_HOST, port: values.ADMIN_PORT },
    role: values.ROLE,
    dataDir: values.DATA_DIR,
    mirrorsMaxBytes: Math.ceil(values.MIRRORS_MAX_GB * 1024 ** 3),
    proof: web || values.PROOF === 'off' ? null : { memoryBytes: values.PROOF_MEMORY_MB * 1024 ** 2 },
    databaseUrl: values.DATABASE_URL ?? null,
    anthropic:
      web || values.ANTHROPIC_API_KEY === undefined
        ? null
        : { apiKey: values.ANTHROPIC_API_KEY, baseUrl: values.ANTHROPIC_BASE_URL ?? null },
    policy: reviewPolicy(values),
    logLevel: values.LOG_LEVEL,
    github: { protocol: values.GHE_PROTOCOL, host: values.GHE_HOST ?? 'github.com' },
  };
}

/** Throws ConfigurationError with one line that names the first variable that is missing or wrong. */
export function parseVariables<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.infer<Schema> {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim() !== ''));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'environment');
  throw new ConfigurationError(
    present[name] === undefined
      ? `${name} is missing: it ${plain(issue?.message)}`
      : `${name}: ${issue?.message}`,
  );
}

function privateKey(
  values: { PRIVATE_KEY?: string | undefined; PRIVATE_KEY_PATH?: string | undefined },
  readFile: (path: string) => string,
): string {
  let key = values.PRIVATE_KEY;
  if (key === undefined) {
    if (values.PRIVATE_KEY_PATH === undefined)
      throw new ConfigurationError('PRIVATE_KEY is missing (or PRIVATE_KEY_PATH, a path to the .pem file)');
    try {
      key = readFile(values.PRIVATE_KEY_PATH);
    } catch (cause) {
      throw new ConfigurationError(`PRIVATE_KEY_PATH: ${values.PRIVATE_KEY_PATH} cannot be read`, { cause });
    }
  }
  // Hosting panels keep one line only: an escaped or base64 key is what people paste there.
  const text = key.includes('-----BEGIN')
    ? key.replaceAll('\\n', '\n')
    : Buffer.from(key, 'base64').toString('utf8');
  if (!/-----BEGIN (RSA )?PRIVATE KEY-----/.test(text))
    throw new ConfigurationError('PRIVATE_KEY is not a PEM private key (nor one in base64)');
  return text;
}

function plain(message: string | undefined): string {
  return message?.startsWith('is ') ? message : 'is required';
}
