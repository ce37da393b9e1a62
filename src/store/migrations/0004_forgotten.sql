-- What went away, for the workers that hold objects of it on a disk of their own. One of the two columns says what.
CREATE TABLE backend_engineer.forgotten (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  installation bigint,
  repository text,
  forgotten_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX forgotten_forgotten_at_idx ON backend_engineer.forgotten (forgotten_at);
