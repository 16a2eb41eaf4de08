"""How updates come in: Telegram is asked again and again, or brings them to an address of ours."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.chat import Chat
from bot.polling import Polling
from bot.settings import Settings
from bot.webhook import Secrets, Webhook, webhook_routes
from services.clock import Clock
from services.core import Check


@dataclass(frozen=True, slots=True)
class Intake:
    """What has to run, the routes that it needs, and how to ask whether updates arrive."""

    run: Callable[[], Coroutine[Any, Any, None]]
    routes: Sequence[web.AbstractRouteDef]
    check: Check


def intake_of(settings: Settings, chat: Chat, clock: Clock) -> Intake:
    """Return the webhook where there is an address for it, polling otherwise."""
    kinds = chat.dispatcher.resolve_used_update_types()
    if settings.public_url is None:
        polling = Polling(chat.bot, chat.inbox, clock, allowed_updates=kinds)
        return Intake(polling.run, [], polling.check)
    secret = settings.webhook_secret
    secrets = Secrets.of(secret.get_secret_value() if secret else None)
    webhook = Webhook(
        chat.bot, clock, public_url=settings.public_url, secrets_=secrets, allowed_updates=kinds
    )
    return Intake(webhook.announce, webhook_routes(chat.inbox, secrets), webhook.check)
