import { z } from 'zod';

export const listQuery = z.object({ q: z.string().optional(), limit: z.coerce.number().int().max(10_000) });
export const order = z.object({ product: z.string() });
