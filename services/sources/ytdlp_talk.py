"""One request to a child of yt-dlp and its answer: what is asked, how it is watched, why it failed."""

import asyncio
import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.errors import (
    ChoiceUnavailable,
    Detail,
    HearsayError,
    LinkUnsupported,
    NoRoom,
    SiteBotCheck,
    SiteChanged,
    SiteLimited,
    SiteRefused,
    SiteTooSlow,
    SiteTrouble,
    TooBig,
    Unexpected,
    by_code,
)
from services.media.choices import Wanted
from services.sources.fetched import Ticks
from services.sources.nest import Chick
from services.sources.pace import Pace, Pacer
from services.web_proxy import Lease

log = structlog.get_logger(__name__)

_SOCKET_PATIENCE: Final = 20
_MARGIN_SECONDS: Final = 0.5
_JOINING: Final = timedelta(minutes=15)
_MOST_TOLD: Final = 96 * 1024**2
"""Of pages, lists and players together; a film is not among them."""
_OVERHEAD: Final = 1.25
_LITTLE: Final = 64 * 1024**2


class ChildSaid(Exception):
    """Where in the child it happened, as text: the cause of an error that somebody should look into."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched."""

    url: str
    site: str
    wanted: Wanted
    most_bytes: int | None = None
    info: str = ""
    """From an earlier answer; empty to ask anew."""
    direct: bool = False
    """The address is the file's own: there is nobody to ask about it."""
    steady: bool = False
    """Each second of it takes the same room."""
    singly: bool = False
    """One piece after the other: some sites lose pieces when several are asked for at once."""

    @property
    def piece(self) -> tuple[float, float | None] | None:
        """Return from where to where it is fetched: a little more than what is wanted."""
        clip = self.wanted.clip
        if clip is None:
            return None
        end = None if clip.end is None else clip.end + _MARGIN_SECONDS
        return max(0.0, clip.start - _MARGIN_SECONDS), end


@dataclass(frozen=True, slots=True)
class Errand:
    """Whom a request is about, where its child lives, who hears of its progress."""

    host: str
    site: str
    folder: Path
    wish: Wish | None = None
    ticks: Ticks | None = None
    enough: asyncio.Event | None = None


class Talk:
    """One request and its answer."""

    def __init__(
        self, chick: Chick, lease: Lease, errand: Errand, stall: timedelta, pace: Pace
    ) -> None:
        self._chick = chick
        self._pacer = Pacer(pace)
        self._look_every = pace.over / 4
        self._fetching = False
        self._lease = lease
        self._errand = errand
        self._stall = stall
        self._heard_at = _now()

    async def held(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send the request and return the last thing that the child said."""
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            hearing = group.create_task(self._hear(request))
            telling = group.create_task(self._tell_enough())
            await asyncio.wait({watching, hearing}, return_when=asyncio.FIRST_COMPLETED)
            telling.cancel()
            watching.cancel()
            hearing.cancel()
        if hearing.cancelled():
            seconds = round(self._stall.total_seconds())
            return {"event": "failed", "code": SiteTooSlow.code, "seconds": seconds}
        answer = hearing.result()
        if not answer:
            said = await asyncio.to_thread(_last_words, self._errand.folder / "said.txt")
            log.warning("yt-dlp died", site=self._errand.site, said=said)
        return answer

    async def _hear(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._chick.writer.write(json.dumps(request).encode() + b"\n")
        while line := await self._chick.reader.readline():
            self._heard_at = _now()
            told: dict[str, Any] = json.loads(line)
            event = told["event"]
            if event in {"done", "failed"}:
                return told
            if event == "working":
                self._heard_at += _JOINING.total_seconds()
            elif event == "tick" and self._errand.ticks is not None:
                self._fetching = True
                self._errand.ticks(told["done"], told["total"])
        return {}

    async def _tell_enough(self) -> None:
        if self._errand.enough is not None:
            await self._errand.enough.wait()
            self._chick.writer.write(b"\n")

    async def _watch(self) -> None:
        """End when too little has been heard for too long, neither from the child nor on its line."""
        stall, look_every = self._stall.total_seconds(), self._look_every.total_seconds()
        while True:
            now = _now()
            left = max(self._heard_at, self._lease.heard_at) + stall - now
            if left <= 0:
                return
            if not self._fetching or self._heard_at > now:
                # It asks the site, or FFmpeg joins what came.
                self._pacer.pause()
            elif self._pacer.is_too_slow(self._lease.received_bytes, now=now):
                return
            await asyncio.sleep(min(left, look_every))


def most_through(errand: Errand) -> int | None:
    """Return how much may come in for one request, whatever the child makes of it."""
    if errand.wish is None:
        return _MOST_TOLD
    most = errand.wish.most_bytes
    return None if most is None else round(most * _OVERHEAD) + _LITTLE


def too_much(errand: Errand) -> HearsayError:
    """Return what to say when more came in than may."""
    if errand.wish is None:
        return LinkUnsupported(host=errand.host)
    return TooBig(size_bytes=0, limit_bytes=errand.wish.most_bytes or 0)


def error_of(answer: Mapping[str, Any], errand: Errand) -> HearsayError:
    """Return the error that a failed answer stands for; a child that died had its reasons."""
    code = answer.get("code", SiteTrouble.code)
    seconds = int(answer.get("seconds", 0))
    details: dict[str, Detail] = {"host": errand.host}
    wish = errand.wish
    match code:
        case TooBig.code:
            details = {"size_bytes": 0, "limit_bytes": (wish.most_bytes if wish else None) or 0}
        case ChoiceUnavailable.code:
            details = {"choice": wish.wanted.format.name if wish else ""}
        case NoRoom.code:
            details = {"needed_bytes": 0, "free_bytes": shutil.disk_usage(errand.folder).free}
        case SiteTooSlow.code:
            details["seconds"] = seconds or _SOCKET_PATIENCE
        case SiteLimited.code | SiteBotCheck.code if seconds:
            details["seconds"] = seconds
        case Unexpected.code | SiteRefused.code | SiteChanged.code:
            details["id"] = secrets.token_hex(4)
        case _:
            pass
    said = answer.get("said", "")
    log.info("yt-dlp failed", code=code, site=errand.site, said=said, id=details.get("id"))
    return by_code(code)(**details)


def _last_words(path: Path) -> str:
    return path.read_text(errors="replace")[-600:] if path.exists() else ""


def _now() -> float:
    return asyncio.get_running_loop().time()
