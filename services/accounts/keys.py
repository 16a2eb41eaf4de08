"""API keys: what a program shows instead of a person. Only a digest of each is kept."""

import hmac
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from services.accounts.given_keys import Given, GivenKeys
from services.accounts.key_text import fit_name, new_parts, parts_of, public_id_in
from services.clock import Clock
from services.errors import KeyAmbiguous, KeyUnknown, NameTaken, TooManyKeys
from services.store.database import Database, Transaction

MOST_KEYS: Final = 50
"""How many keys one account may have: each has a bucket of its own."""

_TOUCH: Final = timedelta(minutes=10).total_seconds()

_ADD: Final = """
    INSERT INTO api_keys (id, name, account, digest, scopes, made_at)
    VALUES (:id, :name, :account, :digest, :scopes, :now)
    ON CONFLICT (account, name) DO NOTHING RETURNING *
"""
# Whether or not there is such a key, the row is read at which it stands or would stand: the same steps.
_FIND: Final = """
    WITH nearest AS (
        SELECT * FROM (SELECT id, name, account, digest, scopes, made_at, used_at
            FROM api_keys WHERE id >= :id ORDER BY id LIMIT 1)
        UNION ALL SELECT '------------', '', 0, hex(zeroblob(32)), 'read jobs words', 0.0, 0.0
        LIMIT 1
    )
    SELECT *, (SELECT id FROM accounts WHERE program = :program) AS programs_account FROM nearest
"""
_NAMED: Final = """
    SELECT * FROM api_keys
    WHERE (name = :name OR id = :name) AND (account = :account OR :account IS NULL)
    ORDER BY id = :name DESC
"""
_MEET_PROGRAM: Final = """
    INSERT INTO accounts (name, role, program, created_at)
    VALUES (:program, 'guest', :program, :now)
    ON CONFLICT DO NOTHING
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
    """0 for one of the settings."""
    used_at: float | None = None
    """About when it last opened the door."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key as far as signing goes."""

    key: Key
    digest: str
    """Of its secret; empty for one of the settings, which all sign with one secret."""


