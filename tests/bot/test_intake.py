"""Polling and webhook over the real wire, against the playground's Bot API server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from structlog.testing import capture_logs

from bot.inbox import Inbox
from bot.playground.playground import Playground
from bot.playground.server import open_playground
from bot.polling import Polling, TokenRefused
from bot.site import build_site, open_site
from bot.webhook import Secrets, Webhook, webhook_routes
from services.clock import SystemClock
from services.store.database import Database

ALLOWED = ["message", "callback_query"]


class Hurried(SystemClock):
    """Pauses are a hundred times shorter."""

    async def sleep(self, delay: timedelta) -> None:
        await super().sleep(delay / 100)


CLOCK = Hurried()


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    async with open_playground(folder=tmp_path / "playground", patience=0.01) as playground:
        yield playground


@asynccontextmanager
async def open_bot(playground: Playground, token: str = "") -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(playground.url))
    async with Bot(token or playground.token, session=session) as bot:
        yield bot


class Heard:
    """A handler that collects what people wrote."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self._more = asyncio.Event()

    async def __call__(self, update: dict[str, Any]) -> None:
        self.updates.append(update)
        self._more.set()

    async def wait(self, count: int) -> list[str]:
        async with asyncio.timeout(15):
            while len(self.updates) < count:
                self._more.clear()
                await self._more.wait()
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [update.get("message", {}).get("text", "?") for update in self.updates]


@asynccontextmanager
async def polling(
    playground: Playground, database: Database, heard: Heard
) -> AsyncIterator[Polling]:
    async with open_bot(playground) as bot, asyncio.TaskGroup() as group:
        inbox = Inbox(database, CLOCK, bot_id=playground.bot_id)
        loop = Polling(bot, inbox, CLOCK, allowed_updates=ALLOWED, long_poll=timedelta(seconds=5))
        tasks = [group.create_task(inbox.run(heard)), group.create_task(loop.run())]
        yield loop
        tasks[1].cancel()
        await inbox.drain(timedelta(seconds=5))


@asynccontextmanager
async def called_back(
    playground: Playground, database: Database, heard: Heard
) -> AsyncIterator[Webhook]:
    async with open_bot(playground) as bot, asyncio.TaskGroup() as group:
        inbox = Inbox(database, CLOCK, bot_id=playground.bot_id)
        secrets_ = Secrets.of(None)
        site = build_site(webhook_routes(inbox, secrets_))
        async with open_site(site, host="127.0.0.1", port=0) as url:
            webhook = Webhook(
                bot, CLOCK, public_url=url, secrets_=secrets_, allowed_updates=ALLOWED
            )
            await webhook.announce()
            group.create_task(inbox.run(heard))
            yield webhook
            await inbox.drain(timedelta(seconds=5))


INTAKES = pytest.mark.parametrize("intake", [polling, called_back])


async def states(database: Database) -> list[str]:
    return [row["state"] for row in await database.rows("SELECT state FROM inbox ORDER BY seq")]


@INTAKES
async def test_what_is_written_is_heard_in_order(
    playground: Playground, database: Database, intake: Any
) -> None:
    heard = Heard()
    await playground.say("before")
    async with intake(playground, database, heard):
        for number in range(20):
            await playground.say(str(number))
        await heard.wait(21)
    assert heard.texts == ["before", *map(str, range(20))]
    assert await states(database) == ["done"] * 21
    assert playground.violations == []


@INTAKES
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("duplicate", ["one", "two", "three"]),
        ("swap", ["one", "three", "two"]),
        ("poison", ["one", "?", "two", "three"]),
        ("unknown", ["one", "?", "two", "three"]),
        ("jump", ["one", "two", "three"]),
    ],
)
async def test_odd_updates_harm_no_others(
    playground: Playground, database: Database, intake: Any, fault: str, expected: list[str]
) -> None:
    heard = Heard()
    playground.add_fault("update", fault, match='"two"')
    async with intake(playground, database, heard):
        for text in ("one", "two", "three"):
            await playground.say(text)
        await heard.wait(len(expected))
    assert sorted(heard.texts) == sorted(expected)


async def test_updates_wait_while_the_bot_is_away_and_survive_the_change_of_the_way(
    playground: Playground, database: Database
) -> None:
    heard = Heard()
    async with polling(playground, database, heard):
        await playground.say("by poll")
        await heard.wait(1)
    await playground.say("while away")
    async with called_back(playground, database, heard) as webhook:
        await heard.wait(2)
        await playground.say("by webhook")
        await heard.wait(3)
        assert await webhook.check() is None
    await playground.say("while the webhook is dead")
    async with polling(playground, database, heard):
        await heard.wait(4)
    assert heard.texts == ["by poll", "while away", "by webhook", "while the webhook is dead"]
    assert playground.calls("deleteWebhook")


@pytest.mark.parametrize("kind", ["html", "truncated", "cut_before", "cut_after", "error"])
async def test_a_poll_that_goes_wrong_loses_nothing(
    playground: Playground, database: Database, kind: str
) -> None:
    heard = Heard()
    playground.add_fault("getUpdates", kind, count=1)
    await playground.say("one")
    async with polling(playground, database, heard):
        await heard.wait(1)
        await playground.say("two")
        await heard.wait(2)
    assert heard.texts == ["one", "two"]


async def test_a_second_bot_with_the_token_is_noticed(
    playground: Playground, database: Database
) -> None:
    heard = Heard()
    with capture_logs() as logs:
        async with polling(playground, database, heard), open_bot(playground) as rival:
            await playground.say("one")
            await heard.wait(1)
            await rival.get_updates(timeout=0)
            await playground.say("two")
            await heard.wait(2)
    loud = [line["event"] for line in logs if line["log_level"] == "error"]
    assert len(loud) == 1
    assert "ANOTHER PROGRAM" in loud[0]
    assert heard.texts == ["one", "two"]


async def test_a_token_that_is_not_known_ends_the_polling(
    playground: Playground, database: Database
) -> None:
    async with open_bot(playground, "1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") as bot:
        inbox = Inbox(database, CLOCK, bot_id=1)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(
                Polling(bot, inbox, CLOCK, allowed_updates=ALLOWED).run(), timeout=10
            )


async def test_webhook_calls_are_repeated_until_they_can_be_stored(
    playground: Playground, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    failures = 2
    really = Inbox.store

    async def store(self: Inbox, updates: Any) -> int:
        nonlocal failures
        if failures:
            failures -= 1
            raise OSError("a bug, or a disk")
        return await really(self, updates)

    monkeypatch.setattr(Inbox, "store", store)
    async with called_back(playground, database, heard):
        await playground.say("one")
        await playground.say("two")
        await heard.wait(2)
    assert heard.texts == ["one", "two"]
    assert failures == 0
