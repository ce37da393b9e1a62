-- Deliveries that were answered and are not in the queue yet, in the order of their answers: one cheap row for all that
-- came at once. `deliveries`: [{"delivery": {"id", "installation"}, "jobs": [{"name", "data"}]}].
CREATE TABLE backend_engineer.inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  deliveries json NOT NULL
);
