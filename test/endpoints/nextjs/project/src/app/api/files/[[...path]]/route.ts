export async function GET(request: Request) {
  return new Response('file');
}
export async function HEAD() {
  return new Response(null);
}
