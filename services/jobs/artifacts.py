"""What is known for good: the facts about media, and the files that were made of them.

Facts that another version of the program wrote may not fit; they count as unknown and are found anew.
"""

import json
import math
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.clock import Clock
from services.jobs.artifact import Artifact
from services.media.choices import Wanted
from services.media.formats import Kind
from services.platforms.catalogue import expires_at, link_of
from services.sources.medium import Caption, Chapter, Medium, Picture, Scribe, Sound
from services.store.blobs import Blobs
from services.store.database import Database, Value

log = structlog.get_logger(__name__)

RECIPE: Final = 1
"""Raised when the same order should from now on give a different file."""

_PUT_ARTIFACT: Final = """
    INSERT INTO artifacts (key, facts, blob, made_at, used_at)
    VALUES (:key, :facts, :blob, :now, :now)
    ON CONFLICT (key) DO UPDATE SET
        facts = excluded.facts, blob = excluded.blob, made_at = excluded.made_at,
        used_at = excluded.used_at
"""
_PUT_MEDIUM: Final = """
    INSERT INTO media (key, facts, thumbnail, found_at) VALUES (:key, :facts, :thumbnail, :now)
    ON CONFLICT (key) DO UPDATE SET
        facts = excluded.facts, found_at = excluded.found_at,
        thumbnail = CASE excluded.thumbnail WHEN '' THEN thumbnail ELSE excluded.thumbnail END
"""
_DELETE_ARTIFACTS: Final = """
    DELETE FROM artifacts WHERE key IN
        (SELECT key FROM artifacts WHERE used_at < :before ORDER BY used_at LIMIT :limit)
    RETURNING key
"""
_DELETE_MEDIA: Final = """
    DELETE FROM media WHERE key IN
        (SELECT key FROM media WHERE found_at < :before ORDER BY found_at LIMIT :limit)
    RETURNING key
"""
_FRESH_SECONDS: Final = timedelta(hours=6).total_seconds()
_NEWEST_SECONDS: Final = timedelta(minutes=10).total_seconds()
_TOUCH_SECONDS: Final = timedelta(hours=12).total_seconds()


@dataclass(frozen=True, slots=True)
class Known:
    """A medium as it was found."""

    key: str
    """Under which it is known: its own, or that of a link that led to it."""
    medium: Medium
    thumbnail: str
    """A blob; empty when there is none."""
    found_at: float

    @property
    def is_newest(self) -> bool:
        """Return whether it was the newest of a feed: the feed's link leads elsewhere before long."""
        return self.key != self.medium.key and bool(self.medium.listing)

    def is_fresh(self, now: float) -> bool:
        """Return whether the facts may still be shown without asking again."""
        kept = _NEWEST_SECONDS if self.is_newest else _FRESH_SECONDS
        return now < min(self.found_at + kept, self._runs_out_at)

    @property
    def _runs_out_at(self) -> float:
        """Return until when the medium's address is good: who asks later may have a fresh one."""
        told = expires_at(link_of(self.medium.url)) if self.medium.url else None
        return math.inf if told is None else told


def artifact_key(medium: str, choice: str) -> str:
    """Return the one name of a result: equal for all who ask for the same."""
    return f"{medium}|{choice}|{RECIPE}"


def original_key(medium: str, wanted: Wanted | None) -> str:
    """Return the one name of an original: all sounds of a medium are made from the same one.

    What was sent to us has one original, whatever is wanted.
    """
    if wanted is None:
        return f"{medium}|source:file"
    parts = ["sound" if wanted.format.is_sound else wanted.format.name]
    parts += [f"clip={wanted.clip}"] if wanted.clip else []
    parts += [f"sound={wanted.sound}"] if wanted.sound else []
    return f"{medium}|source:{';'.join(parts)}"


def piece_key(key: str, number: int) -> str:
    """Return the name of one of the files that a result is handed over as; the first is 1."""
    return f"{key}#{number}"


