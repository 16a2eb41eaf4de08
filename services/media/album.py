"""Turns what the addresses of a post brought into pictures and short films that every chat shows.

Nothing is believed of a name or a type: what FFmpeg cannot decode to its end is left out. JPEG and PNG
stay as they are, other pictures become JPEG.
"""

import asyncio
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from services.errors import ChoiceUnavailable, ConversionFailed, FileUnreadable
from services.media.brief import Brief
from services.media.convert import Made, convert
from services.media.ffmpeg import LOCAL, PICTURES, FfmpegFailed, run
from services.media.formats import IMAGES, picture
from services.media.probe import probe

log = structlog.get_logger(__name__)

MOST_SHOTS: Final = 35
MOST_PICTURE_BYTES: Final = 20 * 1024**2

_MOST_SHOWN_BYTES: Final = 10 * 1024**2
_MOST_SIDES: Final = 10_000
"""Width and height together; beyond it, or beyond the size above, chats do not take a photo."""
_LONGEST_SIDE: Final = 4096
_SHAPE: Final = 20
_FIT: Final = (
    f"scale='min({_LONGEST_SIDE},iw)':'min({_LONGEST_SIDE},ih)'"
    ":force_original_aspect_ratio=decrease,setsar=1"
    f",pad='max(iw,ceil(ih/{_SHAPE}))':'max(ih,ceil(iw/{_SHAPE}))':-1:-1:white"
)
"""Within the longest side, and no thinner than what chats take: a white edge does less harm than a cut."""
_AT_ONCE: Final = 2
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
"""The same pieces make the same file, whenever it is made."""
_HEAD_BYTES: Final = 256 * 1024
_MOST_PIXELS: Final = 120_000_000
_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_END: Final = b"\xff\xd9"
_PNG_END: Final = b"IEND"
_TAIL_BYTES: Final = 64 * 1024
_STILL_BRANDS: Final = frozenset({b"avif", b"heic", b"heix", b"mif1"})
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture, or one short film."""

    path: Path
    film: Made | None = None
    """None for a picture."""


def bundle(files: Iterable[tuple[str, Path]], *, to: Path) -> None:
    """Lay files into a ZIP file under names, as they are."""
    part = to.with_name(f".{to.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for name, file in files:
            entry = zipfile.ZipInfo(name, date_time=_STAMP)
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    part.replace(to)


def unbundle(bundled: Path, *, folder: Path, most: int = MOST_SHOTS) -> list[Path]:
    """Take the files of a ZIP file of ours out of it, in their order.

    Raises:
        zipfile.BadZipFile: it is none.
    """
    with zipfile.ZipFile(bundled) as archive:
        entries = archive.infolist()[:most]
        return [Path(archive.extract(entry, folder)) for entry in entries]


async def make_album(
    source: Path, *, folder: Path, title: str, ticks: Callable[[int, int], None] | None = None
) -> list[Shot]:
    """Return what can be shown of a bundle of files as they came, in their order; perhaps nothing.

    Args:
        source: The bundle.
        folder: An empty one, where the shots are laid.
        title: How they are called, a number behind it.
        ticks: Called with how many files have been looked at, and how many there are.

    Raises:
        ChoiceUnavailable: it is no bundle: there are no pictures in it.
        NoRoom: the disk is full.
    """
    raw = folder / "raw"
    raw.mkdir()
    try:
        files = await asyncio.to_thread(unbundle, source, folder=raw)
    except zipfile.BadZipFile as error:
        raise ChoiceUnavailable(choice=IMAGES.name) from error
    return await _Looking(folder, title, total=len(files), ticks=ticks).at_all(files)


class _Looking:
    """Looks at the files, a few at a time."""

    def __init__(
        self, folder: Path, title: str, *, total: int, ticks: Callable[[int, int], None] | None
    ) -> None:
        self._folder = folder
        self._title = title
        self._total = total
        self._ticks = ticks
        self._done = 0
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def at_all(self, files: Sequence[Path]) -> list[Shot]:
        async with asyncio.TaskGroup() as group:
            looks = [group.create_task(self._at(file, n)) for n, file in enumerate(files, start=1)]
        return [shot for look in looks if (shot := look.result()) is not None]

    async def _at(self, file: Path, number: int) -> Shot | None:
        stem = self._folder / f"{self._title} {number:02}"
        async with self._turns:
            shot = await _shot(file, stem)
        self._done += 1
        if self._ticks is not None:
            self._ticks(self._done, self._total)
        return shot


async def _shot(file: Path, stem: Path) -> Shot | None:
    """Return the file as it can be shown, None when it cannot."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    try:
        if not _is_picture(head):
            return await _film(file, stem)
        return await _picture(file, stem, ending=_shown_as_it_is(head, file.stat().st_size))
    except (FfmpegFailed, FileUnreadable, ConversionFailed, ChoiceUnavailable) as error:
        log.info("no picture", reason=repr(error))
        return None


