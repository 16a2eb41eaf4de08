"""People in the emulator: they paste links, press buttons, and look at what came back."""

import asyncio
import json
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
MEDIA = ("audio", "video", "document", "voice", "animation")


def button(message: Message, word: str) -> Message | None:
    """Return the first button of a message whose text contains a word, or None."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next((key for row in rows for key in row if word in key["text"]), None)


def medium(message: Message) -> Message | None:
    """Return the file that a message carries, or None."""
    return next((message[kind] for kind in MEDIA if kind in message), None)


def words(message: Message) -> str:
    """Return what is written in a message, caption included."""
    return str(message.get("text") or message.get("caption") or "")


async def until(look: Callable[[], Any], *, seconds: float = 90) -> Any:
    """Look again and again until there is something to see, and return it."""
    async with asyncio.timeout(seconds):
        while True:
            seen = look()
            found = await seen if isinstance(seen, Awaitable) else seen
            if found:
                return found
            await asyncio.sleep(0.05)


def fetch_json(url: str) -> Any:
    """Return what a URL of the sidecar answers."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)
