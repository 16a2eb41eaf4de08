"""What was found in a recording and what was done about it, kept beside the clean copy."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

import structlog

from services.censor.hits import Form, Hit
from services.censor.word_lists import Severity
from services.clock import Clock
from services.store.database import Database

log = structlog.get_logger(__name__)

_PUT: Final = """
    INSERT INTO clean_reports (artifact, report, found, hidden, places, seconds, made_at)
    VALUES (:artifact, :report, :found, :hidden, :places, :seconds, :now)
    ON CONFLICT (artifact) DO UPDATE SET
        report = excluded.report, found = excluded.found, hidden = excluded.hidden,
        places = excluded.places, seconds = excluded.seconds, made_at = excluded.made_at
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One clean copy, told in full."""

    hits: tuple[Hit, ...]
    """All that was found, in the order in which it is said."""
    hidden: tuple[int, ...]
    """Which of them are hidden, counted from 0."""
    places: tuple[tuple[float, float], ...]
    """The seconds in which nothing of the original is left; several words may share one."""
    lists: tuple[str, ...]
    """The names of the word lists."""
    language: str
    seconds: float
    words: int
    """How many were said in all."""
    transcript: str
    """The name under which the words are kept."""
    source: str
    """The key of the file that was cleaned."""
    way: str = ""
    why: str = ""
    touched: float = 0.0
    residue_db: float = 0.0

    def is_hidden(self, number: int) -> bool:
        """Return whether a hit is hidden."""
        return number in self.hidden

    def facts(self) -> dict[str, Any]:
        """Return it as programs read it: times in seconds, severities by their names."""
        return {
            "language": self.language,
            "duration": self.seconds,
            "lists": list(self.lists),
            "words": self.words,
            "found": len(self.hits),
            "hidden": len(self.hidden),
            "places": [list(place) for place in self.places],
            "way": self.way,
            "hits": [
                {
                    "start": hit.start,
                    "end": hit.end,
                    "text": hit.text,
                    "word": hit.word,
                    "severity": hit.severity.code,
                    "category": hit.category,
                    "form": hit.form.value,
                    "confidence": hit.confidence,
                    "hidden": self.is_hidden(number),
                }
                for number, hit in enumerate(self.hits)
            ],
        }

    @property
    def hidden_words(self) -> int:
        """Return how many words are hidden; a phrase has several."""
        return sum(self.hits[number].last - self.hits[number].first + 1 for number in self.hidden)


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """What a report comes to, without what was found."""

    found: int
    hidden: int
    seconds: float


class Reports:
    """A table of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def put(self, artifact: str, report: Report) -> None:
        """Keep the report of a clean copy under that one's key."""
        await self._database.write(
            _PUT,
            artifact=artifact,
            report=json.dumps(asdict(report), ensure_ascii=False),
            found=len(report.hits),
            hidden=len(report.hidden),
            places=len(report.places),
            seconds=report.seconds,
            now=self._clock.now(),
        )

    async def get(self, artifact: str) -> Report | None:
        """Return the report of a clean copy."""
        row = await self._database.row(
            "SELECT report FROM clean_reports WHERE artifact = :artifact", artifact=artifact
        )
        if row is None:
            return None
        try:
            return _report(json.loads(row["report"]))
        except (TypeError, ValueError):
            log.info("a report of another version", artifact=artifact)
            return None

    async def figures(self, artifact: str) -> ReportFigures | None:
        """Return what the report of a clean copy comes to; it may have thousands of hits."""
        row = await self._database.row(
            "SELECT found, hidden, seconds FROM clean_reports WHERE artifact = :artifact",
            artifact=artifact,
        )
        return ReportFigures(row["found"], row["hidden"], row["seconds"]) if row else None


def _report(told: dict[str, Any]) -> Report:
    parts = {
        "hits": tuple(_hit(row) for row in told["hits"]),
        "hidden": tuple(told["hidden"]),
        "places": tuple((start, end) for start, end in told["places"]),
        "lists": tuple(told["lists"]),
    }
    return Report(**{**told, **parts})


def _hit(row: dict[str, Any]) -> Hit:
    return Hit(**{**row, "severity": Severity(row["severity"]), "form": Form(row["form"])})