class Artifacts:
    """Two tables, and the bytes behind them."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    async def get(self, key: str) -> Artifact | None:
        """Return the facts of a file that was made once, whether or not its bytes are still here."""
        row = await self._database.row("SELECT * FROM artifacts WHERE key = :key", key=key)
        if row is None:
            return None
        now = self._clock.now()
        if now - row["used_at"] > _TOUCH_SECONDS:
            touch = "UPDATE artifacts SET used_at = :now WHERE key = :key"
            await self._database.write(touch, key=key, now=now)
        return _artifact(row)

    async def take(self, key: str, *, held_by: str) -> tuple[Artifact, Path] | None:
        """Return a file with its bytes, which stay until `held_by` lets go; None when they are gone."""
        artifact = await self.get(key)
        if artifact is None or not await self._blobs.hold(artifact.blob, held_by=held_by):
            return None
        path = await self._blobs.find(artifact.blob)
        if path is None:
            return None
        if artifact.cover:
            await self._blobs.hold(artifact.cover, held_by=held_by)
        return artifact, path

    async def hold(self, key: str, *, held_by: str) -> Artifact | None:
        """Return a file, or what it was cut into, whose bytes stay until `held_by` lets go."""
        artifact = await self.get(key)
        if artifact is None:
            return None
        for name in artifact.pieces or (key,):
            if await self.take(name, held_by=held_by) is None:
                return None
        return artifact

    async def is_here(self, key: str) -> bool:
        """Return whether a file is known and its bytes are kept."""
        artifact = await self.get(key)
        if artifact is None:
            return False
        if artifact.pieces:
            return all([await self.is_here(piece) for piece in artifact.pieces])
        return await self._blobs.find(artifact.blob) is not None

    async def put(self, artifact: Artifact) -> None:
        """Keep the facts. The bytes are put into the blobs before, as `artifact:<key>`."""
        await self._database.write(
            _PUT_ARTIFACT,
            key=artifact.key,
            facts=json.dumps(asdict(artifact), ensure_ascii=False),
            blob=artifact.blob,
            now=self._clock.now(),
        )

    async def medium(self, key: str) -> Known | None:
        """Return what is known under a link's key or a medium's own."""
        row = await self._database.row("SELECT * FROM media WHERE key = :key", key=key)
        return _known(row) if row else None

    async def put_medium(self, medium: Medium, *, keys: Iterable[str], thumbnail: str = "") -> None:
        """Keep what was found under each of the keys."""
        facts = json.dumps(asdict(medium), ensure_ascii=False)
        now = self._clock.now()
        async with self._database.transaction() as transaction:
            rows: list[dict[str, Value]] = [
                {"key": key, "facts": facts, "thumbnail": thumbnail, "now": now}
                for key in sorted({medium.key, *keys})
            ]
            await transaction.run_many(_PUT_MEDIUM, rows)

    async def delete_old(self, *, before: float, limit: int) -> int:
        """Forget some of what nobody has asked for since a moment; return how much it was."""
        made = await self._database.write(_DELETE_ARTIFACTS, before=before, limit=limit)
        found = await self._database.write(_DELETE_MEDIA, before=before, limit=limit)
        for row in made:
            await self._blobs.release(held_by=f"artifact:{row['key']}")
        for row in found:
            await self._blobs.release(held_by=f"medium:{row['key']}")
        return len(made) + len(found)


def _artifact(row: sqlite3.Row) -> Artifact | None:
    facts: dict[str, Any] = json.loads(row["facts"])
    try:
        parts = {"kind": Kind(facts["kind"]), "pieces": tuple(facts.get("pieces", ()))}
        return Artifact(**{**facts, **parts})
    except (TypeError, ValueError):
        log.info("facts of another version", key=row["key"])
        return None


def _known(row: sqlite3.Row) -> Known | None:
    facts: dict[str, Any] = json.loads(row["facts"])
    try:
        medium = Medium(**{**facts, **_parts(facts)})
    except TypeError:
        log.info("facts of another version", key=row["key"])
        return None
    return Known(row["key"], medium, row["thumbnail"], row["found_at"])


def _parts(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the values that JSON knows only as lists."""
    kinds: dict[str, Callable[..., object]] = {
        "pictures": Picture,
        "chapters": Chapter,
        "sounds": Sound,
        "captions": _caption,
    }
    parts = {
        name: tuple(kind(**part) for part in facts.get(name, ())) for name, kind in kinds.items()
    }
    texts = {name: tuple(facts.get(name, ())) for name in ("images", "translations")}
    return {**parts, **texts}


def _caption(*, scribe: str, chosen: bool, **told: str) -> Caption:
    return Caption(scribe=Scribe(scribe), chosen=chosen, **told)
