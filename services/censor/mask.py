"""Turns found words into the stretches of sound that are hidden: padded, merged, never over a neighbour."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.censor.hits import Hit
from services.censor.spans import FADE_SECONDS, Method, Span
from services.censor.word_lists import Severity
from services.transcripts.transcript import Word

PAD_SECONDS: Final = 0.04
STRICT_PAD_SECONDS: Final = 0.1
SHORTEST_SECONDS: Final = 0.08
"""No word is said faster: a time that says so is wrong."""

_A_LETTER_SECONDS: Final = 0.02
_STRICT_BITE_SECONDS: Final = 0.06
_STRICT_BITE_SHARE: Final = 1 / 3
_LITTLE_SECONDS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is heard in the place of words."""

    method: Method = Method.BEEP
    methods: tuple[tuple[Severity, Method], ...] = ()
    """Where a severity has a method of its own."""
    pitch_hz: float = 1000.0
    fade_seconds: float = FADE_SECONDS
    strict: bool = False
    """Rather hide a little of the words beside than leave a little of the word."""

    def method_for(self, severity: Severity) -> Method:
        """Return what is heard in the place of a word so bad."""
        return dict(self.methods).get(severity, self.method)


def mask(
    words: Sequence[Word], hits: Iterable[Hit], *, seconds: float, treatment: Treatment
) -> tuple[Span, ...]:
    """Return what is to be hidden: ascending, without overlaps, inside the sound.

    A span covers its words whole and reaches a little beyond, but not into a word that is left, unless
    that is asked for or the word's own times leave no room for it.

    Args:
        words: All that was said, as the hits count it.
        hits: What is to be hidden of it.
        seconds: How long the sound is.
        treatment: What is heard instead.
    """
    chosen = sorted(hits, key=lambda hit: (hit.first, hit.skip))
    gone = {number for hit in chosen for number in range(hit.first, hit.last + 1)}
    stretches = (_stretch(hit, words, gone, treatment) for hit in chosen)
    kept = [cut for one in stretches if (cut := _inside(one, seconds)) is not None]
    return tuple(_faded(_merged(kept, treatment)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    span: Span
    first: int
    last: int
    severity: Severity


def _stretch(hit: Hit, words: Sequence[Word], gone: set[int], treatment: Treatment) -> _Stretch:
    start, end = min(hit.start, hit.end), max(hit.start, hit.end)
    before = words[hit.first - 1] if hit.first and hit.first - 1 not in gone else None
    after = words[hit.last + 1] if hit.last + 1 < len(words) and hit.last + 1 not in gone else None
    early, late = _reach(start, end, hit, treatment)
    floor = _floor(before, hit, words, treatment)
    ceiling = _ceiling(after, hit, words, treatment)
    early, late = min(start, max(early, floor)), max(end, min(late, ceiling))
    if late - early < SHORTEST_SECONDS:
        middle = (early + late) / 2
        early, late = middle - SHORTEST_SECONDS / 2, middle + SHORTEST_SECONDS / 2
    method = treatment.method_for(hit.severity)
    span = Span(early, late, method, treatment.pitch_hz, treatment.fade_seconds)
    return _Stretch(span, hit.first, hit.last, hit.severity)


def _reach(start: float, end: float, hit: Hit, treatment: Treatment) -> tuple[float, float]:
    """Return how far it would reach if nothing stood beside it."""
    pad = STRICT_PAD_SECONDS if treatment.strict else PAD_SECONDS
    if end - start < SHORTEST_SECONDS:
        lacking = SHORTEST_SECONDS + _A_LETTER_SECONDS * len(hit.text) - (end - start)
        pad = max(pad, lacking / 2)
    return start - pad, end + pad


def _floor(before: Word | None, hit: Hit, words: Sequence[Word], treatment: Treatment) -> float:
    """Return before which moment there is something that must be heard."""
    own = words[hit.first]
    if hit.start > own.start:
        return hit.start
    if before is None:
        return 0.0
    return before.end - _bite(before, treatment)


def _ceiling(after: Word | None, hit: Hit, words: Sequence[Word], treatment: Treatment) -> float:
    own = words[hit.last]
    if hit.end < own.end:
        return hit.end
    if after is None:
        return float("inf")
    return after.start + _bite(after, treatment)


def _bite(word: Word, treatment: Treatment) -> float:
    """Return how much of a word that is left may be lost."""
    if not treatment.strict:
        return 0.0
    return min(_STRICT_BITE_SECONDS, (word.end - word.start) * _STRICT_BITE_SHARE)


def _inside(stretch: _Stretch, seconds: float) -> _Stretch | None:
    """Return what of it lies in the sound; None if nothing does."""
    start, end = max(0.0, stretch.span.start), min(seconds, stretch.span.end)
    if start >= end:
        return None
    return replace(stretch, span=replace(stretch.span, start=start, end=end))


def _merged(stretches: Iterable[_Stretch], treatment: Treatment) -> list[Span]:
    """Return them without overlaps, those that sound alike and are close together as one."""
    close = 2 * treatment.fade_seconds + _LITTLE_SECONDS
    done: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda one: (one.span.start, one.span.end)):
        last = done[-1] if done else None
        if last is None:
            done.append(stretch)
            continue
        gap = stretch.span.start - last.span.end
        neighbours = stretch.first <= last.last + 1
        if stretch.span.method is last.span.method and (gap <= 0 or (neighbours and gap <= close)):
            done[-1] = _joined(last, stretch)
        else:
            done[-1:] = _apart(last, stretch)
    return [stretch.span for stretch in done]


def _joined(one: _Stretch, other: _Stretch) -> _Stretch:
    span = replace(one.span, end=max(one.span.end, other.span.end))
    worst = max(one.severity, other.severity)
    return _Stretch(span, one.first, max(one.last, other.last), worst)


def _apart(one: _Stretch, other: _Stretch) -> Iterator[_Stretch]:
    """Yield two that sound different, without an overlap: the worse word keeps its own sound whole."""
    if other.span.start >= one.span.end:
        yield one
        yield other
        return
    if other.severity > one.severity:
        shortened = replace(one, span=replace(one.span, end=other.span.start))
        parts = [shortened, other]
        if one.span.end > other.span.end:
            parts.append(replace(one, span=replace(one.span, start=other.span.end)))
    else:
        later = replace(other.span, start=min(one.span.end, other.span.end))
        parts = [one, replace(other, span=later)]
    yield from (part for part in parts if part.span.start < part.span.end)


def _faded(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield them with fades that leave each other room."""
    for number, span in enumerate(spans):
        gaps = []
        if number:
            gaps.append(span.start - spans[number - 1].end)
        if number + 1 < len(spans):
            gaps.append(spans[number + 1].start - span.end)
        fade = min([span.fade_seconds, *(max(0.0, gap) / 2 for gap in gaps)])
        yield replace(span, fade_seconds=fade)
