import { withAuth } from '@/lib/session';

export const GET = withAuth(async ({ request, context }) => {
  const order = await find(context);
  return order ? Response.json(order) : Response.json(null, { status: 404 });
});
export const PUT = withAuth(
  async ({ request }) => {
    const changes = orderChange.parse(await request.json());
    return Response.json(changes, { status: 202 });
  },
  { requiredPermissions: ['orders.write'] },
);
const remove = withAuth(async () => new Response(null, { status: 204 }), { requiredPermissions: ['orders.delete'] });
export { remove as DELETE };
