"""Eight situations, each with the captions that are taken; and the forms in which sites give them."""

import json

import pytest

from services.errors import FileUnreadable
from services.transcripts.captions.choice import FORMS, choose, languages
from services.transcripts.captions.reading import read_captions
from services.transcripts.transcript import Origin


def tracks(*codes, ext="vtt"):
    return {code: [{"ext": ext, "url": f"https://captions.example/{code}.{ext}"}] for code in codes}


TRANSLATIONS = ["de", "fr", "es", "ja", "ru"]


@pytest.mark.parametrize(
    ("situation", "asked", "taken"),
    [
        (
            "by people, in the language that is spoken",
            {"written": tracks("de", "en"), "automatic": tracks("de-orig"), "spoken": "de"},
            ("de", Origin.CAPTIONS),
        ),
        (
            "by people, in the language that is asked for",
            {"written": tracks("de", "pt-BR"), "automatic": {}, "spoken": "de", "wanted": "pt"},
            ("pt-BR", Origin.CAPTIONS),
        ),
        (
            "by people, only in another language than is spoken",
            {"written": tracks("fr"), "automatic": tracks("en-orig", "fr"), "spoken": "en"},
            ("en", Origin.AUTO_CAPTIONS),
        ),
        (
            "by a machine, the original among its translations",
            {"written": {}, "automatic": tracks("de-orig", "de", *TRANSLATIONS), "spoken": ""},
            ("de", Origin.AUTO_CAPTIONS),
        ),
        (
            "by a machine, nothing but translations",
            {"written": {}, "automatic": tracks(*TRANSLATIONS), "spoken": "de"},
            None,
        ),
        (
            "a translation that is asked for",
            {
                "written": {},
                "automatic": tracks("de-orig", *TRANSLATIONS),
                "wanted": "fr",
                "translated": True,
            },
            ("fr", Origin.TRANSLATED_CAPTIONS),
        ),
        (
            "another language without asking for a translation",
            {"written": {}, "automatic": tracks("de-orig", *TRANSLATIONS), "wanted": "fr"},
            None,
        ),
        (
            "nothing but a chat, or a form that cannot be read",
            {"written": {**tracks("live_chat"), **tracks("en", ext="ttml")}, "automatic": {}},
            None,
        ),
        (
            "one track by people where nobody tells what is spoken",
            {"written": tracks("uk"), "automatic": {}},
            ("uk", Origin.CAPTIONS),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_right_captions_are_taken(situation, asked, taken):
    found = choose(**asked)

    assert (found and (found.language, found.origin)) == taken, situation


@pytest.mark.parametrize("best", range(len(FORMS)))
def test_the_richest_form_is_taken(best):
    forms = [{"ext": ext, "url": ext} for ext in FORMS[best:]]

    assert choose({"en": forms}, {}, spoken="en").ext == FORMS[best]


def test_what_there_is_to_choose_from_names_no_translation():
    found = languages(tracks("en", "live_chat"), tracks("de-orig", *TRANSLATIONS))

    assert found == [("en", Origin.CAPTIONS), ("de", Origin.AUTO_CAPTIONS)]


ROLLING = """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start
~
hello<00:00:00.500><c> there</c>

00:00:02.000 --> 00:00:02.010
hello there
~

00:00:02.010 --> 00:00:04.000
hello there
my<00:00:02.500><c> friend</c>

00:00:04.000 --> 00:00:04.010
my friend
~

00:00:04.010 --> 00:00:06.000
my friend
[Music]
""".replace("~", " ")


def test_rolling_lines_are_read_once():
    assert [segment.text for segment in read_captions(ROLLING, ext="vtt")] == [
        "hello there",
        "my friend",
    ]


def test_a_line_that_somebody_says_twice_is_kept():
    text = (
        "1\n00:00:00,000 --> 00:00:01,000\nNo.\n\n2\n00:00:03,000 --> 00:00:04,000\nWhy?\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nNo.\n\n"
    )

    assert [segment.text for segment in read_captions(text, ext="srt")] == ["No.", "Why?", "No."]


def test_the_words_of_a_machine_keep_their_times():
    events = [
        {"tStartMs": 0, "dDurationMs": 9000, "wpWinPosId": 1},
        {
            "tStartMs": 1000,
            "dDurationMs": 4000,
            "segs": [{"utf8": "hello"}, {"utf8": " there", "tOffsetMs": 400}],
        },
        {"tStartMs": 2500, "dDurationMs": 1000, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 3000, "dDurationMs": 2000, "segs": [{"utf8": "you", "tOffsetMs": 0}]},
    ]
    first, second = read_captions(json.dumps({"events": events}), ext="json3")

    assert [(word.text, word.start, word.end) for word in first.words] == [
        ("hello", 1.0, 1.4),
        ("there", 1.4, 3.0),
    ]
    assert second.text == "you"
    assert first.end <= second.start


def test_marks_of_a_screen_are_no_words():
    text = (
        "WEBVTT\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
        "00:01.000 --> 00:02.000\n<v Ann><i>Tom &amp; Jerry</i> &lt;3\n\n"
        "00:03.000 --> 00:04.000\n♪ la la ♪\n"
    )
    (segment,) = read_captions(text, ext="vtt")

    assert (segment.text, segment.speaker) == ("Tom & Jerry <3", "Ann")


def test_substation_tells_its_lines():
    text = (
        "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}Up\\Nand down\n"
    )

    assert [segment.text for segment in read_captions(text, ext="ass")] == ["Up and down"]


@pytest.mark.parametrize("ext", FORMS)
@pytest.mark.parametrize(
    "text", ["", "<html>Too Many Requests</html>", '{"events": []}', "WEBVTT\n"]
)
def test_what_says_nothing_is_no_captions(text, ext):
    with pytest.raises(FileUnreadable):
        read_captions(text, ext=ext)
