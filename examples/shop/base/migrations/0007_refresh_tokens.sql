-- +goose Up
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);

CREATE INDEX refresh_tokens_customer_idx ON refresh_tokens (customer_id);
CREATE INDEX refresh_tokens_expires_idx ON refresh_tokens (expires_at);

-- +goose Down
DROP TABLE refresh_tokens;
