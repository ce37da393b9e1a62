import { z } from 'zod';

export const listQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const createOrder = z.object({
  customerId: z.number().int().positive(),
  email: z.email().optional(),
  items: z
    .array(z.object({ productId: z.number().int().positive(), quantity: z.number().int().min(1).max(999) }))
    .min(1)
    .max(100),
});
export type CreateOrder = z.infer<typeof createOrder>;
