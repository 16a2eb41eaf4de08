"""Hides strips of an Ogg Opus file by new packets around them; all other packets are copied."""

from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.error import FFmpegError

from services.censor.encoding import encoded_packets, encoder_of
from services.censor.heard import floats_of
from services.censor.ogg_pages import FIRST, NO_TIME, Page, pages_in, repacked
from services.censor.painting import Sound, Strip, strips_of
from services.censor.proof import Kept, Witness, held_against
from services.censor.spans import Span
from services.censor.splicing import (
    CannotSplice,
    Grid,
    Region,
    Spliced,
    SplicedTape,
    painted,
    regions_of,
    touched_share,
)
from services.censor.whole_pass import Workplace

_RATE: Final = 48_000
_MOST_TOUCHED: Final = 0.45
_DELAY: Final = 312
"""Samples by which what libopus writes comes out later than it went in."""
_BEFORE, _BEHIND = 2, 4
"""Packets beside a strip that are new, too: what they say depends on those before them."""
_WARM: Final = 5
_SETTLED: Final = 10
_HEADERS: Final = 2
_HEAD_BYTES: Final = 19
_HYBRID, _CELT = 12, 16
"""The first of the modes that are not for speech alone, and of those for music."""
_COUNTED: Final = 3
_SPEECH_SMEARS_SECONDS: Final = 0.02
_LEAST, _MOST = 6000, 256_000


def splice_opus(
    source: Path,
    spans: Sequence[Span],
    *,
    to: Path,
    place: Workplace,
    tick: Callable[[float], None],
) -> Spliced:
    """Make the copy with the spans hidden.

    Args:
        source: The file.
        spans: What is to be hidden.
        to: Where the copy goes.
        place: Where the work is done.
        tick: Called with the share that is done.

    Raises:
        CannotSplice: the file has to be encoded as a whole.
        StillHeard: the original can be made out in the result.
    """
    with source.open("rb") as file:
        stream = _stream(file)
        grid = Grid(stream.step, stream.skipped, _BEFORE * stream.step, len(stream.places), _BEHIND)
        strips = [row for row in strips_of(stream.early(spans), _RATE) if row.start < stream.ends]
        asked = [row for row in strips_of(spans, _RATE) if row.end <= stream.ends]
        regions = regions_of(strips, grid, apart=_WARM)
        touched = touched_share(regions, grid.packets)
        if touched > _MOST_TOUCHED:
            raise CannotSplice("dense")
        before = place.folder / "before"
        with to.open("wb") as result, before.open("wb") as scratch:
            replacing = _Replacing(file, stream, grid, regions, asked, scratch, tick)
            _write(file, result, stream, replacing)
        with to.open("rb") as result:
            now = _stream(result)
            if len(now.places) != grid.packets:
                raise CannotSplice("came out longer or shorter")
            tape = SplicedTape(_Decoder(result, now).sound, grid)
            proof = held_against(replacing.kept, _RATE, before, tape)
        before.unlink()
    return Spliced(touched, proof)


@dataclass(frozen=True, slots=True)
class _Stream:
    """What is known about all packets of a file after one look through it."""

    head: bytes
    places: "array[int]"
    sizes: "array[int]"
    """Of the packets; 0 for one that lies in two pages."""
    step: int
    """Samples that each packet lasts."""
    skipped: int
    ends: int
    """How many samples can be heard."""
    speech: bool
    """Whether its encoder took it for speech."""

    @property
    def channels(self) -> int:
        """Return how many there are."""
        return self.head[9]

    def early(self, spans: Sequence[Span]) -> list[Span]:
        """Return spans that begin as early as the codec needs to fall silent in time."""
        if not self.speech:
            return list(spans)
        return [replace(row, start=max(0.0, row.start - _SPEECH_SMEARS_SECONDS)) for row in spans]

    @property
    def bit_rate(self) -> int:
        """Return how many bits a second it has on average."""
        seconds = len(self.sizes) * self.step / _RATE
        rate = round(sum(self.sizes) * 8 / seconds)
        return min(max(rate, _LEAST), _MOST * self.channels)


class _Decoder:
    """Decodes any stretch of packets."""

    def __init__(self, file: BinaryIO, stream: _Stream) -> None:
        self._file = file
        self._stream = stream
        self._codec = AudioCodecContext.create("libopus", "r")
        # Its own head would make it leave out samples each time it begins anew.
        self._codec.extradata = stream.head[:10] + b"\0\0" + stream.head[12:]
        self._next = -1

    def sound(self, first: int, beyond: int) -> Sound:
        """Return what the packets from the first to that before the last decode to."""
        if first != self._next:
            self._codec.flush_buffers()
            for _ in self._decoded(max(0, first - _SETTLED), first):
                pass
        self._next = beyond
        return np.concatenate(list(self._decoded(first, beyond)), axis=1)

    def _decoded(self, first: int, beyond: int) -> Iterator[Sound]:
        stream = self._stream
        for number in range(first, beyond):
            if not stream.sizes[number]:
                raise CannotSplice("a packet in two pages")
            self._file.seek(stream.places[number])
            try:
                made = self._codec.decode(av.Packet(self._file.read(stream.sizes[number])))
            except FFmpegError as error:
                raise CannotSplice("damaged") from error
            if len(made) != 1 or made[0].samples != stream.step:
                raise CannotSplice("damaged")
            yield floats_of(made[0], np.float32)


