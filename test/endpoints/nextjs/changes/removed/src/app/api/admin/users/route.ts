import { NextResponse } from 'next/server';

export async function GET() {
  return NextResponse.json(await db.user.findMany({ take: 100 }));
}
