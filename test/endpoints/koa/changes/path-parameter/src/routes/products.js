import Router from '@koa/router';
import jwt from 'koa-jwt';

export const products = new Router({ prefix: '/products' });
const signedIn = jwt({ secret: 'from settings' });

products.get('/', async (ctx) => {
  ctx.body = await ctx.products.find({ limit: 20 });
});
products.get('/by-number/:productId(\\d+)', async (ctx) => {
  ctx.body = await ctx.products.one(ctx.params.productId);
});
products.post('/', signedIn, async (ctx) => {
  ctx.body = await ctx.products.add(ctx.request.body);
});
const reviews = new Router();
reviews.get('/', async (ctx) => {
  ctx.body = await ctx.reviews.find();
});
reviews.post('/', signedIn, async (ctx) => {
  if (ctx.state.user.role !== 'buyer') return ctx.throw(403);
  ctx.status = 201;
});
products.use('/:productId/reviews', reviews.routes());
