-- +goose Up
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id bigint NOT NULL REFERENCES tenants (id),
  customer_id bigint NOT NULL REFERENCES customers (id),
  email text,
  status text NOT NULL DEFAULT 'open',
  total_cents integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX orders_customer_idx ON orders (customer_id);

-- +goose Down
DROP TABLE orders;
