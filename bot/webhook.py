"""Webhook mode: Telegram brings the updates to an address of ours.

The address holds a secret, and each call carries another in a header. The answer is 200 only once the
update is stored; everything else makes Telegram come again.
"""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetWebhookInfo, SetWebhook
from aiohttp import ClientError, web

from bot.inbox import Inbox
from bot.polling import TokenRefused
from bot.tokens import without_tokens
from services.clock import Clock
from services.errors import BodyUnreadable

log = structlog.get_logger(__name__)

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_MOST_BYTES: Final = 8 * 1024 * 1024
_CONNECTIONS: Final = 40
_CALL_SECONDS: Final = 30
_LONGEST_PAUSE: Final = timedelta(seconds=60)
_RECENT_SECONDS: Final = 300
# A TypeError is what aiogram makes of a server's error without a description.
_TROUBLE: Final = (AiogramError, ClientError, OSError, UnicodeError, TypeError)


class WebhookRefused(Exception):
    """Telegram does not accept the address of the webhook."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a caller must know: the address, and the header's value."""

    path: str
    header: str

    @classmethod
    def of(cls, secret: str | None) -> "Secrets":
        """Return the secrets that follow from the operator's, or new ones."""
        header = secret or secrets.token_urlsafe(32)
        digest = hashlib.sha256(f"path of {header}".encode()).hexdigest()
        return cls(path=f"/telegram/{digest[:32]}", header=header)


def webhook_routes(inbox: Inbox, secrets_: Secrets) -> list[web.RouteDef]:
    """Return the route to which Telegram posts updates."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not secrets.compare_digest(given, secrets_.header.encode()):
            raise web.HTTPUnauthorized
        body = await _body(request)
        if body is None:
            raise web.HTTPRequestEntityTooLarge(_MOST_BYTES)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise BodyUnreadable from error
        if not isinstance(update, dict):
            raise BodyUnreadable
        try:
            await inbox.store([update])
        except sqlite3.Error as error:
            log.exception("an update could not be stored")
            raise web.HTTPServiceUnavailable from error
        return web.Response()

    return [web.post(secrets_.path, receive, name="telegram")]


class Webhook:
    """The bot's side: Telegram is told the address, and asked how it gets on with it."""

    def __init__(
        self,
        bot: Bot,
        clock: Clock,
        *,
        public_url: str,
        secrets_: Secrets,
        allowed_updates: Sequence[str],
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._request = SetWebhook(
            url=public_url.rstrip("/") + secrets_.path,
            allowed_updates=list(allowed_updates),
            max_connections=_CONNECTIONS,
            secret_token=secrets_.header,
        )
        self._announced = False

    async def announce(self) -> None:
        """Tell Telegram the address, again and again until it has heard.

        Raises:
            TokenRefused: Telegram does not know the token.
            WebhookRefused: it does not accept the address.
        """
        pause = timedelta(seconds=1)
        while not self._announced:
            try:
                await self._bot.session.make_request(
                    self._bot, self._request, timeout=_CALL_SECONDS
                )
                self._announced = True
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise TokenRefused from None
            except TelegramBadRequest as error:
                raise WebhookRefused(
                    f"Telegram does not accept PUBLIC_URL: {without_tokens(error)}"
                ) from None
            except TelegramRetryAfter as error:
                await self._clock.sleep(timedelta(seconds=error.retry_after))
            except _TROUBLE as error:
                log.warning("the webhook is not set yet", problem=without_tokens(error))
                await self._clock.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def check(self) -> str | None:
        """Return why no updates arrive, None when all is well."""
        if not self._announced:
            return "Telegram has not been told the address yet"
        try:
            found = await self._bot.session.make_request(
                self._bot, GetWebhookInfo(), timeout=_CALL_SECONDS
            )
        except _TROUBLE as error:
            return f"Telegram does not answer: {without_tokens(error)}"
        if found.url != self._request.url:
            return "another address is set as the webhook"
        failed_at = found.last_error_date.timestamp() if found.last_error_date else 0.0
        if found.pending_update_count and self._clock.now() - failed_at < _RECENT_SECONDS:
            return f"Telegram cannot deliver: {without_tokens(found.last_error_message)}"
        return None


async def _body(request: web.Request) -> bytes | None:
    """Return the whole body, None when it is larger than any update."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)
