import type { RequestHandler } from 'express';
import type { z } from 'zod';

/** Answers 400 unless the body fits; handlers find the parsed one in `req.body`. */
export function validateBody(schema: z.ZodType): RequestHandler {
  return (req, res, next) => {
    const parsed = schema.safeParse(req.body);
    if (!parsed.success) {
      res.status(400).json({ error: 'invalid body', issues: parsed.error.issues });
      return;
    }
    req.body = parsed.data;
    next();
  };
}

/** Answers 400 unless the query string fits; handlers find the parsed one in `res.locals.query`. */
export function validateQuery(schema: z.ZodType): RequestHandler {
  return (req, res, next) => {
    const parsed = schema.safeParse(req.query);
    if (!parsed.success) {
      res.status(400).json({ error: 'invalid query', issues: parsed.error.issues });
      return;
    }
    res.locals.query = parsed.data;
    next();
  };
}
