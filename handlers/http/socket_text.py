"""Reads what comes over a WebSocket as text: one JSON object a message."""

import json
from typing import Any

from handlers.http.reading import check_plain
from services.errors import BodyUnreadable

Message = dict[str, Any]


def message_in(text: str) -> Message:
    """Return what a client said.

    Raises:
        BodyUnreadable: it is no JSON object.
        FieldInvalid: there is a text or a number in it that cannot be kept.
    """
    try:
        told: Any = json.loads(text)
        check_plain(told, "message")
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable from error
    if not isinstance(told, dict):
        raise BodyUnreadable
    return told
