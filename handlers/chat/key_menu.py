"""Keys of programs, under /keys: one's own, and for owners those of others, with what buttons do to them."""

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat.answers import acknowledge, message_of, say, show
from handlers.chat.callbacks import KeyAct, KeyPress
from handlers.chat.key_card import (
    Card,
    keys_of_person,
    one_key,
    own_keys,
    people_with_keys,
    revocation,
    rotation,
    shown_once,
)
from handlers.chat.visit import Visit
from services.accounts.keys import Key
from services.core import Core
from services.errors import ButtonExpired


def router() -> Router:
    """Return a fresh router."""
    keys = Router(name="keys")
    keys.message.register(on_keys, Command("keys"), F.chat.type == ChatType.PRIVATE)
    keys.message.register(on_keys_in_group, Command("keys"))
    in_private = F.message.chat.type == ChatType.PRIVATE
    for act, handler in (
        (KeyAct.ALL, on_all),
        (KeyAct.ONE, on_one),
        (KeyAct.ROTATE, on_rotate),
        (KeyAct.ROTATED, on_rotated),
        (KeyAct.REVOKE, on_revoke),
        (KeyAct.REVOKED, on_revoked),
        (KeyAct.ERASE, on_erase),
        (KeyAct.PEOPLE, on_people),
        (KeyAct.PERSON, on_person),
    ):
        keys.callback_query.register(handler, KeyPress.filter(F.act == act), in_private)
    return keys


async def on_keys(message: Message, core: Core, visit: Visit) -> None:
    """Show somebody's keys."""
    await say(message, *await _own(core, visit))


async def on_keys_in_group(message: Message, visit: Visit) -> None:
    """Say where keys are shown: what is written here is read by everybody."""
    await say(message, visit.texts.keys_private())


async def on_all(callback: CallbackQuery, bot: Bot, core: Core, visit: Visit) -> None:
    """Show somebody's keys again."""
    await acknowledge(callback)
    await show(bot, callback, *await _own(core, visit))


async def on_one(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show one key."""
    key, whose = await _pressed(callback_data, core, visit), ""
    if callback_data.account:
        whose = await _name(callback_data.account, core) or visit.texts.name_machine()
    await acknowledge(callback)
    now, account = core.clock.now(), callback_data.account
    card = one_key(key, visit.texts, now=now, whose=whose, account=account)
    await show(bot, callback, *card)


async def on_rotate(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask once more before programs stop."""
    key = await _own_key(callback_data.key, core, visit)
    await acknowledge(callback)
    await show(bot, callback, *rotation(key, visit.texts))


async def on_rotated(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Give a key a new secret, and show it this once."""
    key = await _own_key(callback_data.key, core, visit)
    text = await core.keys.rotate(key.id, visit.account.id)
    await acknowledge(callback)
    secret = core.signatures.secret_of(text)
    await show(bot, callback, *shown_once(key.name, text, secret, visit.texts))


async def on_revoke(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Ask once more before a key opens nothing any more."""
    key = await _pressed(callback_data, core, visit)
    await acknowledge(callback)
    await show(bot, callback, *revocation(key, visit.texts, account=callback_data.account))


async def on_revoked(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Let a key open nothing any more, and show the others."""
    key = await _pressed(callback_data, core, visit)
    await core.keys.revoke(key.id, key.account)
    await acknowledge(callback, visit.texts.alert_key_revoked(name=key.name))
    own = not callback_data.account
    await show(bot, callback, *(await _own(core, visit) if own else await _people(core, visit)))


async def on_erase(callback: CallbackQuery, bot: Bot, visit: Visit) -> None:
    """Delete the message that shows a key; what is too old to be deleted is overwritten."""
    await acknowledge(callback, visit.texts.alert_key_erased())
    message = message_of(callback)
    try:
        await bot.delete_message(message.chat.id, message.message_id)
    except TelegramBadRequest:
        await show(bot, callback, visit.texts.key_erased(), None)


async def on_people(callback: CallbackQuery, bot: Bot, core: Core, visit: Visit) -> None:
    """Show an owner who else has keys."""
    visit.check_owner()
    await acknowledge(callback)
    await show(bot, callback, *await _people(core, visit))


async def on_person(
    callback: CallbackQuery, callback_data: KeyPress, bot: Bot, core: Core, visit: Visit
) -> None:
    """Show an owner the keys of somebody else."""
    visit.check_owner()
    account = callback_data.account
    keys, name = await core.keys.of(account), await _name(account, core)
    await acknowledge(callback)
    now = core.clock.now()
    card = keys_of_person(name, keys, visit.texts, now=now, account=account)
    await show(bot, callback, *card)


async def _own(core: Core, visit: Visit) -> Card:
    keys = await core.keys.of(visit.account.id)
    others = len(await core.keys.all()) - len(keys) if visit.is_owner else 0
    return own_keys(keys, visit.texts, now=core.clock.now(), others=others)


async def _people(core: Core, visit: Visit) -> Card:
    counts: dict[int, int] = {}
    for key in await core.keys.all():
        if key.account != visit.account.id:
            counts[key.account] = counts.get(key.account, 0) + 1
    people = [(account, await _name(account, core), count) for account, count in counts.items()]
    return people_with_keys(people, visit.texts)


async def _pressed(pressed: KeyPress, core: Core, visit: Visit) -> Key:
    """Return the key that a button is about: one's own, or for owners anybody's.

    Raises:
        ButtonExpired: there is none any more.
        NotAllowed: it is somebody else's.
    """
    if not pressed.account:
        return await _own_key(pressed.key, core, visit)
    visit.check_owner()
    return await _key(pressed.key, pressed.account, core)


async def _own_key(key_id: str, core: Core, visit: Visit) -> Key:
    return await _key(key_id, visit.account.id, core)


async def _key(key_id: str, account: int, core: Core) -> Key:
    found = [key for key in await core.keys.of(account) if key.id == key_id]
    if not found:
        raise ButtonExpired
    return found[0]


async def _name(account: int, core: Core) -> str:
    found = await core.accounts.get(account)
    return found.name if found else ""
