"""Counts what came of the jobs for clean copies: each once, also when it is long forgotten."""

from dataclasses import dataclass
from typing import Final

from services.store.database import Database

_COUNT: Final = """
    INSERT OR IGNORE INTO clean_figures (job, done, seconds, found, hidden, took)
    SELECT jobs.id, jobs.state = 'done', coalesce(report.seconds, 0), coalesce(report.found, 0),
           coalesce(report.hidden, 0), max(0, jobs.ended_at - coalesce(jobs.started_at, jobs.ended_at))
    FROM jobs LEFT JOIN clean_reports AS report ON report.artifact = jobs.artifact
    WHERE jobs.product = 'clean' AND jobs.state IN ('done', 'failed')
"""
_TOTALS: Final = """
    SELECT count(*) AS jobs, coalesce(sum(done), 0) AS done, coalesce(sum(seconds), 0) AS seconds,
           coalesce(sum(found), 0) AS found, coalesce(sum(hidden), 0) AS hidden,
           coalesce(avg(took) FILTER (WHERE done), 0) AS took
    FROM clean_figures
"""
_ORPHANS: Final = """
    DELETE FROM clean_reports WHERE artifact NOT IN (SELECT key FROM artifacts)
"""


@dataclass(frozen=True, slots=True)
class CleanFigures:
    """All jobs for clean copies that ended well or badly; who stopped one is not counted."""

    jobs: int
    done: int
    seconds: float
    """How long all the recordings are."""
    found: int
    """Explicit words and phrases."""
    hidden: int
    took_seconds: float
    """How long a job took on the average, if it ended well."""

    @property
    def success(self) -> float:
        """Return the share of jobs that ended well, from 0 to 1; 1 where there was none."""
        return self.done / self.jobs if self.jobs else 1.0


async def clean_figures(database: Database) -> CleanFigures:
    """Return the figures, up to this moment."""
    await database.write(_COUNT)
    row = await database.row(_TOTALS)
    if row is None:
        raise RuntimeError("a sum is always one row")
    return CleanFigures(
        jobs=row["jobs"],
        done=row["done"],
        seconds=row["seconds"],
        found=row["found"],
        hidden=row["hidden"],
        took_seconds=row["took"],
    )


async def count_before_forgetting(database: Database) -> None:
    """Count what has ended since the last time, and drop the reports of copies that are gone."""
    await database.write(_COUNT)
    await database.write(_ORPHANS)
