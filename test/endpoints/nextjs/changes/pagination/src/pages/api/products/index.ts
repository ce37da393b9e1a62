import type { NextApiRequest, NextApiResponse } from 'next';
import { getServerSession } from 'next-auth';
import { product } from '@/lib/products';

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  if (req.method === 'GET') {
    return res.status(200).json(await db.product.findMany({ take: 2000 }));
  }
  if (req.method === 'POST') {
    const session = await getServerSession(req, res, options);
    if (!session) return res.status(401).end();
    const input = product.parse(req.body);
    return res.status(201).json(await db.product.create({ data: input }));
  }
  res.status(405).end();
}
