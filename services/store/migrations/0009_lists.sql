-- Lists of media, and the jobs that are made for the entries of one.
CREATE TABLE lists (
    key         TEXT    PRIMARY KEY,    -- a link's own key; or list:<sha256> for one that never changes
    facts       TEXT    NOT NULL CHECK (json_valid(facts)),
    found_at    REAL    NOT NULL
) STRICT;
CREATE INDEX lists_by_age ON lists (found_at);

ALTER TABLE jobs ADD COLUMN parent TEXT NOT NULL DEFAULT '';   -- the job of the list that it belongs to
CREATE INDEX jobs_by_parent ON jobs (parent) WHERE parent <> '';
