import { z } from 'zod';

const level = z.enum(['read', 'write']);

/** Permissions as an App asks for them: in its manifest, and where it narrows a token. */
export const permissionsSchema = z.strictObject({
  actions: level.optional(),
  administration: level.optional(),
  checks: level.optional(),
  contents: level.optional(),
  deployments: level.optional(),
  discussions: level.optional(),
  issues: level.optional(),
  members: level.optional(),
  metadata: level.optional(),
  pull_requests: level.optional(),
  statuses: level.optional(),
});
