"""Lists as files: what is written is read back, and what is wrong is told line by line."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.censor.drafts import FaultCode
from services.censor.list_files import LARGEST_BYTES, ListForm, form_of, read_list, write_list
from services.censor.system_lists import FOLDER, LANGUAGES, SYSTEM_IDS, system_list
from services.censor.word_lists import MOST_ENTRIES, Entry, Severity, WordList
from services.errors import WordListEmpty, WordListTooBig, WordListUnreadable

FULL = WordList(
    id=101,
    name="Mine",
    description="For the office",
    language="en",
    exceptions=("Dick Tracy", "-foo"),
    entries=(
        Entry(
            "=cmd()", Severity.EXTREME, "slur", ("w0rd", "two words"), ("swords",), 'A "note"; ok'
        ),
        Entry("fuck*", Severity.HIGH, inflects=False),
        Entry("'s Gravenhage", Severity.LOW, "blasphemy", notes="x,y\nz"),
        Entry("傻逼"),
        Entry("-minus", notes="@home"),
    ),
)


def read(text, form):
    return read_list(text.encode() if isinstance(text, str) else text, form, name="a.file")


def faults(draft):
    return [(fault.line, fault.code, fault.text) for fault in draft.faults]


@pytest.mark.parametrize("form", [ListForm.JSON, ListForm.CSV])
def test_nothing_is_lost_on_the_way(form):
    draft = read(write_list(FULL, form), form)

    assert draft.faults == []
    assert [e.word for e in draft.entries] == [e.word for e in FULL.entries]
    assert [
        (e.severity, e.category, e.variations, e.exceptions, e.inflects) for e in draft.entries
    ] == [(e.severity, e.category, e.variations, e.exceptions, e.inflects) for e in FULL.entries]
    assert draft.exceptions == FULL.exceptions


def test_json_keeps_what_the_list_is():
    draft = read(write_list(FULL, ListForm.JSON), ListForm.JSON)

    assert (draft.name, draft.description, draft.language) == ("Mine", "For the office", "en")
    assert draft.entries == FULL.entries


def test_text_keeps_the_words():
    draft = read(write_list(FULL, ListForm.TXT), ListForm.TXT)

    assert [e.word for e in draft.entries] == [e.word for e in FULL.entries]
    assert draft.exceptions == FULL.exceptions


def test_no_cell_is_a_formula():
    text = write_list(FULL, ListForm.CSV)

    assert not any(line.startswith(("=", "+", "-", "@")) for line in text.splitlines())
    assert "@home" not in text.replace("'@home", "")


@given(
    st.lists(
        st.builds(
            Entry,
            word=st
            .text(min_size=1, max_size=12)
            .map(lambda t: " ".join(t.split()).strip("*") + "a")
            .filter(lambda t: "*" not in t and not t.startswith(("#", "!"))),
            severity=st.sampled_from(Severity),
            category=st.sampled_from(["slur", "profanity", "my own"]),
            inflects=st.booleans(),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_word_comes_back(entries):
    for form in (ListForm.JSON, ListForm.CSV):
        word_list = WordList(id=1, name="", entries=tuple(entries))
        text = write_list(word_list, form)
        if "\0" in text or "\\u0000" in text:
            continue
        draft = read(text.encode("utf-8", "surrogatepass"), form)
        assert draft.faults == []
        assert {e.word for e in draft.entries} <= {e.word for e in entries}


def test_clean_tracks_words_are_understood():
    body = {
        "words": {
            "word1": {
                "severity": "high",
                "category": "profanity",
                "variations": ["w0rd1", "word_1"],
                "notes": "Common misspellings",
            },
            "word2": {"severity": "medium", "category": "slur"},
        }
    }
    draft = read(json.dumps(body), ListForm.JSON)

    assert draft.entries == (
        Entry(
            "word1", Severity.HIGH, "profanity", ("w0rd1", "word_1"), notes="Common misspellings"
        ),
        Entry("word2", Severity.MEDIUM, "slur"),
    )


@pytest.mark.parametrize("text", ['["one", "two"]', '{"words": ["one", {"word": "two"}]}'])
def test_plain_arrays_are_understood(text):
    assert [entry.word for entry in read(text, ListForm.JSON).entries] == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "one,high\ntwo\n",
        "severity;word\nhigh;one\n;two\n",
        "\ufeffWord\tSeverity\none\thigh\ntwo\t\n",
        "# no comment,x\n".replace("# no comment,x\n", "")
        + "word,severity\none,HIGH\n\ntwo, medium\n",
    ],
)
def test_tables_come_in_many_shapes(text):
    draft = read(text, ListForm.CSV)

    assert [(entry.word, entry.severity) for entry in draft.entries] == [
        ("one", Severity.HIGH),
        ("two", Severity.MEDIUM),
    ]


def test_a_later_line_counts():
    draft = read("word,severity\nOne,low\none,high\n", ListForm.CSV)

    assert draft.entries == (Entry("one", Severity.HIGH),)


def test_text_has_comments_and_exceptions():
    draft = read("# swearing\n\n  two   words \n!Dickens\n", ListForm.TXT)

    assert [entry.word for entry in draft.entries] == ["two words"]
    assert draft.exceptions == ("Dickens",)


def test_each_wrong_line_is_told():
    rows = [
        "word,severity,category,variations,notes",
        "good,low,,,",
        "...,low,,,",
        "x" * 81 + ",low,,,",
        "f*ck,low,,,",
        "*a*,low,,,",
        "bad,worst,,,",
        "worse,low,<b>,,",
        "many,low,," + "|".join(f"v{number}" for number in range(101)) + ",",
        "noted,low,,," + "n" * 401,
    ]
    draft = read("\n".join(rows), ListForm.CSV)

    assert [entry.word for entry in draft.entries] == ["good"]
    assert [(line, code) for line, code, _ in faults(draft)] == [
        (3, FaultCode.WORD_MISSING),
        (4, FaultCode.WORD_TOO_LONG),
        (5, FaultCode.STAR_MISPLACED),
        (6, FaultCode.STAR_MISPLACED),
        (7, FaultCode.SEVERITY_UNKNOWN),
        (8, FaultCode.CATEGORY_UNUSABLE),
        (9, FaultCode.TOO_MANY_VARIATIONS),
        (10, FaultCode.NOTE_TOO_LONG),
    ]


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("words.txt", "one")
    return file.getvalue()


@pytest.mark.parametrize("form", ListForm)
@pytest.mark.parametrize(
    "content",
    [zipped(), b"\xff\xfb\x90\x00" * 40, "слова".encode("cp1251")],
    ids=["zip", "mp3", "cp1251"],
)
def test_what_is_no_text_is_refused(content, form):
    with pytest.raises(WordListUnreadable) as refused:
        read(content, form)
    assert refused.value.details == {"name": "a.file"}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "3",
        '"word"',
        "null",
        '{"name": "x"}',
        '{"words": 5}',
        "[" * 100_000,
        '{"words": {"a": 3}}',
    ],
)
def test_what_is_no_list_is_refused(text):
    with pytest.raises(WordListUnreadable):
        read(text, ListForm.JSON)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ListForm.TXT),
        ("\n # x \n", ListForm.TXT),
        ("word,severity\n", ListForm.CSV),
        ("[]", ListForm.JSON),
    ],
)
def test_an_empty_list_is_refused(text, form):
    with pytest.raises(WordListEmpty):
        read(text, form)


def test_a_list_of_five_megabytes_is_refused():
    with pytest.raises(WordListTooBig) as refused:
        read(b"word\n" * 1_000_000, ListForm.TXT)
    assert refused.value.details["limit_bytes"] == LARGEST_BYTES
    with pytest.raises(WordListTooBig) as refused:
        read("\n".join(f"w{number}" for number in range(MOST_ENTRIES + 1)), ListForm.TXT)
    assert refused.value.details["limit"] == MOST_ENTRIES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_of_other_editors_are_read(encoding):
    assert read("слово\nword\n".encode(encoding), ListForm.TXT).entries == (
        Entry("слово"),
        Entry("word"),
    )


def test_a_name_tells_the_form():
    assert [form_of(name) for name in ("a.JSON", "b.csv", "c.txt", "d", "e.doc")] == [
        ListForm.JSON, ListForm.CSV, ListForm.TXT, ListForm.TXT, ListForm.TXT,
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_the_program_have_no_wrong_line(language):
    path = FOLDER / f"{language}.csv"

    assert read(path.read_bytes(), ListForm.CSV).faults == []
    assert language in {system_list(number).language for number in SYSTEM_IDS}
    assert "naughty-words" in (FOLDER / "NOTICE").read_text()
