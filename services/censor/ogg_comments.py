"""Gives an Ogg file the comments of another, pictures among them, byte for byte.

What comes behind them is copied as it is; only where they take more pages or fewer than before do all
pages get other numbers.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from services.censor.ogg_pages import CONTINUED, FULL, NO_TIME, Page, laced, pages_in
from services.censor.splicing import CannotSplice

_HEADERS: Final = {b"\x01vorbis": 3, b"OpusHead": 2}
"""How many packets come before the sound, by how the first of them begins; the second has the comments."""
_SIGN_BYTES: Final = 7
_COPY_BLOCK: Final = 1 << 20
_MOST_PAGES: Final = 200


def comments_moved(source: Path, sound: Path, to: Path) -> bool:
    """Make a file of one that has the sound, with the comments of the source; return whether that went well.

    Args:
        source: Has the comments.
        sound: Has all else.
        to: Where the result goes.
    """
    try:
        with source.open("rb") as old, sound.open("rb") as new, to.open("wb") as out:
            comments, own = _opening(old).packets[1], _opening(new)
            if comments[:_SIGN_BYTES] != own.packets[1][:_SIGN_BYTES]:
                return False
            _write(own, [comments, *own.packets[2:]], new, out)
    except CannotSplice:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Opening:
    """The pages of a file before those with sound."""

    pages: tuple[Page, ...]
    packets: tuple[bytes, ...]


def _opening(file: BinaryIO) -> _Opening:
    pages: list[Page] = []
    packets = [b""]
    count = 0
    for page in islice(pages_in(file), _MOST_PAGES):
        pages.append(page)
        count = count or next(
            (number for sign, number in _HEADERS.items() if page.body.startswith(sign)), 0
        )
        if not count or page.serial != pages[0].serial:
            break
        for begin, size in page.pieces():
            packets[-1] += page.body[begin : begin + size]
            packets.append(b"")
        if not page.is_whole:
            packets.pop()
        if len(packets) > count:
            break
    if not count or packets[count:] != [b""] or len(pages[0].pieces()) > 1:
        raise CannotSplice("no comments")
    return _Opening(tuple(pages), tuple(packets[:count]))


def _write(own: _Opening, packets: Sequence[bytes], new: BinaryIO, out: BinaryIO) -> None:
    """Write the first page as it is, the packets, and what comes behind them."""
    first, last = own.pages[0], own.pages[-1]
    out.write(first.raw)
    pages = list(_paged(packets, first.serial))
    out.writelines(page.written(number) for number, page in enumerate(pages, 1))
    new.seek(last.place + len(last.raw))
    if len(pages) == len(own.pages) - 1:
        shutil.copyfileobj(new, out, _COPY_BLOCK)
        return
    shift = len(pages) - (len(own.pages) - 1)
    behind = islice(pages_in(new), len(own.pages), None)
    out.writelines(page.written(page.sequence + shift) for page in behind)


def _paged(packets: Sequence[bytes], serial: int) -> Iterator[Page]:
    """Yield packets without a time in as few pages as there can be."""
    lacing = b"".join(laced(len(packet)) for packet in packets)
    body = b"".join(packets)
    at = 0
    for begin in range(0, len(lacing), FULL):
        part = lacing[begin : begin + FULL]
        size = sum(part)
        flags = CONTINUED if begin and lacing[begin - 1] == FULL else 0
        granule = 0 if min(part) < FULL else NO_TIME
        yield Page(0, flags, granule, serial, 0, part, body[at : at + size])
        at += size
