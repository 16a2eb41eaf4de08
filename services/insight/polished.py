"""Keeps what a language model made of each passage, so that nothing is asked twice."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from services.errors import SourceExpired
from services.insight.guard import Fault
from services.store.database import Database

_PUT: Final = """
    INSERT INTO polished (job, passage, lines, fault, tokens)
    SELECT :job, :passage, :lines, :fault, :tokens
    WHERE EXISTS (SELECT 1 FROM jobs WHERE id = :job AND cleared NOT LIKE '%words%')
    ON CONFLICT (job, passage) DO UPDATE SET
        lines = excluded.lines, fault = excluded.fault, tokens = excluded.tokens
    RETURNING passage
"""
_FIND: Final = """
    SELECT passage, lines, fault, tokens FROM polished
    WHERE passage IN (SELECT value FROM json_each(:passages)) AND (job = :job OR :job = '')
    ORDER BY fault = :unanswered DESC
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking about a passage."""

    lines: tuple[str, ...] = ()
    """In the place of those that were heard; none where those stay."""
    fault: Fault | None = None
    """Why they stay."""
    tokens: int = 0


class PolishedTable:
    """The `polished` table. Its rows go with their job."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, job: str, passage: str, outcome: Outcome) -> None:
        """Keep what came of a passage.

        Raises:
            SourceExpired: the job is gone, or its words are not to be kept.
        """
        kept = await self._database.write(
            _PUT,
            job=job,
            passage=passage,
            lines=json.dumps(outcome.lines, ensure_ascii=False),
            fault=outcome.fault or "",
            tokens=outcome.tokens,
        )
        if not kept:
            raise SourceExpired

    async def find(self, passages: Collection[str], *, job: str = "") -> Mapping[str, Outcome]:
        """Return what came of passages, by their names: for one job, or for any.

        Where several asked, an answer goes before none.
        """
        rows = await self._database.rows(
            _FIND, passages=json.dumps(sorted(passages)), job=job, unanswered=Fault.UNANSWERED
        )
        return {
            str(row["passage"]): Outcome(
                tuple(json.loads(row["lines"])),
                Fault(row["fault"]) if row["fault"] else None,
                row["tokens"],
            )
            for row in rows
        }
