"""Who speaks, in every form: read back by others, whatever they are called and however they interrupt."""

import csv
import html
import json
from itertools import pairwise

import pysubs2
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import ChoiceUnavailable
from services.transcripts.cues import COLUMNS, LINES, cues, label, width
from services.transcripts.naming import LONGEST_NAME, clean_name, named
from services.transcripts.transcript import Segment, Transcript, Word, joined
from services.transcripts.writers.document import from_json, to_json
from services.transcripts.writers.markdown import to_markdown
from services.transcripts.writers.plain import to_dialogue, to_tsv
from services.transcripts.writers.subtitles import to_srt, to_vtt
from services.transcripts.writers.table import FORMS

JOINER = "\u2060"
NAMES = [
    "Anna",
    "R&B <3",
    "<b>Ben</b>",
    "{\\an8}Ben",
    "a --> b",
    "Зоя Ильинична",
    "王小明",
    "אבי",
    "👩‍👩‍👧",
    '"Q": yes',
    "*star* _under_ [link](x) #1",
    "-",
    "5.",
]


def line(text, start, *, speaker, each=0.4):
    words = tuple(
        Word(start + number * each, start + (number + 0.9) * each, spelled)
        for number, spelled in enumerate(text.split())
    )
    return Segment(words[0].start, words[-1].end, joined(words), words, speaker=speaker)


def talk(*segments):
    return Transcript("en", max(segment.end for segment in segments), tuple(segments), title="Talk")


def two(first, second):
    return talk(
        line("How are you today?", 0.0, speaker=first),
        line("I am well.", 3.0, speaker=second),
        line("And you?", 5.0, speaker=second),
        line("Not bad.", 7.0, speaker=first),
    )


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_from_every_form(name):
    transcript = two(name, "Bo")

    assert from_json(to_json(transcript)).speakers == (name, "Bo")
    assert {caption.voice for caption in webvtt.from_string(to_vtt(transcript))} >= {"Bo"}
    voices = [html.unescape(c.voice) for c in webvtt.from_string(to_vtt(transcript))]
    assert voices[0] == voices[-1] == name
    events = pysubs2.SSAFile.from_string(to_srt(transcript), format_="srt").events
    shown = events[0].text.replace(JOINER, "").replace("\\N", " ")
    assert shown == f"[{name}] How are you today?"
    rows = list(csv.DictReader(to_tsv(transcript).splitlines(), delimiter="\t", quoting=3))
    assert [row["speaker"] for row in rows] == [name, "Bo", "Bo", name]
    assert to_dialogue(transcript).splitlines() == [
        f"[0:00:00] {name}: How are you today?",
        "[0:00:03] Bo: I am well. And you?",
        f"[0:00:07] {name}: Not bad.",
    ]


def test_a_note_names_those_who_speak_where_they_begin():
    note = to_markdown(two("*Anna*", "Bo"))

    assert 'speakers: ["*Anna*", "Bo"]' in note
    assert "`0:00:00` **\\*Anna\\*:** How are you today? ^p1" in note
    assert "`0:00:03` **Bo:** I am well. And you? ^p2" in note


def test_a_new_name_changes_no_more_than_the_names():
    before = two("Speaker 1", "Speaker 2")
    after = named(before, {"Speaker 1": "Anna", "Speaker 2": "Bo"})

    for form in FORMS:
        changed = form.write(before).replace("Speaker 1", "Anna").replace("Speaker 2", "Bo")
        assert form.write(after) == changed, form.name


def test_two_with_one_name_are_one_voice_in_a_dialogue():
    merged = named(two("Speaker 1", "Speaker 2"), {"Speaker 2": "Speaker 1"})

    assert json.loads(to_json(merged))["speakers"] == ["Speaker 1"]
    assert to_dialogue(merged).splitlines() == [
        "[0:00:00] Speaker 1: How are you today? I am well. And you? Not bad."
    ]


def test_a_name_takes_its_room_on_the_first_line():
    transcript = talk(line("The old man walked to the river again.", 0.0, speaker="Speaker 1"))

    (cue,) = cues(transcript)

    assert len(cue.lines) == 2
    assert width(label(cue.speaker) + cue.lines[0]) <= COLUMNS


