"""Asks yt-dlp, in a child that can be ended at any moment, what a link holds and for its bytes."""

import asyncio
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
    LinkGone,
    SiteBotCheck,
    SiteTooSlow,
    SiteTrouble,
    SiteUnreachable,
)
from services.media.ffmpeg import find_ffmpeg
from services.platforms.catalogue import platform_named
from services.platforms.link import Link
from services.sources.cookies import SENT_AWAY, Cookies, Jar, lent
from services.sources.fetched import Ticks
from services.sources.medium import Caption, Scribe
from services.sources.nest import Nest
from services.sources.pace import USUAL, Pace
from services.sources.ytdlp_talk import (
    ChildSaid,
    Errand,
    Talk,
    Wish,
    error_of,
    most_through,
    too_much,
)
from services.web_host import is_called
from services.web_proxy import WebProxy

log = structlog.get_logger(__name__)

_RESOLVE_WITHIN: Final = timedelta(seconds=75)
_STALL: Final = timedelta(seconds=40)
_SILENCE: Final = 0.75
"""Of that time: a recording ends with what there is before its child is given up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What yt-dlp found out."""

    facts: Mapping[str, Any]
    """Words of `Medium`, as far as they are known."""
    info: str
    """All of it, in yt-dlp's own JSON: a fetch that brings it asks the site nothing twice."""


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
        answer = await self._ask_soon(request, link, folder=folder)
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
        errand = Errand(host, wish.site, folder, wish=wish, ticks=ticks, enough=enough)
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
        answer = await self._ask_soon(request, link, folder=folder)
        return _within(folder, answer["path"], host=link.host), str(answer["ext"])

    async def _ask_soon(
        self, request: dict[str, Any], link: Link, *, folder: Path
    ) -> dict[str, Any]:
        """Ask what takes no long time.

        Raises:
            SiteTooSlow: it did.
        """
        try:
            async with asyncio.timeout(self._resolve_within.total_seconds()):
                return await self._ask(request, Errand(link.host, link.site, folder))
        except TimeoutError as error:
            late = round(self._resolve_within.total_seconds())
            raise SiteTooSlow(host=link.host, seconds=late) from error

    async def _ask(self, request: dict[str, Any], errand: Errand) -> dict[str, Any]:
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
        self, jar: Jar | None, request: dict[str, Any], errand: Errand
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
        self, request: Mapping[str, Any], errand: Errand, cookies: Mapping[str, str]
    ) -> dict[str, Any]:
        platform = platform_named(errand.site)
        most = most_through(errand)
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
                answer = await Talk(chick, lease, errand, self._stall, self._pace).held(whole)
            if answer.get("event") == "done":
                return answer
            if lease.refused:
                refused = lease.refused[0]
                is_asked = is_called(errand.host, refused)
                raise AddressForbidden(host=errand.host if is_asked else refused)
            if lease.is_spent:
                raise too_much(errand)
        error = error_of(answer, errand)
        is_missing = any(is_called(errand.host, host) for host in lease.unknown)
        if is_missing and isinstance(error, SiteUnreachable):
            raise LinkGone(host=errand.host, site="missing")
        raise error from (ChildSaid(answer["trace"]) if answer.get("trace") else None)


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


@cache
def _find_deno() -> str:
    try:
        return str(deno.find_deno_bin())
    except FileNotFoundError:
        return shutil.which("deno") or ""
