-- What was asked, for whom, where it stands and how it ended.
CREATE TABLE jobs (
    id          TEXT    PRIMARY KEY,
    account     INTEGER NOT NULL,
    lane        TEXT    NOT NULL CHECK (lane IN ('fast', 'bulk')),
    product     TEXT    NOT NULL,
    source_key  TEXT    NOT NULL,
    "order"     TEXT    NOT NULL CHECK (json_valid("order")),
    once        TEXT    UNIQUE,         -- the asker's own name for this request: asked twice is one job
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    stage       TEXT,
    title       TEXT    NOT NULL DEFAULT '',
    chat_id     INTEGER,
    message_id  INTEGER,                -- the message that shows the job and becomes its result
    artifact    TEXT    NOT NULL DEFAULT '',
    failure     TEXT    CHECK (failure IS NULL OR json_valid(failure)),
    again_of    TEXT    NOT NULL DEFAULT '',
    run         INTEGER NOT NULL DEFAULT 0,   -- how often it was let in; `<id>.<run>` names the workflow
    attempts    INTEGER NOT NULL DEFAULT 0,   -- how often the present stage was begun
    created_at  REAL    NOT NULL,
    started_at  REAL,
    ended_at    REAL
) STRICT;

CREATE INDEX jobs_by_state ON jobs (state, lane, created_at);
CREATE INDEX jobs_by_account ON jobs (account, created_at);
CREATE INDEX jobs_by_chat ON jobs (chat_id, message_id, created_at) WHERE message_id IS NOT NULL;
CREATE INDEX jobs_by_end ON jobs (ended_at) WHERE ended_at IS NOT NULL;
-- One message shows one running job: a double tap is one job. (A card's buttons are tapped while the
-- card's own job is still being noted as done.)
CREATE UNIQUE INDEX jobs_by_message ON jobs (chat_id, message_id)
    WHERE message_id IS NOT NULL AND product <> 'card' AND state IN ('waiting', 'running');

-- Facts about media, found once.
CREATE TABLE media (
    key         TEXT    PRIMARY KEY,    -- a link's own key, or the medium's
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    thumbnail   TEXT    NOT NULL DEFAULT '',  -- a blob, JPEG
    found_at    REAL    NOT NULL
) STRICT;
CREATE INDEX media_by_age ON media (found_at);

-- Finished files by what they were made of.
CREATE TABLE artifacts (
    key         TEXT    PRIMARY KEY,
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    blob        TEXT    NOT NULL,
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;
CREATE INDEX artifacts_by_use ON artifacts (used_at);
