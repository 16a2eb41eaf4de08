"""What all ways of replacing a few packets of a track have in common."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.censor.painting import Painter, Sound, Strip
from services.censor.proof import Proof
from services.censor.spans import Method
from services.censor.witness import Witness

BLOCK_PACKETS: Final = 64
Read = Callable[[int, int], Sound]

LISTENED_SECONDS: Final = 0.25
"""Before a tone begins, so much sound is read to make it as loud."""


class CannotSplice(Exception):
    """The file has to go the long way; the argument says why."""


@dataclass(frozen=True, slots=True)
class Region:
    """Packets that are to be replaced, from `first` up to, but without, `beyond`."""

    first: int
    beyond: int
    strips: tuple[Strip, ...]

    @property
    def count(self) -> int:
        """Return how many packets there are in it."""
        return self.beyond - self.first


@dataclass(frozen=True, slots=True)
class Spliced:
    """What came out."""

    touched: float
    """The share of the packets that are new."""
    proof: Proof


@dataclass(frozen=True, slots=True)
class Grid:
    """How the packets of a track hang together with its samples.

    Packet `n` decodes to the samples from `n * step - skipped`; what it says goes on for `tail` samples
    into the next ones.
    """

    step: int
    skipped: int
    tail: int
    packets: int
    behind: int = 0
    """Packets after a strip that are new as well."""

    def region_of(self, strip: Strip) -> tuple[int, int]:
        """Return the packets in which anything of a strip can be heard."""
        first = (strip.first + self.skipped - self.tail) // self.step
        beyond = -((-strip.beyond - self.skipped) // self.step)
        return max(0, first), min(self.packets, beyond + self.behind)

    def sample_of(self, packet: int) -> int:
        """Return the number of the first sample that a packet decodes to."""
        return packet * self.step - self.skipped


def regions_of(strips: Sequence[Strip], grid: Grid, *, apart: int) -> list[Region]:
    """Return which packets are to be replaced; those less than `apart` packets apart in one go."""
    regions: list[Region] = []
    for strip in strips:
        first, beyond = grid.region_of(strip)
        if first >= beyond:
            continue
        if regions and first - regions[-1].beyond < apart:
            last = regions[-1]
            regions[-1] = Region(last.first, max(last.beyond, beyond), (*last.strips, strip))
        else:
            regions.append(Region(first, beyond, (strip,)))
    return regions


def touched_share(regions: Sequence[Region], packets: int) -> float:
    """Return the share of the packets that would be new."""
    return sum(region.count for region in regions) / max(1, packets)


def painted(
    region: Region, grid: Grid, witness: Witness, *, window: tuple[int, int], read: Read
) -> Iterator[Sound]:
    """Yield the sound of a window with the strips of a region hidden in it; silence beyond the file.

    Args:
        region: Which strips.
        grid: How packets and samples hang together.
        witness: Gets to see what was there, for these strips.
        window: The first sample wanted, and the first that is not.
        read: Decodes packets from a first one up to, but without, another.
    """
    first, beyond = window
    rate = witness.rate
    toned = [row for row in region.strips if row.method is not Method.SILENCE]
    around = round(LISTENED_SECONDS * rate)
    begin = min([first, *(row.first - around for row in toned)])
    until = max([beyond, *(min(row.end, row.start + 2 * rate) + around for row in toned)])
    packet = max(0, (begin + grid.skipped) // grid.step)
    last = min(grid.packets, -((-until - grid.skipped) // grid.step))
    painter = Painter(region.strips, rate=rate, position=grid.sample_of(packet))
    cut = Cut(first, beyond, position=grid.sample_of(packet))
    while packet < last:
        end = min(last, packet + BLOCK_PACKETS)
        block = read(packet, end)
        witness.see(block, grid.sample_of(packet))
        yield from cut.of(painter.feed(block))
        packet = end
    witness.end()
    rest = painter.end()
    if rest is not None:
        yield from cut.of(rest)
        yield from cut.end(rest)


class SplicedTape:
    """The sound of a file whose packets can be decoded anywhere."""

    def __init__(self, read: Read, grid: Grid) -> None:
        self._read = read
        self._grid = grid

    def between(self, first: int, beyond: int) -> Sound:
        """Return the samples from the first up to the one that is beyond."""
        grid = self._grid
        begin = (first + grid.skipped) // grid.step
        end = -((-beyond - grid.skipped) // grid.step)
        sound = self._read(begin, min(end, grid.packets))
        at = first - grid.sample_of(begin)
        return sound[:, at : at + beyond - first]


class Cut:
    """Lets a window of the sound that goes by through, and makes up for what is missing of it."""

    def __init__(self, first: int, beyond: int, *, position: int) -> None:
        self._given = first
        self._beyond = beyond
        self._position = position

    def of(self, block: Sound) -> Iterator[Sound]:
        """Yield what of a block lies in the window."""
        begins, ends = self._position, self._position + block.shape[1]
        self._position = ends
        if begins > self._given and block.shape[1]:
            missing = min(begins, self._beyond) - self._given
            self._given += missing
            yield np.zeros((block.shape[0], missing), block.dtype)
        until = min(ends, self._beyond)
        if self._given < until:
            piece = block[:, self._given - begins : until - begins]
            self._given = until
            yield piece

    def end(self, like: Sound) -> Iterator[Sound]:
        """Yield the silence after the end of the file."""
        if self._given < self._beyond:
            yield np.zeros((len(like), self._beyond - self._given), like.dtype)
            self._given = self._beyond


class Tap:
    """Gives a sound out in parts of so many samples."""

    def __init__(self, sound: Iterator[Sound]) -> None:
        self._sound = sound
        self._rest: Sound | None = None

    def take(self, samples: int) -> Iterator[Sound]:
        """Yield the next samples; fewer where the sound ends."""
        while samples > 0:
            block = self._rest if self._rest is not None else next(self._sound, None)
            if block is None:
                return
            self._rest = block[:, samples:] if block.shape[1] > samples else None
            samples -= min(samples, block.shape[1])
            yield block if self._rest is None else block[:, : -self._rest.shape[1]]
