"""Hides strips of the AAC tracks of an MP4 file by new packets around them; all else is copied.

Picture, subtitles, chapters, cover, edit lists and tags do not even get looked at.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from services.censor.aac_tracks import STEP, AacTrack, tracks_in
from services.censor.encoding import encoded_packets, encoder_of
from services.censor.heard import joined
from services.censor.mp4_boxes import Samples, Swap, movie_in, write_swapped
from services.censor.painting import Sound
from services.censor.proof import Proof, held_against
from services.censor.spans import Span
from services.censor.splicing import (
    CannotSplice,
    Region,
    Spliced,
    SplicedTape,
    painted,
    regions_of,
    touched_share,
)
from services.censor.whole_pass import Workplace
from services.censor.witness import Kept, Witness

_MOST_TOUCHED: Final = 0.45
_DELAY: Final = 1024
"""Samples by which what the encoder writes comes out later than it went in."""
_WARM, _AFTER = 2, 1
_JOINTS: Final = 3
"""Packets on either side among which the best place to join the old and the new is looked for."""
_SETTLED: Final = 2
_SINGLE, _PAIR = 0, 1
_LONG_RIGHT: Final = (0, 3)
"""Kinds of windows that end long."""


def splice_aac(
    source: Path,
    spans: Sequence[Span],
    *,
    to: Path,
    place: Workplace,
    tick: Callable[[float], None],
) -> Spliced:
    """Make the copy with the spans hidden in each track.

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
    fresh, before = place.folder / "fresh", place.folder / "before"
    with source.open("rb") as file, fresh.open("w+b") as new, before.open("wb") as scratch:
        movie = movie_in(file)
        tracks = tracks_in(str(source), movie, place.demuxers)
        swaps: list[Swap] = []
        touched = 0.0
        kept: list[list[Kept]] = []
        for number, track in enumerate(tracks):
            regions = regions_of(track.strips(spans), track.grid, apart=_WARM + 2 * _JOINTS)
            touched = max(touched, touched_share(regions, len(track.order)))
            if touched > _MOST_TOUCHED:
                raise CannotSplice("dense")
            replacing = _Replacing(file, new, track, scratch)
            swaps += replacing.swaps(regions, _part_of(tick, number, len(tracks)))
            kept.append(replacing.kept)
        with to.open("w+b") as result:
            write_swapped(file, movie, swaps, new, to=result)
            result.flush()
            scratch.flush()
            proof = _proved(result, tracks, kept, before)
    fresh.unlink()
    before.unlink()
    return Spliced(touched, proof)


def _part_of(tick: Callable[[float], None], number: int, count: int) -> Callable[[float], None]:
    return lambda share: tick((number + share) / count)


def _proved(
    result: BinaryIO, tracks: Sequence[AacTrack], kept: Sequence[list[Kept]], before: Path
) -> Proof:
    proof = Proof()
    after = movie_in(result)
    for track, rows in zip(tracks, kept, strict=True):
        decoder = _Decoder(result, track, after.sounds[track.number])
        tape = SplicedTape(decoder.sound, track.grid)
        proof.add(held_against(rows, track.rate, before, tape))
    return proof


class _Decoder:
    """Decodes any stretch of the packets of a track."""

    def __init__(self, file: BinaryIO, track: AacTrack, samples: Samples) -> None:
        self._file = file
        self._track = track
        self._samples = samples
        self._codec = AudioCodecContext.create("aac", "r")
        self._codec.extradata = track.extradata
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
        for number in range(first, beyond):
            sample = self._track.order[number]
            self._file.seek(int(self._samples.places[sample]))
            try:
                packet = av.Packet(self._file.read(int(self._samples.sizes[sample])))
                made = self._codec.decode(packet)
            except FFmpegError as error:
                raise CannotSplice("damaged") from error
            if len(made) != 1 or made[0].samples != STEP:
                raise CannotSplice("damaged")
            yield made[0]


@dataclass(frozen=True, slots=True)
class _Replacing:
    """One track on its way."""

    file: BinaryIO
    new: BinaryIO
    track: AacTrack
    scratch: BinaryIO
    kept: list[Kept] = field(default_factory=list)

    def swaps(self, regions: Sequence[Region], tick: Callable[[float], None]) -> list[Swap]:
        """Encode the regions; return which samples are others now."""
        track = self.track
        codec = encoder_of(
            "aac", rate=track.rate, layout=track.layout, bit_rate=track.bit_rate, options={}
        )
        wide = [self._wide(region) for region in regions]
        made = encoded_packets(codec, self._sound(wide))
        swaps: list[Swap] = []
        for region, more in zip(regions, wide, strict=True):
            packets = list(islice(made, _WARM + more.count + _AFTER))
            if len(packets) < _WARM + more.count:
                raise CannotSplice("the encoder ended early")
            fresh = dict(enumerate(packets[: _WARM + more.count], more.first - _WARM))
            first, beyond = self._joined(region, more, fresh)
            for number in range(first, beyond):
                place = self.new.seek(0, 2)
                self.new.write(fresh[number])
                swaps.append(Swap(track.number, track.order[number], place, len(fresh[number])))
            tick(len(swaps) / max(1, sum(row.count for row in wide)))
        deque(made, maxlen=0)
        return swaps

    def _wide(self, region: Region) -> Region:
        packets = len(self.track.order)
        first, beyond = max(0, region.first - _JOINTS), min(packets, region.beyond + _JOINTS)
        return Region(first, beyond, region.strips)

    def _sound(self, regions: Sequence[Region]) -> Iterator[Sound]:
        track = self.track
        decoder = _Decoder(self.file, track, track.samples)
        for region in regions:
            first = track.grid.sample_of(region.first - _WARM) + _DELAY
            window = (first, first + (_WARM + region.count + _AFTER) * STEP)
            witness = Witness(region.strips, track.rate, self.scratch)
            yield from painted(region, track.grid, witness, window=window, read=decoder.sound)
            self.kept.extend(witness.kept)

    def _joined(self, region: Region, more: Region, fresh: dict[int, bytes]) -> tuple[int, int]:
        """Return from where to where the new packets go, so that windows meet those of their kind."""
        first = next(
            (at for at in range(region.first, more.first - 1, -1) if self._meets(at, fresh)),
            region.first,
        )
        beyond = next(
            (at for at in range(region.beyond, more.beyond + 1) if self._meets(at, fresh)),
            region.beyond,
        )
        return first, beyond

    def _meets(self, at: int, fresh: dict[int, bytes]) -> bool:
        """Return whether the packet before ends alike in the old and the new."""
        if not 0 < at < len(self.track.order) or at - 1 not in fresh:
            return at in {0, len(self.track.order)}
        sample = self.track.order[at - 1]
        self.file.seek(int(self.track.samples.places[sample]))
        return _window_end(self.file.read(4)) == _window_end(fresh[at - 1])


def _window_end(packet: bytes) -> tuple[bool, int] | None:
    """Return how the window of a packet's first channel ends: long or short, and in which shape."""
    bits = int.from_bytes(packet[:4].ljust(4, b"\0"), "big")
    element = bits >> 29
    if element == _PAIR and bits >> 24 & 1:
        at = 8
    elif element == _PAIR:
        at = 16
    elif element == _SINGLE:
        at = 15
    else:
        return None
    info = bits >> (32 - at - 4) & 0xF
    return (info >> 1 & 3) in _LONG_RIGHT, info & 1
