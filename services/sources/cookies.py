"""Cookies that the operator has mounted: each file for one site, lent to one child at a time as a copy.

`COOKIES_DIR` holds files in Netscape's form, as browsers' extensions export them, named after their site:
`youtube.txt`, `youtube-2.txt`, or `vimeo.com.txt` for a site that has no name here. They are read anew when
they change, and never written. A line for a host that is not the site's own is left out. A jar that a site
sends away twice rests for a while, and the next one is taken, or none.
"""

import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.clock import Clock, SystemClock
from services.errors import HearsayError, LinkLogin, SiteBotCheck
from services.platforms.catalogue import platform_named

log = structlog.get_logger(__name__)

USABLE: Final = "ok"
"""What is told of a jar with which nothing is the matter."""
SENT_AWAY: Final = (LinkLogin, SiteBotCheck)
"""What a site says to cookies that are worth nothing to it, or no longer."""

_NUMBER: Final = re.compile(r"-\d+$")
_MAGIC: Final = re.compile(r"#( Netscape)? HTTP Cookie File")
_FIELDS: Final = 7
_HTTP_ONLY: Final = "#HttpOnly_"
_FLAGS: Final = frozenset({"TRUE", "FALSE"})
_LARGEST: Final = 2**20
_SECRET_LENGTH: Final = 6
_SENT_AWAY_TWICE: Final = 2
_REST: Final = timedelta(hours=6)
_LENT_AS: Final = "cookies.txt"


@dataclass(frozen=True, slots=True)
class Jar:
    """One file's cookies."""

    name: str
    """Of the file, without its ending."""
    site: str
    text: str = field(repr=False)
    """What a child is given."""


@dataclass(slots=True)
class _State:
    """What is remembered of a file."""

    read_at: tuple[int, int]
    """Its time and its size when it was read."""
    jar: Jar | None
    sent_away: set[str] = field(default_factory=set)
    """The addresses for which the site would not have it, since it last worked."""
    rests_until: float = 0.0
    worked_for: str = ""
    """The last address that was asked with it in peace."""


