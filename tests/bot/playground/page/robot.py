"""A bot on strings: the test says each call, over the real wire."""

import io
import json
from pathlib import Path

import aiohttp


class Robot:
    """Calls the Bot API of the playground and collects what people send."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = f"{url}/bot{token}"
        self._offset = 0
        self._waiting = []

    async def call(self, method, files=None, **params):
        """Call a method; `files` are paths by the name of their parameter."""
        if not files:
            return await self._post(method, json=params)
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, path in files.items():
            form.add_field(name, io.BytesIO(Path(path).read_bytes()), filename=Path(path).name)
        return await self._post(method, data=form)

    async def say(self, chat_id, text, **params):
        """Send a message."""
        return await self.call("sendMessage", chat_id=chat_id, text=text, **params)

    async def updates(self, *, wait=5):
        """Return what is new, at once when there is something."""
        found = await self.call("getUpdates", offset=self._offset, timeout=wait)
        if found:
            self._offset = found[-1]["update_id"] + 1
        return found

    async def next(self, kind):
        """Return the next update of a kind, letting others pass."""
        while True:
            self._waiting = self._waiting or await self.updates(wait=10)
            assert self._waiting, f"no {kind} came"
            update = self._waiting.pop(0)
            if kind in update:
                return update[kind]

    async def _post(self, method, **body):
        async with self._session.post(f"{self._url}/{method}", **body) as answer:
            told = await answer.json()
        assert told["ok"], told
        return told["result"]


def keyboard(*rows):
    """Make an inline keyboard: rows of `(text, data)` or of whole buttons."""
    drawn = [
        [
            button if isinstance(button, dict) else {"text": button[0], "callback_data": button[1]}
            for button in row
        ]
        for row in rows
    ]
    return {"inline_keyboard": drawn}
