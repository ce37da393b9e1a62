-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_open_idx ON orders (tenant_id, id) WHERE status = 'open';

-- +goose Down
DROP INDEX CONCURRENTLY IF EXISTS orders_open_idx;
