"""Values come out of JSON as they went in, and nothing else comes out of it."""

import dataclasses
import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.censor.hiding import Hiding
from services.censor.render import Rendered, Way
from services.censor.spans import Method, Span
from services.crew.carrying import plain
from services.crew.facts import EarFacts, VoiceFacts
from services.crew.packing import Unfit, packed, read, unpacked, write
from services.media.brief import Brief, Tags
from services.media.choices import Wanted, wanted_of
from services.media.convert import Made
from services.media.stretches import Stretch
from services.platforms.link import Link
from services.sources.medium import Caption, Chapter, Medium, Picture, Scribe, Sound
from services.sources.playlist import Entry, Playlist
from services.transcripts.asking import Loaded, Task
from services.transcripts.assigning import Turn
from services.transcripts.for_ears import Ask
from services.transcripts.guessing import Guess
from services.transcripts.listening import Step
from services.transcripts.transcript import Origin, Rejected, Segment, Transcript, Word
from services.transcripts.wish import Noise, Speakers, Wish

WORDS = (Word(0.5, 1.0, "fünf", 0.75), Word(1, 2, "五", None, glued=True))
MEDIUM = Medium(
    "web:1",
    "https://example.com/1",
    "web",
    "Title\n\u2028",
    seconds=1.5,
    sound_bytes=7,
    pictures=(Picture(240, None), Picture(720, 12, exact=True)),
    track=3,
    chapters=(Chapter(0, 1.5, "One"),),
    sounds=(Sound("de", original=True),),
    images=("https://example.com/a.jpg",),
    captions=(Caption("pt-BR", Scribe.MACHINE, "7", "vtt", chosen=True),),
    translations=("en",),
)
VALUES = (
    Link("https://example.com/1", "web", "web:1", whole=True),
    MEDIUM,
    MEDIUM.captions[0],
    Playlist("list:1", "", "list", "L", entries=(Entry("u", "t", 3.5), Entry("v")), count=9),
    *map(wanted_of, ("mp3", "mp3-128;clip=65-72.5;sound=de", "720p;skip;parts", "images")),
    wanted_of("ogg;record=60"),
    Brief(
        wanted_of("720p").format,
        Tags(title="T"),
        seconds=9.0,
        keeps=(Stretch(0, math.inf), Stretch(1.25, 2, "x")),
        at_keys=True,
    ),
    Made(None),
    Made(1.5, 320, 240, copied=True),
    Stretch(0.0, 1.0, "title"),
    Hiding((Span(0.5, 1, Method.BEEP, 440.0),), "a.mp3", 9.5, "mp3-128", keeps_tags=False),
    Wish("de", ("de", "en"), Task.TRANSLATE, 3, "Wörter", noise=Noise.HEAVY),
    Wish(speakers=Speakers.CHANNELS, word_times=True),
    Ask(2, apart=True),
    Step(3, 9.5, "en", WORDS, (Rejected(1, 2, "thanks", "echo"),), "de", 2),
    Transcript("en", 9.5, (Segment(0, 2, "x", WORDS, "A", "de"),), Origin.PUBLISHED, "m"),
    Guess("en", 0.25),
    Turn(0, 1.5, 2),
    Loaded("tiny", 30, ("en", "de"), "cpu", "int8"),
    EarFacts(("a", "b"), "a", ("b",), can_hear=True, device="cuda"),
    VoiceFacts(""),
)


def test_values_come_back_as_they_went():
    texts = [json.dumps(packed(value), allow_nan=False) for value in VALUES]

    back = [
        unpacked(type(value), json.loads(text)) for value, text in zip(VALUES, texts, strict=True)
    ]

    assert back == list(VALUES)


def test_a_path_travels_in_its_own_way(tmp_path):
    rendered = Rendered(tmp_path / "here.mp3", Way.SPLICED, touched=0.5)
    there = tmp_path / "there.mp3"

    with pytest.raises(TypeError):
        packed(rendered)
    told = packed(rendered, without="path")

    assert "here" not in json.dumps(told)
    assert unpacked(Rendered, told, path=there) == dataclasses.replace(rendered, path=there)


def test_what_is_large_goes_through_a_file(tmp_path):
    write(VALUES[-5], tmp_path / "a")

    assert read(type(VALUES[-5]), tmp_path / "a") == VALUES[-5]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Turn, {"start": 0, "end": 1}),
        (Turn, {"start": 0, "end": 1, "voice": 2, "more": 3}),
        (Turn, {"start": 0, "end": 1, "voice": "2"}),
        (Turn, {"start": True, "end": 1, "voice": 2}),
        (Turn, {"start": "nan", "end": 1, "voice": 2}),
        (Turn, [0, 1, 2]),
        (Way, "magic"),
        (tuple[Turn, ...], {}),
        (tuple[int, int], [1]),
        (bool, 1),
        (int, True),
        (int, 1.5),
        (str, None),
        (Path, "/etc/passwd"),
    ],
)
def test_nothing_else_comes_out(kind, told):
    with pytest.raises(Unfit):
        unpacked(kind, told)


def test_what_is_no_number_does_not_travel():
    with pytest.raises(TypeError):
        packed(Stretch(math.nan, 1))


@pytest.mark.parametrize("name", ["", ".", "..", "/", "a/b", "/etc/passwd", "../a", "a/"])
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(Unfit):
        plain(name)


FLOATS = st.floats(allow_nan=False)
STEPS = st.builds(
    Step,
    number=st.integers(0),
    end=FLOATS,
    language=st.text(),
    words=st.lists(
        st.builds(Word, FLOATS, FLOATS, st.text(), st.none() | FLOATS, st.booleans())
    ).map(tuple),
    rejected=st.lists(st.builds(Rejected, FLOATS, FLOATS, st.text(), st.text())).map(tuple),
)
WISHES = st.builds(
    Wish,
    language=st.text(),
    allowed=st.lists(st.text()).map(tuple),
    task=st.sampled_from(Task),
    beam=st.integers(),
    noise=st.sampled_from(Noise),
    speakers=st.sampled_from(Speakers),
    anyway=st.booleans(),
)
MEDIA = st.builds(
    Medium,
    key=st.text(),
    seconds=st.none() | FLOATS,
    pictures=st.lists(st.builds(Picture, st.integers(), st.none() | st.integers())).map(tuple),
    captions=st.lists(st.builds(Caption, st.text(), st.sampled_from(Scribe))).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(STEPS | WISHES | MEDIA)
def test_whatever_stands_in_a_value_comes_back(value):
    assert unpacked(type(value), json.loads(json.dumps(packed(value)))) == value


def test_a_choice_travels_with_all_that_its_format_says():
    wanted = wanted_of("mp3-320;clip=1-2")

    assert unpacked(Wanted, packed(wanted)).format.encoder == wanted.format.encoder
