"""What a batch is: several jobs that were asked for together, and how they stand as a whole."""

from dataclasses import dataclass, field
from enum import StrEnum


class BatchStatus(StrEnum):
    """Where a batch stands."""

    PENDING = "pending"
    """None of its jobs has begun."""
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"
    """All are over, and not all of them well."""
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a batch's jobs stand how."""

    waiting: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def over(self) -> int:
        """Return how many have ended."""
        return self.done + self.failed + self.cancelled

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.waiting + self.running + self.over


@dataclass(frozen=True, slots=True)
class Batch:
    """One row, and what has become of its jobs."""

    id: str
    account: int
    name: str
    webhook_url: str
    """Who is told when its last job has ended; empty: nobody."""
    made_at: float
    stopped_at: float | None = None
    counts: Counts = field(default_factory=Counts)
    last_end: float | None = None
    """When the last job so far ended."""

    @property
    def status(self) -> BatchStatus:
        """Return where it stands."""
        counts = self.counts
        if counts.over < counts.total:
            begun = counts.running or counts.over
            return BatchStatus.IN_PROGRESS if begun else BatchStatus.PENDING
        if counts.cancelled and (self.stopped_at is not None or counts.cancelled == counts.total):
            return BatchStatus.CANCELLED
        if counts.failed or counts.cancelled:
            return BatchStatus.COMPLETED_WITH_ERRORS
        return BatchStatus.COMPLETED

    @property
    def ended_at(self) -> float | None:
        """Return when its last job ended; None while one has not."""
        return self.last_end if self.counts.over == self.counts.total else None


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """Some of an account's batches, the newest first."""

    batches: tuple[Batch, ...]
    next: str = ""
    """Where the next page begins; empty on the last one."""
