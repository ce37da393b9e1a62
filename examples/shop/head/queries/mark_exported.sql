-- $1 tenant, $2 export, $3 order ids.
UPDATE orders
SET exported_at = now(), updated_at = now(), export_id = $2
WHERE tenant_id = $1 AND id = ANY ($3::bigint[]);
