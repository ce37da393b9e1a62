-- +goose Up
ALTER TABLE orders ADD COLUMN exported_at timestamptz;
ALTER TABLE orders ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE orders ADD COLUMN export_key uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE orders ALTER COLUMN email SET NOT NULL;
CREATE INDEX orders_exported_at_idx ON orders (exported_at);

-- +goose Down
DROP INDEX orders_exported_at_idx;
ALTER TABLE orders ALTER COLUMN email DROP NOT NULL;
ALTER TABLE orders DROP COLUMN export_key;
ALTER TABLE orders DROP COLUMN updated_at;
ALTER TABLE orders DROP COLUMN exported_at;
