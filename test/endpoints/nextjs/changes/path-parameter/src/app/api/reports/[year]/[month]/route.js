export async function GET(request, { params }) {
  return Response.json(await reports(params.year));
}
export async function OPTIONS() {
  return new Response(null, { status: 204 });
}
