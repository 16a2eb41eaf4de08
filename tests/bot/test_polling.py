"""The poll loop against a server that answers badly in every way."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from structlog.testing import capture_logs

from bot.inbox import Inbox
from bot.polling import Polling, TokenRefused
from services.store.database import Database
from tests.bot.telegram import TOKEN, Telegram, open_telegram
from tests.services.store.hands import Hands


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with open_telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with telegram.bot() as bot:
        yield bot


class Clockwork(Hands):
    """Time that stops the loop after so many pauses: each test says how many it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    async def sleep(self, delay: timedelta) -> None:
        self.pauses.append(delay.total_seconds())
        await super().sleep(delay)


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def inbox(database: Database, clock: Clockwork) -> Inbox:
    return Inbox(database, clock, bot_id=42)


@pytest.fixture
def polling(bot: Bot, inbox: Inbox, clock: Clockwork) -> Polling:
    return Polling(bot, inbox, clock, allowed_updates=["message"], long_poll=timedelta(seconds=7))


async def run(polling: Polling, telegram: Telegram) -> list[Any]:
    """Poll until every answer has been used, and once more to see what is asked then."""
    with capture_logs() as logs:
        telegram.refuse(401, "Unauthorized")
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(polling.run(), timeout=20)
    assert telegram.answers == []
    assert TOKEN not in json.dumps(logs, default=str)
    return logs


async def stored(database: Database) -> list[tuple[int | None, str]]:
    rows = await database.rows("SELECT update_id, state FROM inbox ORDER BY seq")
    return [(row["update_id"], row["state"]) for row in rows]


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 1}}}


def asked(telegram: Telegram, name: str) -> list[str | None]:
    return [form.get(name) for form in telegram.polls()]


async def test_updates_are_stored_and_then_confirmed(
    polling: Polling, telegram: Telegram, database: Database
) -> None:
    telegram.updates(update(7), update(8))
    telegram.updates(update(9))
    await run(polling, telegram)
    assert await stored(database) == [(7, "new"), (8, "new"), (9, "new")]
    assert asked(telegram, "offset") == [None, "9", "10"]
    assert telegram.polls()[0]["timeout"] == "7"
    assert telegram.polls()[0]["allowed_updates"] == '["message"]'


async def test_after_a_quiet_time_smaller_numbers_are_taken_too(
    polling: Polling, telegram: Telegram, database: Database
) -> None:
    telegram.updates(update(9000))
    telegram.updates()
    telegram.updates(update(5))
    await run(polling, telegram)
    assert await stored(database) == [(9000, "new"), (5, "new")]
    assert asked(telegram, "offset") == [None, "9001", None, "6"]


async def test_nothing_is_confirmed_that_could_not_be_stored(
    polling: Polling,
    telegram: Telegram,
    database: Database,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    really = Inbox.store
    failures = [sqlite3.OperationalError("database or disk is full")]

    async def store(self: Inbox, updates: Sequence[object]) -> int:
        if failures:
            raise failures.pop()
        return await really(self, updates)

    monkeypatch.setattr(Inbox, "store", store)
    telegram.updates(update(1))
    telegram.updates(update(1))
    await run(polling, telegram)
    assert asked(telegram, "offset") == [None, None, "2"]
    assert await stored(database) == [(1, "new")]


@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_ends_it_with_a_sentence(
    polling: Polling, telegram: Telegram, code: int
) -> None:
    telegram.refuse(code, "Unauthorized" if code == 401 else "Not Found")
    with pytest.raises(TokenRefused, match="does not accept BOT_TOKEN"):
        await asyncio.wait_for(polling.run(), timeout=5)


async def test_a_rival_is_told_of_loudly_and_once(
    polling: Polling, telegram: Telegram, clock: Clockwork, database: Database
) -> None:
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot ..."
    for _ in range(4):
        telegram.refuse(409, words)
    telegram.updates(update(1))
    logs = await run(polling, telegram)
    loud = [line for line in logs if line["log_level"] == "error"]
    assert len(loud) == 1
    assert "ANOTHER PROGRAM" in loud[0]["event"]
    assert len(clock.pauses) == 4
    assert all(5 <= pause <= 30 for pause in clock.pauses)
    assert await stored(database) == [(1, "new")]


async def test_a_webhook_is_removed_once_and_what_waits_is_kept(
    polling: Polling, telegram: Telegram, database: Database
) -> None:
    words = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to"
        " delete the webhook first"
    )
    telegram.refuse(409, words)
    telegram.fine()
    telegram.updates(update(1))
    telegram.refuse(409, words)
    await run(polling, telegram)
    methods = [method for method, _ in telegram.calls]
    assert methods == ["getUpdates", "deleteWebhook", "getUpdates", "getUpdates", "getUpdates"]
    assert "drop_pending_updates" not in telegram.calls[1][1]
    assert await stored(database) == [(1, "new")]


