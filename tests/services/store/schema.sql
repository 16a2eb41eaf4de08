CREATE TABLE accounts (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    telegram_id INTEGER UNIQUE,         -- NULL: the command line's own account
    name        TEXT    NOT NULL DEFAULT '',
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'guest', 'stranger', 'blocked')),
    language    TEXT,                   -- chosen by /language; NULL follows Telegram's
    hint        TEXT    NOT NULL DEFAULT '',  -- the language that Telegram last named
    usual       TEXT,                   -- the choice that is made without asking; NULL asks
    created_at  REAL    NOT NULL
, skips INTEGER NOT NULL DEFAULT 0, patience INTEGER NOT NULL DEFAULT 0, listens TEXT NOT NULL DEFAULT 'always', spoken TEXT NOT NULL DEFAULT '', vocabulary TEXT NOT NULL DEFAULT '', cleaning TEXT NOT NULL DEFAULT '', program TEXT, preferences TEXT NOT NULL DEFAULT '') STRICT;

CREATE UNIQUE INDEX accounts_by_program ON accounts (program) WHERE program IS NOT NULL;

CREATE TABLE "api_keys" (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    digest      TEXT    NOT NULL,       -- SHA-256 of the secret
    scopes      TEXT    NOT NULL,       -- with spaces between
    made_at     REAL    NOT NULL,
    used_at     REAL,                   -- about when it last opened the door; NULL: never
    UNIQUE (account, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifacts (
    key         TEXT    PRIMARY KEY,
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    blob        TEXT    NOT NULL,
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;

CREATE INDEX artifacts_by_use ON artifacts (used_at);

CREATE TABLE batches (
    id          TEXT    PRIMARY KEY,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    webhook_url TEXT    NOT NULL,       -- empty: nobody is told
    made_at     REAL    NOT NULL,
    stopped_at  REAL                    -- NULL: nobody stopped it
) STRICT, WITHOUT ROWID;

CREATE INDEX batches_by_account ON batches (account, made_at);

CREATE TABLE blob_uses (
    sha256      TEXT    NOT NULL REFERENCES blobs (sha256) ON DELETE CASCADE,
    held_by     TEXT    NOT NULL,       -- `artifact:<key>`, `medium:<key>`, `job:<id>`
    PRIMARY KEY (sha256, held_by)
) STRICT, WITHOUT ROWID;

CREATE INDEX blob_uses_by_holder ON blob_uses (held_by);

CREATE TABLE blobs (
    sha256      TEXT    PRIMARY KEY,
    size_bytes  INTEGER NOT NULL,
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;

CREATE INDEX blobs_by_use ON blobs (used_at);

CREATE TABLE buckets (
    key         TEXT    PRIMARY KEY,    -- the key's id
    tokens      REAL    NOT NULL,
    counted_at  REAL    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clean_figures (
    job TEXT PRIMARY KEY,
    done INTEGER NOT NULL,
    seconds REAL NOT NULL,
    found INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    took REAL NOT NULL
) STRICT;

CREATE TABLE clean_reports (
    artifact TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    found INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    places INTEGER NOT NULL,
    seconds REAL NOT NULL,
    made_at REAL NOT NULL
) STRICT;

CREATE TABLE failures (
    key         TEXT    PRIMARY KEY,    -- what was asked: a link's key, or an original's
    code        TEXT    NOT NULL,
    details     TEXT    NOT NULL CHECK (json_valid(details)),
    asked_at    REAL    NOT NULL,
    until       REAL    NOT NULL,       -- it is answered from here until then
    since       REAL    NOT NULL,       -- when the calls below began to be counted
    calls       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX failures_by_age ON failures (asked_at);

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

CREATE INDEX file_links_by_end ON file_links (expires_at);

CREATE INDEX file_links_by_job ON file_links (job);

CREATE TABLE groups (
    chat_id     INTEGER PRIMARY KEY,
    language    TEXT,                   -- NULL: each person's own
    links       TEXT    NOT NULL CHECK (links IN ('always', 'mention', 'never')),
    usual       TEXT,                   -- the choice that is made without asking; NULL: each person's own
    admins_only INTEGER NOT NULL,
    deletes     INTEGER NOT NULL        -- a message with a link goes when it has been answered
, listens TEXT NOT NULL DEFAULT 'named') STRICT;

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

CREATE INDEX inbox_by_age ON inbox (state, received_at);

CREATE INDEX inbox_waiting ON inbox (bot_id, line, seq) WHERE state = 'new';

CREATE TABLE intents (
    job         TEXT    NOT NULL,
    act         TEXT    NOT NULL,       -- `status`, `result`
    chat_id     INTEGER NOT NULL,
    message_id  INTEGER,                -- NULL while nobody knows whether it was sent
    made_at     REAL    NOT NULL,
    PRIMARY KEY (job, act)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    digest      TEXT    PRIMARY KEY,    -- SHA-256 of the code; the code itself is never kept
    role        TEXT    NOT NULL CHECK (role IN ('owner', 'guest')),
    made_by     INTEGER REFERENCES accounts (id) ON DELETE CASCADE,  -- NULL: the first start's claim
    made_at     REAL    NOT NULL,
    expires_at  REAL    NOT NULL,
    used_by     INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
    used_at     REAL
) STRICT;

CREATE TABLE job_numbers (
    last        INTEGER NOT NULL
) STRICT;

CREATE TRIGGER intents_end_with_their_job AFTER DELETE ON jobs
BEGIN
    DELETE FROM intents WHERE job = OLD.id;
END;

CREATE TRIGGER problems_end_with_their_job AFTER DELETE ON jobs
BEGIN
    DELETE FROM problems WHERE job = OLD.id;
END;

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
, waits_for TEXT NOT NULL DEFAULT '', parent TEXT NOT NULL DEFAULT '', number INTEGER, due_at REAL, priority INTEGER NOT NULL DEFAULT 5, batch TEXT NOT NULL DEFAULT '', webhook_url TEXT NOT NULL DEFAULT '', cleared TEXT NOT NULL DEFAULT '', request_id TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX jobs_by_account ON jobs (account, created_at);

CREATE INDEX jobs_by_batch ON jobs (batch) WHERE batch <> '';

CREATE INDEX jobs_by_chat ON jobs (chat_id, message_id, created_at) WHERE message_id IS NOT NULL;

CREATE INDEX jobs_by_end ON jobs (ended_at) WHERE ended_at IS NOT NULL;

CREATE UNIQUE INDEX jobs_by_message ON jobs (chat_id, message_id)
    WHERE message_id IS NOT NULL AND product <> 'card' AND state IN ('waiting', 'running');

CREATE UNIQUE INDEX jobs_by_number ON jobs (number);

CREATE INDEX jobs_by_parent ON jobs (parent) WHERE parent <> '';

CREATE INDEX jobs_by_repeat ON jobs (again_of) WHERE again_of <> '';

CREATE INDEX jobs_by_state ON jobs (state, lane, created_at);

CREATE INDEX jobs_by_webhook ON jobs (ended_at) WHERE webhook_url <> '';

CREATE INDEX jobs_of_account_by_number ON jobs (account, number);

CREATE INDEX jobs_waiting ON jobs (account) WHERE state = 'waiting' AND parent = '';

CREATE TABLE lists (
    key         TEXT    PRIMARY KEY,    -- a link's own key; or list:<sha256> for one that never changes
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    found_at    REAL    NOT NULL
) STRICT;

CREATE INDEX lists_by_age ON lists (found_at);

CREATE TABLE media (
    key         TEXT    PRIMARY KEY,    -- a link's own key, or the medium's
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    thumbnail   TEXT    NOT NULL DEFAULT '',  -- a blob, JPEG
    found_at    REAL    NOT NULL
) STRICT;

CREATE INDEX media_by_age ON media (found_at);

CREATE TABLE polished (
    job         TEXT    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    passage     TEXT    NOT NULL,       -- the SHA-256 of all that was asked, and of which model
    lines       TEXT    NOT NULL CHECK (json_valid(lines)),  -- empty where its answer was not taken
    fault       TEXT    NOT NULL,       -- why not; empty where it was
    tokens      INTEGER NOT NULL,
    PRIMARY KEY (job, passage)
) STRICT, WITHOUT ROWID;

CREATE INDEX polished_by_passage ON polished (passage);

CREATE TABLE problems (
    id          TEXT    PRIMARY KEY,
    code        TEXT    NOT NULL,
    site        TEXT    NOT NULL,
    job         TEXT    NOT NULL,
    happened_at REAL    NOT NULL,
    trace       TEXT    NOT NULL        -- secrets are struck out
) STRICT, WITHOUT ROWID;

CREATE INDEX problems_by_age ON problems (happened_at);

CREATE TABLE questions (
    chat_id     INTEGER NOT NULL,
    message_id  INTEGER NOT NULL,       -- the bot's
    account     INTEGER NOT NULL,
    job         TEXT    NOT NULL,       -- empty where it is about no job
    about       TEXT    NOT NULL,       -- a speaker, or the name of a setting
    made_at     REAL    NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX questions_by_account ON questions (account);

CREATE INDEX questions_by_age ON questions (made_at);

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

CREATE TABLE resting_sites (
    site        TEXT    PRIMARY KEY,
    until       REAL    NOT NULL,
    times       INTEGER NOT NULL        -- how often in a row
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_files (
    bot_id      INTEGER NOT NULL,
    artifact    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    file_id     TEXT    NOT NULL,
    sent_at     REAL    NOT NULL,
    PRIMARY KEY (bot_id, artifact)
) STRICT, WITHOUT ROWID;

CREATE TABLE signatures (
    digest      TEXT    PRIMARY KEY,
    signed_at   REAL    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX signatures_by_age ON signatures (signed_at);

CREATE TABLE speaker_names (
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    heard       TEXT    NOT NULL,       -- the SHA-256 of what was said and by whom
    names       TEXT    NOT NULL CHECK (json_valid(names)),
    used_at     REAL    NOT NULL,
    PRIMARY KEY (account, heard)
) STRICT, WITHOUT ROWID;

CREATE INDEX speaker_names_by_use ON speaker_names (used_at);

CREATE TABLE starts (
    token       TEXT    PRIMARY KEY,
    account     INTEGER NOT NULL,
    url         TEXT    NOT NULL,
    made_at     REAL    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX starts_by_account ON starts (account);

CREATE INDEX starts_by_age ON starts (made_at);

CREATE TABLE transcript_steps (
    key         TEXT    NOT NULL,
    number      INTEGER NOT NULL,       -- of the piece, from 0 without a gap
    step        TEXT    NOT NULL CHECK (json_valid(step)),
    made_at     REAL    NOT NULL,
    PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX transcript_steps_by_age ON transcript_steps (made_at);

CREATE TABLE transcripts (
    key         TEXT    PRIMARY KEY,    -- the sound's own name, the model, and what was asked for
    document    TEXT    NOT NULL CHECK (json_valid(document)),
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;

CREATE INDEX transcripts_by_use ON transcripts (used_at);

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

CREATE INDEX webhooks_by_account ON webhooks (account, made_at);

CREATE INDEX webhooks_due ON webhooks (due_at) WHERE state = 'waiting';

CREATE TABLE word_list_defaults (
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    language    TEXT    NOT NULL,       -- empty: any
    list        INTEGER,                -- NULL: none
    PRIMARY KEY (account, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE word_list_entries (
    list        INTEGER NOT NULL REFERENCES word_lists (id) ON DELETE CASCADE,
    word_key    TEXT    NOT NULL,       -- by which words are compared
    position    INTEGER NOT NULL,
    word        TEXT    NOT NULL,
    severity    INTEGER NOT NULL CHECK (severity BETWEEN 1 AND 4),
    category    TEXT    NOT NULL,
    variations  TEXT    NOT NULL,       -- JSON
    exceptions  TEXT    NOT NULL,       -- JSON
    notes       TEXT    NOT NULL,
    inflects    INTEGER NOT NULL,
    PRIMARY KEY (list, word_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE word_lists (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL,       -- by which names are compared
    description TEXT    NOT NULL,
    language    TEXT    NOT NULL,       -- empty: any
    exceptions  TEXT    NOT NULL,       -- JSON: what is always left alone
    active      INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    based_on    INTEGER,                -- the list that it is the changed copy of
    made_at     REAL    NOT NULL,
    changed_at  REAL    NOT NULL,
    UNIQUE (account, name_key)
) STRICT;
