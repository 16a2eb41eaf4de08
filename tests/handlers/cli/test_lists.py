"""`words`: shown, changed, taken from files and to files."""

import csv
import json
from functools import partial

import pytest


@pytest.fixture
def words(command):
    """Return what runs it, as `command` does."""
    return partial(command, "words")


@pytest.fixture
def told(words):
    """Return what runs `words --json` and gives back the document."""

    def run(*rest):
        return json.loads(words(*rest, "--json")[1])

    return run


def spelled(document):
    return [entry["word"] for entry in document["list"]["words"]]


def test_the_lists_that_came_with_it_stand_there(words, told):
    status, out, err = words("list")

    assert (status, err) == (0, "")
    assert words() == (status, out, err)
    rows = out.splitlines()
    assert len(rows) == len(told("list")["lists"])
    assert any("  en, " in row and row.endswith(", the usual one") for row in rows)


def test_a_list_shows_its_words_with_their_severities(words, told):
    status, out, _ = words("show", "en")

    head, *rows = out.splitlines()
    known = told("show", "en")["list"]
    assert status == 0
    assert head == f"{known['name']}: {len(rows)} words"
    assert rows == sorted(rows, key=lambda row: row.split(maxsplit=2)[2].split("  (")[0])
    hell = next(entry for entry in known["words"] if entry["word"] == "hell")
    assert any(row.startswith(f"{hell['severity']:8}{hell['category']:12}hell") for row in rows)


def test_a_new_list_is_filled_and_emptied(words, told):
    assert words("new", "Mine", "-l", "EN")[1].startswith("Mine is there, and empty.")
    assert words("add", "Mine", "darn", "shut up", "--severity", "high")[1] == "Mine: 2 words\n"

    made = told("show", "mine")["list"]
    assert made["language"] == "en"
    assert [(entry["word"], entry["severity"]) for entry in made["words"]] == [
        ("darn", "high"),
        ("shut up", "high"),
    ]

    assert words("remove", "Mine", "DARN")[1] == "Mine: 1 word\n"
    assert spelled(told("show", "Mine")) == ["shut up"]


@pytest.mark.parametrize(
    "order",
    [
        ["add", "Mine", "--severity", "high", "darn", "heck"],
        ["add", "--severity", "high", "Mine", "darn", "heck"],
        ["--severity", "high", "add", "Mine", "darn", "heck"],
        ["add", "Mine", "darn", "--severity", "high", "heck"],
    ],
)
def test_options_may_stand_anywhere(words, told, order):
    words("new", "Mine")

    status, out, err = words(*order)

    assert (status, out, err) == (0, "Mine: 2 words\n", "")
    assert [entry["severity"] for entry in told("show", "Mine")["list"]["words"]] == ["high"] * 2


def test_one_that_came_with_it_is_copied_before_it_is_changed(words, told):
    before = told("show", "en")["list"]

    after = told("add", "en", "heckish", "--category", "mild")["list"]

    assert after["id"] != before["id"]
    assert len(after["words"]) == len(before["words"]) + 1
    assert words("delete", str(after["id"]))[1] == f"{after['name']} is gone.\n"
    assert told("show", "en")["list"] == before


def test_words_that_are_not_there_are_named(words):
    words("new", "Mine")
    words("add", "Mine", "darn")

    status, out, err = words("remove", "Mine", "heck", "darn")

    assert (status, out) == (0, "Mine: 0 words\n")
    assert "heck" in err
    assert "darn" not in err


def test_where_none_of_them_is_there_nothing_is_changed(told):
    before = told("show", "en")

    assert told("remove", "en", "heckish") == before
    assert told("show", "en") == before


def test_a_word_that_cannot_be_one_is_refused_with_its_place(words, told):
    words("new", "Mine")

    status, out, err = words("add", "Mine", "darn", "a*b")

    assert (status, out) == (3, "")
    assert "a*b" in err
    assert spelled(told("show", "Mine")) == []


def test_an_import_adds_and_tells(words, told, tmp_path):
    words("new", "Mine")
    words("add", "Mine", "darn", "heck")
    file = tmp_path / "mine.csv"
    file.write_text("word,severity\nheck,extreme\nblast,low\n", "utf-8")

    dry = words("import", "Mine", file, "--dry-run")
    assert dry[:2] == (0, "Would be 1 added, 1 changed, 0 removed\n")
    assert spelled(told("show", "Mine")) == ["darn", "heck"]

    assert words("import", "Mine", file)[1] == "Done: 1 added, 1 changed, 0 removed\n"
    assert set(spelled(told("show", "Mine"))) == {"darn", "heck", "blast"}


def test_an_import_may_replace(told, words, tmp_path):
    words("new", "Mine")
    words("add", "Mine", "darn")
    file = tmp_path / "mine.txt"
    file.write_text("# what grandmother says\nheck\n", "utf-8")

    done = told("import", "Mine", file, "--replace")

    assert done == {
        "ok": True, "added": 1, "changed": 0, "removed": 1, "same": 0, "applied": True,
    }  # fmt: skip
    assert spelled(told("show", "Mine")) == ["heck"]


