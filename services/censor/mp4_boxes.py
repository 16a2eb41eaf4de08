"""The samples of an MP4 file: where they lie, and how the file is written with others in their place.

No table grows: sizes and places in them change, every other byte of the file stays.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from services.censor.splicing import CannotSplice

Numbers = NDArray[np.int64]

_FOLDERS: Final = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_FRAGMENTED: Final = (b"moof", b"sidx", b"mfra")
_MOST_TABLES: Final = 128 * 1024**2
_MOST_BOXES: Final = 20_000
_MOST_PLACE: Final = 0xFFFFFFFF
_COPY_BLOCK: Final = 1 << 20
_SHORT_HEAD, _LONG_HEAD = 8, 16


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the file, or of its tables."""

    kind: bytes
    place: int
    head: int
    size: int

    @property
    def end(self) -> int:
        """Return the place after its last byte."""
        return self.place + self.size


@dataclass(frozen=True, slots=True)
class Samples:
    """The samples of one track."""

    sizes_at: int
    """Where the sizes stand in the tables."""
    places: Numbers
    """Of each sample in the file."""
    sizes: Numbers


@dataclass(frozen=True, slots=True)
class Movie:
    """A file and what its tables say."""

    boxes: tuple[Box, ...]
    moov: Box
    tables: bytes
    chunks: tuple[tuple[int, str, Numbers], ...]
    """Of each track: where the places of its chunks stand, how they are written, and they."""
    sounds: tuple[Samples, ...]
    """Of the sound tracks."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One sample that is to be another: where its bytes lie in a file of new ones."""

    track: int
    sample: int
    place: int
    size: int


def movie_in(file: BinaryIO) -> Movie:
    """Return what the tables of a file say.

    Raises:
        CannotSplice: it is built in a way that cannot be changed in part.
    """
    size = file.seek(0, 2)
    boxes = tuple(_boxes(file, 0, size))
    kinds = [box.kind for box in boxes]
    if kinds.count(b"moov") != 1 or any(kind in kinds for kind in _FRAGMENTED):
        raise CannotSplice("in fragments")
    moov = boxes[kinds.index(b"moov")]
    if moov.size > _MOST_TABLES:
        raise CannotSplice("long tables")
    file.seek(moov.place)
    tables = file.read(moov.size)
    try:
        tracks = [_track(tables, box) for box in _inner(tables, moov.head, b"trak")]
    except (struct.error, ValueError, IndexError) as error:
        raise CannotSplice("damaged tables") from error
    sounds = tuple(samples for _, samples in tracks if samples is not None)
    return Movie(boxes, moov, tables, tuple(chunks for chunks, _ in tracks), sounds)


def write_swapped(
    file: BinaryIO, movie: Movie, swaps: Sequence[Swap], new: BinaryIO, *, to: BinaryIO
) -> None:
    """Write the file with other samples in it.

    Args:
        file: The file as it was.
        movie: What its tables say.
        swaps: What is to be another, in any order.
        new: Where the bytes of those lie.
        to: Where the result goes.

    Raises:
        CannotSplice: two samples lie in the same bytes, or one where no samples should be.
    """
    places = np.array([movie.sounds[row.track].places[row.sample] for row in swaps], np.int64)
    order = np.argsort(places)
    rows = [swaps[number] for number in order]
    places = places[order]
    old = np.array([movie.sounds[row.track].sizes[row.sample] for row in rows], np.int64)
    grown = np.cumsum([row.size for row in rows]) - np.cumsum(old)
    if len(rows) > 1 and (places[:-1] + old[:-1] > places[1:]).any():
        raise CannotSplice("samples that share bytes")
    tables = _tables(movie, rows, places, grown)
    for box in movie.boxes:
        if box.kind == b"moov":
            to.write(tables)
            continue
        first, beyond = np.searchsorted(places, [box.place, box.end])
        if first == beyond:
            _copy(file, to, box.place, box.size)
            continue
        if box.kind != b"mdat":
            raise CannotSplice("samples in a strange place")
        before = int(grown[first - 1]) if first else 0
        to.write(_head(file, box, int(grown[beyond - 1]) - before))
        at = box.place + box.head
        for number in range(int(first), int(beyond)):
            place = int(places[number])
            _copy(file, to, at, place - at)
            _copy(new, to, rows[number].place, rows[number].size)
            at = place + int(old[number])
        _copy(file, to, at, box.end - at)


def _tables(movie: Movie, rows: Sequence[Swap], places: Numbers, grown: Numbers) -> bytes:
    tables = bytearray(movie.tables)
    for row in rows:
        at = movie.sounds[row.track].sizes_at + 4 * row.sample
        struct.pack_into(">I", tables, at, row.size)
    moves = np.concatenate([np.zeros(1, np.int64), grown])
    for at, kind, chunks in movie.chunks:
        moved = chunks + moves[np.searchsorted(places, chunks)]
        if kind == ">u4" and len(moved) and moved.max() > _MOST_PLACE:
            raise CannotSplice("too large")
        raw = moved.astype(kind).tobytes()
        tables[at : at + len(raw)] = raw
    return bytes(tables)


