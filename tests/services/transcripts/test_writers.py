import html
import json

import pysubs2
import pytest
import webvtt

from services.errors import ChoiceUnavailable, FileUnreadable
from services.transcripts.transcript import Origin, Rejected, Segment, Transcript, Word
from services.transcripts.writers.document import SCHEMA, from_json, to_json
from services.transcripts.writers.markdown import to_markdown
from services.transcripts.writers.plain import to_dialogue, to_tsv, to_txt
from services.transcripts.writers.subtitles import to_srt, to_vtt
from services.transcripts.writers.table import FORMS, form_of

NASTY = [
    "a < b & c --> {x}",
    "<i>not slanted</i> {\\an8}not above",
    "שלום עולם, hello",
    "مرحبا بالعالم",
    "👩‍👩‍👧 family 🎉",
    "你好，世界。",
    "5 > 3 &amp; 2 &lt; 4",
]
JOINER = "\u2060"


def one(text, **more):
    segment = Segment(1.0, 3.5, text, **more)
    return Transcript("en", 4.0, (segment,), title="A title", url="https://example.com/a")


def full():
    words = (Word(0.5, 0.9, "Hello", 0.9), Word(1.0, 1.5, "you.", 0.25))
    return Transcript(
        "en",
        61.5,
        (
            Segment(0.5, 1.5, "Hello you.", words, speaker="Ann"),
            Segment(2.0, 3.0, "Hallo.", speaker="Bo", language="de"),
        ),
        origin=Origin.SPEECH,
        model="miniature",
        title='Say "hi": now',
        url="https://www.youtube.com/watch?v=abcdefghijk",
        rejected=(Rejected(5.0, 6.0, "Thank you.", "silence"),),
    )


@pytest.mark.parametrize("text", NASTY)
def test_subrip_is_read_back_by_pysubs2(text):
    (event,) = pysubs2.SSAFile.from_string(to_srt(one(text)), format_="srt").events

    assert event.text.replace("\\N", " ").replace(JOINER, "") == text
    assert (event.start, event.end) == (1000, 4100)


@pytest.mark.parametrize("text", NASTY)
def test_webvtt_is_read_back_by_webvtt_py(text):
    (caption,) = webvtt.from_string(to_vtt(one(text, speaker="R&B <3")))

    assert html.unescape(caption.text.replace("\n", " ")) == text
    assert html.unescape(caption.voice) == "R&B <3"
    assert caption.start == "00:00:01.000"


@pytest.mark.parametrize("text", NASTY)
def test_json_is_read_back_by_ourselves(text):
    assert from_json(to_json(one(text))) == one(text)


def test_json_holds_all_that_is_known():
    assert from_json(to_json(full())) == full()
    body = json.loads(to_json(full()))
    assert set(body) == set(SCHEMA["properties"])
    assert body["segments"][0]["words"][1] == {
        "start": 1.0,
        "end": 1.5,
        "word": "you.",
        "probability": 0.25,
    }


def test_json_by_others_is_understood():
    read = from_json(
        '{"language": "en", "duration": 2, "segments": [{"start": 0, "end": 1, "text": " Hi there",'
        ' "words": [{"start": 0, "end": 0.4, "word": " Hi"}, {"start": 0.5, "end": 1, "word": " there"}]}]}'
    )

    assert read.text == "Hi there"
    assert [(word.text, word.glued) for word in read.segments[0].words] == [
        ("Hi", False),
        ("there", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"segments": [{}]}',
        '{"segments": [{"start": "0", "end": 1}]}',
        '{"segments": [{"start": NaN, "end": 1}]}',
        '{"segments": [], "origin": "hearsay"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_transcript_is_refused(text):
    with pytest.raises(FileUnreadable):
        from_json(text, name="words.json")


def test_text_has_a_paragraph_for_each_speaker():
    assert to_txt(full()) == "Hello you.\n\nHallo.\n"


def test_a_dialogue_names_who_speaks():
    assert to_dialogue(full()) == "[0:00:00] Ann: Hello you.\n[0:00:02] Bo: Hallo.\n"


def test_a_table_has_milliseconds():
    assert to_tsv(full()).splitlines() == [
        "start\tend\tspeaker\ttext",
        "500\t1500\tAnn\tHello you.",
        "2000\t3000\tBo\tHallo.",
    ]


def test_a_note_links_back_into_the_recording():
    note = to_markdown(full())

    assert "[0:00:02](https://www.youtube.com/watch?v=abcdefghijk&t=2) **Bo:** Hallo. ^p2" in note
    assert 'title: "Say \\"hi\\": now"' in note
    assert to_markdown(full()) == note


def test_a_note_takes_nothing_for_its_own_signs():
    assert "\\# not a head \\*and\\* not loud" in to_markdown(one("# not a head *and* not loud"))


def test_equal_words_have_one_digest():
    assert full().digest == full().digest
    assert full().digest != one("x").digest


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_nothing_said_is_written_in_each_form(form):
    assert isinstance(form.write(Transcript("", 0.0, ())), str)
    assert form_of(form.name) is form


def test_an_unknown_form_is_refused():
    with pytest.raises(ChoiceUnavailable):
        form_of("docx")
