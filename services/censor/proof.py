"""Listens to a result where words were hidden, and says how much of the original is left there."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from services.censor.painting import Sound, Strip, tone_of
from services.censor.spans import Method

NOTHING_DB: Final = -200.0
_MOST_RESIDUE_DB: Final = -60.0
_MOST_BY_CHANCE_DB: Final = -30.0
"""Noise holds that much of any word by chance, somewhere near or under a beep; nobody can hear it."""
_MOST_FIRST_DB: Final = -18.0
_ALIKE_DB: Final = -20.0
_MOVED_ALIKE_DB: Final = -8.0
_INAUDIBLE_DB: Final = -70.0
"""Against full scale: where there was next to nothing, next to nothing is left."""
_SOON_OVER_DB: Final = -50.0
"""What is no louder than that for 20 ms, nobody hears beside what was there just before."""
_FIRST_SECONDS: Final = 0.02
_SHIFT_SECONDS: Final = 0.03
_QUIET: Final = 3e-4
_PIECE_SECONDS: Final = 4.0

Row = NDArray[np.float64]


class Tape(Protocol):
    """Sound that can be wound to the places in it, one after the other."""

    def between(self, first: int, beyond: int) -> Sound:
        """Return the samples from the first up to the one that is beyond.

        Raises:
            StillHeard: it ends before.
        """


class StillHeard(Exception):
    """The original can be made out in the result."""


@dataclass(slots=True)
class Proof:
    """What is left of the original, over all places that were listened to, in decibels against it."""

    places: int = 0
    residue_db: float = NOTHING_DB
    """How much of the original the sound inside a span contains, at the worst."""
    first_db: float = NOTHING_DB
    """The same of the first 20 ms of a silent span."""

    def add(self, other: "Proof") -> None:
        """Count what was found in another track as well."""
        self.places += other.places
        self.residue_db = max(self.residue_db, other.residue_db)
        self.first_db = max(self.first_db, other.first_db)

    def compare(self, strip: Strip, rate: int, original: Row, found: Row) -> None:
        """Hold what is heard inside a strip, or a piece of it from its start, against what was there.

        Raises:
            StillHeard: too much of it is left.
        """
        self.places += 1
        loudness = _rms(original)
        first = round(_FIRST_SECONDS * rate)
        # Nobody makes a word out of so little.
        if loudness < _QUIET or len(original) <= first:
            return
        rest = found - _replacement(strip, rate, found)
        left_db = _db(_rms(rest) / loudness)
        residue_db = _share_db(rest, original)
        self.residue_db = max(self.residue_db, residue_db)
        silent = strip.method is Method.SILENCE
        most = _MOST_RESIDUE_DB if silent else _MOST_BY_CHANCE_DB
        audible = residue_db + _db(loudness) > _INAUDIBLE_DB
        moved_db = left_db
        if left_db > _MOST_BY_CHANCE_DB:
            moved_db = _db(_likeness(original, rest, rate))
        # What has little in common with the original is the noise of a codec, not the original.
        if (residue_db > most and audible and residue_db - left_db > _ALIKE_DB) or (
            moved_db > _MOST_BY_CHANCE_DB and moved_db - left_db > _MOVED_ALIKE_DB
        ):
            raise StillHeard(f"{residue_db:.0f} dB at {strip.start / rate:.3f} s")
        if silent:
            begins = original[:first]
            first_db = _share_db(found[:first], begins)
            self.first_db = max(self.first_db, first_db)
            if first_db > _MOST_FIRST_DB and first_db + _db(_rms(begins)) > _SOON_OVER_DB:
                raise StillHeard(f"{first_db:.0f} dB begins {strip.start / rate:.3f} s")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the original was inside a strip: one channel of it, in a file."""

    strip: Strip
    channel: int
    place: int
    count: int


