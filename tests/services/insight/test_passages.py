"""Passages are short enough for small models, and hold every word once and in its order."""

from services.insight.passages import passages
from services.transcripts.transcript import Segment, Transcript, Word


def spoken(*texts, gap=0.0, **more):
    lasts = 2.0
    return tuple(
        Segment(number * (lasts + gap), number * (lasts + gap) + lasts, text, **more)
        for number, text in enumerate(texts)
    )


def transcript(segments, language="en"):
    return Transcript(language, 10_000.0, tuple(segments))


def all_lines(found):
    return [line for passage in found for line in passage.lines]


def test_three_hours_are_many_short_passages_and_nothing_is_lost():
    segments = spoken(*[f"This is the sentence with the number {n}." for n in range(4000)])

    found = passages(transcript(segments))

    assert tuple(all_lines(found)) == segments
    assert max(sum(map(len, passage.texts)) for passage in found) <= 1200
    assert len(found) < 200


def test_each_knows_how_the_one_before_ended():
    found = passages(transcript(spoken(*["Some words that are said."] * 100)))

    assert found[0].before == ""
    assert all(0 < len(one.before) <= 200 and one.before.endswith("said.") for one in found[1:])


def test_a_pause_ends_one_that_is_long_enough():
    before = spoken(*["Thirty letters are said there."] * 30)
    later = [
        Segment(one.start + 100, one.end + 100, one.text) for one in spoken(*["And then?"] * 3)
    ]

    found = passages(transcript([*before, *later]))

    assert [len(one.lines) for one in found] == [30, 3]


def test_languages_are_not_mixed():
    english, german = spoken("Hello.", language="en"), spoken("Hallo.", language="de")

    found = passages(transcript([*english, *german], language="en"))

    assert [one.language for one in found] == ["en", "de"]


def test_a_long_segment_is_cut_at_its_sentences_and_keeps_its_times():
    texts = ("We went on and on, without an end. " * 30).split()
    words = tuple(Word(n / 2, n / 2 + 0.4, text, 0.9) for n, text in enumerate(texts))
    whole = Segment(0, words[-1].end, " ".join(texts), words, speaker="Speaker 1")

    lines = all_lines(passages(transcript([whole])))

    assert len(lines) == 30
    assert [word for line in lines for word in line.words] == list(words)
    assert all(line.text == "We went on and on, without an end." for line in lines)
    assert {line.speaker for line in lines} == {"Speaker 1"}
    assert [(line.start, line.end) for line in lines[:2]] == [(0, 3.9), (4.0, 7.9)]


def test_what_says_nothing_is_left_out():
    assert passages(transcript(spoken("", "  "))) == ()
