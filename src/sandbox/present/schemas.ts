import type { components } from '@octokit/openapi-types';

/** The shapes of GitHub's REST API by name, from its own description. */
export type Schemas = components['schemas'];
