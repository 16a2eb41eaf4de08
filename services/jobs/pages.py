"""Jobs page by page, the newest first: whoever turns the pages misses none and sees none twice."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.jobs.cursors import cursor_of, invalid, parts_of
from services.jobs.job import State
from services.jobs.order import Channel, Product
from services.jobs.programs import JobsPage
from services.jobs.rows import job_of
from services.store.database import Database, Value

MOST: Final = 200
"""Of jobs on a page."""
_MOST_DIGITS: Final = 18
_WHERE: Final = """
    WHERE parent = :parent
      AND (:account IS NULL OR account = :account)
      AND (:batch = '' OR batch = :batch)
      AND (:states = '[]' OR state IN (SELECT value FROM json_each(:states)))
      AND (:products = '[]' OR product IN (SELECT value FROM json_each(:products)))
      AND (:channel IS NULL OR json_extract("order", '$.recipient.channel') = :channel)
"""
_PAGE: Final = f"""
    SELECT * FROM jobs {_WHERE} AND (:before IS NULL OR number < :before) AND number IS NOT NULL
    ORDER BY number DESC LIMIT :limit
"""  # noqa: S608 - both parts stand above
_COUNT: Final = f"SELECT count(*) FROM jobs {_WHERE}"  # noqa: S608 - both parts stand above


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which jobs are looked for; what is empty or None is left open."""

    account: int | None = None
    statuses: Collection[State] = ()
    products: Collection[Product] = ()
    channel: Channel | None = None
    batch: str = ""
    parent: str = ""
    """The job of a list, for those of its entries; empty for jobs of no list."""

    @property
    def values(self) -> dict[str, Value]:
        """Return what the statements look for."""
        return {
            "account": self.account,
            "states": json.dumps(sorted(self.statuses)),
            "products": json.dumps(sorted(self.products)),
            "channel": self.channel,
            "batch": self.batch,
            "parent": self.parent,
        }


async def page_of(database: Database, wanted: Wanted, *, cursor: str, limit: int) -> JobsPage:
    """Return one page; an empty cursor begins with the newest job.

    Raises:
        FieldInvalid: the cursor is none of ours.
    """
    limit = max(1, min(limit, MOST))
    before = _number_in(cursor) if cursor else None
    rows = await database.rows(_PAGE, before=before, limit=limit + 1, **wanted.values)
    jobs = tuple(job_of(row) for row in rows[:limit])
    return JobsPage(jobs, cursor_of("before", str(jobs[-1].number)) if len(rows) > limit else "")


async def count_of(database: Database, wanted: Wanted) -> int:
    """Return how many there are on all pages."""
    row = await database.row(_COUNT, **wanted.values)
    return int(row[0]) if row else 0


def _number_in(cursor: str) -> int:
    kind, number = parts_of(cursor, count=2)
    if kind != "before" or not number.isdecimal() or len(number) > _MOST_DIGITS:
        raise invalid()
    return int(number)
