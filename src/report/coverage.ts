import { z } from 'zod';

/** What became of one file of the pull request. Every file has one; a reason wherever not all of it was analysed. */
export const coverageSchema = z.object({
  path: z.string(),
  status: z.enum(['analyzed', 'partial', 'skipped']),
  /** Whether it is a file of a backend at all; `skipped` files of a backend are what a reader must know of. */
  backend: z.boolean(),
  reason: z.string().nullable(),
  /** True where a limit of size, time or depth is the reason: whether such a file is good nobody knows. */
  exceeded: z.literal(true).optional(),
  /** True where the repository's settings leave it out: then nobody looks at it, the model neither. */
  ignored: z.literal(true).optional(),
});

export type Coverage = z.infer<typeof coverageSchema>;
