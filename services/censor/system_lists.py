"""The lists that come with the program, one for a language. Where their words come from: `system/NOTICE`."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from services.censor.list_files import ListForm, read_list
from services.censor.word_lists import WordList

FOLDER: Final = Path(__file__).parent / "system"
VERSION: Final = 1
"""Raised whenever a word of theirs changes."""
FIRST_OF_ACCOUNTS: Final = 101
"""The numbers below belong to lists that come with the program."""

_NAMES: Final = {
    1: ("en", "English"),
    2: ("ru", "Русский"),
    3: ("es", "Español"),
    4: ("de", "Deutsch"),
    5: ("fr", "Français"),
    6: ("zh", "中文"),
}
SYSTEM_IDS: Final = tuple(_NAMES)
LANGUAGES: Final = tuple(language for language, _ in _NAMES.values())


@lru_cache(maxsize=len(_NAMES))
def system_list(list_id: int) -> WordList:
    """Return a list that came with the program.

    Raises:
        KeyError: there is none with this number.
    """
    language, name = _NAMES[list_id]
    path = FOLDER / f"{language}.csv"
    draft = read_list(path.read_bytes(), ListForm.CSV, name=path.name)
    return WordList(
        id=list_id,
        name=name,
        entries=draft.entries,
        language=language,
        exceptions=draft.exceptions,
        is_default=True,
        version=VERSION,
    )


@lru_cache(maxsize=len(_NAMES))
def published_at(list_id: int) -> float:
    """Return since when this version of a list is on this machine, in seconds since 1970.

    Raises:
        KeyError: there is none with this number.
    """
    language, _ = _NAMES[list_id]
    return (FOLDER / f"{language}.csv").stat().st_mtime


def system_id(language: str) -> int | None:
    """Return the number of a language's list; None where we have none."""
    return next((number for number, (code, _) in _NAMES.items() if code == language), None)
