"""`keys`: makes, lists, turns over and revokes the keys of programs, also while the service is running."""

import argparse
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from handlers.cli.doors import Doors
from handlers.cli.ending import UsageError
from locales.messages import Messages
from services.accounts.account import Account
from services.accounts.key_text import LONGEST_NAME
from services.accounts.keys import USUAL, Key, Scope
from services.accounts.registry import Registry
from services.errors import KeyMisnamed


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: for a person, and for a program."""

    text: str
    facts: dict[str, Any]


async def keep_keys(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> Told:
    """Do what the words say.

    Raises:
        NameTaken: that person has a key of this name.
        TooManyKeys: that person has as many as one may.
        KeyUnknown: there is none of this name or id.
        KeyAmbiguous: several people have one of this name.
        UsageError: the person has never written to the bot, or a name or a scope cannot be one.
    """
    async with doors.open_registry() as registry:
        match chosen.act:
            case "add":
                return await _add(chosen, registry, texts)
            case "rotate":
                return await _rotate(chosen, registry, texts)
            case "revoke":
                key = await _named(chosen, registry, texts)
                gone = await registry.keys.revoke(key.id)
                told = texts.cli_keys_revoked(name=gone.name)
                return Told(told, {"revoked": gone.name, "id": gone.id})
            case _:
                return await _listed(chosen, registry, texts)


async def _add(chosen: argparse.Namespace, registry: Registry, texts: Messages) -> Told:
    scopes = _scopes(chosen.scopes, texts)
    account = await _account(chosen.person, registry, texts)
    try:
        text = await registry.keys.add(chosen.name, account=account.id, scopes=scopes)
    except KeyMisnamed as error:
        raise UsageError(texts.cli_keys_misnamed(longest=LONGEST_NAME)) from error
    return await _shown(text, registry, texts)


async def _rotate(chosen: argparse.Namespace, registry: Registry, texts: Messages) -> Told:
    key = await _named(chosen, registry, texts)
    return await _shown(await registry.keys.rotate(key.id), registry, texts)


async def _shown(text: str, registry: Registry, texts: Messages) -> Told:
    """Tell a key, this once."""
    key, secret = await registry.keys.made(text), registry.signatures.secret_of(text)
    facts = _facts(key) | {"key": text, "signing_secret": secret}
    return Told(texts.cli_keys_added(key=text, secret=secret), facts)


async def _named(chosen: argparse.Namespace, registry: Registry, texts: Messages) -> Key:
    if chosen.person is None:
        return await registry.keys.named(chosen.name)
    account = await _account(chosen.person, registry, texts)
    return await registry.keys.named(chosen.name, account.id)


def _scopes(text: str | None, texts: Messages) -> frozenset[Scope]:
    words = [word for word in re.split(r"[\s,]+", text or "") if word]
    if text is None:
        return USUAL
    if not words or not set(words) <= set(Scope):
        raise UsageError(texts.cli_keys_misscoped(scopes=", ".join(Scope)))
    return frozenset(Scope(word) for word in words)


async def _account(person: int | None, registry: Registry, texts: Messages) -> Account:
    """Return whose key it is: a person's of the chat, else that of whoever sits at the machine."""
    if person is None:
        return await registry.accounts.local()
    account = await registry.accounts.find_telegram(person)
    if account is None:
        raise UsageError(texts.cli_keys_nobody(person=str(person)))
    return account


async def _listed(chosen: argparse.Namespace, registry: Registry, texts: Messages) -> Told:
    keys = await registry.keys.all()
    if chosen.person is not None:
        account = await _account(chosen.person, registry, texts)
        keys = [key for key in keys if key.account == account.id]
    lines = []
    for key in keys:
        owner = await registry.accounts.get(key.account)
        lines.append(
            texts.cli_keys_row(
                id=key.id,
                name=key.name,
                person=(owner.name if owner else "") or None,
                scopes=", ".join(sorted(key.scopes)),
                made=_day(key.made_at),
                used=None if key.used_at is None else _day(key.used_at),
            )
        )
    given = registry.keys.given() if chosen.person is None else []
    lines += [texts.cli_keys_given(name=one.program, id=one.id) for one in given]
    facts = {
        "keys": [_facts(key) for key in keys],
        "settings": [{"id": one.id, "name": one.program} for one in given],
    }
    return Told("\n".join(lines) or texts.cli_keys_none(), facts)


def _facts(key: Key) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "account": key.account,
        "scopes": sorted(key.scopes),
        "made_at": key.made_at,
        "used_at": key.used_at,
    }


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
