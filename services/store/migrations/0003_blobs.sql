-- Content-addressed files under DATA_DIR/blobs, and who needs them.
CREATE TABLE blobs (
    sha256      TEXT    PRIMARY KEY,
    size_bytes  INTEGER NOT NULL,
    made_at     REAL    NOT NULL,
    used_at     REAL    NOT NULL
) STRICT;
CREATE INDEX blobs_by_use ON blobs (used_at);

CREATE TABLE blob_uses (
    sha256      TEXT    NOT NULL REFERENCES blobs (sha256) ON DELETE CASCADE,
    held_by     TEXT    NOT NULL,       -- `artifact:<key>`, `medium:<key>`, `job:<id>`
    PRIMARY KEY (sha256, held_by)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_uses_by_holder ON blob_uses (held_by);
