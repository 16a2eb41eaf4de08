-- Whether a failed job was repeated is asked whenever an owner looks at the board.
CREATE INDEX jobs_by_repeat ON jobs (again_of) WHERE again_of <> '';

-- A note says in which chat a job was: it is erased together with the job.
CREATE TRIGGER intents_end_with_their_job AFTER DELETE ON jobs
BEGIN
    DELETE FROM intents WHERE job = OLD.id;
END;
