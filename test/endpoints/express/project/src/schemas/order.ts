import { z } from 'zod';
export const order = z.object({ lines: z.array(z.string()) });
