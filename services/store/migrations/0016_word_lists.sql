-- Lists of words that accounts made or changed. Those that came with the program are files and have the numbers up to 100.
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
INSERT INTO sqlite_sequence (name, seq) VALUES ('word_lists', 100);

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

-- Which list is taken where none is named. Without a row it is the one that came with the program.
CREATE TABLE word_list_defaults (
    account     INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    language    TEXT    NOT NULL,       -- empty: any
    list        INTEGER,                -- NULL: none
    PRIMARY KEY (account, language)
) STRICT, WITHOUT ROWID;
