const Koa = require('koa');
const Router = require('@koa/router');
const { requireAuth, requireRole } = require('./auth');

const admin = new Koa();
const router = new Router();
addUsers(router);
admin.use(requireAuth);
admin.use(router.routes());

function addUsers(target) {
  target.get('/users', async (ctx) => {
    ctx.body = await ctx.users.find({ take: ctx.query.take });
  });
  target.delete('/users/:id', async (ctx) => {
    ctx.status = 204;
  });
}
module.exports = admin;
