import { z } from 'zod';

export const productQuery = z.object({ q: z.string(), limit: z.coerce.number() });
export const productInput = z.object({ name: z.string() });
