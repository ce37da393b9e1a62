import { NextResponse } from 'next/server';

import { auth } from 'next-auth';
import { order } from '@/lib/schemas';
import { ratelimit } from '@/lib/limits';

export async function GET(request: Request) {
  const session = await auth();
  if (!session?.user) return NextResponse.json({}, { status: 401 });
  return NextResponse.json(await db.order.findMany({ take: 50 }));
}

export const POST = async (request: Request) => {
  const session = await auth();
  if (!session) return NextResponse.json({}, { status: 401 });
  const key = request.headers.get('Idempotency-Key');
  const body = await request.json();
  const parsed = order.safeParse(body);
  if (!parsed.success) return NextResponse.json({}, { status: 422 });
  return NextResponse.json(await db.order.create({ data: parsed.data, key }), { status: 201 });
};
