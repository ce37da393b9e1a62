const Router = require('@koa/router');
const { requireAuth } = require('../auth');
const orders = require('./orders');
const accounts = require('./accounts');
const { products } = require('./products');

const router = new Router();
router.prefix('/api/v1');
router.use('/accounts', accounts.routes(), accounts.allowedMethods());
router.use('/orders', requireAuth, orders.routes());
router.use(products.routes());
module.exports = router;
