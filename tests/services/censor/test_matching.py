"""The labelled set: what is found of what should be, in six languages; printed, and held to 99 %."""

import re
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

import pytest

from services.censor.matcher import Matcher
from services.censor.system_lists import LANGUAGES, system_id, system_list
from tests.services.censor.speaking import words_of_text

ROWS = Path(__file__).with_name("matching.tsv")
BAR = 0.99
_EDGE = re.compile(r"^[^\w$@]+|[^\w$@*]+$")


def rows():
    lines = ROWS.read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines]


@lru_cache
def matcher(language):
    return Matcher([system_list(system_id(language))])


def bare(text):
    return _EDGE.sub("", text)


def found_in(language, marked):
    """Return what was found and what should be, as texts with their places among equal ones."""
    text = marked.replace("[", "").replace("]", "")
    hits = matcher(language).among(list(words_of_text(text)))
    found = Counter(bare(hit.text) for hit in hits)
    wanted = Counter(bare(part) for part in re.findall(r"\[(.+?)\]", marked))
    return found, wanted


def test_the_set_is_large_and_varied():
    kinds = defaultdict(Counter)
    for language, kind, _ in rows():
        kinds[language][kind] += 1

    assert len(rows()) >= 600
    assert set(kinds) == set(LANGUAGES)
    assert all(sum(count.values()) >= 100 for count in kinds.values())
    assert all(count["exception"] + count["clean"] >= 30 for count in kinds.values())


def test_nearly_all_is_found_and_nearly_nothing_else(capsys):
    figures = defaultdict(Counter)
    wrong = []
    for language, kind, marked in rows():
        found, wanted = found_in(language, marked)
        told = {
            "right": (found & wanted).total(),
            "missed": (wanted - found).total(),
            "false": (found - wanted).total(),
        }
        for name in (language, kind, "all"):
            figures[name].update(told)
        if found != wanted:
            wrong.append(f"{language} {kind}: {marked} -> {sorted(found)}")
    with capsys.disabled():
        print("\n".join(["", *(_line(name, figures[name]) for name in figures), *wrong]))

    for name in (*LANGUAGES, "all"):
        assert _precision(figures[name]) >= BAR, name
        assert _recall(figures[name]) >= BAR - 0.01 * (name != "all"), name


def _precision(count):
    return count["right"] / max(1, count["right"] + count["false"])


def _recall(count):
    return count["right"] / max(1, count["right"] + count["missed"])


def _line(name, count):
    return (
        f"{name:12}{count.total():5} words   precision {_precision(count):.4f}"
        f"   recall {_recall(count):.4f}   missed {count['missed']}   false {count['false']}"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_on_a_list_is_found_as_it_stands_there(language):
    missed = []
    for entry in system_list(system_id(language)).entries:
        for spelled in (entry.word, *entry.variations):
            word = spelled.strip("*")
            hits = matcher(language).among(list(words_of_text(word)))
            if spelled[:1] != "*" and (
                not hits or hits[0].text.replace("-", " ") != word.replace("-", " ")
            ):
                missed.append(spelled)
    assert missed == []
