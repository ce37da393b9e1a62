import { load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.ts';

/** Parameters of GitHub's manifest, as far as `app.yml` uses them. https://docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
const manifestSchema = z.strictObject({
  name: z.string().min(1).max(34),
  url: z.url(),
  description: z.string().trim(),
  public: z.boolean(),
  hook_attributes: z.strictObject({ url: z.url(), active: z.literal(true) }),
  redirect_url: z.url(),
  request_oauth_on_install: z.boolean(),
  setup_on_update: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(
    // They come to every App unasked, and GitHub refuses a manifest that lists them.
    z.string().refine((name) => !name.startsWith('installation'), 'may not be listed'),
  ),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** Reads `app.yml`. Throws ConfigurationError with one line that names the key. */
export function readManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(parseYaml(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigurationError(`app.yml: ${issue?.path.join('.') || 'the manifest'}: ${issue?.message}`);
}

/**
 * The manifest of one deployment.
 * @param publicUrl where GitHub reaches the service, without a final slash
 * @param redirectUrl where GitHub sends the browser after the registration
 */
export function manifestOf(app: Manifest, publicUrl: string, redirectUrl: string): Manifest {
  return {
    ...app,
    url: publicUrl,
    hook_attributes: { ...app.hook_attributes, url: `${publicUrl}/api/github/webhooks` },
    redirect_url: redirectUrl,
  };
}

function parseYaml(text: string): unknown {
  try {
    return load(text);
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new ConfigurationError(`app.yml is not YAML: ${cause.reason}`, { cause });
  }
}
