exports.requireAuth = async (ctx, next) => {
  if (!ctx.state.user) ctx.throw(401);
  await next();
};
exports.requireRole = (role) => async (ctx, next) => next();
