exports.list = async (ctx) => {
  const take = Math.min(Number(ctx.query.size), 10_000);
  ctx.body = await ctx.orders.find({ take });
};
exports.create = async (ctx) => {
  const key = ctx.get('Idempotency-Key');
  ctx.body = await ctx.orders.add(ctx.request.body, key);
  ctx.status = 201;
};
exports.show = async function (context) {
  const order = await context.orders.one(context.params.id);
  context.assert(order, 404);
  context.body = order;
};
exports.remove = async (ctx) => {
  await ctx.orders.remove(ctx.params.id);
  ctx.response.status = 204;
};
