"""Addresses under which a kept file can be fetched for a while by whoever has them, and by nobody else.

The token in an address is the only key to it, and only its digest is kept: neither a copy of the database
nor its owner can make the address up again.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from services.clock import Clock
from services.errors import NotFound, SourceExpired
from services.store.blobs import Blobs
from services.store.database import Database

_TOKEN_BYTES: Final = 24
_TOLD_AS_EXPIRED: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Shared:
    """A kept file as its receiver sees it."""

    blob: str
    file_name: str
    mime: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """An address, and for how long it leads anywhere."""

    url: str
    valid: timedelta


class FileLinks:
    """The `file_links` table. Without an address of our own to begin with, there are no links."""

    def __init__(
        self, database: Database, blobs: Blobs, clock: Clock, *, base_url: str, valid: timedelta
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._base_url = base_url
        self._valid = valid

    @property
    def are_served(self) -> bool:
        """Return whether the world, or at least this machine, can reach us."""
        return bool(self._base_url)

    @property
    def base_url(self) -> str:
        """Return the address under which we can be reached; empty where there is none."""
        return self._base_url

    def serve_at(self, base_url: str) -> None:
        """Let links begin with this address."""
        self._base_url = base_url.rstrip("/")

    async def make(self, shared: Shared, *, job: str, account: int) -> FileLink:
        """Return a link to a file, held until it expires; an earlier one of the same job ends.

        Raises:
            SourceExpired: the bytes are not kept any more.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        digest, now = _digest(token), self._clock.now()
        if not await self._blobs.hold(shared.blob, held_by=_holder(digest)):
            raise SourceExpired
        earlier = await self._database.rows(
            "SELECT digest FROM file_links WHERE job = :job", job=job
        )
        await self._database.write(
            """
            INSERT INTO file_links (digest, account, job, blob, file_name, mime, expires_at)
            VALUES (:digest, :account, :job, :blob, :file_name, :mime, :expires_at)
            """,
            digest=digest,
            account=account,
            job=job,
            blob=shared.blob,
            file_name=shared.file_name,
            mime=shared.mime,
            expires_at=now + self._valid.total_seconds(),
        )
        await self._end([str(row["digest"]) for row in earlier])
        return FileLink(f"{self._base_url}/files/{token}/{quote(shared.file_name)}", self._valid)

    async def open(self, token: str) -> tuple[Shared, Path]:
        """Return the file behind a token, and where its bytes lie.

        Raises:
            NotFound: there never was such a link, or it was revoked.
            SourceExpired: its time is over.
        """
        row = await self._database.row(
            "SELECT * FROM file_links WHERE digest = :digest", digest=_digest(token)
        )
        if row is None:
            raise NotFound
        path = await self._blobs.find(row["blob"])
        if row["expires_at"] <= self._clock.now() or path is None:
            raise SourceExpired
        return Shared(row["blob"], row["file_name"], row["mime"]), path

    async def revoke(self, account: int) -> None:
        """End all links of one account, as if they had never been."""
        rows = await self._database.rows(
            "SELECT digest FROM file_links WHERE account = :account", account=account
        )
        await self._end([str(row["digest"]) for row in rows])

    async def sweep(self) -> None:
        """Let go of the bytes of links whose time is over; forget the links a month later."""
        now = self._clock.now()
        rows = await self._database.rows(
            "SELECT digest FROM file_links WHERE expires_at <= :now", now=now
        )
        for row in rows:
            await self._blobs.release(held_by=_holder(row["digest"]))
        await self._database.write(
            "DELETE FROM file_links WHERE expires_at <= :before",
            before=now - _TOLD_AS_EXPIRED.total_seconds(),
        )

    async def _end(self, digests: list[str]) -> None:
        for digest in digests:
            await self._database.write(
                "DELETE FROM file_links WHERE digest = :digest", digest=digest
            )
            await self._blobs.release(held_by=_holder(digest))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _holder(digest: str) -> str:
    return f"link:{digest}"
