"""Hides strips of an Ogg Opus file by new packets around them; all other packets are copied.

Opus codes speech with a filter that rings on for 20 ms and more, so that a silence begins too late and
ends too early. Around a strip the new packets are therefore coded as music, which knows silence to
2.5 ms. A decoder begins anew where packets of the one kind follow those of the other, and so do the
encoders here: one for the strip, and one for the speech behind it up to the old packets.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from services.censor.ahead import ahead
from services.censor.encoding import encoded_packets, encoder_of, whole_numbers
from services.censor.heard import joined
from services.censor.ogg_pages import pages_in, repacked
from services.censor.opus_packets import HEADERS, RATE, Stream, stream_in
from services.censor.painting import Sound, strips_of
from services.censor.proof import held_against
from services.censor.spans import Method, Span
from services.censor.splicing import (
    CannotSplice,
    Grid,
    Region,
    Spliced,
    SplicedTape,
    Tap,
    painted,
    regions_of,
    touched_share,
)
from services.censor.whole_pass import Workplace
from services.censor.witness import Kept, Witness

_MOST_TOUCHED: Final = 0.45
_DELAY, _CLEAR_DELAY = 312, 120
"""Samples by which what libopus writes comes out later than it went in; as music alone, less."""
_CLEAR_BEHIND: Final = 1
_CLEAR_BIT_RATE: Final = 64_000
"""For a channel: music takes more than speech to sound as well."""
_COMPLEXITY, _COMPLEXITY_OF_SILENCE = 7, 10
"""How hard libopus tries, of 10: a fifth less work, and 0.3 to 1.5 dB more noise in the tenth of a second
beside what was hidden. A tone covers that; where a silence begins it can be too much.
"""
_BEFORE, _BEHIND = 2, 4
"""Packets beside a strip that are new, too: what they say depends on those before them."""
_WARM: Final = 5
_SETTLED: Final = 10


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
        stream = stream_in(file)
        grid = Grid(stream.step, stream.skipped, _BEFORE * stream.step, len(stream.places), _BEHIND)
        strips = [row for row in strips_of(spans, RATE) if row.start < stream.ends]
        regions = regions_of(strips, grid, apart=_WARM)
        touched = touched_share(regions, grid.packets)
        # Speech that is encoded as a whole is not silent where it should be.
        if touched > _MOST_TOUCHED and stream.music:
            raise CannotSplice("dense")
        before = place.folder / "before"
        with to.open("wb") as result, before.open("wb") as scratch:
            replacing = _Replacing(source, stream, grid, regions, scratch, tick)
            with closing(replacing.numbered()) as new:
                _write(file, result, stream, new)
        with to.open("rb") as result:
            now = stream_in(result)
            if len(now.places) != grid.packets:
                raise CannotSplice("came out longer or shorter")
            tape = SplicedTape(_Decoder(result, now).sound, grid)
            proof = held_against(replacing.kept, RATE, before, tape)
        before.unlink()
    return Spliced(touched, proof)


class _Decoder:
    """Decodes any stretch of packets."""

    def __init__(self, file: BinaryIO, stream: Stream) -> None:
        self._file = file
        self._stream = stream
        # FFmpeg's own takes half the time, but keeps samples of speech back for the next packet.
        codec = av.CodecContext.create("opus" if stream.music else "libopus", "r")
        assert isinstance(codec, AudioCodecContext)  # noqa: S101 - it is one
        self._codec = codec
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
        return joined(list(self._decoded(first, beyond)))

    def _decoded(self, first: int, beyond: int) -> Iterator[AudioFrame]:
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
            yield made[0]


@dataclass(frozen=True, slots=True)
class _Replacing:
    """What is to be replaced, and by what."""

    source: Path
    stream: Stream
    grid: Grid
    regions: Sequence[Region]
    scratch: BinaryIO
    tick: Callable[[float], None]
    kept: list[Kept] = field(default_factory=list)

    def numbered(self) -> Generator[tuple[int, bytes], None, None]:
        """Yield the new packets with their numbers, in order."""
        with closing(ahead(self._painted())) as sound:
            for done, (region, packets) in enumerate(self._made(Tap(sound)), 1):
                if len(packets) < region.count:
                    raise CannotSplice("the encoder ended early")
                yield from enumerate(packets, region.first)
                self.tick(done / len(self.regions))

    def _made(self, sound: Tap) -> Iterator[tuple[Region, list[bytes]]]:
        for is_spoken, run in groupby(self.regions, self._is_spoken):
            make = self._speech if is_spoken else self._music
            yield from make(list(run), sound)

    def _is_spoken(self, region: Region) -> bool:
        return any(self.stream.spoken[max(0, region.first - 1) : region.beyond + 1])

    def _painted(self) -> Iterator[Sound]:
        """Yield the sound of the windows of all regions; from a file of its own, for another thread."""
        with self.source.open("rb") as file:
            decoder = _Decoder(file, self.stream)
            for region in self.regions:
                witness = Witness(region.strips, RATE, self.scratch)
                window = self._window(region)
                for sound in painted(region, self.grid, witness, window=window, read=decoder.sound):
                    # The encoder wants them so, and the thread that it works in has more to do.
                    yield whole_numbers(sound)
                self.kept.extend(witness.kept)

    def _window(self, region: Region) -> tuple[int, int]:
        """Return from where to where the encoders need the sound of a region."""
        grid = self.grid
        beyond = grid.sample_of(region.beyond) + _DELAY
        if self._is_spoken(region):
            return grid.sample_of(region.first) + _CLEAR_DELAY, beyond
        return grid.sample_of(region.first - _WARM) + _DELAY, beyond

    def _music(self, regions: Sequence[Region], sound: Tap) -> Iterator[tuple[Region, list[bytes]]]:
        """Yield regions with their packets, all of one encoder."""
        count = sum(_WARM + region.count for region in regions)
        whole = sound.take(count * self.grid.step)
        made = encoded_packets(self._codec("audio"), whole)
        for region in regions:
            yield region, list(islice(made, _WARM + region.count))[_WARM:]
        deque(made, maxlen=0)

    def _speech(
        self, regions: Sequence[Region], sound: Tap
    ) -> Iterator[tuple[Region, list[bytes]]]:
        """Yield regions with their packets, each encoder in the state in which a decoder meets it."""
        for region in regions:
            grid = self.grid
            silent = -((-region.strips[-1].beyond - grid.skipped) // grid.step)
            turn = min(region.beyond, silent + _CLEAR_BEHIND)
            if not any(self.stream.spoken[region.beyond : region.beyond + 1]):
                turn = region.beyond
            clear = sound.take((turn - region.first) * grid.step)
            packets = list(
                islice(encoded_packets(self._codec("lowdelay"), clear), turn - region.first)
            )
            deque(chain(clear, sound.take(_DELAY - _CLEAR_DELAY)), maxlen=0)
            spoken = sound.take((region.beyond - turn) * grid.step)
            packets += islice(encoded_packets(self._codec("voip"), spoken), region.beyond - turn)
            deque(spoken, maxlen=0)
            yield region, packets

    @property
    def _complexity(self) -> int:
        methods = {strip.method for region in self.regions for strip in region.strips}
        return _COMPLEXITY_OF_SILENCE if Method.SILENCE in methods else _COMPLEXITY

    def _codec(self, application: str) -> AudioCodecContext:
        stream = self.stream
        least = _CLEAR_BIT_RATE * stream.channels if application == "lowdelay" else 0
        return encoder_of(
            "libopus",
            rate=RATE,
            layout="mono" if stream.channels == 1 else "stereo",
            bit_rate=max(stream.bit_rate, least),
            options={
                "frame_duration": f"{stream.step * 1000 / RATE:g}",
                "application": application,
                "compression_level": f"{self._complexity}",
            },
        )


def _write(
    file: BinaryIO, result: BinaryIO, stream: Stream, new: Iterator[tuple[int, bytes]]
) -> None:
    """Copy the pages; those that a new packet goes into are written again."""
    waiting = next(new, None)
    number = headers = shift = 0
    for page in pages_in(file):
        if headers <= HEADERS - 1:
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
