from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from services.transcripts.cues import (
    COLUMNS,
    LINES,
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    Cue,
    cues,
    width,
)
from services.transcripts.transcript import Segment, Transcript, Word, joined


def spoken(text, *, seconds_per_word=0.3, start=0.0, pause_after=None, speaker=""):
    words, at = [], start
    for spelled in text.split():
        words.append(Word(at, at + seconds_per_word * 0.9, spelled))
        at += seconds_per_word + (pause_after or {}).get(spelled, 0.0)
    return Segment(start, words[-1].end, joined(words), tuple(words), speaker=speaker)


def transcript(*segments):
    return Transcript("en", segments[-1].end, tuple(segments))


def lines_of(*segments):
    return [list(cue.lines) for cue in cues(transcript(*segments))]


letters = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=14)
marks = st.sampled_from(["", "", "", ",", ".", "?", "。"])


@st.composite
def streams_of_words(draw):
    words, at = [], 0.0
    for _ in range(draw(st.integers(1, 60))):
        at += draw(st.sampled_from([0.0, 0.0, 0.02, 0.2, 0.5, 1.5, 4.0]))
        lasts = draw(st.floats(0.01, 1.2))
        glued = bool(words) and draw(st.booleans()) and draw(st.booleans())
        words.append(Word(at, at + lasts, draw(letters) + draw(marks), glued=glued))
        at += lasts
    return tuple(words)


@given(streams_of_words())
@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
def test_every_limit_holds_unless_a_single_word_breaks_it(words):
    found = cues(transcript(Segment(0.0, words[-1].end, joined(words), words)))

    assert "".join("".join(cue.text.split()) for cue in found) == "".join(
        "".join(word.text.split()) for word in words
    )
    for cue in found:
        alone = len(cue.text.split()) == 1
        assert cue.start <= cue.end
        assert len(cue.lines) <= LINES
        assert alone or max(map(width, cue.lines)) <= COLUMNS
        assert alone or cue.end - cue.start <= LONGEST_SECONDS + 0.001
    for earlier, later in pairwise(found):
        assert earlier.end <= later.start


def test_a_sentence_that_fits_is_one_cue():
    assert lines_of(spoken("We went home. It was late.", pause_after={"home.": 1.0})) == [
        ["We went home."],
        ["It was late."],
    ]


def test_two_lines_break_at_sense_and_are_of_a_like_length():
    said = "The old man walked to the river, and the dog followed him slowly home."

    assert lines_of(spoken(said)) == [
        ["The old man walked to the river,", "and the dog followed him slowly home."]
    ]


def test_a_cue_does_not_end_after_an_abbreviation():
    said = (
        "Yesterday the whole family came to see Dr. Smith because the youngest child was ill again."
    )

    assert not any(cue.endswith("Dr.") for lines in lines_of(spoken(said)) for cue in lines)


def test_another_speaker_begins_another_cue():
    first, second = spoken("Are you there?", speaker="Ann"), spoken("Yes.", start=1.0, speaker="Bo")

    assert [cue.speaker for cue in cues(transcript(first, second))] == ["Ann", "Bo"]


def test_a_short_cue_stays_long_enough_to_be_read():
    (cue,) = cues(transcript(spoken("No.", seconds_per_word=0.2)))

    assert cue.end - cue.start == pytest.approx(SHORTEST_SECONDS)


def test_no_cue_stays_into_the_next():
    found = cues(transcript(spoken("No.", seconds_per_word=0.2), spoken("Why not?", start=2.5)))

    assert found[0].end < found[1].start


def test_wide_letters_count_twice():
    assert width("ab") == 2
    assert width("你好") == 4
    assert width("e\u0301") == 1


def test_scripts_without_spaces_are_cut_by_width():
    words = tuple(
        Word(number * 0.2, number * 0.2 + 0.2, letter, glued=number > 0)
        for number, letter in enumerate(
            "今天天气很好我们一起去公园散步吧明天也许会下雨所以要带伞" * 2
        )
    )
    found = cues(transcript(Segment(0, words[-1].end, joined(words), words)))

    assert len(found) > 1
    assert all(width(line) <= COLUMNS for cue in found for line in cue.lines)
    assert all(" " not in line for cue in found for line in cue.lines)


def test_segments_without_words_share_their_time_out():
    text = (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    )
    found = cues(Transcript("en", 10.0, (Segment(0.0, 10.0, text),)))

    assert len(found) == 2
    assert found[0].start == 0.0
    assert 3.0 < found[1].start < 7.0


def test_six_hours_are_cut_in_bounded_work():
    words = tuple(Word(n * 0.4, n * 0.4 + 0.35, "word" if n % 9 else "end.") for n in range(20_000))
    found = cues(transcript(Segment(0.0, words[-1].end, joined(words), words)))

    assert sum(len(cue.text.split()) for cue in found) == 20_000


def test_nothing_said_is_no_cue():
    assert cues(Transcript("en", 5.0, ())) == []
    assert cues(Transcript("en", 5.0, (Segment(0.0, 5.0, "  "),))) == []


def test_a_cue_knows_its_text():
    assert Cue(0.0, 1.0, ("a", "b")).text == "a\nb"
