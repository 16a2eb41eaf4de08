"""Whose words these are: by when which voice sounds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.transcripts.assigning import Turn, assigned
from services.transcripts.transcript import Segment, Transcript, Word, joined, words_of


def said(*times, text="", language="en"):
    """Return a transcript of one segment with a word for each pair of times."""
    words = tuple(Word(start, end, f"w{number}") for number, (start, end) in enumerate(times))
    segment = Segment(words[0].start, words[-1].end, text or joined(words), words)
    return Transcript(language, words[-1].end, (segment,))


def lines(transcript):
    return [f"{segment.speaker[-1:]}: {segment.text}" for segment in transcript.segments]


def test_each_word_goes_to_who_speaks():
    transcript = said((0, 1), (1, 2), (2, 3), (3, 4))
    turns = [Turn(0, 2, 7), Turn(2, 4, 3)]

    assert lines(assigned(transcript, turns)) == ["1: w0 w1", "2: w2 w3"]


def test_those_who_speak_are_numbered_as_they_begin():
    transcript = said((0, 1), (1, 2), (2, 3))
    turns = [Turn(0, 1, 9), Turn(1, 2, 0), Turn(2, 3, 9)]

    assert lines(assigned(transcript, turns)) == ["1: w0", "2: w1", "1: w2"]


def test_a_word_across_a_change_goes_to_the_longer_part():
    turns = [Turn(0, 1.3, 0), Turn(1.3, 4, 1)]

    assert lines(assigned(said((0, 1), (1, 2), (2, 3)), turns)) == ["1: w0", "2: w1 w2"]


def test_where_two_speak_equally_it_stays_with_who_speaks_already():
    turns = [Turn(0, 2, 1), Turn(1, 4, 0)]

    assert lines(assigned(said((0, 1), (1, 2), (2, 3)), turns)) == ["1: w0 w1", "2: w2"]


def test_a_word_in_nobodys_turn_goes_to_the_nearest():
    turns = [Turn(0, 1, 0), Turn(3, 4, 1)]

    told = assigned(said((0, 1), (1.2, 1.6), (2.6, 2.9), (3, 4), (5, 6)), turns)

    assert lines(told) == ["1: w0 w1", "2: w2 w3 w4"]


def test_a_turn_that_is_too_short_for_anybody_is_a_slip():
    turns = [Turn(0, 1, 0), Turn(1, 1.2, 1), Turn(1.2, 3, 0), Turn(4, 5, 1)]

    told = assigned(said((0, 1), (1, 1.2), (1.2, 2), (4, 5)), turns)

    assert lines(told) == ["1: w0 w1 w2", "2: w3"]


def test_a_short_word_with_pauses_around_it_is_somebodys():
    turns = [Turn(0, 1, 0), Turn(1.5, 1.7, 1), Turn(2.2, 3, 0)]

    told = assigned(said((0, 1), (1.5, 1.7), (2.2, 3)), turns)

    assert lines(told) == ["1: w0", "2: w1", "1: w2"]


def test_one_voice_is_nobody_in_particular():
    transcript = said((0, 1), (1, 2))

    assert assigned(transcript, [Turn(0, 2, 5)]) == transcript
    assert assigned(transcript, []) == transcript
    assert assigned(transcript, [Turn(0, 2, 5), Turn(8, 9, 1)]) == transcript


def test_words_without_times_share_those_of_their_segment():
    transcript = Transcript("en", 4.0, (Segment(0.0, 4.0, "aaaa bbbb cccc dddd"),))

    told = assigned(transcript, [Turn(0, 2, 0), Turn(2, 4, 1)])

    assert lines(told) == ["1: aaaa bbbb", "2: cccc dddd"]
    assert not any(segment.words for segment in told.segments)


def test_a_split_segment_keeps_its_language_and_begins_without_a_joint():
    words = (Word(0, 1, "你"), Word(1, 2, "好", glued=True), Word(2, 3, "吗", glued=True))
    transcript = Transcript("en", 3.0, (Segment(0, 3, "你好吗", words, language="zh"),))

    told = assigned(transcript, [Turn(0, 1, 0), Turn(1, 3, 1)])

    assert [segment.text for segment in told.segments] == ["你", "好吗"]
    assert {segment.language for segment in told.segments} == {"zh"}
    assert not any(segment.words[0].glued for segment in told.segments)


@st.composite
def talks(draw):
    at, segments = 0.0, []
    for _ in range(draw(st.integers(0, 6))):
        words = []
        for _ in range(draw(st.integers(1, 6))):
            start = at + draw(st.sampled_from([0.0, 0.1, 0.5, 2.0]))
            at = start + draw(st.sampled_from([0.05, 0.2, 0.6]))
            words.append(Word(start, at, draw(st.sampled_from(["yes", "no.", "maybe,"]))))
        own = tuple(words) if draw(st.booleans()) else ()
        segments.append(Segment(words[0].start, words[-1].end, joined(words), own))
    return Transcript("en", at, tuple(segments))


_TURNS = st.lists(
    st.builds(
        lambda start, length, voice: Turn(start, start + length, voice),
        st.floats(0, 20),
        st.floats(0, 5),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(talks(), _TURNS)
def test_no_word_is_lost_or_moved(transcript, turns):
    told = assigned(transcript, turns)

    before = [word.text for segment in transcript.segments for word in words_of(segment)]
    assert [word.text for segment in told.segments for word in words_of(segment)] == before
    assert told.text.split() == transcript.text.split()
    assert all(one.start <= after.start for one, after in pairwise(told.segments))
    names = {segment.speaker for segment in told.segments}
    assert names == {""} or names == {f"Speaker {n}" for n in range(1, len(names) + 1)} or not names
    assert told == assigned(transcript, list(reversed(turns)))
    if told.speakers:
        assert told.speakers[0] == "Speaker 1"
        for one, after in pairwise(told.segments):
            assert one.end <= after.start + 1e-9
