-- +goose Up
ALTER TABLE orders ADD COLUMN shipped_at timestamptz;
ALTER TABLE orders ADD CONSTRAINT orders_total_not_negative CHECK (total_cents >= 0) NOT VALID;

-- +goose Down
ALTER TABLE orders DROP CONSTRAINT orders_total_not_negative;
ALTER TABLE orders DROP COLUMN shipped_at;
