"""Listens to a result where words were hidden, and says how much of the original is left there.

What is left is told as a listener meets it: how loud the part of the sound is that goes with the
original, against how loud the word is and what stands around it. Against the word alone it would tell
nothing where the recogniser's word begins with the closed lips of a "b", or lies in a pause: a decoder
fills such places with noise of its own, which is many times that silence and yet cannot be heard beside
speech. With speech at 60 dB above what one can just hear, -60 dB is that threshold; during the first
20 ms after a sound the ear is deaf to what is 30 dB softer (forward masking), hence -30 dB there.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from services.censor.ahead import ahead
from services.censor.painting import Sound, Strip, tone_of
from services.censor.spans import Method
from services.censor.witness import Kept, loudness_of

NOTHING_DB: Final = -200.0
_MOST_RESIDUE_DB: Final = -60.0
_MOST_FIRST_DB: Final = -30.0
_MOST_UNDER_A_TONE_DB: Final = -30.0
"""A tone or noise as loud as the word covers what is so much softer."""
_MOST_COVERED_DB: Final = -20.0
_COVERED: Final = 0.25
"""Nobody makes out words under noise of the codec that is 12 dB louder: half of them at 7 dB, none at 12."""
_MOST_MOVED_DB: Final = -30.0
_MOVED_ALIKE_DB: Final = -8.0
_LEAST: Final = 2.0**-15
"""One step of a sample of 16 bits: what is less is nothing."""
_FIRST_SECONDS: Final = 0.02
_EDGES: Final = 4
"""A span is longer than so many of them, or all of it is edge."""
_SHIFT_SECONDS: Final = 0.03
_LOWEST_TONE_SECONDS: Final = 1 / 40

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
    """What is left of the original, over all places that were listened to, in decibels."""

    places: int = 0
    residue_db: float = NOTHING_DB
    """How much of the original is in the sound inside a span, at the worst."""
    first_db: float = NOTHING_DB
    """The same of the first 20 ms of a silent span, which do not count in the other."""

    def add(self, other: "Proof") -> None:
        """Count what was found in another track as well."""
        self.places += other.places
        self.residue_db = max(self.residue_db, other.residue_db)
        self.first_db = max(self.first_db, other.first_db)

    def compare(
        self, strip: Strip, rate: int, original: Row, found: Row, *, around: float = 0.0
    ) -> None:
        """Hold what is heard inside a strip, or a piece of it from its start, against what was there.

        What is over in 20 ms is no word, and too short to tell a word from noise.

        Args:
            strip: What was hidden.
            rate: Samples a second.
            original: What was there.
            found: What is there now.
            around: How loud the original is around it, as the root of its mean square.

        Raises:
            StillHeard: too much of it is left.
        """
        self.places += 1
        first = round(_FIRST_SECONDS * rate)
        if len(original) <= first:
            return
        silent = strip.method is Method.SILENCE
        around = max(loudness_of(original), around, 0.0 if silent else loudness_of(found))
        rest = found - _replacement(strip, rate, found)
        edge = first if silent and len(original) > _EDGES * first else 0
        inner = slice(edge, len(original) - edge)
        residue = _listen(original[inner], rest[inner], rate, around)
        if silent and not edge:
            self.first_db = max(self.first_db, residue.decibels)
        else:
            self.residue_db = max(self.residue_db, residue.decibels)
        if residue.decibels > _most(
            silent=silent, edged=edge > 0, covered=residue.share < _COVERED
        ):
            raise StillHeard(f"{residue.decibels:.0f} dB at {strip.start / rate:.3f} s")
        if _is_moved(original, rest, rate, loudness=around):
            raise StillHeard(f"moved, at {strip.start / rate:.3f} s")
        if silent:
            begin = _listen(original[:first], found[:first], rate, around)
            end = _listen(original[-first:], found[-first:], rate, around)
            self.first_db = max(self.first_db, begin.decibels)
            if max(begin.decibels, end.decibels) > _MOST_FIRST_DB:
                raise StillHeard(
                    f"{begin.decibels:.0f} dB begins, {end.decibels:.0f} dB ends"
                    f" what was hidden at {strip.start / rate:.3f} s"
                )


@dataclass(frozen=True, slots=True)
class _Residue:
    """That part of a sound that goes with the original."""

    decibels: float
    """How loud it is against the original and what stands around it."""
    share: float
    """How much of all that is heard it is, from 0 to 1."""


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
    rows = sorted(kept, key=lambda row: row.strip.start)
    with scratch.open("rb") as file, closing(ahead(_wound(rows, result))) as pieces:
        for row, found in zip(rows, pieces, strict=True):
            file.seek(row.place)
            original = np.frombuffer(file.read(row.count * 4), np.float32).astype(np.float64)
            proof.compare(row.strip, rate, original, found, around=row.around)
    return proof


def _wound(rows: Iterable[Kept], result: Tape) -> Iterator[Row]:
    """Yield what is heard in a result where the original was kept, in the channel that was kept."""
    for row in rows:
        found = result.between(row.strip.start, row.strip.start + row.count)
        if found.shape[1] != row.count:
            raise StillHeard("the result is shorter")
        yield found[row.channel % len(found)].astype(np.float64)


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
        # A quarter of a turn later, so that the two together are the tone in any phase.
        later = strip.start + max(1, round(rate / strip.pitch_hz / 4))
        parts.append(tone_of(strip, rate, later, later + len(found)))
    basis = np.stack(parts)
    weights = np.linalg.lstsq(basis @ basis.T, basis @ found, rcond=None)[0]
    fitted: Row = weights @ basis
    return fitted


def _most(*, silent: bool, edged: bool, covered: bool) -> float:
    """Return how much may be left inside a span, in decibels."""
    if silent:
        # The edges have a bar of their own: what may be left there is more than all of the rest.
        return _MOST_RESIDUE_DB if edged else _MOST_FIRST_DB
    return _MOST_COVERED_DB if covered else _MOST_UNDER_A_TONE_DB


def _listen(original: Row, row: Row, rate: int, around: float) -> _Residue:
    """Return what of a row goes with the original; below the lowest tones that one can hear, nothing."""
    residue = _residue(original, row, around)
    if residue.decibels <= _MOST_RESIDUE_DB:
        return residue
    # Encoders filter what is slower than any tone, and that filter goes on for a while in a silence.
    audible = _residue(_without_drift(original, rate), _without_drift(row, rate), around)
    return min(residue, audible, key=lambda one: one.decibels)


def _residue(original: Row, row: Row, around: float) -> _Residue:
    part = _part_of(original, row)
    if part < _LEAST:
        return _Residue(NOTHING_DB, 0.0)
    return _Residue(_db(part / max(around, loudness_of(original))), part / loudness_of(row))


def _without_drift(row: Row, rate: int) -> Row:
    """Return a row without what is slower than the lowest tone."""
    long = round(_LOWEST_TONE_SECONDS * rate)
    if len(row) <= long:
        along = np.linspace(-1.0, 1.0, len(row))
        curve: Row = row - np.polyval(np.polyfit(along, row, 2), along)
        return curve
    half = max(1, long // 2)
    passed = np.concatenate([np.zeros(1), np.cumsum(row)])
    at = np.arange(len(row))
    begin, end = np.maximum(at - half, 0), np.minimum(at + half + 1, len(row))
    drift: Row = (passed[end] - passed[begin]) / (end - begin)
    return row - drift


def _part_of(original: Row, row: Row) -> float:
    """Return how loud that part of a row is that goes with the original."""
    power = float(np.square(original).sum())
    if not power:
        return 0.0
    return abs(float((row * original).sum())) / float(np.sqrt(power * len(row)))


def _is_moved(original: Row, rest: Row, rate: int, *, loudness: float) -> bool:
    """Return whether the rest is the original, some milliseconds earlier or later."""
    if not loudness or _db(loudness_of(rest) / loudness) <= _MOST_MOVED_DB:
        return False
    original, rest = _without_drift(original, rate), _without_drift(rest, rate)
    left = loudness_of(rest)
    if left < _LEAST or _db(left / loudness) <= _MOST_MOVED_DB:
        return False
    moved = _likeness(original, rest, rate) * loudness_of(original)
    return _db(moved / loudness) > _MOST_MOVED_DB and _db(moved / left) > _MOVED_ALIKE_DB


def _likeness(original: Row, rest: Row, rate: int) -> float:
    """Return how much of the original lies in the rest, wherever within some milliseconds it lies."""
    power = float(np.square(original).sum())
    if not power:
        return 0.0
    size = 1 << int(np.ceil(np.log2(2 * len(original) + 1)))
    crossed = np.fft.irfft(np.fft.rfft(rest, size) * np.conj(np.fft.rfft(original, size)), size)
    reach = max(1, min(round(_SHIFT_SECONDS * rate), len(original) // 2))
    near = max(np.abs(crossed[:reach]).max(), np.abs(crossed[-reach:]).max())
    return float(near) / power


def _db(share: float) -> float:
    return max(NOTHING_DB, 20 * float(np.log10(share))) if share > 0 else NOTHING_DB
