-- Addresses under which a kept file can be fetched for a while.
CREATE TABLE file_links (
    digest      TEXT    PRIMARY KEY,    -- SHA-256 of the token in the address; the token is never kept
    account     INTEGER NOT NULL,
    job         TEXT    NOT NULL,
    blob        TEXT    NOT NULL,       -- held as `link:<digest>` until then
    file_name   TEXT    NOT NULL,
    mime        TEXT    NOT NULL,
    expires_at  REAL    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_links_by_account ON file_links (account);
CREATE INDEX file_links_by_job ON file_links (job);
CREATE INDEX file_links_by_end ON file_links (expires_at);
