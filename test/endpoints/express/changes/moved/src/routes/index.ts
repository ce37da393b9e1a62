import { Router } from 'express';
import accounts from './accounts';
import * as catalogue from './catalogue';
import { orders } from '@/routes/orders';

const router = Router();
const mounted = [
  { path: '/people', router: accounts },
  { path: '/products', router: catalogue.products },
];
mounted.forEach((each) => router.use(each.path, each.router));
router.use('/orders', orders);
router.use('/legacy', require('./legacy'));
router.get('/version', (_request, response) => response.json({ version: 1 }));
export default router;
