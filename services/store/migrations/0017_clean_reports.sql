-- What was found in a recording and hidden in its clean copy, by the key of that copy.
CREATE TABLE clean_reports (
    artifact TEXT PRIMARY KEY,
    report TEXT NOT NULL,
    found INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    places INTEGER NOT NULL,
    seconds REAL NOT NULL,
    made_at REAL NOT NULL
) STRICT;
