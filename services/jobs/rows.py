"""How a job is written in a row of the `jobs` table, and read back."""

import json
import sqlite3

from services.jobs.job import Failure, Job, Stage, State
from services.jobs.order import Order


def job_of(row: sqlite3.Row) -> Job:
    """Return a row as the job that it is."""
    return Job(
        id=row["id"],
        order=Order.from_json(row["order"]),
        state=State(row["state"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        created_at=row["created_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        title=row["title"],
        message_id=row["message_id"],
        artifact=row["artifact"],
        failure=_failure(row["failure"]),
        again_of=row["again_of"],
        waits_for=row["waits_for"],
        run=row["run"],
        attempts=row["attempts"],
        number=row["number"] or 0,
        due_at=row["due_at"],
        priority=row["priority"],
        batch=row["batch"],
        webhook_url=row["webhook_url"],
        request_id=row["request_id"],
    )


def failure_json(failure: Failure) -> str:
    """Return why a job failed, as its row has it."""
    return json.dumps({"code": failure.code, "details": dict(failure.details)}, ensure_ascii=False)


def _failure(text: str | None) -> Failure | None:
    if text is None:
        return None
    return Failure(**json.loads(text))
