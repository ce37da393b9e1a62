-- A tenant's orders of some days. $1 tenant, $2 first day, $3 day after the last.
SELECT o.id, o.export_key, o.email, c.reference, o.status, o.total_cents, o.created_at
FROM orders o
JOIN customers c ON c.id = o.customer_id
WHERE o.tenant_id = $1 AND o.created_at >= $2 AND o.created_at < $3
ORDER BY o.created_at, o.id;
