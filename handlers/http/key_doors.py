"""Where an owner's programs make, list, turn over and revoke keys, their own and those of others."""

from http import HTTPStatus
from typing import Final

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.key_shapes import (
    KeyMade,
    KeyRevoked,
    KeyShapes,
    KeysWanted,
    NewKey,
    key_shape,
    made_shape,
)
from services.accounts.keys import Scope
from services.core import Core
from services.errors import KeyMisnamed, KeyUnknown, NameTaken, PersonUnknown, TooManyKeys

_TAG: Final = "Keys"
_KEY: Final = "/api/keys/{key_id}"


def key_doors(core: Core) -> list[Door]:
    """Return the doors under `/api/keys`. What they tell of a key's secret is kept nowhere.

    So none of them takes an `Idempotency-Key`: the answer would have to be kept with the secret in it.
    A name is taken once, which shows as well that a key was made.
    """
    desk = _KeyDesk(core)
    return [
        Door(
            method="GET",
            path="/api/keys",
            ask=desk.all_keys,
            summary="Your own keys, or those of an account, or all; never what they open with.",
            tag=_TAG,
            scope=Scope.ADMIN,
            query=KeysWanted,
            answer=KeyShapes,
        ),
        Door(
            method="POST",
            path="/api/keys",
            ask=desk.new,
            summary="Make a key. It is shown this once.",
            tag=_TAG,
            scope=Scope.ADMIN,
            body=NewKey,
            answer=KeyMade,
            status=HTTPStatus.CREATED,
            raises=(KeyMisnamed, NameTaken, TooManyKeys, PersonUnknown),
        ),
        Door(
            method="POST",
            path=f"{_KEY}/rotate",
            ask=desk.rotate,
            summary="Give a key a new secret; the old one opens nothing from now on.",
            tag=_TAG,
            scope=Scope.ADMIN,
            answer=KeyMade,
            raises=(KeyUnknown,),
        ),
        Door(
            method="DELETE",
            path=_KEY,
            ask=desk.revoke,
            summary="Revoke a key: it opens nothing any more.",
            tag=_TAG,
            scope=Scope.ADMIN,
            answer=KeyRevoked,
            raises=(KeyUnknown,),
        ),
    ]


class _KeyDesk:
    """One method for each door; only an owner's program gets this far."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._keys = core.keys

    async def all_keys(self, asked: Asked) -> KeyShapes:
        wanted = asked.query(KeysWanted).account or asked.account.id
        keys = await (self._keys.all() if wanted == "all" else self._keys.of(wanted))
        return KeyShapes([key_shape(key) for key in keys])

    async def new(self, asked: Asked) -> KeyMade:
        wanted = asked.body(NewKey)
        account = wanted.account or asked.account.id
        if await self._core.accounts.get(account) is None:
            raise PersonUnknown(number=account)
        text = await self._keys.add(wanted.name, account=account, scopes=wanted.scopes)
        return await self._made(text)

    async def rotate(self, asked: Asked) -> KeyMade:
        return await self._made(await self._keys.rotate(asked.part("key_id")))

    async def revoke(self, asked: Asked) -> KeyRevoked:
        gone = await self._keys.revoke(asked.part("key_id"))
        said = texts_of(asked.request).cli_keys_revoked(name=gone.name)
        return KeyRevoked(id=gone.id, name=gone.name, message=said)

    async def _made(self, text: str) -> KeyMade:
        key = await self._keys.made(text)
        return made_shape(key, text=text, signing_secret=self._core.signatures.secret_of(text))
