"""`keys`: makes the keys of programs, lists them and revokes them, also while the service is running."""

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from handlers.cli.doors import Doors
from handlers.cli.parser import UsageError
from locales.messages import Messages
from services.accounts.account import Account
from services.accounts.keys import LONGEST_NAME, Key
from services.accounts.registry import Registry


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: for a person, and for a program."""

    text: str
    facts: dict[str, Any]


async def keep_keys(chosen: argparse.Namespace, *, doors: Doors, texts: Messages) -> Told:
    """Do what the words say.

    Raises:
        NameTaken: there is a key of this name.
        KeyUnknown: there is none.
        UsageError: the person has never written to the bot, or the name cannot be one.
    """
    async with doors.open_registry() as registry:
        match chosen.act:
            case "add":
                return await _add(chosen, registry, texts)
            case "revoke":
                key = await registry.keys.named(chosen.name)
                gone = await registry.keys.revoke(key.id)
                return Told(texts.cli_keys_revoked(name=gone.name), {"revoked": gone.name})
            case _:
                return _listed(await registry.keys.all(), texts)


async def _add(chosen: argparse.Namespace, registry: Registry, texts: Messages) -> Told:
    name = chosen.name.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise UsageError(texts.cli_keys_misnamed(longest=LONGEST_NAME))
    account = await _account(chosen.person, registry, texts)
    key = await registry.keys.add(name, account=account.id)
    return Told(texts.cli_keys_added(key=key), {"name": name, "key": key, "account": account.id})


async def _account(person: int | None, registry: Registry, texts: Messages) -> Account:
    """Return whose key it is: a person's of the chat, else that of whoever sits at the machine."""
    if person is None:
        return await registry.accounts.local()
    account = await registry.accounts.find_telegram(person)
    if account is None:
        raise UsageError(texts.cli_keys_nobody(person=str(person)))
    return account


def _listed(keys: list[Key], texts: Messages) -> Told:
    lines = [
        texts.cli_keys_row(
            name=key.name,
            made=_day(key.made_at),
            used=None if key.used_at is None else _day(key.used_at),
        )
        for key in keys
    ]
    facts = [
        {
            "name": key.name,
            "account": key.account,
            "made_at": key.made_at,
            "used_at": key.used_at,
        }
        for key in keys
    ]
    return Told("\n".join(lines) or texts.cli_keys_none(), {"keys": facts})


def _day(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
