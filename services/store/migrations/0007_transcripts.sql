-- What was said: a transcript by what it was made of and how, and each piece of one under way.
CREATE TABLE transcripts (
    key         TEXT    PRIMARY KEY,    -- the sound's own name, the model, and what was asked for
    document    TEXT    NOT NULL CHECK (json_valid(document)),
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;
CREATE INDEX transcripts_by_use ON transcripts (used_at);

CREATE TABLE transcript_steps (
    key         TEXT    NOT NULL,
    number      INTEGER NOT NULL,       -- of the piece, from 0 without a gap
    step        TEXT    NOT NULL CHECK (json_valid(step)),
    made_at     REAL    NOT NULL,
    PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX transcript_steps_by_age ON transcript_steps (made_at);
