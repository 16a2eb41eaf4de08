"""Signed requests: a program proves that it has a secret without sending it, and only once each time."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.accounts.key_text import NO_ID, parts_of
from services.accounts.keys import Key, Keys, Signer
from services.clock import Clock
from services.errors import (
    KeyMissing,
    KeyWrong,
    SignatureMissing,
    SignatureReplayed,
    SignatureStale,
    SignatureWrong,
)
from services.store.database import Database

SKEW: Final = timedelta(minutes=5)
"""How far the clock of a program may be from ours."""
_KEPT: Final = timedelta(days=1)
"""Longer than a signature is good for: our own clock may be set back meanwhile."""
_MILLISECONDS: Final = re.compile(r"[0-9]{1,16}", re.ASCII)

_ACCEPT: Final = """
    INSERT INTO signatures (digest, signed_at) VALUES (:digest, :signed_at)
    ON CONFLICT DO NOTHING RETURNING 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A request as it came over the wire; what is missing is empty."""

    key: str
    """The whole key, or its part before the secret."""
    timestamp: str
    signature: str
    method: str
    path: str
    """With its query, escaped as it was sent."""
    body: bytes

    def message(self) -> bytes:
        """Return what is signed."""
        parts = (self.method, self.path, self.body, self.timestamp)
        return b"\n".join(
            part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
            for part in parts
        )


class Signatures:
    """Checks them. The `signatures` table remembers which were used, over restarts as well."""

    def __init__(
        self, database: Database, clock: Clock, keys: Keys, *, master: bytes, shared: str = ""
    ) -> None:
        """Make it of the installation's secret, and of the one that keys of the settings share."""
        self._database = database
        self._clock = clock
        self._keys = keys
        self._master = master
        # Anybody could sign with an empty secret.
        self._shared = shared or secrets.token_hex(32)

    def secret_of(self, key: str) -> str:
        """Return the secret with which a program signs that was handed this key, to be shown beside it.

        Raises:
            ValueError: it is no key of ours.
        """
        parts = parts_of(key)
        if parts.id == NO_ID:
            raise ValueError("this is no key of ours")
        return self._own_secret(parts.id, parts.digest)

    async def check(self, request: Signed) -> Key:
        """Return the key of who signed this request, which is spent now.

        Raises:
            KeyMissing: it names no key.
            KeyWrong: nobody has that key.
            SignatureMissing: it is not signed, or does not say when.
            SignatureWrong: something else was signed, or with another secret.
            SignatureStale: it was signed long ago, or in the future.
            SignatureReplayed: it came before.
        """
        if not request.key:
            raise KeyMissing
        signer = await self._keys.signer(request.key)
        if signer is None:
            raise KeyWrong
        if not request.signature or not request.timestamp:
            raise SignatureMissing
        expected = hmac.digest(self._secret(signer).encode(), request.message(), hashlib.sha256)
        given = request.signature.encode("utf-8", "surrogateescape")
        is_right = hmac.compare_digest(expected.hex().encode(), given)
        if not is_right or not _MILLISECONDS.fullmatch(request.timestamp):
            raise SignatureWrong
        await self._accept(signer, request.signature, signed_at=int(request.timestamp) / 1000)
        return signer.key

    async def _accept(self, signer: Signer, signature: str, *, signed_at: float) -> None:
        now = self._clock.now()
        if abs(now - signed_at) > SKEW.total_seconds():
            raise SignatureStale(minutes=round(SKEW.total_seconds() / 60))
        digest = hashlib.sha256(f"{signer.key.id}\n{signature}".encode()).hexdigest()
        async with self._database.transaction() as transaction:
            before = now - _KEPT.total_seconds()
            await transaction.run("DELETE FROM signatures WHERE signed_at < :before", before=before)
            is_new = await transaction.run(_ACCEPT, digest=digest, signed_at=signed_at)
        if not is_new:
            raise SignatureReplayed

    def _secret(self, signer: Signer) -> str:
        return self._own_secret(signer.key.id, signer.digest) if signer.digest else self._shared

    def _own_secret(self, key_id: str, digest: str) -> str:
        """Return a secret that follows from ours and the key, so that it changes with the key."""
        told = f"signing secret\n{key_id}\n{digest}".encode()
        return f"hss-{hmac.digest(self._master, told, hashlib.sha256).hex()}"
