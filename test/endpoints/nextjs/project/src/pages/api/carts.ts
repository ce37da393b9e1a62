import { defaultHandler } from '@/server/default-handler';
import { add } from '@/server/carts';

export default defaultHandler({
  GET: import('@/server/list-carts'),
  POST: add,
});
