-- Open orders of a tenant, oldest first. $1 tenant, $2 after this id, $3 how many.
SELECT id, customer_id, email, status, total_cents, created_at, shipped_at
FROM orders
WHERE tenant_id = $1 AND status = 'open' AND id > $2
ORDER BY id
LIMIT $3;
