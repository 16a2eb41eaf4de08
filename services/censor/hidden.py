"""A transcript with words masked, so that subtitles and texts of a clean copy are as clean as its sound."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from services.censor.hits import Hit
from services.transcripts.transcript import Segment, Transcript, Word, joined, words_of

BLEEP: Final = "[bleep]"
_STAR: Final = "*"


class Style(StrEnum):
    """How a hidden word is written."""

    STARS = "stars"
    """Its first letter and a star for each other one."""
    BLEEP = "bleep"


Cuts = Sequence[tuple[int, int, str]]
"""From and to which letter of a word something else stands, and what."""


def hidden(
    transcript: Transcript, hits: Iterable[Hit], *, style: Style = Style.STARS
) -> Transcript:
    """Return the transcript with the words of the hits masked, whichever writer writes it down.

    What was left out of it as made up goes: nobody has looked for words in there.
    """
    cuts = _cuts(transcript, hits, style)
    segments, at = [], 0
    for segment in transcript.segments:
        words = list(words_of(segment))
        mine = {
            number - at: cuts[number] for number in range(at, at + len(words)) if number in cuts
        }
        segments.append(_masked(segment, words, mine) if mine else segment)
        at += len(words)
    return replace(transcript, segments=tuple(segments), rejected=())


def masked(text: str) -> str:
    """Return a word as its first letter and stars."""
    letters = iter(text)
    first = next((letter for letter in letters if letter.isalnum()), "")
    at = text.find(first) if first else 0
    rest = "".join(_STAR if letter.isalnum() else letter for letter in text[at + len(first) :])
    return text[:at] + (first if rest else _STAR) + rest


def _cuts(
    transcript: Transcript, hits: Iterable[Hit], style: Style
) -> Mapping[int, list[tuple[int, int, str]]]:
    """Return for each word that is masked what of it is."""
    words = [word for segment in transcript.segments for word in words_of(segment)]
    cuts: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for hit in hits:
        if not 0 <= hit.first <= hit.last < len(words):
            continue
        for number in range(hit.first, hit.last + 1):
            text = words[number].text
            start = hit.skip if number == hit.first else 0
            stop = hit.stop if number == hit.last else len(text)
            instead = _instead(text[start:stop], style, begins=number == hit.first)
            # A letter that is a word shows which word it was only if others follow.
            if style is Style.STARS and number == hit.first < hit.last and instead == _STAR:
                instead = text[start:stop]
            cuts[number].append((start, stop, instead))
    return cuts


def _instead(text: str, style: Style, *, begins: bool) -> str:
    if style is Style.STARS:
        return masked(text)
    return BLEEP if begins else ""


def _masked(segment: Segment, words: Sequence[Word], cuts: Mapping[int, Cuts]) -> Segment:
    changed = [
        replace(word, text=_cut(word.text, cuts.get(number, ())))
        for number, word in enumerate(words)
    ]
    if not segment.words:
        # The spaces and line ends between words that were never timed are kept.
        return replace(segment, text=_rewritten(segment.text, words, changed))
    left = tuple(_without_empty(words, changed))
    rewritten = _rewritten(segment.text, words, changed)
    return replace(segment, words=left, text=rewritten or joined(left))


def _cut(text: str, cuts: Cuts) -> str:
    for start, stop, instead in sorted(cuts, reverse=True):
        text = text[:start] + instead + text[stop:]
    return text


def _without_empty(words: Sequence[Word], changed: Iterable[Word]) -> Iterator[Word]:
    """Yield the words; the marks and the time of those that are gone go to the one before."""
    waiting: Word | None = None
    for word, other in zip(words, changed, strict=True):
        if waiting is not None and _is_gone(word, other):
            waiting = replace(waiting, end=other.end, text=waiting.text + other.text)
            continue
        if waiting is not None:
            yield waiting
        waiting = other
    if waiting is not None:
        yield waiting


def _is_gone(word: Word, other: Word) -> bool:
    return word.text != other.text and not any(
        letter.isalnum() or letter == _STAR for letter in other.text
    )


def _rewritten(text: str, words: Sequence[Word], changed: Sequence[Word]) -> str:
    """Return the text with its words changed in their places; empty if they are not all there."""
    built, at = "", 0
    for word, other in zip(words, changed, strict=True):
        found = text.find(word.text, at)
        if found < 0:
            return ""
        between = text[at:found]
        built += ("" if _is_gone(word, other) and between.isspace() else between) + other.text
        at = found + len(word.text)
    return built + text[at:]
