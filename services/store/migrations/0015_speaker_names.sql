-- What an account calls those who speak in a transcript.
CREATE TABLE speaker_names (
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    heard       TEXT    NOT NULL,       -- the SHA-256 of what was said and by whom
    names       TEXT    NOT NULL CHECK (json_valid(names)),
    used_at     REAL    NOT NULL,
    PRIMARY KEY (account, heard)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_names_by_use ON speaker_names (used_at);
