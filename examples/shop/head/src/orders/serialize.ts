export interface OrderRow {
  id: string;
  customer_id: string;
  email: string;
  status: string;
  /** A bigint, which pg answers as text. */
  total_cents: string;
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
    amount: { cents: Number(order.total_cents), currency: 'EUR' },
    createdAt: order.created_at.toISOString(),
    shippedAt: order.shipped_at?.toISOString() ?? null,
  };
}
