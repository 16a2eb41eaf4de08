-- Updates are stored before they are acknowledged, and worked off from here.
CREATE TABLE inbox (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival; update ids may start anew
    bot_id      INTEGER NOT NULL,
    update_id   INTEGER,                -- NULL for what came without one: such a row is parked
    line        TEXT    NOT NULL,       -- what must stay in order: `chat:<id>`, `tap:<user>`, …
    body        TEXT    NOT NULL,       -- JSON
    state       TEXT    NOT NULL CHECK (state IN ('new', 'done', 'parked')),
    tries       INTEGER NOT NULL DEFAULT 0,  -- how often handling it failed
    resumed     INTEGER NOT NULL DEFAULT 0,  -- how often it was begun again after the program died
    problem     TEXT    NOT NULL DEFAULT '',
    received_at REAL    NOT NULL,
    UNIQUE (bot_id, update_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (bot_id, line, seq) WHERE state = 'new';
CREATE INDEX inbox_by_age ON inbox (state, received_at);

-- What was uploaded once is sent again by Telegram's own id.
CREATE TABLE sent_files (
    bot_id      INTEGER NOT NULL,
    artifact    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    file_id     TEXT    NOT NULL,
    sent_at     REAL    NOT NULL,
    PRIMARY KEY (bot_id, artifact)
) STRICT, WITHOUT ROWID;

-- A send that cannot be repeated without harm is announced before and noted after.
CREATE TABLE intents (
    job         TEXT    NOT NULL,
    act         TEXT    NOT NULL,       -- `status`, `result`
    chat_id     INTEGER NOT NULL,
    message_id  INTEGER,                -- NULL while nobody knows whether it was sent
    made_at     REAL    NOT NULL,
    PRIMARY KEY (job, act)
) STRICT, WITHOUT ROWID;