class Cookies:
    """The jars of all sites.

    Args:
        folder: Where they lie; None when there are none.
        clock: Tells when a jar has rested long enough.
        hide: Hears of values that no log line may hold.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        clock: Clock | None = None,
        hide: Callable[[Iterable[str]], None] | None = None,
    ) -> None:
        self._folder = folder
        self._clock = clock or SystemClock()
        self._hide = hide
        self._states: dict[str, _State] = {}

    async def jars(self, site: str, host: str, *, url: str = "") -> list[Jar]:
        """Return the jars of a site that do not rest, the first of them to be used first.

        Args:
            site: A platform's name, or a host.
            host: Who is asked.
            url: The address: what was found with a jar is best fetched with the same one.
        """
        if self._folder is None:
            return []
        await asyncio.to_thread(self._read)
        return [
            state.jar
            for _, state in sorted(
                self._states.items(), key=lambda row: (not url or row[1].worked_for != url, row[0])
            )
            if state.jar and not self._rests(state) and _is_for(state.jar, site, host)
        ]

    def heard(self, jar: Jar | None, url: str, error: HearsayError | None) -> None:
        """Learn how a site received a jar. Twice sent away, for two addresses, it rests."""
        state = self._states.get(jar.name) if jar else None
        if jar is None or state is None or state.jar != jar:
            return
        if error is None:
            state.sent_away.clear()
            state.worked_for = url
        elif isinstance(error, SENT_AWAY):
            state.sent_away.add(url)
        if len(state.sent_away) >= _SENT_AWAY_TWICE:
            state.sent_away.clear()
            state.rests_until = self._clock.now() + _REST.total_seconds()
            log.warning("cookies rest", jar=jar.name, code=error.code if error else "")

    async def told(self) -> Mapping[str, str]:
        """Return the files by name, with what is the matter with each: `ok`, `resting` or `unusable`."""
        if self._folder is None:
            return {}
        await asyncio.to_thread(self._read)
        return {name: self._word(state) for name, state in sorted(self._states.items())}

    def _word(self, state: _State) -> str:
        if state.jar is None:
            return "unusable"
        return "resting" if self._rests(state) else USABLE

    def _rests(self, state: _State) -> bool:
        return state.rests_until > self._clock.now()

    def _read(self) -> None:
        """Read what is new, and forget what is gone."""
        assert self._folder is not None  # noqa: S101 - both callers have looked
        try:
            found = {path.stem: path for path in self._folder.glob("*.txt") if path.is_file()}
        except OSError as error:
            log.warning("cookies cannot be read", error=type(error).__name__)
            found = {}
        for name in self._states.keys() - found.keys():
            del self._states[name]
        for name, path in found.items():
            self._read_one(name, path)

    def _read_one(self, name: str, path: Path) -> None:
        try:
            facts = path.stat()
        except OSError:
            self._states.pop(name, None)
            return
        read_at = (facts.st_mtime_ns, facts.st_size)
        if name in self._states and self._states[name].read_at == read_at:
            return
        try:
            jar = _jar(name, path, size_bytes=facts.st_size)
        except (OSError, UnicodeDecodeError) as error:
            self._refuse(name, read_at, type(error).__name__)
        except ValueError as error:
            self._refuse(name, read_at, str(error))
        else:
            if self._hide is not None:
                self._hide(_secrets(jar.text))
            self._states[name] = _State(read_at, jar)

    def _refuse(self, name: str, read_at: tuple[int, int], reason: str) -> None:
        log.warning("cookies refused", jar=name, reason=reason)
        self._states[name] = _State(read_at, None)


@contextmanager
def lent(jar: Jar | None, folder: Path) -> Iterator[dict[str, str]]:
    """Lay a copy into a child's own folder for the length of the block; yield the options that name it."""
    if jar is None:
        yield {}
        return
    path = folder / _LENT_AS
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.write(jar.text)
        yield {"cookiefile": str(path.absolute())}
    finally:
        path.unlink(missing_ok=True)


def _jar(name: str, path: Path, *, size_bytes: int) -> Jar:
    """Return what a file holds for its site.

    Raises:
        ValueError: it is no file of cookies; the text says why, and repeats nothing of it.
    """
    site = _NUMBER.sub("", name)
    if platform_named(site) is None and "." not in site:
        raise ValueError("no site is called so")
    if size_bytes > _LARGEST:
        raise ValueError("it is too large")
    first, *lines = path.read_text("utf-8").splitlines() or [""]
    if not _MAGIC.match(first):
        raise ValueError("it does not begin as a Netscape HTTP Cookie File does")
    kept = [line for number, line in enumerate(lines, start=2) if _is_kept(line, number, site)]
    if not kept:
        raise ValueError("there is no cookie in it for that site")
    return Jar(name, site, "\n".join(["# Netscape HTTP Cookie File", *kept, ""]))


def _is_kept(line: str, number: int, site: str) -> bool:
    """Return whether a line is a cookie of the site.

    Raises:
        ValueError: it is neither a cookie nor a remark.
    """
    if not line.strip() or (line.startswith("#") and not line.startswith(_HTTP_ONLY)):
        return False
    parts = line.removeprefix(_HTTP_ONLY).split("\t")
    if len(parts) != _FIELDS or not {parts[1].upper(), parts[3].upper()} <= _FLAGS:
        raise ValueError(f"line {number} is no cookie")
    return _owns(site, parts[0].removeprefix(".").lower())


def _owns(site: str, host: str) -> bool:
    platform = platform_named(site)
    return platform.owns(host) if platform else host == site or host.endswith(f".{site}")


def _is_for(jar: Jar, site: str, host: str) -> bool:
    return jar.site == site or ("." in jar.site and _owns(jar.site, host))


def _secrets(text: str) -> list[str]:
    values = {line.rpartition("\t")[2] for line in text.splitlines() if "\t" in line}
    return [value for value in values if len(value) >= _SECRET_LENGTH]
