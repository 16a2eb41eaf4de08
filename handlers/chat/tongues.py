"""Menus of languages: each by its name in the reader's own, the usual ones first, all on pages."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from babel import Locale

from handlers.chat.keys import Row, in_columns
from locales.messages import Messages
from services.transcripts.spoken import SPOKEN

ON_A_PAGE: Final = 24
_COLUMNS: Final = 3
_MOST_USUAL: Final = 6
_MANY_SPEAK: Final = ("en", "es", "fr", "de", "ru", "zh")
_CALLED: Final = {"jw": "jv"}
"""Codes that dictionaries know by another name."""

Pressed = Callable[[str], CallbackData]
"""Returns what the button of a language carries."""


def language_name(code: str, texts: Messages) -> str:
    """Return a language's name in the reader's own; empty when nobody knows it."""
    known = Locale.parse(texts.language).languages
    base = code.partition("-")[0].lower()
    return str(known.get(_CALLED.get(base, base), "")) if code else ""


def usual(codes: Iterable[str], texts: Messages) -> list[str]:
    """Return those that somebody is likely to mean: the given ones, their own, and a few that many speak."""
    known = dict.fromkeys(code for code in codes if language_name(code, texts))
    likely = [*known, *(code for code in (texts.language, *_MANY_SPEAK) if code not in known)]
    return list(dict.fromkeys(likely))[: max(len(known) + 1, _MOST_USUAL)]


def language_keys(
    codes: Iterable[str], pressed: Pressed, texts: Messages, *, chosen: Collection[str]
) -> list[Row]:
    """Return a button for each language; what is chosen is marked."""
    keys: list[Row] = [
        [
            InlineKeyboardButton(
                text=texts.button_one(
                    title=_capital(language_name(code, texts)) or code,
                    chosen="yes" if code in chosen else "no",
                ),
                callback_data=pressed(code).pack(),
            )
        ]
        for code in codes
    ]
    return in_columns(keys, _COLUMNS)


def page_of(texts: Messages, page: int) -> tuple[Sequence[str], int]:
    """Return the languages of a page in the order of their names, and how many pages there are."""
    named = sorted(SPOKEN, key=lambda code: language_name(code, texts).casefold())
    pages = -(-len(named) // ON_A_PAGE)
    shown = min(max(page, 1), pages)
    return named[(shown - 1) * ON_A_PAGE : shown * ON_A_PAGE], pages


def _capital(name: str) -> str:
    """Return a name as it begins a line: some languages write those of languages small."""
    return name[:1].upper() + name[1:]
