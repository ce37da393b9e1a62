export interface OrderRow {
  id: string;
  customer_id: string;
  email: string | null;
  status: string;
  total_cents: number;
  created_at: Date;
  shipped_at: Date | null;
}

/** An order as `openapi.yaml` promises it. */
export function serializeOrder(order: OrderRow) {
  return {
    id: Number(order.id),
    customerId: Number(order.customer_id),
    email: order.email,
    status: order.status,
    total: order.total_cents / 100,
    createdAt: order.created_at.toISOString(),
    shippedAt: order.shipped_at?.toISOString() ?? null,
  };
}