def test_what_is_wrong_with_a_file_is_told_line_by_line(words, told, tmp_path):
    words("new", "Mine")
    file = tmp_path / "mine.csv"
    file.write_text("word,severity\nfine,low\nfoul,worst\na*b,low\n", "utf-8")

    status, out, err = words("import", "Mine", file)

    assert (status, out) == (3, "")
    assert "line 3: the severity is none of low, medium, high, extreme (worst)" in err
    assert "line 4: a star goes to" in err
    assert spelled(told("show", "Mine")) == []


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("mine.txt", b"# nothing\n", "word-list-empty"),
        ("mine.json", b"{", "word-list-unreadable"),
        ("mine.txt", b"\xff\xfe\xfa", "word-list-unreadable"),
        ("mine.txt", b"x" * 2_000_001, "word-list-too-big"),
    ],
)
def test_what_is_no_list_of_words_is_refused(told, words, tmp_path, name, content, error):
    words("new", "Mine")
    (tmp_path / name).write_bytes(content)

    assert told("import", "Mine", tmp_path / name)["error"] == error


def test_an_export_goes_to_the_terminal_as_json(words, told):
    out = words("export", "en")[1]

    assert json.loads(out)["name"] == told("show", "en")["list"]["name"]


@pytest.mark.parametrize("by_name", [True, False])
def test_an_export_has_the_form_that_is_named(words, told, tmp_path, by_name):
    count = len(told("show", "en")["list"]["words"])
    rest = ["-o", tmp_path / "en.csv"] if by_name else ["-f", "csv", "-o", tmp_path / "en.list"]

    status, out, _ = words("export", "en", *rest)

    assert (status, out) == (0, f"{rest[-1]}\n")
    with rest[-1].open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["severity"] != "exception"]
    assert len(rows) == count


@pytest.mark.parametrize("form", ["json", "csv", "txt"])
def test_what_was_exported_is_imported_again(words, told, tmp_path, form):
    words("export", "en", "-o", tmp_path / f"en.{form}")
    words("new", "Mine")

    words("import", "Mine", tmp_path / f"en.{form}")

    assert set(spelled(told("show", "Mine"))) == set(spelled(told("show", "en")))


def test_an_export_is_told_to_a_program(told, tmp_path):
    assert told("export", "en")["list"]["language"] == "en"
    path = str(tmp_path / "en.txt")
    assert told("export", "en", "-o", path) == {"ok": True, "path": path}


def test_the_usual_list_of_a_language_can_be_another(words, told):
    words("new", "Mine", "-l", "en")
    words("new", "Everywhere")

    assert words("default", "Mine")[1] == (
        "Mine is taken from now on where no list is named and the language is en.\n"
    )
    assert words("default", "Everywhere")[1] == (
        "Everywhere is taken from now on where no list is named.\n"
    )
    usual = {one["name"] for one in told("list")["lists"] if one["is_default"]}
    assert {"Mine", "Everywhere"} <= usual
    assert told("default", "en")["error"] == "word-list-missing"  # two speak it by now


@pytest.mark.parametrize(
    ("rest", "error"),
    [
        (["show", "nothing"], "word-list-missing"),
        (["delete", "1"], "word-list-fixed"),
        (["new", "English"], "word-list-name-taken"),
    ],
)
def test_what_cannot_be_done_is_refused(words, told, rest, error):
    if error == "word-list-name-taken":
        words("new", "English")
    assert told(*rest)["error"] == error
    assert words(*rest)[0] == 3


def test_a_list_that_is_not_there_leads_to_those_that_are(words):
    assert words("show", "nothing")[2] == (
        "There is no word list “nothing”. words list tells all.\n"
    )


@pytest.mark.parametrize(
    ("rest", "sentence"),
    [
        (["show"], "Which list?"),
        (["new"], "Which list?"),
        (["add", "en"], "Which words?"),
        (["remove", "en"], "Which words?"),
        (["import", "en"], "Which file?"),
        (["import", "en", "a.txt", "b.txt"], "Which file?"),
        (["import", "en", "/nowhere/a.txt"], "There is no file /nowhere/a.txt."),
        (["sing", "en"], "invalid choice"),
        (["add", "en", "heck", "--severity", "worst"], "invalid choice"),
        (["export", "en", "-f", "pdf"], "invalid choice"),
    ],
)
def test_what_makes_no_command_is_a_usage_error(words, rest, sentence):
    status, out, err = words(*rest)

    assert (status, out) == (2, "")
    assert sentence in err


def test_a_folder_that_is_not_there_is_no_place_for_an_export(words, tmp_path):
    status, out, err = words("export", "en", "-o", tmp_path / "none" / "en.txt")

    assert (status, out) == (1, "")
    assert str(tmp_path / "none") in err
