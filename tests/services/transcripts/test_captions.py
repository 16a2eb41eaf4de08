"""Which captions are taken, situation by situation; and the forms in which they are given."""

import json

import pytest

from services.errors import FileUnreadable
from services.sources.captions import FORMS
from services.sources.medium import Caption, Medium, Scribe
from services.transcripts.captions.choice import Offer, choose, offers
from services.transcripts.captions.reading import read_captions
from services.transcripts.transcript import Origin

PEOPLE, MACHINE, FILE = Scribe.PEOPLE, Scribe.MACHINE, Scribe.FILE
TRANSLATIONS = ("de", "fr", "es", "ja", "ru")


def medium(*captions, **facts):
    return Medium(key="web:x", url="", site="web", title="T", captions=captions, **facts)


def text(language, scribe=PEOPLE, **told):
    return Caption(language, scribe, **told)


@pytest.mark.parametrize(
    ("it", "asked", "taken"),
    [
        (
            medium(text("de"), text("en"), text("de", MACHINE), spoken="de"),
            {},
            ("de", PEOPLE),
        ),
        (
            medium(text("de"), text("pt-BR"), spoken="de"),
            {"wanted": "pt"},
            ("pt-BR", PEOPLE),
        ),
        (
            medium(text("pt-BR"), text("pt"), spoken="pt"),
            {},
            ("pt", PEOPLE),
        ),
        (
            medium(text("fr"), text("en", MACHINE), translations=("fr",), spoken="en"),
            {},
            ("en", MACHINE),
        ),
        (
            medium(text("de", MACHINE), translations=TRANSLATIONS),
            {},
            ("de", MACHINE),
        ),
        (
            medium(text("de"), text("en"), text("de", MACHINE)),
            {},
            ("de", PEOPLE),
        ),
        (medium(translations=TRANSLATIONS, spoken="de"), {}, None),
        (
            medium(text("de", MACHINE), translations=TRANSLATIONS),
            {"wanted": "fr", "translated": True},
            ("fr", Scribe.TRANSLATOR),
        ),
        (
            medium(text("de", MACHINE), translations=TRANSLATIONS),
            {"wanted": "de", "translated": True},
            ("de", MACHINE),
        ),
        (medium(text("de", MACHINE), translations=TRANSLATIONS), {"wanted": "fr"}, None),
        (medium(text("uk")), {}, ("uk", PEOPLE)),
        (medium(text("uk"), text("pl")), {}, None),
        (medium(text("uk"), text("pl")), {"deaf": True}, ("uk", PEOPLE)),
        (medium(text("uk"), text("pl")), {"deaf": True, "wanted": "de"}, None),
        (medium(), {"deaf": True}, None),
        (
            medium(text("en", FILE), text("ru", FILE, chosen=True)),
            {},
            ("ru", FILE),
        ),
        (medium(text("ru", FILE, chosen=True), spoken="en"), {}, None),
        (
            medium(text("", Scribe.READ_ALONG), spoken="sv"),
            {},
            ("", Scribe.READ_ALONG),
        ),
        (medium(text("", Scribe.READ_ALONG), spoken="sv"), {"wanted": "en"}, None),
    ],
    ids=[
        "by people, in the language that is spoken",
        "by people, in the language that is asked for",
        "the very language before a variety of it",
        "by people, only in another language than is spoken",
        "by a machine, the original among its translations",
        "by people, where the machine tells what is spoken",
        "by a machine, nothing but translations",
        "a translation that is asked for",
        "no translation into what is spoken",
        "another language without asking for a translation",
        "one text by people where nobody tells what is spoken",
        "several by people where nobody tells what is spoken",
        "several, and nobody to listen",
        "several, nobody to listen, and another language is asked for",
        "nothing, and nobody to listen",
        "inside a file, the one that the file shows",
        "inside a file, in another language than is spoken",
        "a text that does not tell its language",
        "a text that does not tell its language, and another is asked for",
    ],
)
def test_the_right_captions_are_taken(it, asked, taken):
    found = choose(it, **asked)

    assert (found and (found.language, found.scribe)) == taken