def test_who_interrupts_is_shown_at_that_moment():
    transcript = talk(
        line("We went to the river and saw the boats.", 0.0, speaker="Ann"),
        line("Really?", 1.5, speaker="Bo"),
        line("Yes.", 6.0, speaker="Ann"),
    )

    found = {(cue.speaker, cue.start): cue for cue in cues(transcript)}

    assert ("Bo", 1.5) in found
    assert found["Ann", 0.0].end >= 3.4
    assert found["Bo", 1.5].end - 1.5 >= 1.0
    assert all(cue.end <= 6.0 for (_, start), cue in found.items() if start < 6.0)


_SPOKEN = st.lists(
    st.tuples(
        st.sampled_from(["Ann", "Bo", "Speaker 12"]),
        st.floats(0, 40).map(lambda start: round(start, 2)),
        st.integers(1, 14),
        st.sampled_from([0.1, 0.3, 0.8]),
    ),
    min_size=1,
    max_size=8,
)


@st.composite
def talks(draw):
    """Return talk in which everybody waits for themselves, and for nobody else."""
    free: dict[str, float] = {}
    segments = []
    for speaker, start, count, each in sorted(draw(_SPOKEN), key=lambda row: row[1]):
        at = max(start, free.get(speaker, 0.0))
        said = " ".join(
            ["yes", "indeed,", "tomorrow", "no."][number % 4] for number in range(count)
        )
        segments.append(line(said, at, speaker=speaker, each=each))
        free[speaker] = segments[-1].end
    return talk(*sorted(segments, key=lambda segment: segment.start))


@given(talks())
@settings(deadline=None, max_examples=60)
def test_cues_of_several_people_hold_their_limits(transcript):
    found = cues(transcript)

    assert [cue.start for cue in found] == sorted(cue.start for cue in found)
    for speaker in transcript.speakers:
        own = [cue for cue in found if cue.speaker == speaker]
        said = [s.text for s in transcript.segments if s.speaker == speaker]
        assert " ".join(cue.text.replace("\n", " ") for cue in own) == " ".join(said)
        for one, after in pairwise(own):
            assert one.end <= after.start + 1e-6
    for cue in found:
        alone = len(cue.text.split()) == 1
        assert len(cue.lines) <= LINES
        assert cue.start <= cue.end
        assert alone or width(label(cue.speaker) + cue.lines[0]) <= COLUMNS
    spoken = [(s.speaker, w.start, w.end) for s in transcript.segments for w in s.words]
    for one, after in pairwise(found):
        if after.start < one.end - 1e-6:
            theirs = [end for speaker, start, end in spoken if speaker == one.speaker]
            assert any(end > after.start for end in theirs), "nobody speaks at the same time"


@given(st.text(max_size=LONGEST_NAME), st.text(max_size=LONGEST_NAME))
@settings(deadline=None, max_examples=60)
def test_any_name_is_read_back(first, second):
    names = [clean_name(first) or "One", clean_name(second) or "Two"]
    transcript = named(
        two("Speaker 1", "Speaker 2"), dict(zip(("Speaker 1", "Speaker 2"), names, strict=True))
    )

    assert from_json(to_json(transcript)).speakers == transcript.speakers
    assert len(webvtt.from_string(to_vtt(transcript))) == len(cues(transcript))
    events = pysubs2.SSAFile.from_string(to_srt(transcript), format_="srt").events
    assert len(events) == len(cues(transcript))
    assert len(to_tsv(transcript).splitlines()) == 5
    assert len(to_dialogue(transcript).splitlines()) == (3 if names[0] != names[1] else 1)


def test_a_long_name_is_refused_and_one_of_the_greatest_length_is_written():
    with pytest.raises(ChoiceUnavailable):
        clean_name("n" * (LONGEST_NAME + 1))
    long = "n" * LONGEST_NAME
    assert all(long in form.write(two(long, "Bo")) for form in FORMS if form.name != "txt")
