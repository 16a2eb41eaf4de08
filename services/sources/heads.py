"""Learns what a file is from its beginning, without fetching the rest."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Final

from services.errors import FileUnreadable, HearsayError
from services.media.probe import Probe, probe
from services.sources.direct import HEAD_BYTES, Sniffed, sniff_end
from services.sources.examine import medium_of, title_from
from services.sources.medium import Medium, Picture
from services.sources.sniffing import is_list, is_medium, is_text
from services.web import Web

_PAGES: Final = (
    "text/",
    "application/xhtml",
    "application/xml",
    "application/rss",
    "application/json",
)
_LISTS: Final = ("mpegurl", "dash+xml")
_TELL_THEIR_LENGTH: Final = ("mov", "matroska", "flac", "wav", "avi")
_LENGTH_AT_END: Final = "ogg"
_UNKNOWN_LINES: Final = 720
_ID3_HEAD: Final = 10


def is_page(sniffed: Sniffed) -> bool:
    """Return whether there is no file behind the address but something that leads to one.

    Raises:
        FileUnreadable: it says that it is sound or video, and is text.
    """
    kind = sniffed.kind.lower()
    if is_list(sniffed.head) or any(word in kind for word in _LISTS) or kind.startswith(_PAGES):
        return not is_medium(sniffed.head)
    if is_text(sniffed.head) or not sniffed.head:
        raise FileUnreadable(name=sniffed.name)
    return False


async def medium_from(web: Web, sniffed: Sniffed, *, folder: Path) -> tuple[Medium, bool]:
    """Return the facts, and whether the beginning holds a whole cover.

    Raises:
        FileUnreadable: it is no sound and no video.
    """
    found = await _probed(web, sniffed, folder / "head")
    if found is None:
        return _guessed(sniffed), False
    if sniffed.size_bytes is None and not found.container.startswith(_TELL_THEIR_LENGTH):
        found = replace(found, seconds=None)
    medium = medium_of(found, name=sniffed.name, size_bytes=sniffed.size_bytes)
    return medium, found.has_cover and _cover_is_whole(sniffed.head)


async def _probed(web: Web, sniffed: Sniffed, path: Path) -> Probe | None:
    """Return what the beginning tells, and the end where that is needed; None when neither does.

    Raises:
        FileUnreadable: it is no sound and no video.
    """
    size = sniffed.size_bytes
    whole = size is not None and len(sniffed.head) >= size
    await asyncio.to_thread(_write, path, 0, sniffed.head, size)
    try:
        found = await probe(path, name=sniffed.name, partial=not whole)
    except FileUnreadable:
        if whole or not is_medium(sniffed.head):
            raise
        found = None
    told = found is not None and found.seconds and found.container != _LENGTH_AT_END
    slow = len(sniffed.head) < HEAD_BYTES
    if whole or told or slow or size is None:
        return found
    return await _probed_with_end(web, sniffed, path, size=size) or found


async def _probed_with_end(web: Web, sniffed: Sniffed, path: Path, *, size: int) -> Probe | None:
    """MP4 may keep its index at the end, and Ogg tells its length there."""
    try:
        end = await sniff_end(web, sniffed.url, size)
        await asyncio.to_thread(_write, path, size - len(end), end, size)
        return await probe(path, name=sniffed.name, partial=True)
    except HearsayError:
        return None


def _write(path: Path, at: int, part: bytes, size: int | None) -> None:
    """Write a part into a file of the true size; what is not known is a hole that takes no room."""
    with path.open("r+b" if path.exists() else "wb") as file:
        if size is not None:
            file.truncate(size)
        file.seek(at)
        file.write(part)


def _cover_is_whole(head: bytes) -> bool:
    if not head.startswith(b"ID3") or len(head) < _ID3_HEAD:
        return True
    size = 0
    for byte in head[6:_ID3_HEAD]:
        size = size << 7 | byte & 0x7F
    return size + _ID3_HEAD <= len(head)


def _guessed(sniffed: Sniffed) -> Medium:
    """Return what can be said of a file that tells nothing before it is there whole."""
    film = sniffed.kind.startswith("video/")
    return Medium(
        key="",
        url="",
        site="file",
        title=title_from(sniffed.name),
        sound_bytes=None if film else sniffed.size_bytes,
        pictures=(Picture(_UNKNOWN_LINES, sniffed.size_bytes),) if film else (),
    )
