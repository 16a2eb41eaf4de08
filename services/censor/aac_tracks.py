"""The AAC tracks of an MP4 file as players play them: which packets, what is left out, what is missing."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from services.censor.heard import Clock, origin_of
from services.censor.mp4_boxes import Movie, Samples
from services.censor.painting import Strip, strips_of
from services.censor.spans import Span
from services.censor.splicing import CannotSplice, Grid
from services.media.decoding import open_file

STEP: Final = 1024
_LEAST_BIT_RATE: Final = 24_000
_LAYOUTS: Final = ("mono", "stereo", "5.1")
_MOST_SKIPPED: Final = 8


@dataclass(frozen=True, slots=True)
class AacTrack:
    """One sound track, as its packets are played."""

    number: int
    samples: Samples
    order: "array[int]"
    """Which sample of the file each packet is."""
    skipped: int
    gaps: tuple[tuple[int, int], ...]
    """After how many samples how many silent ones stand."""
    rate: int
    layout: str
    extradata: bytes
    bit_rate: int

    @property
    def grid(self) -> Grid:
        """Return how its packets hang together with what can be heard."""
        return Grid(STEP, self.skipped, STEP, len(self.order))

    def strips(self, spans: Sequence[Span]) -> list[Strip]:
        """Return the spans in samples that are really there, without those that stand for gaps."""
        last = self.grid.sample_of(len(self.order))
        moved = [self._moved(row) for row in strips_of(spans, self.rate)]
        return [row for row in moved if row.start < min(row.end, last)]

    def _moved(self, strip: Strip) -> Strip:
        start, end = self._there(strip.start), self._there(strip.end)
        return Strip(start, end, strip.fade, strip.method, strip.pitch_hz)

    def _there(self, heard: int) -> int:
        passed = 0
        for after, length in self.gaps:
            if heard - passed <= after:
                break
            passed += min(length, heard - passed - after)
        return heard - passed


def tracks_in(source: str, movie: Movie, demuxers: str) -> list[AacTrack]:
    """Return the sound tracks of a file.

    Args:
        source: The file.
        movie: What its tables say.
        demuxers: What it may be opened as.

    Raises:
        CannotSplice: one is no AAC-LC, or a packet that is played is none that the tables name.
    """
    with open_file(source, demuxers) as container:
        streams = list(container.streams.audio)
        if len(streams) != len(movie.sounds):
            raise CannotSplice("tracks that nobody plays")
        return [
            _track(container, stream, movie.sounds[number], number)
            for number, stream in enumerate(streams)
        ]


def _track(
    container: InputContainer, stream: AudioStream, samples: Samples, number: int
) -> AacTrack:
    codec = stream.codec_context
    rate, channels = codec.sample_rate, codec.layout.nb_channels
    if codec.profile != "LC" or codec.layout.name not in _LAYOUTS:
        raise CannotSplice(f"AAC {codec.profile} {codec.layout.name}")
    if not stream.time_base:
        raise CannotSplice("no clock")
    played = _Played(samples, Clock(rate, origin_of(container)), stream.time_base)
    for packet in container.demux(stream):
        if packet.size:
            played.take(packet)
    container.seek(0)
    if played.skipped < 0:
        raise CannotSplice("begins with silence")
    seconds = len(played.order) * STEP / rate
    bit_rate = round(sum(int(samples.sizes[row]) for row in played.order) * 8 / seconds)
    if bit_rate < _LEAST_BIT_RATE * channels:
        raise CannotSplice("too few bits")
    return AacTrack(
        number=number,
        samples=samples,
        order=played.order,
        skipped=played.skipped,
        gaps=tuple(played.gaps),
        rate=rate,
        layout=codec.layout.name,
        extradata=codec.extradata or b"",
        bit_rate=bit_rate,
    )


class _Played:
    """Counts what is played of a track, and where nothing is."""

    def __init__(self, samples: Samples, clock: Clock, tick: Fraction) -> None:
        self.order = array("l")
        self.skipped = -1
        self.gaps: list[tuple[int, int]] = []
        self._clock = clock
        self._tick, self._tick_seconds = tick, float(tick)
        self._by_place = {int(place): number for number, place in enumerate(samples.places)}

    def take(self, packet: "av.Packet[AudioStream]") -> None:
        """Take note of the next packet.

        Raises:
            CannotSplice: it is not played in a way that can be counted.
        """
        sample = self._by_place.get(-1 if packet.pos is None else packet.pos)
        if sample is None or packet.pts is None:
            raise CannotSplice("a packet in a strange place")
        number = len(self.order)
        self.order.append(sample)
        if self.skipped < 0:
            self._begin(packet, number)
        elif packet.is_discard:
            raise CannotSplice("cut by an edit list")
        if self.skipped >= 0:
            self._count(number * STEP - self.skipped, packet.pts)

    def _begin(self, packet: "av.Packet[AudioStream]", number: int) -> None:
        """Decode until something can be heard: what comes before is left out by players."""
        if number >= _MOST_SKIPPED:
            raise CannotSplice("begins with silence")
        made = packet.decode()
        if not made:
            return
        if made[0].samples > STEP or made[0].sample_rate != self._clock.rate:
            raise CannotSplice("HE-AAC")
        self.skipped = (number + 1) * STEP - made[0].samples

    def _count(self, position: int, pts: int) -> None:
        begin = max(position, 0)
        clock = self._clock
        clock.position = begin + clock.filled
        if clock.is_ahead_at(pts * self._tick_seconds + (begin - position) / clock.rate):
            return
        missing = clock.silence_before(pts * self._tick + Fraction(begin - position, clock.rate))
        if missing:
            self.gaps.append((begin, missing))
