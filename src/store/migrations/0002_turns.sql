-- How much was done in a window of time, against what would make us work or pay without end.
-- `subject` is an author in lower case, or '' where the repository as a whole is counted.
CREATE TABLE backend_engineer.counts (
  installation bigint NOT NULL,
  repository text NOT NULL,
  what text NOT NULL,
  subject text NOT NULL,
  begins_at timestamptz NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (installation, repository, what, subject, begins_at)
);
CREATE INDEX counts_begins_at_idx ON backend_engineer.counts (begins_at);

-- Who waits and who is at work. `waits_for`: the limit that the check run of the head names as the reason for waiting.
-- `counted`: the review of the head took its place in the limits and has not ended; tried again, it needs no second one.
CREATE TABLE backend_engineer.turns (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  head text NOT NULL,
  waits_for text,
  counted boolean NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request)
);
CREATE INDEX turns_changed_at_idx ON backend_engineer.turns (changed_at);

-- Heads that somebody with write access asked the model about. Where this is lost, somebody asks again.
CREATE TABLE backend_engineer.model_asks (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  head text NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request)
);
CREATE INDEX model_asks_asked_at_idx ON backend_engineer.model_asks (asked_at);
