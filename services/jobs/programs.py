"""What programs may say beside their order, and how their jobs are told to them page by page."""

from dataclasses import dataclass, replace
from typing import Final

import structlog

from services.errors import FieldInvalid
from services.jobs.job import Job

USUAL_PRIORITY: Final = 5
FIRST: Final = 10
LAST: Final = 1


@dataclass(frozen=True, slots=True)
class Extras:
    """When a job begins, before which others of the same account, and who is told of its end."""

    due_at: float | None = None
    """Seconds since 1970; it does not begin before. None, or a moment that is over: at once."""
    priority: int = USUAL_PRIORITY
    """10 goes first, 1 last, among those of the same account."""
    batch: str = ""
    webhook_url: str = ""
    request_id: str = ""
    """Stands on every line of the log that the job causes; empty: that of the request under way."""

    def __post_init__(self) -> None:
        """See to it that the priority is one.

        Raises:
            FieldInvalid: it is none.
        """
        check_priority(self.priority)


@dataclass(frozen=True, slots=True)
class JobsPage:
    """Some of an account's jobs, the newest first."""

    jobs: tuple[Job, ...]
    next: str = ""
    """Where the next page begins; empty on the last one."""


def named_by_request(extras: Extras) -> Extras:
    """Return the same with the name of the request under way, unless they have another."""
    under_way = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    return replace(extras, request_id=extras.request_id or under_way)


def check_priority(priority: int) -> None:
    """See to it that a number is a priority.

    Raises:
        FieldInvalid: it is not.
    """
    if not LAST <= priority <= FIRST:
        raise FieldInvalid(field="priority", allowed=f"{LAST}-{FIRST}")
