"""Asks yt-dlp, in a child that can be ended at any moment, what a link holds and for its bytes."""

import asyncio
import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import deno
import structlog

from services.errors import (
    AddressForbidden,
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
from services.media.ffmpeg import find_ffmpeg
from services.platforms.catalogue import platform_named
from services.platforms.link import Link
from services.sources.cookies import SENT_AWAY, Cookies, Jar, lent
from services.sources.fetched import Ticks
from services.sources.medium import Caption, Scribe
from services.sources.nest import Chick, Nest
from services.sources.pace import USUAL, Pace, Pacer
from services.web_proxy import Lease, WebProxy

log = structlog.get_logger(__name__)

_SOCKET_PATIENCE: Final = 20
_RESOLVE_WITHIN: Final = timedelta(seconds=75)
_STALL: Final = timedelta(seconds=40)
_SILENCE: Final = 0.75
"""Of that time: a recording ends with what there is before its child is given up."""
_MARGIN_SECONDS: Final = 0.5
_JOINING: Final = timedelta(minutes=15)
_MOST_TOLD: Final = 96 * 1024**2
"""Of pages, lists and players together; a film is not among them."""
_OVERHEAD: Final = 1.25
_LITTLE: Final = 64 * 1024**2


class ChildSaid(Exception):
    """Where in the child it happened, as text: the cause of an error that somebody should look into."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What yt-dlp found out."""

    facts: Mapping[str, Any]
    """Words of `Medium`, as far as they are known."""
    info: str
    """All of it, in yt-dlp's own JSON: a fetch that brings it asks the site nothing twice."""


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


class YtDlp:
    """Speaks with the children.

    Args:
        nest: Gives them.
        proxy: Their only way out.
        cookies: What the operator has mounted for sites that want to know who asks.
        stall: How long one may bring nothing.
    """

    def __init__(
        self,
        nest: Nest,
        proxy: WebProxy,
        *,
        cookies: Cookies | None = None,
        stall: timedelta = _STALL,
        pace: Pace = USUAL,
        resolve_within: timedelta = _RESOLVE_WITHIN,
    ) -> None:
        self._nest = nest
        self._proxy = proxy
        self._cookies = cookies or Cookies()
        self._stall = stall
        self._pace = pace
        self._resolve_within = resolve_within

    async def resolve(
        self, link: Link, *, folder: Path, most: int = 200, captions: bool = False
    ) -> Answer:
        """Return what is behind a link.

        Args:
            link: Where.
            folder: An empty one to work in.
            most: How many entries of a list are told.
            captions: Ask for captions also where that is a question of its own.

        Raises:
            HearsayError: why there is nothing, or why it could not be asked.
        """
        request = {
            "do": "resolve",
            "url": link.url,
            "whole": link.whole,
            "most": most,
            "captions": captions,
        }
        try:
            async with asyncio.timeout(self._resolve_within.total_seconds()):
                answer = await self._ask(request, _Errand(link.host, link.site, folder))
        except TimeoutError as error:
            late = round(self._resolve_within.total_seconds())
            raise SiteTooSlow(host=link.host, seconds=late) from error
        return Answer(facts=answer["facts"], info=answer["info"])

    async def fetch(
        self, wish: Wish, *, folder: Path, ticks: Ticks, enough: asyncio.Event | None = None
    ) -> tuple[Path, float | None]:
        """Bring the bytes; return where they lie and how long the site says that they are.

        Args:
            wish: What is to be fetched.
            folder: An empty one to work in.
            ticks: Hears of the bytes.
            enough: Set when a recording shall end with what there is.

        Raises:
            HearsayError: why they could not be brought.
        """
        host = Link(wish.url, wish.site, "").host
        request: dict[str, Any] = {
            "do": "fetch",
            "url": wish.url,
            "height": wish.wanted.format.height,
            "codecs": sorted(wish.wanted.format.copies),
            "language": wish.wanted.sound,
            "piece": wish.piece,
            "direct": wish.direct,
            "steady": wish.steady,
            "singly": wish.singly,
            "most_bytes": wish.most_bytes,
            "record": wish.wanted.record_seconds,
            "silence": self._stall.total_seconds() * _SILENCE,
        }
        request |= await _saved(wish.info, folder)
        errand = _Errand(host, wish.site, folder, wish=wish, ticks=ticks, enough=enough)
        answer = await self._ask(request, errand)
        return _within(folder, answer["path"], host=host), answer.get("seconds")

    async def captions(
        self, link: Link, caption: Caption, *, info: str, folder: Path
    ) -> tuple[Path, str]:
        """Bring one track of captions; return where it lies and its form.

        Args:
            link: Of the medium.
            caption: Which track.
            info: From an earlier answer; empty to ask anew.
            folder: An empty one to work in.

        Raises:
            HearsayError: why it could not be brought.
        """
        request: dict[str, Any] = {
            "do": "captions",
            "url": link.url,
            "whole": False,
            "captions": True,
            "translated": caption.scribe is Scribe.TRANSLATOR,
            "scribe": caption.scribe.value,
            "name": caption.name,
        }
        request |= await _saved(info, folder)
        try:
            async with asyncio.timeout(self._resolve_within.total_seconds()):
                answer = await self._ask(request, _Errand(link.host, link.site, folder))
        except TimeoutError as error:
            late = round(self._resolve_within.total_seconds())
            raise SiteTooSlow(host=link.host, seconds=late) from error
        return _within(folder, answer["path"], host=link.host), str(answer["ext"])

    async def _ask(self, request: dict[str, Any], errand: "_Errand") -> dict[str, Any]:
        """Ask with the site's cookies, where there are some; once more with others, or with none.

        A jar that is sent away is known to be a bad one when whoever comes next is let in.
        """
        jars = await self._cookies.jars(errand.site, errand.host, url=request["url"])
        first, second = (*jars, None, None)[:2]
        try:
            return await self._ask_with(first, request, errand)
        except SENT_AWAY as error:
            if first is None:
                raise
            refusal = error
        log.info("cookies sent away", jar=first.name, code=refusal.code)
        answer = await self._ask_with(second, request, errand)
        self._cookies.heard(first, request["url"], refusal)
        return answer

    async def _ask_with(
        self, jar: Jar | None, request: dict[str, Any], errand: "_Errand"
    ) -> dict[str, Any]:
        with lent(jar, errand.folder) as cookies:
            try:
                answer = await self._ask_child(request, errand, cookies)
            except SiteBotCheck as error:
                # Who is taken for a robot should keep away, whatever others may do.
                self._cookies.heard(jar, request["url"], error)
                raise
        if not request.get("info"):
            # Else it was not asked who wants it.
            self._cookies.heard(jar, request["url"], None)
        return answer

    async def _ask_child(
        self, request: Mapping[str, Any], errand: "_Errand", cookies: Mapping[str, str]
    ) -> dict[str, Any]:
        platform = platform_named(errand.site)
        most = _most_through(errand)
        with self._proxy.lease(on_behalf_of=errand.host, most_bytes=most) as lease:
            whole = {
                **request,
                "folder": str(errand.folder.resolve()),
                "proxy": lease.url,
                "authorities": self._proxy.authorities,
                "ffmpeg": find_ffmpeg(),
                "deno": _find_deno(),
                "options": {**(platform.options if platform else {}), **cookies},
            }
            async with self._nest.hatched() as chick:
                answer = await _Talk(chick, lease, errand, self._stall, self._pace).held(whole)
            if answer.get("event") == "done":
                return answer
            if lease.refused:
                raise AddressForbidden(host=lease.refused[0])
            if lease.is_spent:
                raise _too_much(errand)
        error = _error(answer, errand)
        raise error from (ChildSaid(answer["trace"]) if answer.get("trace") else None)


@dataclass(frozen=True, slots=True)
class _Errand:
    """Whom a request is about, where its child lives, who hears of its progress."""

    host: str
    site: str
    folder: Path
    wish: Wish | None = None
    ticks: Ticks | None = None
    enough: asyncio.Event | None = None


class _Talk:
    """One request and its answer."""

    def __init__(
        self, chick: Chick, lease: Lease, errand: _Errand, stall: timedelta, pace: Pace
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


async def _saved(info: str, folder: Path) -> dict[str, str]:
    """Return what tells a child of an earlier answer; nothing where there is none."""
    if not info:
        return {}
    saved = folder / "info.json"
    # It may hold cookies.
    saved.touch(0o600)
    await asyncio.to_thread(saved.write_text, info, encoding="utf-8")
    return {"info": str(saved)}


def _within(folder: Path, told: str, *, host: str) -> Path:
    """Return where a file lies.

    Raises:
        SiteTrouble: it is not in its folder.
    """
    path = Path(told).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise SiteTrouble(host=host)
    return path


def _most_through(errand: _Errand) -> int | None:
    """Return how much may come in for one request, whatever the child makes of it."""
    if errand.wish is None:
        return _MOST_TOLD
    most = errand.wish.most_bytes
    return None if most is None else round(most * _OVERHEAD) + _LITTLE


def _too_much(errand: _Errand) -> HearsayError:
    if errand.wish is None:
        return LinkUnsupported(host=errand.host)
    return TooBig(size_bytes=0, limit_bytes=errand.wish.most_bytes or 0)


def _error(answer: Mapping[str, Any], errand: _Errand) -> HearsayError:
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


@cache
def _find_deno() -> str:
    try:
        return str(deno.find_deno_bin())
    except FileNotFoundError:
        return shutil.which("deno") or ""


def _now() -> float:
    return asyncio.get_running_loop().time()
