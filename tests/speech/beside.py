"""What was heard beside the truth and beside what somebody else heard: wrong words, and where they stand."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import jiwer
from faster_whisper import WhisperModel

from services.transcripts.transcript import Transcript

BEAM: Final = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """A word and when it is said."""

    text: str
    start: float
    end: float


Heard = Mapping[Path, list[Placed]]
"""The words of each clip."""


def plain(text: str) -> str:
    """Return words without marks and capitals."""
    kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())


def words_of(transcript: Transcript) -> list[Placed]:
    """Return the words of a transcript."""
    return _placed(
        (word.text, word.start, word.end) for part in transcript.segments for word in part.words
    )


def heard_by_library(library: WhisperModel, clip: Path, **more: Any) -> list[Placed]:
    """Return what the raw library hears, without the text before: with it, it is wrong twice as often."""
    segments, _ = library.transcribe(
        str(clip),
        beam_size=BEAM,
        word_timestamps=True,
        condition_on_previous_text=False,
        **more,
    )
    return _placed((word.word, word.start, word.end) for part in segments for word in part.words)


def wrong_share(heard: Heard) -> float:
    """Return the word error rate over all clips together."""
    truths = [json.loads(clip.with_suffix(".json").read_text())["text"] for clip in heard]
    said = [" ".join(word.text for word in words) for words in heard.values()]
    return float(jiwer.wer([plain(truth) for truth in truths], said))


def boundaries_off(one: Heard, two: Heard) -> list[float]:
    """Return by how many seconds the two place the boundaries of the same word differently."""
    return [off for clip in one for off in _off(one[clip], two[clip])]


def _off(one: list[Placed], two: list[Placed]) -> Iterable[float]:
    same = SequenceMatcher(None, [w.text for w in one], [w.text for w in two], autojunk=False)
    for block in same.get_matching_blocks():
        for mine, other in zip(one[block.a :][: block.size], two[block.b :], strict=False):
            yield abs(mine.start - other.start)
            yield abs(mine.end - other.end)


def _placed(words: Iterable[tuple[str, float, float]]) -> list[Placed]:
    found = [Placed(plain(text), float(start), float(end)) for text, start, end in words]
    return [word for word in found if word.text]
