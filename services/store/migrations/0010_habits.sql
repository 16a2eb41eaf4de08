-- How somebody likes it, beside the usual choice.
ALTER TABLE accounts ADD COLUMN skips INTEGER NOT NULL DEFAULT 0;     -- without sponsors, where that is known
ALTER TABLE accounts ADD COLUMN patience INTEGER NOT NULL DEFAULT 0;  -- seconds to choose before the usual is taken; 0 does not ask
