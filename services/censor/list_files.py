"""Word lists as files: JSON keeps everything, CSV all but the list's own name, plain text the words alone."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final

from services.censor.drafts import Draft
from services.censor.word_lists import MOST_ENTRIES, Entry, WordList
from services.errors import WordListEmpty, WordListTooBig, WordListUnreadable

LARGEST_BYTES: Final = 2_000_000
_EXCEPTION: Final = "exception"
_BETWEEN: Final = "|"
_COLUMNS: Final = (
    "word", "severity", "category", "variations", "exceptions", "inflects", "notes",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are reckoned by spreadsheets; an apostrophe before keeps them still."""
_BYTE_ORDERS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_BINARY: Final = "\0"


class ListForm(StrEnum):
    """A kind of file."""

    JSON = "json"
    CSV = "csv"
    TXT = "txt"


def form_of(name: str) -> ListForm:
    """Return the kind that a file's name promises; plain text for those that promise nothing."""
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    return ListForm(suffix) if suffix in set(ListForm) else ListForm.TXT


def read_list(content: bytes, form: ListForm, *, name: str = "") -> Draft:
    """Return what a file holds, and what is wrong with which of its lines.

    Args:
        content: The file.
        form: What it is said to be.
        name: The file's, for what is said about it.

    Raises:
        WordListTooBig: no list of words is that large.
        WordListUnreadable: it is no text, or not of this form.
        WordListEmpty: there is no word in it, and no line that is meant as one.
    """
    if len(content) > LARGEST_BYTES:
        raise WordListTooBig(name=name, size_bytes=len(content), limit_bytes=LARGEST_BYTES)
    text = _text(content, name)
    try:
        draft = _READERS[form](text)
    except (ValueError, TypeError, AttributeError, csv.Error, RecursionError) as error:
        raise WordListUnreadable(name=name) from error
    if not (draft.entries or draft.exceptions or draft.faults):
        raise WordListEmpty(name=name)
    if len(draft.entries) > MOST_ENTRIES:
        raise WordListTooBig(name=name, words=len(draft.entries), limit=MOST_ENTRIES)
    return draft


def write_list(word_list: WordList, form: ListForm) -> str:
    """Return a list as a file that `read_list` reads back."""
    return _WRITERS[form](word_list)


def _text(content: bytes, name: str) -> str:
    encoding = next(
        (known for mark, known in _BYTE_ORDERS.items() if content.startswith(mark)), "utf-8"
    )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise WordListUnreadable(name=name) from error
    if _BINARY in text or text.startswith("PK\x03\x04"):
        raise WordListUnreadable(name=name)
    return text


def _read_txt(text: str) -> Draft:
    draft = Draft()
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if said.startswith("!"):
            draft.take_exception(said[1:])
        elif said and not said.startswith("#"):
            draft.take(number, {"word": said})
    return draft


def _read_csv(text: str) -> Draft:
    draft = Draft()
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    columns: Sequence[str] | None = None
    for row in rows:
        cells = [_unescaped(cell) for cell in row]
        if not any(cells):
            continue
        if columns is None:
            names = [cell.lower() for cell in cells]
            columns = names if "word" in names else _COLUMNS
            if columns is names:
                continue
        facts = dict(zip(columns, cells, strict=False))
        if facts.get("severity", "").lower() == _EXCEPTION:
            draft.take_exception(facts.get("word", ""))
        else:
            draft.take(rows.line_num, {**facts, **_several(facts)})
    return draft


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _several(facts: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        name: facts[name].split(_BETWEEN)
        for name in ("variations", "exceptions")
        if facts.get(name)
    }


def _read_json(text: str) -> Draft:
    body = json.loads(text)
    draft = Draft()
    if isinstance(body, dict):
        draft.name = str(body.get("name") or "")
        draft.description = str(body.get("description") or "")
        draft.language = str(body.get("language") or "")
        for spelled in body.get("exceptions") or ():
            draft.take_exception(str(spelled))
        body = body["words"] if "words" in body else _no_words()
    for number, facts in enumerate(_listed(body), start=1):
        draft.take(number, facts)
    return draft


def _no_words() -> Any:  # noqa: ANN401 - it never returns
    raise ValueError("no words")


def _listed(body: object) -> Iterator[Mapping[str, Any]]:
    """Yield the facts of each word: of an array of words or of objects, or of an object by words."""
    if isinstance(body, dict):
        for word, facts in body.items():
            yield {**(facts or {}), "word": word}
        return
    if not isinstance(body, list):
        raise TypeError("no list")
    for one in body:
        yield one if isinstance(one, dict) else {"word": one}


def _to_json(word_list: WordList) -> str:
    body = {
        "name": word_list.name,
        "description": word_list.description,
        "language": word_list.language,
        "version": word_list.version,
        "exceptions": list(word_list.exceptions),
        "words": [_told(entry) for entry in word_list.entries],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {
        "word": entry.word,
        "severity": entry.severity.code,
        "category": entry.category,
        "variations": list(entry.variations),
        "exceptions": list(entry.exceptions),
        "notes": entry.notes,
    }
    told = {name: value for name, value in told.items() if value not in ([], "")}
    return told if entry.inflects else {**told, "inflects": False}


def _to_csv(word_list: WordList) -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for entry in word_list.entries:
        several = _BETWEEN.join(entry.variations), _BETWEEN.join(entry.exceptions)
        inflects = "" if entry.inflects else "no"
        cells = (entry.word, entry.severity.code, entry.category, *several, inflects, entry.notes)
        rows.writerow([_escaped(cell) for cell in cells])
    for spelled in word_list.exceptions:
        rows.writerow([_escaped(spelled), _EXCEPTION, *[""] * (len(_COLUMNS) - 2)])
    return file.getvalue()


def _escaped(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _unescaped(cell: str) -> str:
    said = cell.strip()
    return said[1:] if said[:1] == "'" and said[1:2] in {*_FORMULA, "'"} else said


def _to_txt(word_list: WordList) -> str:
    lines = [f"# {word_list.name}"] if word_list.name else []
    lines += [entry.word for entry in word_list.entries]
    lines += [f"!{spelled}" for spelled in word_list.exceptions]
    return "".join(f"{line}\n" for line in lines)


_READERS: Final = {ListForm.JSON: _read_json, ListForm.CSV: _read_csv, ListForm.TXT: _read_txt}
_WRITERS: Final = {ListForm.JSON: _to_json, ListForm.CSV: _to_csv, ListForm.TXT: _to_txt}
