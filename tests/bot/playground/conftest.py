from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.playground.playground import Playground
from bot.playground.server import open_playground
from services.clock import SystemClock


class TurnableClock(SystemClock):
    """The machine's clock, moved forward by hand."""

    ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


@asynccontextmanager
async def bot_at(playground: Playground, **api) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(playground.url, **api)
    session = AiohttpSession(api=server)
    bot = Bot(playground.token, session=session, default=DefaultBotProperties())
    try:
        yield bot
    finally:
        if session._session is not None:  # its own close waits a quarter of a second
            await session._session.close()


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock()


@pytest.fixture
async def playground(tmp_path, clock) -> AsyncIterator[Playground]:
    async with open_playground(folder=tmp_path / "pg", clock=clock, patience=0.01) as opened:
        yield opened


@pytest.fixture
async def bot(playground) -> AsyncIterator[Bot]:
    async with bot_at(playground) as opened:
        yield opened


@pytest.fixture
async def sim(playground) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"X-Sim-Token": playground.sim_token}
    async with aiohttp.ClientSession(playground.url, headers=headers) as session:
        yield session


Ask = Callable[..., Awaitable[tuple[int, dict]]]


@pytest.fixture
async def ask(playground) -> AsyncIterator[Ask]:
    """Call a method by hand, as JSON, and get the status and the body."""
    async with aiohttp.ClientSession(playground.url) as session:

        async def call(method: str, **parameters) -> tuple[int, dict]:
            address = f"/bot{playground.token}/{method}"
            async with session.post(address, json=parameters) as response:
                return response.status, await response.json()

        yield call