@dataclass(frozen=True, slots=True)
class _Replacing:
    """What is to be replaced, and by what."""

    file: BinaryIO
    stream: _Stream
    grid: Grid
    regions: Sequence[Region]
    asked: Sequence[Strip]
    """What nothing may be left in."""
    scratch: BinaryIO
    tick: Callable[[float], None]
    kept: list[Kept] = field(default_factory=list)

    def numbered(self) -> Iterator[tuple[int, bytes]]:
        """Yield the new packets with their numbers, in order."""
        codec = encoder_of(
            "libopus",
            rate=_RATE,
            layout="mono" if self.stream.channels == 1 else "stereo",
            bit_rate=self.stream.bit_rate,
            options={
                "frame_duration": f"{self.stream.step * 1000 / _RATE:g}",
                "application": "voip" if self.stream.speech else "audio",
            },
        )
        made = encoded_packets(codec, self._sound())
        for count, region in enumerate(self.regions, 1):
            packets = list(islice(made, _WARM + region.count))
            if len(packets) < _WARM + region.count:
                raise CannotSplice("the encoder ended early")
            yield from enumerate(packets[_WARM:], region.first)
            self.tick(count / len(self.regions))
        deque(made, maxlen=0)

    def _sound(self) -> Iterator[Sound]:
        decoder = _Decoder(self.file, self.stream)
        for region in self.regions:
            first = self.grid.sample_of(region.first - _WARM) + _DELAY
            window = (first, first + (_WARM + region.count) * self.grid.step)
            first, last = region.strips[0].start, region.strips[-1].end
            inside = [row for row in self.asked if first <= row.start < last]
            witness = Witness(inside, _RATE, self.scratch)
            yield from painted(region, self.grid, witness, window=window, read=decoder.sound)
            self.kept.extend(witness.kept)


def _stream(file: BinaryIO) -> _Stream:
    pages = pages_in(file)
    head = next(pages, None)
    if head is None or head.body[:8] != b"OpusHead" or len(head.body) < _HEAD_BYTES:
        raise CannotSplice("no Opus")
    if head.body[18] != 0 or head.body[9] not in {1, 2}:
        raise CannotSplice("more channels than two")
    survey = _Survey(skipped=int.from_bytes(head.body[10:12], "little"))
    headers = 1
    for page in pages:
        if page.serial != head.serial or page.flags & FIRST:
            raise CannotSplice("more than one stream")
        if headers < _HEADERS:
            headers += page.is_whole
            continue
        survey.take(page)
    return survey.stream(head.body)


class _Survey:
    """Counts packets, and sees to it that they follow each other without holes."""

    def __init__(self, *, skipped: int) -> None:
        self._skipped = skipped
        self._places, self._sizes = array("q"), array("i")
        self._lengths: dict[int, int] = {}
        self._speech = 0
        self._step = 0
        self._ends = 0
        self._over = False

    def take(self, page: Page) -> None:
        """Take note of the next page.

        Raises:
            CannotSplice: it does not follow the one before.
        """
        if self._over:
            raise CannotSplice("holes")
        for number, (begin, size) in enumerate(page.pieces()):
            if number == 0 and page.goes_on:
                self._sizes[-1:] = array("i", [0])
                continue
            self._places.append(page.body_place + begin)
            self._sizes.append(size)
            self._look(page.body[begin : begin + 2])
        if not page.is_whole:
            self._sizes[-1:] = array("i", [0])
        if page.granule == NO_TIME:
            return
        passed = (len(self._sizes) - (not page.is_whole)) * self._step
        self._ends = page.granule
        self._over = page.granule < passed
        if page.granule > passed:
            raise CannotSplice("holes")

    def stream(self, head: bytes) -> _Stream:
        """Return what was found."""
        if not self._sizes:
            raise CannotSplice("empty")
        speech = 2 * self._speech > len(self._sizes)
        ends = self._ends - self._skipped
        return _Stream(head, self._places, self._sizes, self._step, self._skipped, ends, speech)

    def _look(self, begin: bytes) -> None:
        toc = begin[0] if begin else 0
        length = self._lengths.get(toc) or _length(begin)
        if toc & 3 != _COUNTED:
            self._lengths[toc] = length
        self._speech += toc >> 3 < _CELT
        if self._step not in {0, length} or not length:
            raise CannotSplice("packets of several lengths")
        self._step = length


def _length(begin: bytes) -> int:
    """Return how many samples a packet lasts that begins like this."""
    toc = begin[0] if begin else 0
    mode, code = toc >> 3, toc & 3
    if mode < _HYBRID:
        length = (480, 960, 1920, 2880)[mode & 3]
    elif mode < _CELT:
        length = (480, 960)[mode & 1]
    else:
        length = (120, 240, 480, 960)[mode & 3]
    if code == _COUNTED:
        return length * (begin[1] & 63) if len(begin) > 1 else 0
    return length if code == 0 else 2 * length


def _write(file: BinaryIO, result: BinaryIO, stream: _Stream, replacing: _Replacing) -> None:
    """Copy the pages; those that a new packet goes into are written again."""
    new = replacing.numbered()
    waiting = next(new, None)
    number = headers = shift = 0
    for page in pages_in(file):
        if headers <= _HEADERS - 1:
            headers += page.is_whole
            result.write(page.raw)
            continue
        packets = [page.body[begin : begin + size] for begin, size in page.pieces()]
        first = number - page.goes_on
        number = first + len(packets) - (not page.is_whole)
        if waiting is None or waiting[0] >= number:
            result.write(page.written(page.sequence + shift) if shift else page.raw)
            continue
        if page.goes_on or not page.is_whole:
            raise CannotSplice("a packet in two pages")
        while waiting is not None and waiting[0] < number:
            packets[waiting[0] - first] = waiting[1]
            waiting = next(new, None)
        pages = list(repacked(page, packets, [stream.step] * len(packets)))
        for more in pages:
            result.write(more.written(page.sequence + shift))
            shift += 1
        shift -= 1
