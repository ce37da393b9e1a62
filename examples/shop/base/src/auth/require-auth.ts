import type { RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

const claims = z.object({ sub: z.string(), tenant: z.number().int().positive() });

/** Answers 401 without a valid bearer token; handlers find its tenant in `res.locals.tenantId`. */
export const requireAuth: RequestHandler = (req, res, next) => {
  const token = req.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
  const secret = process.env.JWT_SECRET;
  if (secret === undefined) throw new Error('JWT_SECRET is not set');
  try {
    const verified = claims.parse(jwt.verify(token ?? '', secret, { algorithms: ['HS256'] }));
    res.locals.userId = verified.sub;
    res.locals.tenantId = verified.tenant;
  } catch {
    res.status(401).json({ error: 'unauthorized' });
    return;
  }
  next();
};
