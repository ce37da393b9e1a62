const Router = require('koa-router');

module.exports = function makePublic(options) {
  const router = new Router();
  router.get('health', '/health', (ctx) => {
    ctx.status = 204;
  });
  router.get(['/about', '/imprint'], async (ctx) => {
    ctx.body = options.title;
  });
  router.get('/files/(.*)', async (ctx) => {
    if (ctx.path.includes('..')) ctx.throw(400);
    ctx.body = await open(ctx.path);
  });
  return router.routes();
};
