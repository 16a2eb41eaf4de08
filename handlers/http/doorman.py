"""Lets a program in by its key: as a Bearer token, as X-API-Key, or as a password within the address.

Pages that Telegram opens come with what Telegram signed for them instead: `Authorization: tma …`.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from handlers.http.circumstances import ACCOUNT
from services.accounts.account import Account, Role
from services.accounts.keys import USUAL, Key, Scope
from services.accounts.signing import Signed
from services.core import Core
from services.errors import KeyMissing, KeyTooSmall, KeyWrong, NoKeysYet, NotAllowed


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that was let in: whose it is, and by which key it came."""

    account: Account
    key: Key


CALLER: Final = web.RequestKey("hearsay_caller", Caller)
"""Who it comes from, once a key has opened the door."""


async def let_in(request: web.Request, core: Core, scope: Scope = Scope.JOBS) -> Caller:
    """Return who comes.

    Raises:
        KeyMissing: it came without a key.
        NoKeysYet: likewise, and nobody has one.
        KeyWrong: its key opens nothing, or that person may not give orders any more.
        KeyTooSmall: its key opens other doors, but not this one.
        NotAllowed: Telegram says who it is, and that person may not give orders.
        PageStale: Telegram said so too long ago.
        PageUnsigned: it was not Telegram who said so.
    """
    given = key_in(request)
    scheme, _, init_data = request.headers.get("Authorization", "").partition(" ")
    if not given and scheme.lower() == "tma":
        return await let_in_visitor(init_data.strip(), request, core, scope)
    return await let_in_by(given, request, core, scope)


async def let_in_by(given: str, request: web.Request, core: Core, scope: Scope) -> Caller:
    """Return who comes with a key that stands elsewhere than in the headers; it raises the same."""
    if not given:
        raise KeyMissing if await core.keys.are_made() else NoKeysYet
    return await _caller(request, core, await core.keys.find(given), scope)


async def let_in_visitor(init_data: str, request: web.Request, core: Core, scope: Scope) -> Caller:
    """Return who comes from a page that Telegram opened, with what Telegram signed for it.

    Raises:
        KeyTooSmall: no page opens this door.
        NotAllowed: that person may not give orders.
        PageStale: it was signed too long ago.
        PageUnsigned: it was not Telegram who signed it.
    """
    visitor = core.mini_app.visitor(init_data)
    account = await core.accounts.of_telegram(visitor.telegram_id, visitor.name, visitor.language)
    if not core.accounts.may_use(account):
        raise NotAllowed
    key = Key(f"tma-{account.id}", "Telegram", account.id, USUAL, made_at=0.0)
    return await _caller(request, core, key, scope)


async def let_in_signed(request: web.Request, core: Core, scope: Scope, *, body: bytes) -> Caller:
    """Return who comes with an X-API-Key and a signature, which is spent with that.

    Raises:
        KeyMissing: there is nothing in the header.
        KeyWrong: its key opens nothing, or that person may not give orders any more.
        KeyTooSmall: its key opens other doors, but not this one.
        SignatureMissing: there is no signature.
        SignatureWrong: it is another's, or over something else.
        SignatureStale: it is old.
        SignatureReplayed: it came before.
    """
    headers = request.headers
    signed = Signed(
        key=headers.get("X-API-Key", "").strip(),
        timestamp=headers.get("X-Timestamp", "").strip(),
        signature=headers.get("X-Signature", "").strip(),
        method=request.method,
        path=request.raw_path,
        body=body,
    )
    return await _caller(request, core, await core.signatures.check(signed), scope)


def key_in(request: web.Request) -> str:
    """Return the key in the headers of a request; empty where there is none."""
    own = request.headers.get("X-API-Key", "").strip()
    if own:
        return own
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            return _password(value.strip())
        case _:
            return ""


async def may_stay(caller: Caller, core: Core) -> bool:
    """Return whether who was let in would be let in again."""
    account = await core.accounts.get(caller.account.id)
    is_welcome = account is not None and core.accounts.may_use(account)
    return is_welcome and await core.keys.still_opens(caller.key)


async def _caller(request: web.Request, core: Core, key: Key | None, scope: Scope) -> Caller:
    account = await core.accounts.get(key.account) if key else None
    if key is None or account is None or not core.accounts.may_use(account):
        raise KeyWrong
    request[ACCOUNT] = account.id
    is_owner = account.role is Role.OWNER
    if scope not in key.scopes or (scope is Scope.ADMIN and not is_owner):
        raise KeyTooSmall(scope=scope.value)
    caller = request[CALLER] = Caller(account, key)
    return caller


def _password(value: str) -> str:
    """Return the password of `name:password`: what a client makes of `http://name:password@host`."""
    try:
        told = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return told.partition(":")[2]
