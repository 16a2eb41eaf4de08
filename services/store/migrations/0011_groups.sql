-- Groups in which an administrator has changed how the bot behaves.
CREATE TABLE groups (
    chat_id     INTEGER PRIMARY KEY,
    language    TEXT,                   -- NULL: each person's own
    links       TEXT    NOT NULL CHECK (links IN ('always', 'mention', 'never')),
    usual       TEXT,                   -- the choice that is made without asking; NULL: each person's own
    admins_only INTEGER NOT NULL,
    deletes     INTEGER NOT NULL        -- a message with a link goes when it has been answered
) STRICT;
