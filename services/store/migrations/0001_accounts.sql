-- Who may use the bot, and how they like it. An id is never given twice: jobs remember it.
CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    telegram_id INTEGER UNIQUE,         -- NULL: the command line's own account
    name        TEXT    NOT NULL DEFAULT '',
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'guest', 'stranger', 'blocked')),
    language    TEXT,                   -- chosen by /language; NULL follows Telegram's
    hint        TEXT    NOT NULL DEFAULT '',  -- the language that Telegram last named
    usual       TEXT,                   -- the choice that is made without asking; NULL asks
    created_at  REAL    NOT NULL
) STRICT;

-- One-time links: the owner's claim at the first start, and invitations.
CREATE TABLE invites (
    digest      TEXT    PRIMARY KEY,    -- SHA-256 of the code; the code itself is never kept
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'guest')),
    made_by     INTEGER REFERENCES accounts (id) ON DELETE CASCADE,  -- NULL: the first start's claim
    made_at     REAL    NOT NULL,
    expires_at  REAL    NOT NULL,
    used_by     INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
    used_at     REAL
) STRICT;