def test_of_a_publishers_forms_the_one_that_says_most_is_taken():
    forms = [text("en", Scribe.PUBLISHER, ext=ext) for ext in ("txt", "srt", "json", "html")]

    assert choose(medium(*forms)).ext == "json"
    assert choose(medium(*forms, text("en", Scribe.PUBLISHER, ext="vtt"))).ext == "vtt"


def test_what_there_is_to_choose_from_names_no_translation():
    found = offers(medium(text("de", MACHINE), text("en"), text("en"), translations=TRANSLATIONS))

    assert found == (Offer("en", Origin.CAPTIONS), Offer("de", Origin.AUTO_CAPTIONS))


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
    (passage,) = read_captions(json.dumps({"events": events}), ext="json3")

    assert [(word.text, word.start, word.end) for word in passage.words] == [
        ("hello", 1.0, 1.4),
        ("there", 1.4, 3.0),
        ("you", 3.0, 5.0),
    ]
    assert passage.text == "hello there you"


def test_lines_of_a_script_without_spaces_are_joined_without_any():
    events = [
        {"tStartMs": at, "dDurationMs": 900, "segs": [{"utf8": said, "tOffsetMs": 0}]}
        for at, said in ((0, "今天天气"), (1000, "很好"))
    ]
    (passage,) = read_captions(json.dumps({"events": events}), ext="json3")

    assert passage.text == "今天天气很好"


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


def test_timed_text_is_read():
    told = (
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        '<p begin="00:00:01.000" end="00:00:02.000">Up<br/>and down</p></div></body></tt>'
    )

    assert [segment.text for segment in read_captions(told, ext="ttml")] == ["Up and down"]


PODCAST = {
    "version": "1.0.0",
    "segments": [
        {"speaker": "Ann", "startTime": 0.5, "endTime": 2.0, "body": "Hello  there."},
        {"speaker": "Bob", "startTime": 2.0, "endTime": 3.5, "body": "Good day."},
    ],
}


def test_json_of_a_podcast_tells_who_speaks():
    found = read_captions(json.dumps(PODCAST), ext="json")

    assert [(one.start, one.end, one.speaker, one.text) for one in found] == [
        (0.5, 2.0, "Ann", "Hello there."),
        (2.0, 3.5, "Bob", "Good day."),
    ]


def test_json_of_a_podcast_word_by_word_becomes_sentences():
    said = "Hello there my old friend . How are you today ?".replace(" .", ".").replace(" ?", "?")
    rows = [
        {
            "startTime": at,
            "endTime": at + 0.5,
            "body": word,
            **({"speaker": "Ann"} if not at else {}),
        }
        for at, word in enumerate([*said.split(), "Fine.", "Thanks."])
    ]

    found = read_captions(json.dumps({"segments": rows}), ext="json")

    assert [(one.speaker, one.text) for one in found] == [
        ("Ann", "Hello there my old friend."),
        ("Ann", "How are you today?"),
        ("Ann", "Fine."),
        ("Ann", "Thanks."),
    ]
    assert [word.start for word in found[1].words] == [5, 6, 7, 8]


def test_a_page_of_a_podcast_tells_speakers_and_times():
    page = (
        "<html><head><title>No</title></head><body><nav>Menu</nav>"
        "<cite>Ann:</cite><time>0:01</time><p>Hello &amp; <b>welcome</b>.</p>"
        "<p>To the show.</p><cite>Bob:</cite><time>1:02:03</time><p>Hi.</p></body></html>"
    )

    found = read_captions(page, ext="html", seconds=4000)

    assert [(one.start, one.end, one.speaker, one.text) for one in found] == [
        (1, 3723, "Ann", "Hello & welcome. To the show."),
        (3723, 4000, "Bob", "Hi."),
    ]


