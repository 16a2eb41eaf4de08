"""What yt-dlp tells of captions: whose they are, and in which form they are fetched."""

import pytest

from services.sources.captions import FORMS, captions, spoken, track, translations
from services.sources.medium import Scribe

INTO = ("de", "fr", "es", "ja")


def tracks(*names, ext="vtt"):
    return {name: [{"ext": ext, "url": f"https://a.example/{name}.{ext}"}] for name in names}


def told(info):
    return [(language, scribe, name) for language, scribe, name, *_ in captions(info)]


def test_what_a_site_heard_is_told_from_what_its_machine_translates():
    info = {"subtitles": tracks("fr"), "automatic_captions": tracks("de-orig", "en", *INTO)}

    assert told(info) == [("fr", "people", "fr"), ("de", "machine", "de-orig")]
    assert translations(info) == ["en", "fr", "es", "ja"]


@pytest.mark.parametrize(
    ("automatic", "language", "heard"),
    [
        (tracks("sv"), None, ["sv"]),
        (tracks("sv-SE", "sv"), "sv", ["sv-SE"]),
        (tracks("sv"), "en", []),
        (tracks(*INTO), "de", []),
        ({}, "en", []),
    ],
)
def test_a_lone_automatic_track_is_what_was_heard(automatic, language, heard):
    info = {"automatic_captions": automatic, "language": language}

    assert [name for _, _, name in told(info)] == heard


def test_bilibilis_recogniser_is_nobody():
    info = {"subtitles": {"danmaku": [{"ext": "xml", "url": "x"}], **tracks("ai-zh", "en-US")}}

    assert told(info) == [("en-US", "people", "en-US"), ("zh", "machine", "ai-zh")]
    assert track(info, "machine", "ai-zh")["url"] == "https://a.example/ai-zh.vtt"


def test_a_chat_and_forms_that_nobody_reads_are_left_out():
    info = {"subtitles": tracks("live_chat") | tracks("en", ext="scc") | {"de": []}}

    assert captions(info) == []


@pytest.mark.parametrize("best", range(len(FORMS)))
def test_the_richest_form_is_taken(best):
    forms = [{"ext": ext, "url": ext} for ext in reversed(FORMS[best:])]

    assert track({"subtitles": {"en": forms}}, Scribe.PEOPLE, "en")["ext"] == FORMS[best]


def test_a_text_that_is_there_already_needs_no_address():
    info = {"subtitles": {"en": [{"ext": "srt", "data": "1"}, {"ext": "vtt"}]}}

    assert track(info, Scribe.PEOPLE, "en")["data"] == "1"
    assert track(info, Scribe.PEOPLE, "de") is None


def test_a_translation_of_captions_by_people_is_found_under_both_languages():
    info = {"automatic_captions": tracks("en-fr", "de-fr")}

    assert track(info, Scribe.TRANSLATOR, "de")["url"] == "https://a.example/de-fr.vtt"


def sound(language, rank=0):
    return {
        "format_id": f"{language}{rank}",
        "acodec": "opus",
        "vcodec": "none",
        "language": language,
        "language_preference": rank,
    }


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ({}, ""),
        ({"language": "sv"}, "sv"),
        ({"formats": [sound("de")]}, "de"),
        ({"formats": [sound("de", 10), sound("en", -1)]}, "de"),
        ({"formats": [sound("de"), sound("en")]}, ""),
        ({"formats": [sound(None)], "language": "fi"}, "fi"),
    ],
)
def test_the_language_that_is_spoken_is_that_of_the_original(info, language):
    assert spoken(info) == language
