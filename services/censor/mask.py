"""Turns found words into the stretches of sound that are hidden: padded, merged, never over a neighbour."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.censor.edges import Speech, edges
from services.censor.hits import Hit
from services.censor.loudness import Loudness
from services.censor.spans import FADE_SECONDS, Method, Span
from services.censor.word_lists import Severity
from services.transcripts.transcript import Word

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
    words: Sequence[Word],
    hits: Iterable[Hit],
    *,
    seconds: float,
    treatment: Treatment,
    loudness: Loudness | None = None,
) -> tuple[Span, ...]:
    """Return what is to be hidden: ascending, without overlaps, inside the sound.

    A span covers its words whole and reaches a little beyond; how far into a word that is left, is said
    in `edges`.

    Args:
        words: All that was said, as the hits count it.
        hits: What is to be hidden of it.
        seconds: How long the sound is.
        treatment: What is heard instead.
        loudness: How the sound is; without it, times are believed as they are.
    """
    chosen = sorted(hits, key=lambda hit: (hit.first, hit.skip))
    gone = {number for hit in chosen for number in range(hit.first, hit.last + 1)}
    speech = Speech(words, gone, loudness, treatment.strict)
    stretches = (_stretch(hit, speech, treatment) for hit in chosen)
    kept = [cut for one in stretches if (cut := _inside(one, seconds)) is not None]
    return tuple(_faded(_merged(kept, treatment)))


@dataclass(frozen=True, slots=True)
class _Stretch:
    span: Span
    first: int
    last: int
    severity: Severity


def _stretch(hit: Hit, speech: Speech, treatment: Treatment) -> _Stretch:
    start, end = edges(hit, speech)
    method = treatment.method_for(hit.severity)
    span = Span(start, end, method, treatment.pitch_hz, treatment.fade_seconds)
    return _Stretch(span, hit.first, hit.last, hit.severity)


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
