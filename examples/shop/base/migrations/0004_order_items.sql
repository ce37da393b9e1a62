-- +goose Up
CREATE TABLE order_items (
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position integer NOT NULL,
  product_id bigint NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  price_cents integer NOT NULL,
  PRIMARY KEY (order_id, position)
);

CREATE INDEX order_items_product_idx ON order_items (product_id);

-- +goose Down
DROP TABLE order_items;
