"""What of a recording is to be hidden, from its words to its spans."""

import numpy as np
import pytest

from services.censor.cleaning import Cleaning
from services.censor.finding import find
from services.censor.loudness import Loudness
from services.censor.matcher import Matcher
from services.censor.word_lists import Entry, Severity, WordList
from services.transcripts.transcript import Segment, Transcript, Word, joined

LIST = WordList(1, "Mine", (Entry("damn", Severity.LOW), Entry("zorch", Severity.HIGH)))


def said(*words: tuple[float, float, str]) -> Transcript:
    told = tuple(Word(start, end, text) for start, end, text in words)
    return Transcript("en", 10.0, (Segment(told[0].start, told[-1].end, joined(told), told),))


TALK = said((0.5, 1.0, "Oh"), (1.0, 1.4, "damn"), (1.4, 2.0, "the"), (3.0, 5.5, "zorch."))
MATCHER = Matcher([LIST])


def test_only_what_is_bad_enough_is_hidden_and_all_is_told() -> None:
    found = find(TALK, MATCHER, Cleaning(least=Severity.HIGH))

    assert [hit.word for hit in found.hits] == ["damn", "zorch"]
    assert found.gone == (1,)
    assert [span.start > 2 for span in found.spans] == [True]
    assert found.transcript.text == "Oh damn the z****."
    assert found.words == 4


def test_what_somebody_wants_to_hear_is_left() -> None:
    found = find(TALK, MATCHER, Cleaning(kept=(1,)))

    assert found.gone == (1,)


def test_a_word_that_lasts_too_long_is_doubtful_and_hidden() -> None:
    cleaning = Cleaning()
    found = find(TALK, MATCHER, cleaning)

    assert [cleaning.chosen.doubts(hit) for hit in found.hits] == [False, True]
    assert found.gone == (0, 1)


def test_where_the_sound_is_known_its_pauses_count() -> None:
    levels = np.full(2000, 200, np.uint8)
    levels[800:] = 40
    levels[700:800] = 200
    levels[186:190] = 60
    by_ear = find(TALK, MATCHER, Cleaning(), Loudness(levels.tobytes()))
    blind = find(TALK, MATCHER, Cleaning())

    assert blind.spans[0].start == pytest.approx(1.0)
    assert 0.93 <= by_ear.spans[0].start <= 0.95
    assert by_ear.spans[1].end < 4.2 < blind.spans[1].end
