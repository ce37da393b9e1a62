export const listSchema = {
  querystring: { type: 'object', properties: { limit: { type: 'integer', maximum: 1000 } } },
};
export const orderSchema = { type: 'object', properties: { id: { type: 'string' } } };

export async function list(request) {
  return request.server.orders.find(request.query);
}
