-- What a language model made of the passages of a job's words; what is equal is asked about only once.
CREATE TABLE polished (
    job         TEXT    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    passage     TEXT    NOT NULL,       -- the SHA-256 of all that was asked, and of which model
    lines       TEXT    NOT NULL CHECK (json_valid(lines)),  -- empty where its answer was not taken
    fault       TEXT    NOT NULL,       -- why not; empty where it was
    tokens      INTEGER NOT NULL,
    PRIMARY KEY (job, passage)
) STRICT, WITHOUT ROWID;
CREATE INDEX polished_by_passage ON polished (passage);
