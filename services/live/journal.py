"""The events of a session, in a file: told again to who missed them, and read after a crash."""

import asyncio
import json
import os
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

import structlog

from services.live.events import Complete, Event, Failed, Lag, Partial
from services.live.uncut import uncut
from services.transcripts.transcript import Segment, Word

log = structlog.get_logger(__name__)

AnyEvent = TypeVar("AnyEvent", bound=Event)

_KINDS: Final[dict[str, type[Event]]] = {kind.__name__: kind for kind in get_args(Event)}
_RECENT: Final = 500
"""So many are kept in memory; who has been away for longer is read the file."""


class Journal:
    """One session's. Partials and lags are told once and not written: only the newest matter."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._recent: deque[Event] = deque(maxlen=_RECENT)
        self._last = 0
        self._skipped = 0
        self._ended = False
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()

    async def load(self) -> list[Event]:
        """Return what was written in an earlier life, and go on behind it."""
        events = await asyncio.to_thread(_mended, self._path)
        if events:
            # Those that were not written had numbers, too.
            self._skipped = _RECENT
            self._last = events[-1].number
            self._recent.extend(events)
            self._ended = isinstance(events[-1], Complete | Failed)
        return events

    @property
    def ended(self) -> bool:
        """Return whether the last event has been told."""
        return self._ended

    @property
    def last(self) -> int:
        """Return the newest event's number."""
        return self._last

    async def tell(self, event: AnyEvent) -> AnyEvent:
        """Number an event, keep it, and tell it to all who follow."""
        # The client and the recogniser have something to tell at the same time.
        async with self._turn:
            event = replace(event, number=self._last + self._skipped + 1)
            try:
                if not _is_fleeting(event):
                    await self._write(event)
            finally:
                self._note(event)
        return event

    async def _write(self, event: Event) -> None:
        try:
            await uncut(partial(_append, self._path, event))
        except OSError as error:
            # Whoever listens hears it all the same; only a crash now would forget it.
            log.warning("a live event was not written", reason=error.strerror)

    def _note(self, event: Event) -> None:
        self._recent.append(event)
        self._last, self._skipped = event.number, 0
        self._ended = self._ended or isinstance(event, Complete | Failed)
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self, *, after: int = 0) -> AsyncIterator[Event]:
        """Yield all events behind a number, those to come included, to the last one.

        Of partials and lags that were missed only the newest is told.
        """
        while True:
            news = self._news
            for event in await self._missed(after):
                after = event.number
                yield event
            if self._ended and after >= self._last:
                return
            await news.wait()

    async def _missed(self, after: int) -> list[Event]:
        recent = list(self._recent)
        if after and recent and recent[0].number <= after + 1:
            found = [event for event in recent if event.number > after]
        else:
            written = await asyncio.to_thread(_read, self._path)
            known = {event.number: event for event in [*written, *recent] if event.number > after}
            found = [known[number] for number in sorted(known)]
        return _newest_only(found)


def _newest_only(events: list[Event]) -> list[Event]:
    newest = {type(event).__name__: event.number for event in events if _is_fleeting(event)}
    return [
        event for event in events if newest.get(type(event).__name__, event.number) == event.number
    ]


def _is_fleeting(event: Event) -> bool:
    return isinstance(event, Partial | Lag)


def _append(path: Path, event: Event) -> None:
    line = json.dumps({"kind": type(event).__name__, **asdict(event)}, ensure_ascii=False)
    with path.open("ab") as file:
        end = file.tell()
        try:
            file.write(f"{line}\n".encode())
            file.flush()
        except OSError:
            os.ftruncate(file.fileno(), end)
            raise


def _mended(path: Path) -> list[Event]:
    """Return the events in a file, out of which a line is cut that a crash has cut off."""
    events = _read(path)
    if path.exists():
        whole = path.read_bytes()
        kept = whole.splitlines(keepends=True)[: len(events)]
        os.truncate(path, sum(len(line) for line in kept if line.endswith(b"\n")))
        events = events[: sum(line.endswith(b"\n") for line in kept)]
    return events


def _read(path: Path) -> list[Event]:
    """Return the events in a file; a line that a crash cut off ends it."""
    events: list[Event] = []
    if not path.exists():
        return events
    for line in path.read_bytes().splitlines():
        try:
            events.append(_event(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            break
    return events


def _event(told: dict[str, Any]) -> Event:
    kind = _KINDS[told.pop("kind")]
    if "words" in told:
        told["words"] = tuple(Word(**word) for word in told["words"])
    if "segments" in told:
        told["segments"] = tuple(
            Segment(**{**row, "words": tuple(Word(**word) for word in row["words"])})
            for row in told["segments"]
        )
    return kind(**told)
