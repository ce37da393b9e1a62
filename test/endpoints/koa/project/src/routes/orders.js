const Router = require('@koa/router');
const compose = require('koa-compose');
const { requireRole } = require('../auth');
const { validate, order } = require('../schemas');
const controller = require('../controllers/orders');

const router = new Router();
router
  .get('/', controller.list)
  .post('/', validate(order), controller.create)
  .get('order', '/:id', controller.show);
router.patch('/:id', compose([requireRole('clerk'), validate(order)]), async (ctx) => {
  ctx.status = 202;
  ctx.body = await ctx.orders.change(ctx.params.id, ctx.request.body);
});
router.del('/:id', requireRole('clerk'), controller.remove);
router.register('/:id/print', ['GET', 'POST'], async (ctx) => {
  ctx.redirect('/print');
});
router.get('/:id/lines', async (ctx) => {
  ctx.body = await ctx.lines.find().limit(50);
});
module.exports = router;