async def _film(file: Path, stem: Path) -> Shot:
    found = await probe(file)
    to = stem.with_name(f"{stem.name}.mp4")
    brief = Brief(picture(found.shown_size[1] or _LONGEST_SIDE))
    return Shot(to, film=await convert(file, brief, to=to))


async def _picture(file: Path, stem: Path, *, ending: str) -> Shot:
    """Return the picture, the same or as a JPEG.

    Raises:
        FfmpegFailed: it is none, or a part of it is missing.
    """
    if file.stat().st_size > MOST_PICTURE_BYTES or not await asyncio.to_thread(_is_whole, file):
        raise FfmpegFailed("cut off, or larger than pictures are")
    opened = (*LOCAL, "-format_whitelist", PICTURES, "-max_pixels", str(_MOST_PIXELS))
    source = ("-xerror", *opened, "-i", f"file:{file.absolute()}", "-map", "0:v:0")
    if ending:
        await run((*source, "-frames:v", "1", "-f", "null", "-"), folder=stem.parent)
        return Shot(file.rename(stem.with_name(f"{stem.name}.{ending}")))
    to = stem.with_name(f"{stem.name}.jpg")
    drawn = ("-frames:v", "1", "-vf", _FIT, "-pix_fmt", "yuvj420p", "-q:v", "2")
    muxed = ("-strict", "unofficial", "-f", "mjpeg", f"file:{to.absolute()}")
    await run((*source, *drawn, *muxed), folder=stem.parent)
    if not to.exists() or not to.stat().st_size:
        raise FfmpegFailed("nothing came out")
    return Shot(to)


def _is_picture(head: bytes) -> bool:
    if head[4:8] == b"ftyp":
        return head[8:12] in _STILL_BRANDS
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or head.startswith((_JPEG, _PNG, b"BM"))


def _is_whole(file: Path) -> bool:
    """Return whether a picture has its end: FFmpeg paints what is missing grey and is content."""
    size_bytes = file.stat().st_size
    with file.open("rb") as opened:
        head = opened.read(12)
        opened.seek(max(0, size_bytes - _TAIL_BYTES))
        tail = opened.read()
    if head.startswith(b"RIFF"):
        return int(struct.unpack("<I", head[4:8])[0]) + 8 <= size_bytes
    end = _JPEG_END if head.startswith(_JPEG) else _PNG_END if head.startswith(_PNG) else b""
    return end in tail


def _shown_as_it_is(head: bytes, size_bytes: int) -> str:
    """Return `jpg` or `png` for a picture that chats take as it is, else nothing."""
    width, height = _size(head)
    if not width or not height or size_bytes > _MOST_SHOWN_BYTES:
        return ""
    fits = width + height <= _MOST_SIDES and max(width, height) <= _SHAPE * min(width, height)
    return ("png" if head.startswith(_PNG) else "jpg") if fits else ""


def _size(head: bytes) -> tuple[int, int]:
    if head.startswith(_PNG) and head[12:16] == b"IHDR":
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    return _jpeg_size(head) if head.startswith(_JPEG) else (0, 0)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    """Return what the first frame header says, past the segments that stand before it."""
    at = 2
    while at + 9 <= len(head) and head[at] == _JPEG[-1]:
        marker = head[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]
    return 0, 0