async def test_bad_weather_is_waited_out(
    polling: Polling, telegram: Telegram, database: Database, clock: Clockwork
) -> None:
    telegram.say(502, "<html><h1>502 Bad Gateway</h1></html>")
    telegram.refuse(500, "Internal Server Error: restart")
    telegram.refuse(500, "Internal Server Error")
    telegram.say(200, '{"ok": true, "result": [{"update_id": 1, "mess')
    telegram.say(200, "")
    telegram.refuse(429, "Too Many Requests: retry after 77", retry_after=77)
    telegram.refuse(400, "Bad Request: something new")
    telegram.answers.append((503, {"ok": False}))
    telegram.updates(update(1))
    await run(polling, telegram)
    assert await stored(database) == [(1, "new")]
    assert all(pause <= 77 for pause in clock.pauses)
    assert 77 in clock.pauses


async def test_pauses_grow_to_half_a_minute_and_no_further(
    polling: Polling, telegram: Telegram, clock: Clockwork
) -> None:
    for _ in range(12):
        telegram.say(502, "<html>")
    await run(polling, telegram)
    assert clock.pauses[0] <= 1
    assert all(15 <= pause <= 30 for pause in clock.pauses[5:])


async def test_a_dead_network_is_waited_out_without_telling_the_token(
    bot: Bot, inbox: Inbox, clock: Clockwork, telegram: Telegram
) -> None:
    class Enough(Exception):
        pass

    class Impatient(Clockwork):
        async def sleep(self, delay: timedelta) -> None:
            await super().sleep(delay)
            if len(self.pauses) == 5:
                raise Enough

    bot.session.api = type(bot.session.api).from_base("http://127.0.0.1:9")
    polling = Polling(bot, inbox, Impatient(), allowed_updates=[])
    with capture_logs() as logs, pytest.raises(Enough):
        await asyncio.wait_for(polling.run(), timeout=20)
    assert len(logs) == 5
    assert TOKEN not in json.dumps(logs, default=str)


async def test_an_unreadable_update_is_cornered_and_skipped(
    polling: Polling, telegram: Telegram, database: Database
) -> None:
    """The server holds 1, an unreadable 2, and 3."""
    for _ in range(5):
        telegram.say(200, '{"ok": true, "result": [{"update_id": 1}, {"update_id": 2, "x": nul')
    telegram.say(200, '{"ok": true, "result": [{"update_id": 1}, {"update_id": 2, "x": nul')
    telegram.updates(update(1))
    for _ in range(5):
        telegram.say(200, '{"ok": true, "result": [{"update_id": 2, "x": nul')
    telegram.updates(update(3))
    await run(polling, telegram)
    limits = [int(limit) for limit in asked(telegram, "limit") if limit]
    assert limits == [100, 50, 25, 12, 6, 3, 1, 2, 1, 1, 1, 1, 1, 2]
    assert await stored(database) == [(1, "new"), (None, "parked"), (3, "new")]
    assert asked(telegram, "offset")[-2:] == ["3", "4"]


async def test_what_is_no_update_is_parked_and_confirmed(
    polling: Polling, telegram: Telegram, database: Database
) -> None:
    telegram.updates(update(1), "odd", {"update_id": 2, "message": "odd"}, update(3))
    await run(polling, telegram)
    assert await stored(database) == [(1, "new"), (None, "parked"), (2, "new"), (3, "new")]
    assert asked(telegram, "offset") == [None, "4"]


async def test_what_cannot_be_confirmed_is_parked_once(
    polling: Polling, telegram: Telegram, database: Database, clock: Clockwork
) -> None:
    for _ in range(5):
        telegram.updates({"message": {}})
    await run(polling, telegram)
    assert await stored(database) == [(None, "parked")]
    assert len(clock.pauses) == 4


async def test_a_long_silence_is_said_when_asked(
    polling: Polling, telegram: Telegram, clock: Clockwork
) -> None:
    assert await polling.check() is None
    for _ in range(25):
        telegram.say(502, "<html>")
    await run(polling, telegram)
    reason = await polling.check()
    assert reason
    assert "no updates from Telegram" in reason
