"""`words`: shows word lists, changes them, and takes them from files and to files."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from handlers.cli.doors import Doors
from handlers.cli.ending import UsageError
from locales.messages import Messages
from services.censor.censor import Bookcase
from services.censor.drafts import Draft
from services.censor.folding import plain
from services.censor.list_files import ListForm, form_of, read_list, write_list
from services.censor.lists import Lists
from services.censor.word_lists import Entry, ListNote, Severity, WordList
from services.errors import WordListFaulty

ACTS: Final = (
    "list",
    "show",
    "new",
    "add",
    "remove",
    "import",
    "export",
    "default",
    "delete",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: for a person, and for a program."""

    text: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who asks, for what."""

    lists: Lists
    account: int
    chosen: argparse.Namespace
    texts: Messages

    async def named(self) -> WordList:
        """Return the list that was named."""
        return await self.lists.find(self.account, self.chosen.name)


async def keep_lists(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> Told:
    """Do what the words say.

    Raises:
        HearsayError: there is no such list, or a file is none.
        UsageError: a name or a word is missing.
        OSError: a file cannot be read or written.
    """
    if chosen.act != "list" and not chosen.name:
        raise UsageError(texts.cli_words_nameless())
    if chosen.act in {"add", "remove"} and not chosen.words:
        raise UsageError(texts.cli_words_wordless())
    if chosen.act == "import" and len(chosen.words) != 1:
        raise UsageError(texts.cli_words_fileless())
    if chosen.act == "import" and not Path(chosen.words[0]).is_file():
        raise UsageError(texts.cli_no_file(name=chosen.words[0]))
    async with doors.open_bookcase() as bookcase:
        return await _DONE[chosen.act](_desk(bookcase, chosen, texts))


def _desk(bookcase: Bookcase, chosen: argparse.Namespace, texts: Messages) -> _Desk:
    if bookcase.account is None:
        raise RuntimeError("a command line has an account of its own")
    return _Desk(bookcase.lists, bookcase.account, chosen, texts)


async def _list(desk: _Desk) -> Told:
    notes = await desk.lists.all(desk.account)
    rows = [_row(note, desk.texts) for note in notes]
    return Told("\n".join(rows), {"lists": [asdict(note) for note in notes]})


async def _show(desk: _Desk) -> Told:
    found = await desk.named()
    rows = [_words(entry) for entry in sorted(found.entries, key=lambda one: one.word)]
    head = desk.texts.cli_words_head(name=found.name, count=len(found.entries))
    return Told("\n".join([head, *rows]), {"list": _told(found)})


async def _new(desk: _Desk) -> Told:
    made = await desk.lists.new(
        desk.account, desk.chosen.name, language=desk.chosen.language.lower()
    )
    return Told(desk.texts.cli_words_made(name=made.name), {"list": _told(made)})


async def _add(desk: _Desk) -> Told:
    found = await desk.named()
    draft = Draft()
    for number, word in enumerate(desk.chosen.words, start=1):
        draft.take(
            number,
            {"word": word, "severity": desk.chosen.severity, "category": desk.chosen.category},
        )
    _check(draft)
    changed = await desk.lists.add(desk.account, found.id, draft.entries)
    return Told(_counted(changed, desk.texts), {"list": _told(changed)})


async def _remove(desk: _Desk) -> Told:
    found = await desk.named()
    known = {plain(entry.word) for entry in found.entries}
    absent = [word for word in desk.chosen.words if plain(word.strip()) not in known]
    if absent:
        sys.stderr.write(f"{desk.texts.cli_words_absent(words=', '.join(absent))}\n")
    if len(absent) == len(desk.chosen.words):
        return Told(_counted(found, desk.texts), {"list": _told(found)})
    changed = await desk.lists.take_out(desk.account, found.id, desk.chosen.words)
    return Told(_counted(changed, desk.texts), {"list": _told(changed)})


async def _import(desk: _Desk) -> Told:
    found, path = await desk.named(), Path(desk.chosen.words[0])
    content = await asyncio.to_thread(path.read_bytes)
    draft = await asyncio.to_thread(read_list, content, form_of(path.name), name=path.name)
    done = await desk.lists.bring(
        desk.account,
        found.id,
        draft,
        merge=not desk.chosen.replace,
        dry_run=desk.chosen.dry_run,
    )
    for fault in done.faults:
        line = desk.texts.cli_words_fault(line=fault.line, code=fault.code.value, text=fault.text)
        sys.stderr.write(f"{line}\n")
    if done.faults:
        first = done.faults[0]
        raise WordListFaulty(line=first.line, text=first.text, count=len(done.faults))
    told = desk.texts.cli_words_imported(
        added=done.added,
        changed=done.changed,
        removed=done.removed,
        done="yes" if done.applied else "no",
    )
    counts = {"added": done.added, "changed": done.changed, "removed": done.removed}
    return Told(told, {**counts, "same": done.same, "applied": done.applied})


async def _export(desk: _Desk) -> Told:
    found, output = await desk.named(), desk.chosen.output
    form = desk.chosen.format or (form_of(output).value if output != "-" else "json")
    written = await asyncio.to_thread(write_list, found, ListForm(form))
    if output == "-":
        return Told(written.rstrip("\n"), {"list": _told(found)})
    await asyncio.to_thread(Path(output).write_text, written, encoding="utf-8")
    return Told(output, {"path": output})


async def _default(desk: _Desk) -> Told:
    found = await desk.named()
    await desk.lists.make_default(desk.account, found.id)
    told = desk.texts.cli_words_default(name=found.name, language=found.language or None)
    return Told(told, {"list": _told(found)})


async def _delete(desk: _Desk) -> Told:
    found = await desk.named()
    await desk.lists.remove(desk.account, found.id)
    return Told(desk.texts.cli_words_deleted(name=found.name), {"deleted": found.name})


_DONE: Final[Mapping[str, Callable[[_Desk], Awaitable[Told]]]] = dict(
    zip(
        ACTS,
        (_list, _show, _new, _add, _remove, _import, _export, _default, _delete),
        strict=True,
    )
)


def _check(draft: Draft) -> None:
    if draft.faults:
        first = draft.faults[0]
        raise WordListFaulty(line=first.line, text=first.text, count=len(draft.faults))


def _row(note: ListNote, texts: Messages) -> str:
    return texts.cli_words_row(
        number=str(note.id),
        name=note.name,
        language=note.language or None,
        count=note.words,
        usual="yes" if note.is_default else "no",
    )


def _words(entry: Entry) -> str:
    also = f"  ({', '.join(entry.variations)})" if entry.variations else ""
    return f"{entry.severity.code:8}{entry.category:12}{entry.word}{also}"


def _counted(found: WordList, texts: Messages) -> str:
    return texts.cli_words_head(name=found.name, count=len(found.entries))


def _told(found: WordList) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "language": found.language,
        "version": found.version,
        "words": [
            {**asdict(entry), "severity": Severity(entry.severity).code} for entry in found.entries
        ],
    }
