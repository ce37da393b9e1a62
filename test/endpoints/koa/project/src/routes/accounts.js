const Router = require('@koa/router');
const { RateLimit } = require('koa2-ratelimit');
const { requireAuth } = require('../auth');
const { login } = require('../schemas');

const router = new Router();
const loginLimiter = RateLimit.middleware({ interval: 60000, max: 5 });

router.post('/', async (ctx) => {
  const input = login.parse(ctx.request.body);
  ctx.status = 201;
  ctx.body = await ctx.accounts.add(input);
});
router.post('/login', loginLimiter, async (ctx) => {
  const token = await ctx.accounts.signIn(ctx.request.body);
  if (!token) ctx.throw(401, 'wrong');
  ctx.body = { token };
});
router.use(requireAuth);
router.get('/me', (ctx) => {
  ctx.body = ctx.state.user;
});
router.put('/me', async (ctx) => {
  ctx.body = await ctx.accounts.change(ctx.request.body);
});
router.delete('/me', async (ctx) => {
  await ctx.accounts.remove(ctx.state.user.id);
  ctx.status = 204;
});
router.all('/me/export', async (ctx) => {
  ctx.body = 'export';
});
module.exports = router;
