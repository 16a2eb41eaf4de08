-- Links behind the button that opens the bot from inline mode: its payload has room for a token only.
CREATE TABLE starts (
    token       TEXT    PRIMARY KEY,
    account     INTEGER NOT NULL,
    url         TEXT    NOT NULL,
    made_at     REAL    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX starts_by_account ON starts (account);
CREATE INDEX starts_by_age ON starts (made_at);
