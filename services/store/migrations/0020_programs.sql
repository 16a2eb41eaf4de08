-- What programs may do: each key has its scopes, and its name is its owner's own affair.
CREATE TABLE keys_with_scopes (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    digest      TEXT    NOT NULL,       -- SHA-256 of the secret
    scopes      TEXT    NOT NULL,       -- with spaces between
    made_at     REAL    NOT NULL,
    used_at     REAL,                   -- about when it last opened the door; NULL: never
    UNIQUE (account, name)
) STRICT, WITHOUT ROWID;
INSERT INTO keys_with_scopes
    SELECT id, name, account, digest, 'read jobs words', made_at, used_at FROM api_keys;
DROP TABLE api_keys;
ALTER TABLE keys_with_scopes RENAME TO api_keys;

-- Accounts of those who are named in API_KEYS_JSON; NULL: a person's.
ALTER TABLE accounts ADD COLUMN program TEXT;
CREATE UNIQUE INDEX accounts_by_program ON accounts (program) WHERE program IS NOT NULL;
-- What programs set for their account beside how clean copies are made: privacy, looks. Empty: as usual.
ALTER TABLE accounts ADD COLUMN preferences TEXT NOT NULL DEFAULT '';

-- How much each key may still ask for.
CREATE TABLE buckets (
    key         TEXT    PRIMARY KEY,    -- the key's id
    tokens      REAL    NOT NULL,
    counted_at  REAL    NOT NULL
) STRICT, WITHOUT ROWID;

-- Signatures that were accepted: none is a second time, while its time stamp is fresh.
CREATE TABLE signatures (
    digest      TEXT    PRIMARY KEY,
    signed_at   REAL    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX signatures_by_age ON signatures (signed_at);

-- Answers to requests that may be repeated without harm, by the Idempotency-Key that came with them.
CREATE TABLE repeatable (
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    key         TEXT    NOT NULL,
    asked       TEXT    NOT NULL,       -- a digest of what was asked
    status      INTEGER,                -- NULL: it is still being answered
    headers     TEXT    NOT NULL DEFAULT '{}',
    body        BLOB,
    asked_at    REAL    NOT NULL,
    PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX repeatable_by_age ON repeatable (asked_at);

-- Several orders that were given together.
CREATE TABLE batches (
    id          TEXT    PRIMARY KEY,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    webhook_url TEXT    NOT NULL,       -- empty: nobody is told
    made_at     REAL    NOT NULL,
    stopped_at  REAL                    -- NULL: nobody stopped it
) STRICT, WITHOUT ROWID;
CREATE INDEX batches_by_account ON batches (account, made_at);

-- A whole number for those who want one instead of a name; none is ever given to a second job.
CREATE TABLE job_numbers (
    last        INTEGER NOT NULL
) STRICT;
ALTER TABLE jobs ADD COLUMN number INTEGER;
UPDATE jobs SET number = rowid;
INSERT INTO job_numbers SELECT coalesce(max(number), 0) FROM jobs;
CREATE UNIQUE INDEX jobs_by_number ON jobs (number);
CREATE INDEX jobs_of_account_by_number ON jobs (account, number);

ALTER TABLE jobs ADD COLUMN due_at REAL;                          -- it does not begin before
ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 5;  -- 1 to 10: which of an account's own goes first
ALTER TABLE jobs ADD COLUMN batch TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN webhook_url TEXT NOT NULL DEFAULT ''; -- who is told of its end; empty: nobody
ALTER TABLE jobs ADD COLUMN cleared TEXT NOT NULL DEFAULT '';     -- what was erased since its end: words, names
ALTER TABLE jobs ADD COLUMN request_id TEXT NOT NULL DEFAULT '';  -- of the request that it came with
-- How many an account has waiting is asked with every order.
CREATE INDEX jobs_waiting ON jobs (account) WHERE state = 'waiting' AND parent = '';
CREATE INDEX jobs_by_batch ON jobs (batch) WHERE batch <> '';
CREATE INDEX jobs_by_webhook ON jobs (ended_at) WHERE webhook_url <> '';

-- Calls to the addresses that programs gave, until each has been taken or given up.
CREATE TABLE webhooks (
    id          TEXT    PRIMARY KEY,    -- goes with every try as Idempotency-Key
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    event       TEXT    NOT NULL,       -- job_completed, job_failed, batch_completed, test
    about       TEXT    NOT NULL,       -- the job or the batch
    url         TEXT    NOT NULL,
    body        TEXT    NOT NULL CHECK (json_valid(body)),
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries       INTEGER NOT NULL DEFAULT 0,
    due_at      REAL    NOT NULL,
    status      INTEGER,                -- of the last answer; NULL: there was none
    trouble     TEXT    NOT NULL DEFAULT '',
    made_at     REAL    NOT NULL,
    ended_at    REAL,
    UNIQUE (event, about)
) STRICT;
CREATE INDEX webhooks_due ON webhooks (due_at) WHERE state = 'waiting';
CREATE INDEX webhooks_by_account ON webhooks (account, made_at);
