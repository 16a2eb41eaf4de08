"""Links that open the bot: what somebody asked for elsewhere, by a token that fits into a button."""

import base64
import hashlib
from datetime import timedelta
from typing import Final

from services.clock import Clock
from services.store.database import Database

_TOKEN_BYTES: Final = 16
_KEPT: Final = timedelta(days=7)


class Starts:
    """The `starts` table."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def keep(self, url: str, *, account: int) -> str:
        """Return the token of a link; the same for who asks for the same again."""
        digest = hashlib.sha256(f"{account} {url}".encode()).digest()[:_TOKEN_BYTES]
        token = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        await self._database.write(
            """
            INSERT INTO starts (token, account, url, made_at) VALUES (:token, :account, :url, :now)
            ON CONFLICT (token) DO UPDATE SET made_at = :now
            """,
            token=token,
            account=account,
            url=url,
            now=self._clock.now(),
        )
        return token

    async def find(self, token: str) -> str | None:
        """Return the link of a token; None when it is not kept any more."""
        row = await self._database.row("SELECT url FROM starts WHERE token = :token", token=token)
        return str(row["url"]) if row else None

    async def forget(self, account: int) -> None:
        """Erase what one account asked for."""
        await self._database.write("DELETE FROM starts WHERE account = :account", account=account)

    async def purge(self) -> None:
        """Erase what nobody will come back to; for the night."""
        before = self._clock.now() - _KEPT.total_seconds()
        await self._database.write("DELETE FROM starts WHERE made_at < :before", before=before)
