import { z } from 'zod';

export const productQuery = z.object({ q: z.string(), limit: z.coerce.number().max(100) });
export const productInput = z.object({ name: z.string() });
