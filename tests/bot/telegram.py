"""A Bot API server whose answers a test writes down one by one."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web

TOKEN = "42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class _Session(AiohttpSession):
    """Closes at once: aiogram waits a quarter of a second for TLS, which is not spoken here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@dataclass(slots=True)
class Telegram:
    """The server: `answers` are given in turn, then none any more until the call is given up."""

    url: str = ""
    answers: list[tuple[int, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def updates(self, *updates: object) -> None:
        self.answers.append((200, {"ok": True, "result": list(updates)}))

    def refuse(self, code: int, description: str, **parameters: int) -> None:
        body = {"ok": False, "error_code": code, "description": description}
        self.answers.append((code, body | {"parameters": parameters}))

    def fine(self) -> None:
        self.answers.append((200, {"ok": True, "result": True}))

    def say(self, code: int, text: str) -> None:
        self.answers.append((code, text))

    def polls(self) -> list[dict[str, str]]:
        return [form for method, form in self.calls if method == "getUpdates"]

    def bot(self) -> Bot:
        session = _Session(api=TelegramAPIServer.from_base(self.url))
        return Bot(TOKEN, session=session)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.calls.append((request.match_info["method"], form))
        if not self.answers:
            raise web.HTTPGone
        code, body = self.answers.pop(0)
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=code, text=text, content_type="application/json")


@asynccontextmanager
async def open_telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    site = web.Application()
    site.router.add_post("/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    telegram.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield telegram
    finally:
        await runner.cleanup()
