"""Holds for every message of every topic, whoever wrote it."""

import re
from html.parser import HTMLParser

import pytest
from fluent.syntax import FluentSerializer, ast
from fluent.syntax.visitor import Visitor

from locales import generate
from locales.generate import HERE, PLAIN, messages_of, used_in
from locales.texts import LANGUAGES

TELEGRAMS_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "a", "code", "pre",
    "blockquote", "tg-emoji", "tg-time",
}  # fmt: skip
LONGEST_COMMAND_TEXT = 256
BY_THEIR_NAMES = ("doctor-", "error-", "http-error-", "unit-")
"""What is not called as a method: its name is put together of a code."""


def catalogue(language):
    return {message.id.name: message for message in messages_of(HERE / language)}


def texts_of(message):
    """Every way the message can read, roughly: the text of each of its patterns, joined."""
    found = []

    class Finder(Visitor):
        def visit_TextElement(self, node):  # noqa: N802 - the library's name
            found.append(node.value)

    Finder().visit(message)
    return found


CATALOGUES = {language: catalogue(language) for language in LANGUAGES}
EVERY = [
    pytest.param(language, message, id=f"{language}:{name}")
    for language, messages in CATALOGUES.items()
    for name, message in messages.items()
]


def test_the_generated_methods_are_fresh():
    assert generate.TARGET.read_text("utf-8") == generate.source()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_written_twice(language):
    names = [message.id.name for message in messages_of(HERE / language)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_topics(language):
    topics = {path.name for path in (HERE / "en").glob("*.ftl")}

    assert {path.name for path in (HERE / language).glob("*.ftl")} == topics


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages(language):
    assert set(CATALOGUES[language]) == set(CATALOGUES["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_uses_the_same_variables(language):
    theirs = {name: used_in(message) for name, message in CATALOGUES[language].items()}

    assert theirs == {name: used_in(message) for name, message in CATALOGUES["en"].items()}


@pytest.mark.parametrize(("language", "message"), EVERY)
def test_html_is_balanced(language, message):
    pieces = texts_of(message)
    if message.id.name.startswith(PLAIN):
        assert not any(re.search("</?[a-z]", piece) for piece in pieces)
        return
    assert_balanced("".join(pieces))


@pytest.mark.parametrize("name", [name for name in CATALOGUES["en"] if name.startswith("menu-")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_text_fits(language, name):
    text = FluentSerializer().serialize_entry(CATALOGUES[language][name]).partition("=")[2]

    assert 0 < len(text.strip()) <= LONGEST_COMMAND_TEXT


def test_every_message_is_said_by_somebody():
    said = set()
    for room in ("bot", "handlers", "locales"):
        for path in (HERE.parent / room).rglob("*.py"):
            if path != generate.TARGET:
                said |= set(re.findall(r"\.(\w+)", path.read_text("utf-8")))

    silent = {name for name in CATALOGUES["en"] if name.replace("-", "_") not in said}

    assert [name for name in silent if not name.startswith(BY_THEIR_NAMES)] == []


def test_a_message_that_hides_a_variable_is_refused():
    message = ast.Message(
        id=ast.Identifier("greeting"),
        value=ast.Pattern([ast.Placeable(ast.VariableReference(ast.Identifier("name")))]),
    )

    with pytest.raises(generate.BadMessageError, match="greeting"):
        generate._method("greeting", message)


def test_a_stale_file_is_noticed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generate, "TARGET", tmp_path / "messages.py")
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert generate.main() == 1
    monkeypatch.setattr("sys.argv", ["generate"])
    assert generate.main() == 0
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert generate.main() == 0
    assert "stale" in capsys.readouterr().err


def assert_balanced(html):
    class Checker(HTMLParser):
        open_tags: list[str] = []  # noqa: RUF012 - one instance a call

        def handle_starttag(self, tag, attrs):
            assert tag in TELEGRAMS_TAGS
            self.open_tags.append(tag)

        def handle_endtag(self, tag):
            assert self.open_tags.pop() == tag

    checker = Checker()
    checker.open_tags = []
    checker.feed(html)
    checker.close()
    assert checker.open_tags == []
