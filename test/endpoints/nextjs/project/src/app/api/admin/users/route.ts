import { NextResponse } from 'next/server';

export async function GET() {
  return NextResponse.json(await db.user.findMany({ take: 100 }));
}
export async function DELETE(request: Request) {
  return NextResponse.redirect(new URL('/admin', request.url));
}