def test_any_page_is_no_transcript():
    with pytest.raises(FileUnreadable):
        read_captions("<html><p>Subscribe to our letter</p></html>", ext="html", seconds=60)


def test_plain_text_with_times_is_read_by_them():
    told = "[00:00:02] Ann: Hello there.\nIt is me.\n\n00:10 - Good day.\n"

    found = read_captions(told, ext="txt", seconds=30)

    assert [(one.start, one.end, one.speaker, one.text) for one in found] == [
        (2, 10, "Ann", "Hello there. It is me."),
        (10, 30, "", "Good day."),
    ]


def test_plain_text_without_times_is_shared_out_over_the_length():
    found = read_captions("Hello.\n\nGood day to you all.\n", ext="txt", seconds=26)

    assert [(one.start, round(one.end, 2)) for one in found] == [(0, 6), (6, 26)]
    with pytest.raises(FileUnreadable):
        read_captions("Hello.", ext="txt")


def test_subtitles_under_a_wrong_name_are_read_as_what_they_are():
    assert read_captions(ROLLING, ext="txt")[0].text == "hello there"
    assert read_captions("1\n00:00:00,000 --> 00:00:01,000\nNo.\n", ext="json")[0].text == "No."


def test_what_spotify_shows_is_read_sentence_by_sentence():
    told = {
        "section": [
            {"startMs": 0, "title": {"title": "Speaker 1"}},
            {"startMs": 500, "text": {"sentence": {"text": "Hello there."}}},
            {"startMs": 4000, "fallback": {"sentence": {"text": "Good day."}}},
        ]
    }

    found = read_captions(json.dumps(told), ext="read-along")

    assert [(one.start, one.end, one.speaker, one.text) for one in found] == [
        (0.5, 4.0, "Speaker 1", "Hello there."),
        (4.0, 9.0, "Speaker 1", "Good day."),
    ]


@pytest.mark.parametrize("ext", [*FORMS, "json", "read-along", "html", "txt"])
@pytest.mark.parametrize(
    "told", ["", "<html>Too Many Requests</html>", '{"events": []}', "WEBVTT\n"]
)
def test_what_says_nothing_is_no_captions(told, ext):
    with pytest.raises(FileUnreadable):
        read_captions(told, ext=ext)


@pytest.mark.parametrize("ext", [*FORMS, "json", "read-along", "html"])
@pytest.mark.parametrize(
    "told",
    [
        "[" * 100_000,
        '{"events": [{"tStartMs": "soon", "segs": [{"utf8": "x"}]}]}',
        '{"segments": [1], "section": [null]}',
        '{"segments": {"startTime": 1}, "section": {"text": 1}}',
        "<tt><body><p begin='soon'>x</p></body></tt>",
        "\x00\x01\x02",
        "Dialogue: 0,never,0:00:02.50,Default,,0,0,0,,x",
    ],
)
def test_what_is_broken_is_said_to_be(told, ext):
    with pytest.raises(FileUnreadable):
        read_captions(told, ext=ext)


@pytest.mark.parametrize(
    ("told", "ext"),
    [
        ("0:00 a\n" * 40_000, "txt"),
        ("0:00 a\n" + "b\n" * 80_000, "txt"),
        ("<time>0:00</time>" + "&amp;" * 80_000, "html"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "x\n" * 40_000, "vtt"),
        (
            json.dumps({
                "events": [{"tStartMs": 0, "segs": [{"utf8": "a"}] * 40_000 + [{"tOffsetMs": 1}]}]
            }),
            "json3",
        ),
    ],
    ids=["one moment", "one paragraph", "a page of entities", "one cue", "one event"],
)
def test_a_text_that_is_made_to_take_long_does_not(told, ext):
    assert read_captions(told, ext=ext, seconds=60)
