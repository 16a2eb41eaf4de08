-- What came of each job for a clean copy, kept when the job itself is forgotten: figures, and nobody's name.
CREATE TABLE clean_figures (
    job TEXT PRIMARY KEY,
    done INTEGER NOT NULL,
    seconds REAL NOT NULL,
    found INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    took REAL NOT NULL
) STRICT;
