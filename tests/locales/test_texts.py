import re

import pytest

from locales.quoting import plain
from locales.texts import LANGUAGES, best_language, say_error, tell_program, texts_for
from services.errors import (
    AddressForbidden,
    AlreadyOver,
    ButtonExpired,
    ChatClosed,
    ChatForbids,
    ChoiceUnavailable,
    LinkGone,
    NoChat,
    SiteTooSlow,
    TooBig,
    TooManyWaiting,
    Unexpected,
    leaves,
)
from services.jobs.job import Failure

FACTS = {
    "host": "example.com",
    "size_bytes": 180 << 20,
    "limit_bytes": 50 << 20,
    "needed_bytes": 1 << 30,
    "free_bytes": 5,
    "choice": "mp3",
    "name": "a <b> & c.mp3",
    "limit": 3,
    "seconds": 90.0,
    "reason": "x",
    "scope": "jobs",
    "id": "abcdefgh",
}
LONGEST_ALERT = 200


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh"),
        ("zh-TW", "zh"),
        ("ZH_cn", "zh"),
        ("ru", "ru"),
        ("ru-RU", "ru"),
        ("pt-br", "en"),
        ("en-GB", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_nearest_language_is_spoken(code, language):
    assert best_language(code) == language
    assert texts_for(code).language == language


def test_words_are_loaded_once():
    assert texts_for("zh-hans") is texts_for("zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", leaves(), ids=lambda leaf: leaf.code)
@pytest.mark.parametrize("facts", [FACTS, {}], ids=["with-facts", "without"])
def test_every_error_has_its_sentence(language, error, facts):
    said = plain(say_error(texts_for(language), error(**facts)))

    assert len(said) > 10
    assert said.rstrip("abcdefgh")[-1] in ".。：: "
    assert "unknown" not in said
    assert "  " not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", leaves(), ids=lambda leaf: leaf.code)
def test_a_sentence_fits_into_an_alert(language, error):
    facts = FACTS | {"name": "holiday recording.mp3"}

    assert len(plain(say_error(texts_for(language), error(**facts)))) <= LONGEST_ALERT


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [FACTS, {}], ids=["with-facts", "without"])
def test_programs_are_told_of_no_command_and_no_button_of_the_chat(language, facts):
    about_chats, spoken_of = {ButtonExpired, ChatClosed, ChatForbids, NoChat}, []
    for kind in set(leaves()) - about_chats:
        said = tell_program(texts_for(language), kind(**facts))
        paths = set(re.findall(r"(?<![\w./…])/[a-z]+", said)) - {"/api", "/keys"}
        buttons = re.findall(r"button|кноп|按钮", said)
        if paths or buttons or "<" in said.replace(FACTS["name"], ""):
            spoken_of.append((kind.code, said))

    assert spoken_of == []


def test_programs_are_told_what_there_is_to_choose():
    error = ChoiceUnavailable(choice="pdf", choices="srt, txt")

    assert "srt, txt" in tell_program(texts_for("en"), error)
    assert "/api/docs" in tell_program(texts_for("en"), ChoiceUnavailable(choice="pdf"))
    unknown = ChoiceUnavailable(choice="xx", choices="de, en", of="language")
    said = tell_program(texts_for("en"), unknown)
    assert said == "There is no language xx here. There is: de, en."


def test_a_sentence_names_the_thing():
    assert say_error(texts_for("en"), LinkGone(host="example.com")).startswith("example.com says")


def test_a_sentence_names_size_with_limit():
    said = say_error(texts_for("ru"), TooBig(size_bytes=180 << 20, limit_bytes=50 << 20))

    assert "180 МБ" in said
    assert "50 МБ" in said


@pytest.mark.parametrize(("limit", "noun"), [(1, "задание"), (3, "задания"), (25, "заданий")])
def test_russian_counts_as_russians_do(limit, noun):
    assert f"{limit} {noun}," in say_error(texts_for("ru"), TooManyWaiting(limit=limit))


def test_seconds_are_said_as_a_span():
    assert "2 h" in say_error(texts_for("en"), SiteTooSlow(host="a.b", seconds=7200))


def test_a_failure_that_a_job_keeps_is_said_like_the_error():
    texts = texts_for("en")

    assert say_error(texts, Failure("already-over", {})) == say_error(texts, AlreadyOver())


def test_the_word_for_the_owner_stands_out():
    assert "<code>abcdefgh</code>" in say_error(texts_for("zh"), Unexpected(id="abcdefgh"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_site_that_nobody_knows_says_nothing_itself(language):
    known = LinkGone(host="example.com")
    unknown = LinkGone(host="examp1e.com", site="missing")

    said = [say_error(texts_for(language), error) for error in (known, unknown)]

    assert "examp1e.com" in said[1]
    assert said[0] != said[1].replace("examp1e.com", "example.com")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_that_is_none_of_the_web_is_called_by_its_beginning(language):
    said = say_error(texts_for(language), AddressForbidden(scheme="ftp:"))

    assert "ftp:" in said
    assert "https://" in said