def _head(file: BinaryIO, box: Box, grown: int) -> bytes:
    file.seek(box.place)
    head = bytearray(file.read(box.head))
    if box.head == _LONG_HEAD:
        struct.pack_into(">Q", head, 8, box.size + grown)
    elif int.from_bytes(head[:4], "big"):
        if box.size + grown > _MOST_PLACE:
            raise CannotSplice("too large")
        struct.pack_into(">I", head, 0, box.size + grown)
    return bytes(head)


def _copy(source: BinaryIO, to: BinaryIO, place: int, size: int) -> None:
    source.seek(place)
    while size > 0:
        piece = source.read(min(size, _COPY_BLOCK))
        if not piece:
            raise CannotSplice("cut off")
        to.write(piece)
        size -= len(piece)


def _boxes(file: BinaryIO, begin: int, end: int) -> Iterator[Box]:
    at = begin
    for _ in range(_MOST_BOXES):
        if at >= end:
            return
        file.seek(at)
        raw = file.read(_LONG_HEAD)
        box = _box(raw, at, end)
        if box.end > end:
            raise CannotSplice("cut off")
        yield box
        at = box.end
    raise CannotSplice("too many boxes")


def _box(raw: bytes, place: int, end: int) -> Box:
    if len(raw) < _SHORT_HEAD:
        raise CannotSplice("damaged")
    size, kind = struct.unpack_from(">I4s", raw)
    head = _SHORT_HEAD
    if size == 1 and len(raw) >= _LONG_HEAD:
        size, head = struct.unpack_from(">Q", raw, 8)[0], _LONG_HEAD
    elif size == 0:
        size = end - place
    if size < head:
        raise CannotSplice("damaged")
    return Box(kind, place, head, size)


def _inner(tables: bytes, begin: int, *kinds: bytes, end: int | None = None) -> Iterator[Box]:
    """Yield the boxes of some kinds, inside those that only hold others."""
    end = len(tables) if end is None else end
    at = begin
    while at + _SHORT_HEAD <= end:
        box = _box(tables[at : at + _LONG_HEAD], at, end)
        if box.end > end:
            raise CannotSplice("damaged tables")
        if box.kind in kinds:
            yield box
        elif box.kind in _FOLDERS:
            yield from _inner(tables, box.place + box.head, *kinds, end=box.end)
        at = box.end


def _track(tables: bytes, trak: Box) -> tuple[tuple[int, str, Numbers], Samples | None]:
    found = {
        box.kind: box.place + box.head
        for box in _inner(
            tables,
            trak.place + trak.head,
            *(b"hdlr", b"stsz", b"stsc", b"stco", b"co64", b"stz2"),
            end=trak.end,
        )
    }
    kind, table = (">u8", b"co64") if b"co64" in found else (">u4", b"stco")
    at = found[table] + 8 if table in found else 0
    count = struct.unpack_from(">I", tables, at - 4)[0] if at else 0
    chunks = _column(tables, kind, count, at)
    handler = found.get(b"hdlr", 0)
    if not handler or tables[handler + 8 : handler + 12] != b"soun":
        return (at, kind, chunks), None
    return (at, kind, chunks), _samples(tables, found, chunks)


def _samples(tables: bytes, found: dict[bytes, int], chunks: Numbers) -> Samples:
    if b"stsz" not in found or b"stsc" not in found:
        raise CannotSplice("compact tables")
    at = found[b"stsz"]
    one, count = struct.unpack_from(">II", tables, at + 4)
    if one:
        raise CannotSplice("samples of one size")
    sizes = _column(tables, ">u4", count, at + 12)
    runs = struct.unpack_from(">I", tables, found[b"stsc"] + 4)[0]
    rows = _column(tables, ">u4", 3 * runs, found[b"stsc"] + 8).reshape(-1, 3)
    lengths = np.diff(np.append(rows[:, 0], len(chunks) + 1))
    if (lengths < 0).any() or lengths.sum() > len(chunks) or (rows[:, 1] > count).any():
        raise CannotSplice("damaged tables")
    in_chunk = np.repeat(rows[:, 1], lengths)
    if in_chunk.sum() != count:
        raise CannotSplice("damaged tables")
    firsts = np.cumsum(in_chunk) - in_chunk
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    number = np.repeat(np.arange(len(in_chunk)), in_chunk)
    places = chunks[: len(in_chunk)][number] + ends[:-1] - ends[firsts[number]]
    return Samples(at + 12, places, sizes)


def _column(tables: bytes, kind: str, count: int, at: int) -> Numbers:
    column: NDArray[Any] = np.frombuffer(tables, kind, count, at) if count else np.zeros(0)
    return column.astype(np.int64)
