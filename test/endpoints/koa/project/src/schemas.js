const { z } = require('zod');

exports.login = z.object({ email: z.string() });
exports.order = z.object({ product: z.string() });
exports.validate = (schema) => async (ctx, next) => next();
