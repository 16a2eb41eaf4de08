-- What a site refused a short while ago: whoever asks again is told so, and the site is left in peace.
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

-- Sites that keep us out for now.
CREATE TABLE resting_sites (
    site        TEXT    PRIMARY KEY,
    until       REAL    NOT NULL,
    times       INTEGER NOT NULL        -- how often in a row
) STRICT, WITHOUT ROWID;

-- The site that a waiting job waits for; empty when it waits for its turn or for room.
ALTER TABLE jobs ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';

-- Errors that somebody should look into, by the word that was told to whoever asked.
CREATE TABLE problems (
    id          TEXT    PRIMARY KEY,
    code        TEXT    NOT NULL,
    site        TEXT    NOT NULL,
    job         TEXT    NOT NULL,
    happened_at REAL    NOT NULL,
    trace       TEXT    NOT NULL        -- secrets are struck out
) STRICT, WITHOUT ROWID;
CREATE INDEX problems_by_age ON problems (happened_at);

-- A trace may name what was asked for: it is erased together with the job.
CREATE TRIGGER problems_end_with_their_job AFTER DELETE ON jobs
BEGIN
    DELETE FROM problems WHERE job = OLD.id;
END;
