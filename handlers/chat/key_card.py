"""Keys of programs, as messages: all of them, one, what a new one opens, and the one time it is shown."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from aiogram.enums import ButtonStyle
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import KeyAct, KeyPress
from handlers.chat.keys import Row, in_columns, markup
from locales.messages import Messages
from locales.speaker import Html
from services.accounts.keys import Key, Scope

Card = tuple[Html, InlineKeyboardMarkup]
"""A message: what it says, and its buttons."""

_BY_LETTER: Final = {scope[0]: scope for scope in Scope}
_MOST_LINES: Final = 15
"""Of a message; the others are behind their buttons."""
_MOST_PEOPLE: Final = 80
"""As buttons: Telegram shows a hundred."""
_JUST_NOW: Final = timedelta(minutes=10)
"""No finer is it known."""
_RECENT: Final = timedelta(days=1)


def own_keys(keys: Collection[Key], texts: Messages, *, now: float, others: int = 0) -> Card:
    """Return somebody's keys, each as a line and a button; `others` is how many other people have."""
    lines = [texts.keys_title(), Html(""), *_lines(keys, texts, now=now)]
    if not keys:
        lines.append(texts.keys_none())
    buttons = [_key(texts.button_key(name=key.name), KeyAct.ONE, key=key.id) for key in keys]
    new = _key(texts.button_key_new(), KeyAct.NEW)
    people = _key(texts.button_keys_others(count=others), KeyAct.PEOPLE) if others else []
    return Html("\n".join(lines)), markup(*in_columns(buttons), new, people)


def one_key(key: Key, texts: Messages, *, now: float, whose: str = "", account: int = 0) -> Card:
    """Return one key, and what can be done with it; another's can only be revoked.

    Args:
        key: which.
        texts: the words.
        now: the time.
        whose: the name of whose it is, where it is not one's own.
        account: the number of that account.
    """
    lines = [
        texts.key_head(name=key.name, person=whose or None),
        texts.key_opens(scopes=_scopes_told(key, texts)),
        texts.key_made(made=_day(key.made_at), used=_used(key, texts, now=now)),
    ]
    if account:
        back = _key(texts.button_back(), KeyAct.PERSON, account=account)
        return Html("\n".join(lines)), markup(_revoke(key, texts, account=account), back)
    lines.append(texts.key_public(public=Html(f"hs-{key.id}")))
    keyboard = markup(
        [*_key(texts.button_key_rotate(), KeyAct.ROTATE, key=key.id), *_revoke(key, texts)],
        _key(texts.button_back(), KeyAct.ALL),
    )
    return Html("\n".join(lines)), keyboard


def rotation(key: Key, texts: Messages) -> Card:
    """Return the question whether a key shall really get a new secret."""
    sure = _key(texts.button_key_rotate_sure(), KeyAct.ROTATED, key=key.id)
    back = _key(texts.button_back(), KeyAct.ONE, key=key.id)
    return texts.key_rotate_ask(name=key.name), markup([*sure, *back])


def revocation(key: Key, texts: Messages, *, account: int = 0) -> Card:
    """Return the question whether a key shall really open nothing any more."""
    danger = ButtonStyle.DANGER
    carried = KeyPress(act=KeyAct.REVOKED, key=key.id, account=account)
    sure = _button(texts.button_key_revoke_sure(), carried, style=danger)
    back = _key(texts.button_back(), KeyAct.ONE, key=key.id, account=account)
    return texts.key_revoke_ask(name=key.name), markup([*sure, *back])


def choice_of_scopes(name: str, chosen: Collection[Scope], texts: Messages, *, owner: bool) -> Card:
    """Return what a new key may open, each with a mark; only owners may choose what owners may do."""
    offered = [scope for scope in Scope if owner or scope is not Scope.ADMIN]
    rows = [
        _key(
            texts.button_key_scope(scope=scope.value, chosen="yes" if scope in chosen else "no"),
            KeyAct.SCOPES,
            scopes=letters_of(set(chosen) ^ {scope}),
        )
        for scope in offered
    ]
    make = _key(texts.button_key_make(), KeyAct.MAKE, scopes=letters_of(chosen))
    return texts.key_scopes_ask(name=name), markup(*rows, make)


