"""API keys: what a program shows instead of a person. Only a digest of each is kept."""

import hashlib
import hmac
import re
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from services.clock import Clock
from services.errors import KeyUnknown, NameTaken
from services.store.database import Database

LONGEST_NAME: Final = 64

_KEY: Final = re.compile(r"hs-([0-9a-f]{12})-([A-Za-z0-9_-]{43})")
_NOBODYS: Final = "0" * 64
"""Stands for the digest of a key that there is not, so that looking takes as long."""
_TOUCH: Final = timedelta(minutes=10).total_seconds()

_ADD: Final = """
    INSERT INTO api_keys (id, name, account, digest, scopes, made_at)
    VALUES (:id, :name, :account, :digest, :scopes, :now)
    ON CONFLICT (account, name) DO NOTHING RETURNING *
"""


class Scope(StrEnum):
    """What a key opens."""

    READ = "read"
    """See jobs, their results, lists and settings."""
    JOBS = "jobs"
    """Give orders, stop them, repeat and delete them."""
    WORDS = "words"
    """Change word lists and settings."""
    ADMIN = "admin"
    """What an owner may do; works only while its account is an owner's."""


USUAL: Final = frozenset({Scope.READ, Scope.JOBS, Scope.WORDS})


@dataclass(frozen=True, slots=True)
class Key:
    """What may be known of a key once it has been handed out."""

    id: str
    """Stands in the key itself, and says nothing to who does not have the rest."""
    name: str
    account: int
    scopes: frozenset[Scope]
    made_at: float
    used_at: float | None = None
    """About when it last opened the door."""


class Keys:
    """The `api_keys` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add(self, name: str, *, account: int, scopes: Iterable[Scope] = USUAL) -> str:
        """Return a new key, which nobody can tell again.

        Raises:
            NameTaken: there is one of this name.
        """
        key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        added = await self._database.write(
            _ADD,
            id=key_id,
            name=name[:LONGEST_NAME],
            account=account,
            digest=_digest(secret),
            scopes=" ".join(sorted(scopes)),
            now=self._clock.now(),
        )
        if not added:
            raise NameTaken(name=name)
        return f"hs-{key_id}-{secret}"

    async def all(self) -> list[Key]:
        """Return every key, in the order of their names."""
        rows = await self._database.rows("SELECT * FROM api_keys ORDER BY name")
        return [_key(row) for row in rows]

    async def are_made(self) -> bool:
        """Return whether there is any key."""
        return await self._database.row("SELECT 1 FROM api_keys LIMIT 1") is not None

    async def revoke(self, name: str) -> Key:
        """Let a key open nothing any more, and return what it was.

        Raises:
            KeyUnknown: there is none of this name.
        """
        gone = await self._database.write(
            "DELETE FROM api_keys WHERE name = :name RETURNING *", name=name
        )
        if not gone:
            raise KeyUnknown(name=name)
        return _key(gone[0])

    async def find(self, text: str) -> Key | None:
        """Return what a program's key is; None when it opens nothing.

        It takes as long for a wrong secret as for the right one.
        """
        parts = _KEY.fullmatch(text)
        key_id, secret = parts.groups() if parts else ("", "")
        row = await self._database.row("SELECT * FROM api_keys WHERE id = :id", id=key_id)
        expected = str(row["digest"]) if row else _NOBODYS
        if not hmac.compare_digest(_digest(secret), expected) or row is None:
            return None
        await self._touch(row)
        return _key(row)

    async def _touch(self, row: sqlite3.Row) -> None:
        now = self._clock.now()
        if row["used_at"] is None or now - row["used_at"] > _TOUCH:
            touch = "UPDATE api_keys SET used_at = :now WHERE id = :id"
            await self._database.write(touch, id=row["id"], now=now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: sqlite3.Row) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        account=row["account"],
        scopes=frozenset(Scope(word) for word in row["scopes"].split()),
        made_at=row["made_at"],
        used_at=row["used_at"],
    )
