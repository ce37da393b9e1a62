import type { NextApiRequest, NextApiResponse } from 'next';
import { withRole } from '@/lib/roles';

const handler = async (req: NextApiRequest, res: NextApiResponse) => {
  const { method } = req;
  switch (method) {
    case 'GET':
      return res.json(await db.product.findUnique({ where: { id: req.query.id } }));
    case 'PUT':
    case 'PATCH':
      return res.status(202).json(await db.product.update({ data: req.body }));
    case 'DELETE': {
      await db.product.delete({ where: { id: req.query.id } });
      return res.status(204).end();
    }
    default:
      return res.status(405).end();
  }
};
export default withRole(handler, { role: 'editor' });
