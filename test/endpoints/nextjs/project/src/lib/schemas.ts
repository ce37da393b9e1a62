import { z } from 'zod';
export const order = z.object({ product: z.string() });
