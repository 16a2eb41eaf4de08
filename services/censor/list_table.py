"""The rows of accounts' own word lists: three tables, read and written inside one transaction at a time."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from services.censor.folding import plain
from services.censor.word_lists import Entry, ListNote, Severity, WordList
from services.store.database import Database, Transaction, Value

_LISTS: Final = """
    SELECT *, (SELECT count(*) FROM word_list_entries WHERE list = word_lists.id) AS words
    FROM word_lists WHERE account = :account ORDER BY id
"""
_LIST: Final = "SELECT * FROM word_lists WHERE account = :account AND id = :id"
_ENTRIES: Final = "SELECT * FROM word_list_entries WHERE list = :id ORDER BY position, word_key"
_COPY: Final = "SELECT id FROM word_lists WHERE account = :account AND based_on = :based_on"
_DEFAULTS: Final = "SELECT language, list FROM word_list_defaults WHERE account = :account"
_MAKE: Final = """
    INSERT INTO word_lists (account, name, name_key, description, language, exceptions, active,
                            version, based_on, made_at, changed_at)
    VALUES (:account, :name, :name_key, :description, :language, :exceptions, 1, 1, :based_on, :now, :now)
    RETURNING id
"""
_SET: Final = """
    UPDATE word_lists SET name = :name, name_key = :name_key, description = :description,
        exceptions = :exceptions, active = :active, version = version + 1, changed_at = :now
    WHERE id = :id
"""
_PUT: Final = """
    INSERT INTO word_list_entries (list, word_key, position, word, severity, category, variations,
                                   exceptions, notes, inflects)
    VALUES (:list, :key, :position, :word, :severity, :category, :variations, :exceptions, :notes,
            :inflects)
"""
_SET_DEFAULT: Final = """
    INSERT INTO word_list_defaults (account, language, list) VALUES (:account, :language, :list)
    ON CONFLICT (account, language) DO UPDATE SET list = excluded.list
"""

Defaults = dict[str, int | None]
"""By language the list that is taken where none is named; None: none is."""


async def notes_of(database: Database, account: int) -> list[ListNote]:
    """Return what is told about an account's lists; which is the default is not known here."""
    return [_note(row) for row in await database.rows(_LISTS, account=account)]


async def defaults_of(database: Database, account: int) -> Defaults:
    """Return an account's own choices of default lists."""
    rows = await database.rows(_DEFAULTS, account=account)
    return {row["language"]: row["list"] for row in rows}


async def own_copy(database: Database, account: int, based_on: int) -> int | None:
    """Return the number of an account's changed copy of a list."""
    row = await database.row(_COPY, account=account, based_on=based_on)
    return int(row["id"]) if row else None


async def list_of(database: Database, account: int, list_id: int) -> WordList | None:
    """Return an account's list with its words."""
    row = await database.row(_LIST, account=account, id=list_id)
    if row is None:
        return None
    return _list(row, await database.rows(_ENTRIES, id=list_id))


async def locked(transaction: Transaction, account: int, list_id: int) -> WordList | None:
    """Return an account's list as it is while nobody else can write."""
    rows = await transaction.run(_LIST, account=account, id=list_id)
    return _list(rows[0], await transaction.run(_ENTRIES, id=list_id)) if rows else None


async def copy_of(transaction: Transaction, account: int, based_on: int) -> int | None:
    """Return the same while nobody else can write."""
    rows = await transaction.run(_COPY, account=account, based_on=based_on)
    return int(rows[0]["id"]) if rows else None


async def names_of(transaction: Transaction, account: int) -> dict[str, int]:
    """Return the names of an account's lists, as they are compared, with the lists' numbers."""
    sql = "SELECT name_key, id FROM word_lists WHERE account = :account"
    return {row["name_key"]: row["id"] for row in await transaction.run(sql, account=account)}


async def make(transaction: Transaction, word_list: WordList, *, now: float) -> int:
    """Write a new list down and return its number; the one it has is not looked at."""
    rows = await transaction.run(
        _MAKE,
        account=word_list.account,
        name=word_list.name,
        name_key=plain(word_list.name),
        description=word_list.description,
        language=word_list.language,
        exceptions=_told(word_list.exceptions),
        based_on=word_list.based_on,
        now=now,
    )
    number = int(rows[0]["id"])
    await _put(transaction, number, word_list.entries)
    return number


async def rewrite(transaction: Transaction, word_list: WordList, *, now: float) -> None:
    """Let a list be as it is given, as its next version."""
    await transaction.run(
        _SET,
        id=word_list.id,
        name=word_list.name,
        name_key=plain(word_list.name),
        description=word_list.description,
        exceptions=_told(word_list.exceptions),
        active=int(word_list.is_active),
        now=now,
    )
    await transaction.run("DELETE FROM word_list_entries WHERE list = :id", id=word_list.id)
    await _put(transaction, word_list.id, word_list.entries)


async def remove(transaction: Transaction, account: int, list_id: int) -> bool:
    """Remove a list; where it was the default, the one that came with the program is again."""
    sql = "DELETE FROM word_lists WHERE account = :account AND id = :id RETURNING id"
    gone = await transaction.run(sql, account=account, id=list_id)
    sql = "DELETE FROM word_list_defaults WHERE account = :account AND list = :id"
    await transaction.run(sql, account=account, id=list_id)
    return bool(gone)


async def set_default(
    transaction: Transaction, account: int, *, language: str, list_id: int | None
) -> None:
    """Take this list in a language where none is named; None takes none."""
    await transaction.run(_SET_DEFAULT, account=account, language=language, list=list_id)


async def _put(transaction: Transaction, list_id: int, entries: Iterable[Entry]) -> None:
    rows: list[dict[str, Value]] = [
        {
            "list": list_id,
            "key": plain(entry.word),
            "position": position,
            "word": entry.word,
            "severity": int(entry.severity),
            "category": entry.category,
            "variations": _told(entry.variations),
            "exceptions": _told(entry.exceptions),
            "notes": entry.notes,
            "inflects": int(entry.inflects),
        }
        for position, entry in enumerate(entries)
    ]
    await transaction.run_many(_PUT, rows)


def _told(several: Sequence[str]) -> str:
    return json.dumps(several, ensure_ascii=False, separators=(",", ":"))


def _several(told: str) -> tuple[str, ...]:
    return () if told == "[]" else tuple(json.loads(told))


def _note(row: sqlite3.Row) -> ListNote:
    return ListNote(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        language=row["language"],
        words=row["words"],
        is_active=bool(row["active"]),
        is_default=False,
        is_system=False,
        version=row["version"],
        based_on=row["based_on"],
        made_at=row["made_at"],
        changed_at=row["changed_at"],
    )


def _list(row: sqlite3.Row, entries: Iterable[sqlite3.Row]) -> WordList:
    return WordList(
        id=row["id"],
        name=row["name"],
        entries=tuple(map(_entry, entries)),
        description=row["description"],
        language=row["language"],
        exceptions=_several(row["exceptions"]),
        is_active=bool(row["active"]),
        version=row["version"],
        account=row["account"],
        based_on=row["based_on"],
        made_at=row["made_at"],
        changed_at=row["changed_at"],
    )


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        word=row["word"],
        severity=Severity(row["severity"]),
        category=row["category"],
        variations=_several(row["variations"]),
        exceptions=_several(row["exceptions"]),
        notes=row["notes"],
        inflects=bool(row["inflects"]),
    )
