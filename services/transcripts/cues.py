"""Cuts what was said into subtitles that can be read: short lines, enough time, breaks at sense.

The figures are those of common guides for subtitles (Netflix' timed text style guide; BBC subtitle
guidelines): two lines of 42 columns, at most 7 seconds and 20 characters a second, two frames between.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.transcripts.sentences import ends_part, ends_sentence, is_short_form
from services.transcripts.transcript import Segment, Transcript, Word, joined, words_of

COLUMNS: Final = 42
LINES: Final = 2
LONGEST_SECONDS: Final = 7.0
SHORTEST_SECONDS: Final = 1.0
COLUMNS_PER_SECOND: Final = 20.0
GAP_SECONDS: Final = 0.084

_LINGER_SECONDS: Final = 0.6
_SILENCE_SECONDS: Final = 2.0
_BREATH_SECONDS: Final = 0.3
_OPENERS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        and but or so because that which who when where while if
        und aber oder weil dass wenn obwohl denn sondern
        et mais ou parce qui quand donc comme
        y pero porque que quien cuando si como aunque
        и но или а что который когда если потому чтобы как
        """,
    )
)
"""Words that begin a part of a sentence: a break before them is easier than behind."""

_COST_SENTENCE: Final = 0.0
_COST_CLAUSE: Final = 3.0
_COST_OPENER: Final = 5.0
_COST_ANYWHERE: Final = 9.0
_COST_AFTER_ABBREVIATION: Final = 40.0
_COST_CUE: Final = 4.0
_COST_SECOND_LINE: Final = 0.5
_COST_RUSHED: Final = 3.0
_COST_SHORT: Final = 8.0
_COST_LONE_WORD: Final = 2.0
_COST_SILENCE_A_SECOND: Final = 4.0


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen for a moment."""

    start: float
    end: float
    lines: tuple[str, ...]
    speaker: str = ""

    @property
    def text(self) -> str:
        """Return its lines as one text."""
        return "\n".join(self.lines)


def cues(transcript: Transcript) -> list[Cue]:
    """Return the subtitles of a transcript: ascending, each speaker's words once and in order.

    Two overlap only where two people speak at once. A line is longer than `COLUMNS`, together with the
    name that may stand before it, and a cue longer than `LONGEST_SECONDS`, only where one word is.
    Nothing can be done about people who speak faster than others read: such cues stay until the next.
    """
    found: list[Cue] = []
    for passage in _passages(transcript):
        found += _passage_cues(passage)
    return _timed(sorted(found, key=lambda cue: cue.start))


def label(speaker: str) -> str:
    """Return what stands before the words of somebody where a form has no other place for names."""
    return f"[{' '.join(speaker.split())}] " if speaker.strip() else ""


def width(text: str) -> int:
    """Return how many columns a text takes: two for each wide letter of East Asia, none for marks."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words that may share a cue: one speaker, no long silence."""

    words: Sequence[Word]
    speaker: str

    @property
    def indent(self) -> int:
        """Return how many columns are left for the name; a very long one has to reach beyond."""
        return min(width(label(self.speaker)), COLUMNS // 2)


def _passages(transcript: Transcript) -> Iterator[_Passage]:
    words: list[Word] = []
    last: Segment | None = None
    for segment in transcript.segments:
        for word in words_of(segment):
            parted = words and (
                word.start - words[-1].end >= _SILENCE_SECONDS
                or (last is not None and last.speaker != segment.speaker)
            )
            if parted and last is not None:
                yield _Passage(words, last.speaker)
                words = []
            words.append(word)
            last = segment
    if words and last is not None:
        yield _Passage(words, last.speaker)


def _passage_cues(passage: _Passage) -> list[Cue]:
    """Return the cheapest way to cut a passage, found from its end to its beginning."""
    words = passage.words
    count = len(words)
    breaks = [_break_cost(words, at) for at in range(count + 1)]
    widths = [width(word.text) + (not word.glued) for word in words]
    best: list[tuple[float, int]] = [(0.0, count)] * (count + 1)
    for start in range(count - 1, -1, -1):
        options = (
            (cost + breaks[end] + best[end][0], end)
            for end, cost in _ends(passage, widths, breaks, start)
        )
        best[start] = min(options)
    cut: list[Cue] = []
    at = 0
    while at < count:
        end = best[at][1]
        lines = _lines(words[at:end], breaks[at : end + 1], indent=passage.indent)
        cut.append(Cue(words[at].start, words[end - 1].end, lines, passage.speaker))
        at = end
    return cut


def _ends(
    passage: _Passage, widths: Sequence[int], breaks: Sequence[float], start: int
) -> Iterator[tuple[int, float]]:
    """Yield where a cue that begins at `start` may end, and what it would cost."""
    words, indent = passage.words, passage.indent
    columns, silences = indent, 0.0
    for end in range(start + 1, len(words) + 1):
        columns += widths[end - 1]
        silences += words[end - 1].start - words[end - 2].end if end > start + 1 else 0.0
        lasts = words[end - 1].end - words[start].start
        fits = columns <= COLUMNS * LINES and lasts <= LONGEST_SECONDS
        told = words[start:end], widths[start:end]
        if end > start + 1 and not (fits and _can_be_set(*told, indent=indent)):
            return
        room = words[end].start - words[start].start if end < len(words) else lasts + 1
        cost = _COST_CUE
        cost += _COST_SECOND_LINE if columns > COLUMNS else 0
        cost += _COST_LONE_WORD if end == start + 1 else 0
        shown = max(lasts, min(room - GAP_SECONDS, columns / COLUMNS_PER_SECOND))
        cost += _COST_RUSHED * max(0.0, columns / COLUMNS_PER_SECOND - shown)
        cost += _COST_SHORT * max(0.0, SHORTEST_SECONDS - max(lasts, room - GAP_SECONDS))
        cost += _COST_SILENCE_A_SECOND * silences
        # A sentence that ends in the middle of a cue is better than one that is torn, but not good.
        cost += sum(1.0 for at in range(start + 1, end) if breaks[at] == _COST_SENTENCE)
        yield end, cost


def _can_be_set(words: Sequence[Word], widths: Sequence[int], *, indent: int) -> bool:
    """Return whether words of these widths, spaces before them included, fit on the lines."""
    lines, columns, is_first = 1, indent, True
    for word, needed in zip(words, widths, strict=True):
        bare = needed - (not word.glued)
        added = bare if is_first else needed
        if columns + added > COLUMNS and not is_first:
            lines, columns, added = lines + 1, 0, bare
        columns, is_first = columns + added, False
        if columns > COLUMNS:
            return False
    return lines <= LINES


def _lines(words: Sequence[Word], breaks: Sequence[float], *, indent: int) -> tuple[str, ...]:
    """Return the words on one line if they fit, else on two: at sense, and of a like length."""
    whole = joined(words)
    if indent + width(whole) <= COLUMNS or len(words) == 1:
        return (whole,)
    options = []
    for at in range(1, len(words)):
        upper, lower = joined(words[:at]), joined(words[at:])
        sizes = indent + width(upper), width(lower)
        if max(sizes) <= COLUMNS:
            # A pyramid with the shorter line above hides less of the picture.
            slope = abs(sizes[0] - sizes[1]) + (sizes[0] > sizes[1])
            options.append((breaks[at] + slope * 0.3, upper, lower))
    if not options:
        return (whole,)
    _, upper, lower = min(options)
    return upper, lower


def _break_cost(words: Sequence[Word], at: int) -> float:
    """Return what it costs the reader to break between the word before `at` and the one at it."""
    if at in {0, len(words)}:
        return _COST_SENTENCE
    before, after = words[at - 1], words[at]
    if is_short_form(before.text):
        return _COST_AFTER_ABBREVIATION
    if ends_sentence(before.text):
        return _COST_SENTENCE
    cost = _COST_ANYWHERE
    if after.text.casefold() in _OPENERS:
        cost = _COST_OPENER
    if ends_part(before.text):
        cost = _COST_CLAUSE
    if after.start - before.end >= _BREATH_SECONDS:
        cost = min(cost, _COST_CLAUSE)
    return cost


def _timed(found: Sequence[Cue]) -> list[Cue]:
    """Return the cues with time to read them, as far as the next one leaves it."""
    timed: list[Cue] = []
    said_until: dict[str, float] = {}
    for number, cue in enumerate(found):
        needed = max(SHORTEST_SECONDS, width(cue.text) / COLUMNS_PER_SECOND)
        wished = max(cue.start + needed, cue.end + _LINGER_SECONDS)
        wished = min(wished, max(cue.end, cue.start + LONGEST_SECONDS))
        start = max(cue.start, said_until.get(cue.speaker, 0.0))
        end = max(wished, start)
        following = _following(found, number)
        if following is not None:
            next_start = max(following.start, start)
            apart = next_start - GAP_SECONDS
            end = min(end, max(apart, min(cue.end, next_start), start))
        timed.append(Cue(start, end, cue.lines, cue.speaker))
        said_until[cue.speaker] = end
    return timed


def _following(found: Sequence[Cue], number: int) -> Cue | None:
    """Return the next cue, but for those of others who speak at the same time."""
    cue = found[number]
    later = (found[at] for at in range(number + 1, len(found)))
    return next(
        (other for other in later if other.speaker == cue.speaker or other.start >= cue.end), None
    )