@dataclass(slots=True)
class Witness:
    """Keeps on disk what was inside the strips, so that the result can be held against it.

    Of each strip it keeps the loudest channel, and not more than the beginning.
    """

    strips: Sequence[Strip]
    rate: int
    file: BinaryIO
    kept: list["Kept"] = field(default_factory=list)
    _waiting: deque[Strip] = field(default_factory=deque)
    _open: list[Sound] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting.extend(self.strips)

    def see(self, block: Sound, position: int) -> None:
        """Take note of a block of the original that begins at a position."""
        beyond = position + block.shape[1]
        while self._waiting and self._waiting[0].start < beyond:
            strip = self._waiting[0]
            last = self._last(strip)
            first = max(strip.start, position)
            self._open.append(block[:, first - position : max(0, last - position)].copy())
            if last > beyond:
                return
            self._close()

    def end(self) -> None:
        """Finish the strip in which the sound ended."""
        if self._open:
            self._close()

    def _last(self, strip: Strip) -> int:
        return min(strip.end, strip.start + round(_PIECE_SECONDS * self.rate))

    def _close(self) -> None:
        strip = self._waiting.popleft()
        whole = np.concatenate(self._open, axis=1)
        self._open = []
        channel = loudest_of(whole)
        self.kept.append(Kept(strip, channel, self.file.tell(), whole.shape[1]))
        self.file.write(whole[channel].astype(np.float32).tobytes())


def held_against(kept: Iterable[Kept], rate: int, scratch: Path, result: Tape) -> Proof:
    """Listen to a result where the original was kept.

    Args:
        kept: What was kept of it.
        rate: Samples a second.
        scratch: The file in which it was kept.
        result: The sound of the result.

    Raises:
        StillHeard: the original can be made out in it, or it ends before a place does.
    """
    proof = Proof()
    with scratch.open("rb") as file:
        for row in sorted(kept, key=lambda row: row.strip.start):
            file.seek(row.place)
            original = np.frombuffer(file.read(row.count * 4), np.float32).astype(np.float64)
            found = result.between(row.strip.start, row.strip.start + row.count)
            if found.shape[1] != row.count:
                raise StillHeard("the result is shorter")
            proof.compare(
                row.strip, rate, original, found[row.channel % len(found)].astype(np.float64)
            )
    return proof


def loudest_of(sound: Sound) -> int:
    """Return the number of the loudest channel."""
    return int(np.argmax(np.nan_to_num(np.square(sound.astype(np.float64)).sum(axis=1))))


class Played:
    """Sound that can only be wound forward."""

    def __init__(self, blocks: Iterator[Sound]) -> None:
        self._blocks = blocks
        self._held = next(blocks, None)
        self._begins = 0

    def between(self, first: int, beyond: int) -> Sound:
        """Return the samples from the first up to the one that is beyond; never go back.

        Raises:
            StillHeard: it ends before.
        """
        while self._held is not None and self._begins + self._held.shape[1] < beyond:
            block = next(self._blocks, None)
            if block is None:
                break
            gone = max(0, min(self._held.shape[1], first - self._begins))
            self._begins += gone
            self._held = np.concatenate([self._held[:, gone:], block], axis=1)
        if self._held is None or self._begins + self._held.shape[1] < beyond:
            raise StillHeard("the result is shorter")
        row: Sound = self._held[:, first - self._begins : beyond - self._begins]
        return row.astype(np.float64)


def _replacement(strip: Strip, rate: int, found: Row) -> Row:
    """Return how much of the strip's tone or noise is in the sound, whatever its loudness."""
    if strip.method is Method.SILENCE:
        return np.zeros_like(found)
    parts = [tone_of(strip, rate, strip.start, strip.start + len(found))]
    if strip.method is Method.BEEP:
        turned = np.gradient(parts[0])
        parts.append(turned)
    basis = np.stack(parts, axis=1)
    weights = np.linalg.lstsq(basis, found, rcond=None)[0]
    fitted: Row = basis @ weights
    return fitted


def _share_db(row: Row, original: Row) -> float:
    """Return how much of the original lies in a row, in decibels."""
    power = float(np.square(original).sum())
    return _db(abs(float((row * original).sum())) / power) if power else NOTHING_DB


def _likeness(original: Row, rest: Row, rate: int) -> float:
    """Return how much of the original lies in the rest, wherever within some milliseconds it lies."""
    size = 1 << int(np.ceil(np.log2(2 * len(original) + 1)))
    crossed = np.fft.irfft(np.fft.rfft(rest, size) * np.conj(np.fft.rfft(original, size)), size)
    reach = max(1, min(round(_SHIFT_SECONDS * rate), len(original) // 2))
    near = max(np.abs(crossed[:reach]).max(), np.abs(crossed[-reach:]).max())
    return float(near / np.square(original).sum())


def _rms(row: Row) -> float:
    return float(np.sqrt(np.mean(np.square(row)))) if len(row) else 0.0


def _db(share: float) -> float:
    return max(NOTHING_DB, 20 * float(np.log10(share))) if share > 0 else NOTHING_DB
