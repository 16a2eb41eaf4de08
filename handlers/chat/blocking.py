"""Showing somebody the door and letting them in again, for owners: `/admin block` and `/admin unblock`."""

import re
from typing import Final

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message, MessageOriginUser

from handlers.chat.answers import say
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.accounts.account import Account, Role
from services.core import Core

_ASKS: Final = r"^(un)?block(\s|$)"
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_LISTED: Final = 30
_BUSY: Final = 5
_LONGEST_NAME: Final = 32


def router() -> Router:
    """Return a fresh router; it stands before the one that knows `/admin` alone."""
    blocking = Router(name="blocking")
    blocking.message.register(on_asked, Command("admin", magic=F.args.regexp(_ASKS)))
    return blocking


async def on_asked(message: Message, command: CommandObject, core: Core, visit: Visit) -> None:
    """Block or unblock whoever is named; without that, say how it goes and who is blocked."""
    visit.check_owner()
    act, *named = (command.args or "").split()
    number = _number(" ".join(named), message)
    if number is None:
        await say(message, await _how(core, visit.texts))
    elif act == "block":
        await say(message, await _block(number, core, visit))
    else:
        account = await core.accounts.unblock(number)
        may_use = "yes" if core.accounts.may_use(account) else "no"
        told = visit.texts.admin_unblocked(name=account.name, number=str(number), may_use=may_use)
        await say(message, told)


async def busiest(core: Core, texts: Messages) -> list[Html]:
    """Return a line for each person who asked for most of late and can be blocked."""
    lines = []
    for account_id, count in await core.jobs.busiest(limit=2 * _BUSY):
        account = await core.accounts.get(account_id)
        if account is None or account.telegram_id is None:
            continue
        if account.role not in {Role.OWNER, Role.BLOCKED}:
            lines.append(texts.admin_busy(person=_person(account, texts), count=count))
    return lines[:_BUSY]


async def _block(number: int, core: Core, visit: Visit) -> Html:
    account = await core.accounts.block(number, by=visit.account.id)
    await core.live.forget(account.id)
    stopped = await core.jobs.cancel_all(account.id)
    await core.file_links.revoke(account.id)
    return visit.texts.admin_blocked(name=account.name, number=str(number), stopped=stopped)


async def _how(core: Core, texts: Messages) -> Html:
    people = [_person(account, texts) for account in await core.accounts.blocked(limit=_LISTED)]
    if not people:
        return texts.admin_block_how()
    return Html("\n".join([texts.admin_block_how(), "", texts.admin_blocked_title(), *people]))


def _person(account: Account, texts: Messages) -> Html:
    name = clipped(tamed(account.name), _LONGEST_NAME)
    return texts.admin_person(number=str(account.telegram_id), name=name)


def _number(named: str, message: Message) -> int | None:
    """Return the Telegram number that is meant: the one named, or of whom the answered message is."""
    answered = message.reply_to_message
    origin = answered.forward_origin if answered and not named else None
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.id
    return int(named) if _NUMBER.fullmatch(named) else None
