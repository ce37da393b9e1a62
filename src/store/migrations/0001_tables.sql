-- Everything here is a cache or a promise to finish something: GitHub holds the truth, and deleting it all loses no review.
-- Repositories are named `owner/name` in lower case, since GitHub does not distinguish.

CREATE TABLE backend_engineer.deliveries (
  id text PRIMARY KEY,
  installation bigint NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX deliveries_processed_at_idx ON backend_engineer.deliveries (processed_at);
CREATE INDEX deliveries_installation_idx ON backend_engineer.deliveries (installation);

-- The number of the attempt that may write to a pull request: a higher one ends all lower ones.
-- From a sequence, so that no number comes again after its row was deleted.
CREATE SEQUENCE backend_engineer.fence_numbers AS integer;
CREATE TABLE backend_engineer.fences (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  number integer NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request)
);
CREATE INDEX fences_claimed_at_idx ON backend_engineer.fences (claimed_at);

-- At most one plan a pull request, stored before its first write. `steps`: name -> {"begun": seconds, "done": result or null}.
CREATE TABLE backend_engineer.outbox (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  head text NOT NULL,
  attempt integer NOT NULL,
  plan jsonb NOT NULL,
  steps jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done')),
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request)
);
CREATE INDEX outbox_stored_at_idx ON backend_engineer.outbox (stored_at);

-- Reviews of ours that GitHub took: its lists may lag behind for seconds.
CREATE TABLE backend_engineer.reviews (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  review bigint NOT NULL,
  head text NOT NULL,
  report boolean NOT NULL,
  identities jsonb NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request, review)
);
CREATE INDEX reviews_posted_at_idx ON backend_engineer.reviews (posted_at);

-- Check runs by head. `check_run` is null from before the request until its answer.
CREATE TABLE backend_engineer.checks (
  installation bigint NOT NULL,
  repository text NOT NULL,
  pull_request integer NOT NULL,
  head text NOT NULL,
  check_run bigint,
  begun_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, repository, pull_request, head)
);
CREATE INDEX checks_begun_at_idx ON backend_engineer.checks (begun_at);

-- An organisation's settings file; `text` is null where there is none.
CREATE TABLE backend_engineer.configs (
  installation bigint NOT NULL,
  owner text NOT NULL,
  text text,
  etag text,
  fetched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (installation, owner)
);
CREATE INDEX configs_fetched_at_idx ON backend_engineer.configs (fetched_at);
