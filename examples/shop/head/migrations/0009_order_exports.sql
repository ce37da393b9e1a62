-- +goose Up
CREATE TABLE order_exports (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id bigint NOT NULL REFERENCES tenants (id),
  requested_by text NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  order_count integer,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK (from_day <= to_day)
);

CREATE INDEX order_exports_tenant_idx ON order_exports (tenant_id, created_at);

ALTER TABLE orders ADD COLUMN export_id bigint;
ALTER TABLE orders ADD CONSTRAINT orders_export_fk FOREIGN KEY (export_id) REFERENCES order_exports (id);

-- Exports join products; rows from before the foreign key are checked by a later migration.
ALTER TABLE order_items
  ADD CONSTRAINT order_items_product_fk FOREIGN KEY (product_id) REFERENCES products (id) NOT VALID;

-- +goose Down
ALTER TABLE order_items DROP CONSTRAINT order_items_product_fk;
ALTER TABLE orders DROP COLUMN export_id;
DROP TABLE order_exports;
