const Koa = require('koa');
const mount = require('koa-mount');
const bodyParser = require('koa-bodyparser');
const ratelimit = require('koa-ratelimit');
const helmet = require('koa-helmet');
const got = require('got');
const api = require('./routes');
const admin = require('./admin');
const makePublic = require('./public');

const app = new Koa();
app.use(helmet.contentSecurityPolicy());
app.use(bodyParser());
app.use(makePublic({ title: 'shop' }));
app.use(ratelimit({ duration: 60000, max: 100 }));
app.use(api.routes()).use(api.allowedMethods());
app.use(mount('/admin', admin));
app.get;
got.get('/not-a-route', {});

module.exports = app;