def shown_once(name: str, key: str, secret: str, texts: Messages) -> Card:
    """Return a key as it is shown once, with buttons that copy it and one that deletes the message."""
    copy = InlineKeyboardButton(text=texts.button_key_copy(), copy_text=CopyTextButton(text=key))
    copy_secret = InlineKeyboardButton(
        text=texts.button_key_copy_secret(), copy_text=CopyTextButton(text=secret)
    )
    erase = _button(texts.button_key_erase(), KeyPress(act=KeyAct.ERASE), style=ButtonStyle.DANGER)
    told = texts.key_shown(name=name, key=Html(key), secret=Html(secret))
    return told, markup([copy], [copy_secret], erase)


def people_with_keys(people: Iterable[tuple[int, str, int]], texts: Messages) -> Card:
    """Return who else has keys: the number of each account, its name, and how many."""
    buttons = [
        _key(
            texts.button_key_person(person=name or texts.name_machine(), count=count),
            KeyAct.PERSON,
            account=account,
        )
        for account, name, count in islice(people, _MOST_PEOPLE)
    ]
    told = texts.keys_others() if buttons else texts.keys_others_none()
    return told, markup(*in_columns(buttons), _key(texts.button_back(), KeyAct.ALL))


def keys_of_person(
    name: str, keys: Collection[Key], texts: Messages, *, now: float, account: int
) -> Card:
    """Return another's keys, each as a line and a button."""
    lines = [texts.keys_person(person=name or texts.name_machine()), Html("")]
    lines += _lines(keys, texts, now=now)
    buttons = [
        _key(texts.button_key(name=key.name), KeyAct.ONE, key=key.id, account=account)
        for key in keys
    ]
    back = _key(texts.button_back(), KeyAct.PEOPLE)
    return Html("\n".join(lines)), markup(*in_columns(buttons), back)


def letters_of(scopes: Iterable[Scope]) -> str:
    """Return what a key opens as a button carries it."""
    return "".join(sorted(scope[0] for scope in scopes))


def scopes_in(letters: str) -> frozenset[Scope]:
    """Return what a button carries; letters of nothing are left out."""
    return frozenset(_BY_LETTER[letter] for letter in letters if letter in _BY_LETTER)


def _lines(keys: Collection[Key], texts: Messages, *, now: float) -> Iterator[Html]:
    for key in islice(keys, _MOST_LINES):
        used = _used(key, texts, now=now)
        yield texts.key_line(name=key.name, scopes=_scopes_told(key, texts), used=used)
    if len(keys) > _MOST_LINES:
        yield texts.keys_more(count=len(keys) - _MOST_LINES)


def _scopes_told(key: Key, texts: Messages) -> str:
    return ", ".join(texts.name_scope(scope=scope.value) for scope in Scope if scope in key.scopes)


def _used(key: Key, texts: Messages, *, now: float) -> Html:
    """Return when a key was last used: how long ago, or on which day."""
    if key.used_at is None:
        return texts.key_used(when="never")
    age = timedelta(seconds=now - key.used_at)
    if age < _JUST_NOW:
        return texts.key_used(when="now")
    if age < _RECENT:
        return texts.key_used(when="ago", age=age.total_seconds())
    return texts.key_used(when="on", day=_day(key.used_at))


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"


def _revoke(key: Key, texts: Messages, *, account: int = 0) -> Row:
    return _key(texts.button_key_revoke(), KeyAct.REVOKE, key=key.id, account=account)


def _key(label: str, act: KeyAct, *, key: str = "", account: int = 0, scopes: str = "") -> Row:
    return _button(label, KeyPress(act=act, key=key, account=account, scopes=scopes))


def _button(label: str, carried: KeyPress, *, style: ButtonStyle | None = None) -> Row:
    return [InlineKeyboardButton(text=label, callback_data=carried.pack(), style=style)]
