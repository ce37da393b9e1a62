-- Deliveries that were answered and are not in the queue yet, in the order of their answers: one cheap row each. An embedded
-- database has them in a file beside it. `arrival`: {"delivery": {"id", "installation"}, "jobs": [{"name", "data"}]}.
CREATE TABLE backend_engineer.inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  arrival json NOT NULL
);
