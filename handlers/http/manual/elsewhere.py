"""What stands in the manual although it is no door: it is served beside the table, to whoever asks."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from handlers.http.doors import Answer, Asked, Door
from services.errors import NotFound, SourceExpired

_LIVE: Final[Mapping[str, Any]] = {"method": "GET", "tag": "Live", "scope": None}
_FOR_MACHINES: Final[Mapping[str, Any]] = {"method": "GET", "tag": "For machines", "scope": None}


def rows_elsewhere() -> list[Door]:
    """Return them as rows to be described; nobody may ask anything through these."""
    return [
        Door(path="/health", ask=_nothing, summary="Whether it is alive.", **_FOR_MACHINES),
        Door(
            path="/ready",
            ask=_nothing,
            summary="Whether every part works, and what is worse than it could be.",
            also={HTTPStatus.SERVICE_UNAVAILABLE: "application/json"},
            **_FOR_MACHINES,
        ),
        Door(path="/version", ask=_nothing, summary="Which versions these are.", **_FOR_MACHINES),
        Door(
            path="/metrics",
            ask=_nothing,
            summary="Figures for Prometheus.",
            answer="text/plain",
            **_FOR_MACHINES,
        ),
        Door(
            method="GET",
            path="/files/{token:[A-Za-z0-9_-]{1,64}}/{name}",
            ask=_nothing,
            summary="A file that was too big for the chat, by its link: whole or in parts.",
            tag="Files by link",
            scope=None,
            answer="application/octet-stream",
            raises=(NotFound, SourceExpired),
        ),
        Door(
            path="/api/transcribe/live/status",
            ask=_nothing,
            summary="Whether anybody can be listened to now, over /api/transcribe/live or /v1/realtime.",
            **_LIVE,
        ),
    ]


async def _nothing(_: Asked) -> Answer:
    raise NotFound
