-- What programs show instead of a person. A key is its id and a secret; the secret is never kept.
CREATE TABLE api_keys (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    digest      TEXT    NOT NULL,       -- SHA-256 of the secret
    made_at     REAL    NOT NULL,
    used_at     REAL                    -- about when it last opened the door; NULL: never
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_account ON api_keys (account);
