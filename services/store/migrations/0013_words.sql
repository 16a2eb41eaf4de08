-- When what is said is written down without being asked, in which languages, and with which names in mind.
ALTER TABLE accounts ADD COLUMN listens TEXT NOT NULL DEFAULT 'always';  -- always, ask, named, never
ALTER TABLE accounts ADD COLUMN spoken TEXT NOT NULL DEFAULT '';         -- codes with spaces between: only these come into question
ALTER TABLE accounts ADD COLUMN vocabulary TEXT NOT NULL DEFAULT '';     -- names and terms that are likely
ALTER TABLE groups ADD COLUMN listens TEXT NOT NULL DEFAULT 'named';

-- What the bot asked somebody, so that an answer to that message finds what it is about.
CREATE TABLE questions (
    chat_id     INTEGER NOT NULL,
    message_id  INTEGER NOT NULL,       -- the bot's
    account     INTEGER NOT NULL,
    job         TEXT    NOT NULL,       -- empty where it is about no job
    about       TEXT    NOT NULL,       -- a speaker, or the name of a setting
    made_at     REAL    NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_by_age ON questions (made_at);
CREATE INDEX questions_by_account ON questions (account);
