import { currentUser } from '@clerk/nextjs/server';

export async function listLines() {
  return Response.json(await lines.find({ limit: 25 }));
}
export async function addLine(request: Request) {
  await currentUser();
  return Response.json(await lines.add(await request.json()), { status: 201 });
}
