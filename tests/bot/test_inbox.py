"""The durable inbox on a real database."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot import inbox_table
from bot.inbox import Handle, Inbox
from services.store.database import Database, open_database
from tests.bot import inbox_program
from tests.services.store.hands import Hands

BOT = 42


@pytest.fixture
def clock() -> Hands:
    return Hands()


@asynccontextmanager
async def working(inbox: Inbox, handle: Handle) -> AsyncIterator[None]:
    """Run the inbox; at the end let what runs end."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(inbox.run(handle))
        yield
        if not await inbox.drain(timedelta(seconds=5)):
            task.cancel()


def message(update_id: int, *, chat: int = 1, text: str = "hi") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "text": text}}


def tap(update_id: int, *, user: int = 1) -> dict[str, Any]:
    body = {"id": "1", "from": {"id": user}, "message": {"chat": {"id": user}}}
    return {"update_id": update_id, "callback_query": body}


class Seen:
    """A handler that notes what it was given, and lets a test wait for it."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self._more = asyncio.Event()

    async def __call__(self, update: dict[str, Any]) -> None:
        self.note(update)

    def note(self, update: dict[str, Any]) -> None:
        self.ids.append(update["update_id"])
        self._more.set()

    async def wait(self, count: int) -> list[int]:
        async with asyncio.timeout(20):
            while len(self.ids) < count:
                self._more.clear()
                await self._more.wait()
        return self.ids


async def states(database: Database) -> dict[int | None, str]:
    rows = await database.rows("SELECT update_id, state FROM inbox ORDER BY seq")
    return {row["update_id"]: row["state"] for row in rows}


async def test_what_is_stored_is_handled_and_done(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        assert await inbox.store([message(1), message(2)]) == 2
        await seen.wait(2)
    assert seen.ids == [1, 2]
    assert await states(database) == {1: "done", 2: "done"}


async def test_the_words_are_not_kept_once_they_were_handled(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        await inbox.store([message(1, text="a secret")])
        await seen.wait(1)
    assert [row["body"] for row in await database.rows("SELECT body FROM inbox")] == [""]


async def test_keys_of_programs_are_not_written_down_even_while_their_update_waits(
    database: Database, clock: Hands
) -> None:
    key, secret = f"hs-0107e24c210a-{'x' * 43}", f"hss-{'0a' * 32}"
    inbox = Inbox(database, clock, bot_id=BOT)

    await inbox.store([message(1, text=f"Here it is:\n{key}\n{secret}")])

    (row,) = await database.rows("SELECT body FROM inbox")
    assert "Here it is" in row["body"]
    assert "***" in row["body"]
    assert key not in row["body"]
    assert secret not in row["body"]


async def test_an_update_that_comes_twice_is_handled_once(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        assert await inbox.store([message(1), message(1)]) == 1
        await seen.wait(1)
        assert await inbox.store([message(1), message(2)]) == 1
        await seen.wait(2)
    again = Inbox(database, clock, bot_id=BOT)
    async with working(again, seen):
        assert await again.store([message(2)]) == 0
    other = Inbox(database, clock, bot_id=BOT + 1)
    async with working(other, seen):
        assert await other.store([message(1)]) == 1
        await seen.wait(3)
    assert seen.ids == [1, 2, 1]


async def test_smaller_numbers_are_new_when_telegram_begins_anew(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        await inbox.store([message(10_000)])
        await inbox.store([message(7)])
        assert await seen.wait(2) == [10_000, 7]


async def test_a_chat_is_handled_in_order_and_others_do_not_wait(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    gate = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        if update["update_id"] == 1:
            await gate.wait()
        seen.note(update)

    async with working(inbox, handle):
        await inbox.store([message(1), message(2), message(3, chat=2), message(4)])
        assert await seen.wait(1) == [3]
        gate.set()
        assert await seen.wait(4) == [3, 1, 2, 4]


async def test_a_tap_does_not_wait_behind_messages(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    gate = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        if "message" in update:
            await gate.wait()
        seen.note(update)

    async with working(inbox, handle):
        await inbox.store([message(1), message(2), tap(3), tap(4)])
        assert await seen.wait(2) == [3, 4]
        gate.set()
        await seen.wait(4)


async def test_only_so_many_lines_are_worked_off_at_once(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT, lines_at_once=3), Seen()
    running, most = 0, 0
    full = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 3:
            full.set()
        await full.wait()
        running -= 1
        seen.note(update)

    async with working(inbox, handle):
        await inbox.store([message(number, chat=number) for number in range(50)])
        await seen.wait(50)
    assert most == 3


async def test_a_failing_update_is_tried_three_times_and_parked_and_the_chat_goes_on(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()

    async def handle(update: dict[str, Any]) -> None:
        seen.note(update)
        if update["update_id"] == 1:
            raise RuntimeError("at https://api.telegram.org/bot123456:AAAAAAAAAAAAAAAAAAAAAAA/x")

    async with working(inbox, handle):
        await inbox.store([message(1), message(2)])
        assert await seen.wait(4) == [1, 1, 1, 2]
    assert await states(database) == {1: "parked", 2: "done"}
    (row,) = await database.rows("SELECT * FROM inbox WHERE state = 'parked'")
    assert row["tries"] == 3
    assert row["problem"] == "RuntimeError: at https://api.telegram.org/bot[token]/x"
    assert '"text":"hi"' in row["body"]


async def test_a_second_try_may_succeed(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()

    async def handle(update: dict[str, Any]) -> None:
        seen.note(update)
        if len(seen.ids) == 1:
            raise RuntimeError("not now")

    async with working(inbox, handle):
        await inbox.store([message(1), message(2)])
        assert await seen.wait(3) == [1, 1, 2]
    assert await states(database) == {1: "done", 2: "done"}


async def test_what_no_model_accepts_is_parked_at_once(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()

    class Model(BaseModel):
        text: int

    async def handle(update: dict[str, Any]) -> None:
        seen.note(update)
        if update["update_id"] == 1:
            Model.model_validate(update["message"])

    async with working(inbox, handle):
        await inbox.store([message(1), message(2)])
        assert await seen.wait(2) == [1, 2]
    assert await states(database) == {1: "parked", 2: "done"}


def nested(depth: int) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for _ in range(depth):
        body = {"a": body}
    return {"update_id": 5, "message": body}


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("text", id="text"),
        pytest.param(None, id="nothing"),
        pytest.param([1], id="list"),
        pytest.param({}, id="empty"),
        pytest.param({"update_id": "7"}, id="a number in quotes"),
        pytest.param({"update_id": True}, id="truth"),
        pytest.param({"update_id": 2**80}, id="a huge number"),
        pytest.param({"update_id": -1}, id="a negative number"),
        pytest.param({"update_id": 5, "message": float("nan")}, id="not a number"),
        pytest.param(nested(100_000), id="deep"),
    ],
)
async def test_what_is_no_update_is_parked_and_blocks_nothing(
    database: Database, clock: Hands, odd: object
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        assert await inbox.store([message(1), odd, message(2)]) == 2
        await seen.wait(2)
    rows = await database.rows("SELECT state FROM inbox ORDER BY seq")
    assert [row["state"] for row in rows] == ["done", "parked", "done"]


@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": [{"chat": 3}]},
        {"update_id": 1, "message": {"chat": {"id": "x"}}},
        {"update_id": 1, "callback_query": 7},
        {"update_id": 1, "\ud800\x00": {"from": {"id": 1}}},
        {"update_id": 1, "message": {"chat": {"id": 1}, "text": "\ud83d\x00 \U0001f600"}},
        {"update_id": 1, "something_new": {"from": {"id": 1}}},
    ],
)
async def test_an_odd_update_reaches_the_handler_as_it_came(
    database: Database, clock: Hands, odd: dict[str, Any]
) -> None:
    seen: list[dict[str, Any]] = []
    arrived = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        seen.append(update)
        arrived.set()

    first = Inbox(database, clock, bot_id=BOT)
    await first.store([odd])
    second = Inbox(database, clock, bot_id=BOT)
    async with working(second, handle):
        await arrived.wait()
    assert seen == [odd]


async def test_a_restart_takes_up_what_was_not_done(database: Database, clock: Hands) -> None:
    first, seen = Inbox(database, clock, bot_id=BOT), Seen()
    stuck = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        if update["update_id"] == 2:
            stuck.set()
            await asyncio.Event().wait()
        seen.note(update)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(first.run(handle))
        await first.store([message(number) for number in range(1, 60)])
        await stuck.wait()
        task.cancel()
    assert seen.ids == [1]

    second = Inbox(database, clock, bot_id=BOT)
    async with working(second, seen):
        await second.store([message(60)])
        assert await seen.wait(60) == list(range(1, 61))
    assert set((await states(database)).values()) == {"done"}


async def test_an_update_that_kills_the_program_is_given_up_in_the_end(
    database: Database, clock: Hands
) -> None:
    await Inbox(database, clock, bot_id=BOT).store([message(1), message(2)])
    seen = Seen()

    class Died(BaseException):
        pass

    async def handle(update: dict[str, Any]) -> None:
        if update["update_id"] == 1:
            raise Died
        seen.note(update)

    for _ in range(10):
        with pytest.raises(BaseExceptionGroup) as caught:
            await Inbox(database, clock, bot_id=BOT).run(handle)
        assert caught.group_contains(Died)
    async with working(Inbox(database, clock, bot_id=BOT), handle):
        await seen.wait(1)
    assert await states(database) == {1: "parked", 2: "done"}


async def test_thousands_wait_in_the_table_not_in_memory(database: Database, clock: Hands) -> None:
    inbox = Inbox(database, clock, bot_id=BOT, most_in_memory=50)
    seen = Seen()
    gate = asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        await gate.wait()
        seen.note(update)

    async with working(inbox, handle):
        for start in range(0, 3000, 100):
            updates = [message(start + n, chat=n % 7) for n in range(100)]
            await inbox.store(updates)
        assert inbox._lines._in_memory <= 50 + 7 * 20
        gate.set()
        await seen.wait(3000)
    for chat in range(7):
        ids = [number for number in seen.ids if (number % 100) % 7 == chat]
        assert ids == sorted(ids)
    assert len(set(seen.ids)) == 3000
    assert set((await states(database)).values()) == {"done"}


async def test_stores_at_the_same_time_share_commits_and_lose_nothing(
    database: Database, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    commits = 0
    really = Database.transaction

    def counted(self: Database) -> Any:
        nonlocal commits
        commits += 1
        return really(self)

    monkeypatch.setattr(Database, "transaction", counted)
    async with working(inbox, seen):
        await asyncio.gather(*(inbox.store([message(n, chat=n)]) for n in range(200)))
        await seen.wait(200)
    assert sorted(seen.ids) == list(range(200))
    assert commits < 50


async def test_a_caller_that_gives_up_takes_nobody_elses_updates_with_it(
    database: Database, clock: Hands
) -> None:
    for turns in range(12):
        base = turns * 10
        inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
        async with working(inbox, seen):
            loop = asyncio.get_running_loop()
            impatient = loop.create_task(inbox.store([message(base + 1, chat=1)]))
            patient = loop.create_task(inbox.store([message(base + 2, chat=2)]))
            for _ in range(turns):
                await asyncio.sleep(0)
            impatient.cancel()
            await asyncio.wait([impatient, patient])
            await inbox.store([message(base + 1, chat=1), message(base + 3, chat=1)])
            await seen.wait(3)
        assert sorted(seen.ids) == [base + 1, base + 2, base + 3]


async def test_what_could_not_be_stored_is_said_to_every_caller(
    database: Database, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()

    def full(self: Database) -> Any:
        raise sqlite3.OperationalError("database or disk is full")

    async with working(inbox, seen):
        await inbox.store([message(1)])
        await seen.wait(1)
        with monkeypatch.context() as patch:
            patch.setattr(Database, "transaction", full)
            results = await asyncio.gather(
                *(inbox.store([message(n)]) for n in (2, 3)), return_exceptions=True
            )
            assert [type(result) for result in results] == [sqlite3.OperationalError] * 2
        assert await inbox.store([message(2), message(3)]) == 2
        await seen.wait(3)
    assert await states(database) == {1: "done", 2: "done", 3: "done"}


async def test_draining_lets_the_running_end_and_leaves_the_rest(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    gate, begun = asyncio.Event(), asyncio.Event()

    async def handle(update: dict[str, Any]) -> None:
        begun.set()
        await gate.wait()
        seen.note(update)

    async with asyncio.TaskGroup() as group:
        group.create_task(inbox.run(handle))
        await inbox.store([message(1), message(2)])
        await begun.wait()
        assert not await inbox.drain(timedelta(0))
        assert await inbox.store([message(3)]) == 1
        gate.set()
        assert await inbox.drain(timedelta(seconds=5))
    assert seen.ids == [1]
    assert await states(database) == {1: "done", 2: "new", 3: "new"}


async def test_old_rows_are_removed_and_waiting_ones_never(
    database: Database, clock: Hands
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        await inbox.store([message(1), "odd"])
        await seen.wait(1)
    await inbox.store([message(2)])
    clock.turn(seconds=48 * 3600)
    assert await inbox.purge() == 0
    clock.turn(seconds=25 * 3600)
    assert await inbox.purge() == 1
    clock.turn(seconds=12 * 86_400)
    assert await inbox.purge() == 1
    assert await states(database) == {2: "new"}


async def test_five_hundred_updates_are_no_effort(database: Database, clock: Hands) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        for start in range(0, 500, 10):
            await inbox.store([message(start + n, chat=n) for n in range(10)])
        await seen.wait(500)
    assert len(set(seen.ids)) == 500


async def test_nothing_is_lost_when_the_program_is_killed_again_and_again(tmp_path: Path) -> None:
    count = 600
    handled = tmp_path / "handled"
    for delay in (0.0, 0.02, 0.05, 0.1, 0.15, None):
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            inbox_program.__name__,
            str(tmp_path / "hearsay.db"),
            str(handled),
            str(count),
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert program.stdout
        assert await program.stdout.readline() == b"ready\n"
        if delay is not None:
            await asyncio.sleep(delay)
            program.kill()
        out, _ = await asyncio.wait_for(program.communicate(), timeout=60)
    assert out == b"done\n"

    async with open_database(tmp_path / "hearsay.db") as database:
        rows = await database.rows("SELECT update_id, state FROM inbox ORDER BY update_id")
    assert [(row[0], row[1]) for row in rows] == [(number, "done") for number in range(count)]
    numbers = [int(line) for line in handled.read_text().split()]
    assert set(numbers) == set(range(count))
    for chat in range(inbox_program.CHATS):
        first = list(dict.fromkeys(n for n in numbers if n % inbox_program.CHATS == chat))
        assert first == sorted(first)


async def test_marks_wait_for_a_disk_that_is_full(
    database: Database, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    refused = asyncio.Event()
    room = False
    really = Database.transaction

    def sometimes(self: Database) -> Any:
        if room:
            return really(self)
        refused.set()
        raise sqlite3.OperationalError("database or disk is full")

    async with working(inbox, seen):
        await inbox.store([message(1)])
        monkeypatch.setattr(Database, "transaction", sometimes)
        await seen.wait(1)
        await refused.wait()
        room = True
    assert await states(database) == {1: "done"}


async def test_a_table_that_cannot_be_read_is_read_again(
    database: Database, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Inbox(database, clock, bot_id=BOT).store([message(1), message(2)])
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    really = inbox_table.page
    failures = [sqlite3.OperationalError("disk I/O error")] * 3

    async def page(*args: Any, **kwargs: Any) -> Any:
        if failures:
            raise failures.pop()
        return await really(*args, **kwargs)

    monkeypatch.setattr(inbox_table, "page", page)
    async with working(inbox, seen):
        assert await seen.wait(2) == [1, 2]


async def test_a_damaged_row_is_handed_on_as_nothing_and_parked(
    database: Database, clock: Hands
) -> None:
    await Inbox(database, clock, bot_id=BOT).store([message(1), message(2)])
    await database.write("UPDATE inbox SET body = '{' WHERE update_id = 1")
    inbox, seen = Inbox(database, clock, bot_id=BOT), Seen()
    async with working(inbox, seen):
        assert await seen.wait(1) == [2]
    assert await states(database) == {1: "parked", 2: "done"}


async def test_draining_what_does_not_run_takes_no_time(database: Database, clock: Hands) -> None:
    assert await Inbox(database, clock, bot_id=BOT).drain(timedelta(seconds=60))
