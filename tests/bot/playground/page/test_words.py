"""What the page says exists in every language, and what it points at exists on the demo site."""

import re
from pathlib import Path

import pytest

from bot.playground.demo.catalogue import LINKS

PAGE = Path(__file__).parents[4] / "bot" / "playground" / "page"
SCRIPTS = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
USED = re.compile(
    r"""(?x)
    \bword\(\s*"(\w+)"                       # word("send")
    | \bword(?:Label)?:\s*"(\w+)"            # { word: "send" }
    | "data-word-placeholder":\s*"(\w+)"
    | data-word(?:-label|-placeholder)?="(\w+)"
    """
)


def dictionaries():
    found = {}
    for language, body in re.findall(
        r"^  (\w\w): \{\n(.*?)^  \},", SCRIPTS["words.js"], re.MULTILINE | re.DOTALL
    ):
        found[language] = dict(re.findall(r'^    (\w+):\s+"(.*)",$', body, re.MULTILINE))
    return found


def test_there_are_three_languages():
    assert set(dictionaries()) == {"en", "ru", "zh"}


@pytest.mark.parametrize("language", ["ru", "zh"])
def test_every_text_is_translated_with_its_gaps(language):
    english = dictionaries()["en"]
    other = dictionaries()[language]

    assert set(other) == set(english)
    assert {key: gaps(text) for key, text in other.items()} == {
        key: gaps(text) for key, text in english.items()
    }


def test_every_text_that_is_asked_for_exists():
    everything = [*SCRIPTS.values(), (PAGE / "index.html").read_text("utf-8")]
    asked = {name for text in everything for found in USED.findall(text) for name in found if name}

    assert asked - set(dictionaries()["en"]) == set()


def test_every_sample_leads_to_the_demo_site_and_has_words():
    samples = re.findall(r'\{ name: "(\w+)", path: "([^"]+)"', SCRIPTS["samples.js"])
    places = {link.name: link.path for link in LINKS}
    texts = dictionaries()["en"]

    assert len(samples) >= 12
    assert {name: path for name, path in samples if places.get(name) != path} == {}
    assert [name for name, _ in samples if f"sample_{name}" not in texts] == []


def test_no_script_parses_text_as_html():
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    )

    assert {name for name, text in SCRIPTS.items() if forbidden.search(text)} == set()


def test_the_page_asks_nothing_of_other_sites():
    everything = {path.name: path.read_text("utf-8") for path in PAGE.iterdir()}
    abroad = re.compile(r"""(?:src|href|url\(|import .* from)\s*=?\s*["']?(?:https?:)?//""")

    assert {name for name, text in everything.items() if abroad.search(text)} == set()


def gaps(text):
    return sorted(re.findall(r"\{(\w+)\}", text))