class Keys:
    """The `api_keys` table, and the keys that stand in the settings."""

    def __init__(self, database: Database, clock: Clock, given: GivenKeys | None = None) -> None:
        self._database = database
        self._clock = clock
        self._given = given or GivenKeys()

    async def add(self, name: str, *, account: int, scopes: Iterable[Scope] = USUAL) -> str:
        """Return a new key, which nobody can tell again.

        Raises:
            KeyMisnamed: no key can be called so.
            NameTaken: the account has one of this name.
            TooManyKeys: it has as many as it may.
        """
        name, new = fit_name(name), new_parts()
        async with self._database.transaction() as transaction:
            await _check_room(transaction, account)
            added = await transaction.run(
                _ADD,
                id=new.id,
                name=name,
                account=account,
                digest=new.digest,
                scopes=" ".join(sorted(scopes)),
                now=self._clock.now(),
            )
        if not added:
            raise NameTaken(name=name)
        return new.text

    async def rotate(self, key_id: str, account: int | None = None) -> str:
        """Return what a key is from now on; what it was opens nothing any more.

        Args:
            key_id: which.
            account: whose it must be; None is anybody's.

        Raises:
            KeyUnknown: that account has no such key.
        """
        new = new_parts(key_id)
        rotated = await self._database.write(
            """
            UPDATE api_keys SET digest = :digest, made_at = :now, used_at = NULL
            WHERE id = :id AND (account = :account OR :account IS NULL) RETURNING id
            """,
            id=key_id,
            account=account,
            digest=new.digest,
            now=self._clock.now(),
        )
        if not rotated:
            raise KeyUnknown(name=key_id)
        return new.text

    async def revoke(self, key_id: str, account: int | None = None) -> Key:
        """Let a key open nothing any more, and return what it was.

        Args:
            key_id: which.
            account: whose it must be; None is anybody's.

        Raises:
            KeyUnknown: that account has no such key.
        """
        async with self._database.transaction() as transaction:
            gone = await transaction.run(
                """
                DELETE FROM api_keys
                WHERE id = :id AND (account = :account OR :account IS NULL) RETURNING *
                """,
                id=key_id,
                account=account,
            )
            await transaction.run("DELETE FROM buckets WHERE key = :id", id=key_id)
        if not gone:
            raise KeyUnknown(name=key_id)
        return _key(gone[0])

    async def made(self, text: str) -> Key:
        """Return the key that was just handed out.

        Raises:
            KeyUnknown: it was revoked meanwhile.
        """
        key_id = parts_of(text).id
        row = await self._row(key_id)
        if row["id"] != key_id:
            raise KeyUnknown(name=key_id)
        return _key(row)

    async def named(self, text: str, account: int | None = None) -> Key:
        """Return the key of this name or id; the account is whose it must be, None is anybody's.

        Raises:
            KeyUnknown: there is none.
            KeyAmbiguous: there are several, of several accounts.
        """
        found = await self._database.rows(_NAMED, name=text, account=account)
        if not found:
            raise KeyUnknown(name=text)
        if len(found) > 1 and found[0]["id"] != text:
            raise KeyAmbiguous(name=text, count=len(found))
        return _key(found[0])

    async def of(self, account: int) -> list[Key]:
        """Return the keys of one account, in the order of their names."""
        rows = await self._database.rows(
            "SELECT * FROM api_keys WHERE account = :account ORDER BY name", account=account
        )
        return [_key(row) for row in rows]

    async def all(self) -> list[Key]:
        """Return every key that was made, in the order of their names."""
        rows = await self._database.rows("SELECT * FROM api_keys ORDER BY name, account")
        return [_key(row) for row in rows]

    def given(self) -> list[Given]:
        """Return the keys that stand in the settings."""
        return self._given.all()

    async def are_made(self) -> bool:
        """Return whether there is any key."""
        made = await self._database.row("SELECT 1 FROM api_keys LIMIT 1")
        return made is not None or bool(self._given)

    async def find(self, text: str) -> Key | None:
        """Return what a program's key is; None when it opens nothing.

        It takes as long for a wrong secret as for the right one.
        """
        signer = await self._find(text)
        return signer.key if signer else None

    async def still_opens(self, key: Key) -> bool:
        """Return whether a key that was let in has been neither revoked nor rotated since."""
        if not key.made_at:
            return True
        row = await self._row(key.id)
        return bool(row["id"] == key.id and row["made_at"] == key.made_at)

    async def signer(self, text: str) -> Signer | None:
        """Return whose signature a request bears; its part before the secret is enough to say so."""
        key_id = public_id_in(text)
        if not key_id:
            return await self._find(text)
        row = await self._row(key_id)
        if row["id"] != key_id:
            return None
        if self._is_due(row):
            await self._touch(key_id)
        return Signer(_key(row), row["digest"])

    async def _find(self, text: str) -> Signer | None:
        """Return whose key this is. All is made ready whatever comes of it, so that all takes as long."""
        given, is_given = self._given.find(text)
        parts = parts_of(text)
        row = await self._row(parts.id, given.program)
        of_settings, made = Signer(_given_key(given, row), ""), Signer(_key(row), row["digest"])
        is_right = hmac.compare_digest(f"{parts.id}{parts.digest}", f"{row['id']}{made.digest}")
        is_due = self._is_due(row)
        if is_given:
            return of_settings if row["programs_account"] else await self._meet(given, text)
        if not is_right:
            return None
        if is_due:
            await self._touch(parts.id)
        return made

    async def _row(self, key_id: str, program: str = "") -> sqlite3.Row:
        """Return the row of a key, or of another, with the account of a program."""
        return (await self._database.rows(_FIND, id=key_id, program=program))[0]

    async def _meet(self, given: Given, text: str) -> Signer | None:
        """Give a program its account, when it comes for the first time."""
        await self._database.write(_MEET_PROGRAM, program=given.program, now=self._clock.now())
        return await self._find(text)

    def _is_due(self, row: sqlite3.Row) -> bool:
        return self._clock.now() - (row["used_at"] or 0.0) > _TOUCH

    async def _touch(self, key_id: str) -> None:
        touch = "UPDATE api_keys SET used_at = :now WHERE id = :id"
        await self._database.write(touch, id=key_id, now=self._clock.now())


async def _check_room(transaction: Transaction, account: int) -> None:
    count = "SELECT count(*) FROM api_keys WHERE account = :account"
    if (await transaction.run(count, account=account))[0][0] >= MOST_KEYS:
        raise TooManyKeys(limit=MOST_KEYS)


def _given_key(given: Given, row: sqlite3.Row) -> Key:
    return Key(
        id=given.id,
        name=given.program,
        account=row["programs_account"] or 0,
        scopes=USUAL,
        made_at=0.0,
    )


def _key(row: sqlite3.Row) -> Key:
    return Key(
        id=row["id"],
        name=row["name"],
        account=row["account"],
        scopes=frozenset(Scope(word) for word in row["scopes"].split()),
        made_at=row["made_at"],
        used_at=row["used_at"],
    )
