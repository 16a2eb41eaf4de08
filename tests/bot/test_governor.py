"""Calls stay in order and in pace: seen from the wire, with a clock whose hands the test turns."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageText,
    GetFile,
    SendChatAction,
    SendMessage,
    SendMessageDraft,
    TelegramMethod,
)
from aiogram.types import FSInputFile, InputMediaDocument

from bot.governor import Governor
from bot.governor_line import Line
from bot.governor_pace import Span, Tally
from bot.session import FateUnknown, NotSent
from bot.urgency import Urgency, urgency
from services.nursery import Nursery
from tests.bot.clocks import Hands, settle

PRIVATE, OTHER, GROUP = 7, 8, -100


class Wire:
    """Stands where the session would call Telegram; notes what goes out, and when."""

    def __init__(self, clock: Hands) -> None:
        self.clock = clock
        self.born = clock.monotonic()
        self.log: list[tuple[float, str]] = []
        self.troubles: dict[str, list[Exception]] = {}
        self.gates: dict[str, asyncio.Event] = {}

    async def __call__(self, bot: Bot, method: TelegramMethod):
        name = label(method)
        self.log.append((round(self.clock.monotonic() - self.born, 2), name))
        if name in self.gates:
            await self.gates[name].wait()
        if self.troubles.get(name):
            raise self.troubles[name].pop(0)
        return name

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.log]

    @property
    def times(self) -> list[float]:
        return [time for time, _ in self.log]


def label(method: TelegramMethod) -> str:
    return str(getattr(method, "text", None) or method.__api_method__)


class Desk:
    """Makes calls side by side."""

    def __init__(self, governor: Governor, wire: Wire, group: asyncio.TaskGroup) -> None:
        self.governor, self.wire, self.group = governor, wire, group
        self.bot = Bot("42:" + "a" * 35)

    def call(self, method: TelegramMethod, level: Urgency = Urgency.ANSWER) -> asyncio.Task:
        with urgency(level):
            return self.group.create_task(self.governor(self.wire, self.bot, method))

    def send(self, text: str, chat: int = PRIVATE, level: Urgency = Urgency.ANSWER):
        return self.call(SendMessage(chat_id=chat, text=text), level)

    def edit(self, text: str, chat: int = PRIVATE, level=Urgency.PROGRESS, message: int = 1):
        return self.call(EditMessageText(chat_id=chat, message_id=message, text=text), level)


@asynccontextmanager
async def open_desk(clock: Hands, jitter: Callable[[], float] = lambda: 0.0) -> AsyncIterator[Desk]:
    async with Nursery() as nursery, asyncio.TaskGroup() as group:
        yield Desk(Governor(clock, nursery, jitter=jitter), Wire(clock), group)


def retry_after(seconds: int) -> TelegramRetryAfter:
    return TelegramRetryAfter(SendMessage(chat_id=1, text="x"), "Too Many Requests", seconds)


async def test_a_private_chat_takes_three_at_once_and_then_one_a_second():
    clock = Hands()
    async with open_desk(clock) as desk:
        for number in range(9):
            desk.send(str(number))
        await clock.turn(0)
        assert desk.wire.names == ["0", "1", "2"]
        await clock.turn(20)
    assert desk.wire.names == [str(number) for number in range(9)]
    assert desk.wire.times[6] - desk.wire.times[0] >= 6


async def test_a_group_takes_one_a_second_and_twenty_a_minute():
    clock = Hands()
    async with open_desk(clock) as desk:
        for number in range(45):
            desk.send(str(number), GROUP)
        await clock.turn(300)
    assert desk.wire.names == [str(number) for number in range(45)]
    times = desk.wire.times
    assert all(later - sooner >= 1 for sooner, later in pairwise(times))
    assert all(later - sooner >= 60 for sooner, later in zip(times, times[20:], strict=False))


async def test_one_chat_does_not_wait_for_another():
    clock = Hands()
    async with open_desk(clock) as desk:
        for number in range(10):
            desk.send(f"a{number}", GROUP)
        desk.send("b", PRIVATE)
        await clock.turn(0)
        assert desk.wire.names == ["a0", "b"]
        await clock.turn(60)


async def test_all_chats_together_stay_below_thirty_a_second():
    clock = Hands()
    async with open_desk(clock) as desk:
        for chat in range(1, 201):
            desk.send("hello", chat, Urgency.DELIVERY)
        await clock.turn(20)
    times = desk.wire.times
    assert len(times) == 200
    assert all(later - sooner >= 1 for sooner, later in zip(times, times[29:], strict=False))
    assert times[-1] < 10


async def test_results_go_steadily_whatever_else_is_asked_for():
    clock, seconds, answers, results = Hands(), 10, 24, 4
    async with open_desk(clock) as desk:
        for number in range(seconds * answers):
            desk.send("answer", number + 1)
            if number % (answers // results) == 0:
                desk.send("result", number + 10_000, Urgency.DELIVERY)
                for message in range(10):
                    desk.edit("progress", -message - 1, message=message)
            await clock.turn(1 / answers)
        names, times = desk.wire.names, desk.wire.times
        assert names.count("answer") == seconds * answers
        assert names.count("result") >= seconds * results - 1
        assert names.count("progress") < seconds
        assert all(later - sooner > 0.95 for sooner, later in zip(times, times[30:], strict=False))
        await clock.turn(60)


async def test_whoever_goes_next_is_found_without_a_look_at_all_who_wait(monkeypatch):
    looks = []
    next_call = Line.next_call
    monkeypatch.setattr(Line, "next_call", lambda line: looks.append(line) or next_call(line))
    clock, chats = Hands(), range(1, 501)
    async with open_desk(clock) as desk:
        for chat in chats:
            desk.send(f"{chat} done", chat, Urgency.DELIVERY)
        for chat in chats:
            desk.edit(f"{chat} waits", chat)
        await clock.turn(120)
    assert desk.wire.names[: len(chats)] == [f"{chat} done" for chat in chats]
    assert len(desk.wire.names) == 2 * len(chats)
    assert len(looks) < 20 * len(chats)


async def test_answers_in_many_chats_are_not_slowed_until_telegram_objects():
    clock = Hands()
    async with open_desk(clock) as desk:
        for number in range(100):
            desk.send("hello", chat=number + 1)
            await clock.turn(0.02)
        assert desk.wire.times[-1] == pytest.approx(99 * 0.02, abs=0.02)
        desk.wire.troubles["no"] = [retry_after(1)]
        desk.send("no", chat=1000)
        await clock.turn(10)
        desk.wire.log.clear()
        for number in range(100):
            desk.send("hello", chat=number + 2000)
        await clock.turn(1)
        assert len(desk.wire.log) < 30
        await clock.turn(10)


async def test_answers_beyond_the_known_limit_go_two_at_a_time_until_that_is_proved_fine():
    clock = Hands()
    async with open_desk(clock) as desk:
        slow = desk.wire.gates["slow"] = asyncio.Event()
        for number in range(30):
            desk.send("slow", chat=number + 1)
        await settle()
        assert len(desk.wire.log) == 26
        slow.set()
        del desk.wire.gates["slow"]
        for number in range(30):
            desk.send("quick", chat=number + 100)
        await settle()
        again = desk.wire.gates["again"] = asyncio.Event()
        for number in range(30):
            desk.send("again", chat=number + 200)
        await settle()
        assert len(desk.wire.log) == 90
        again.set()


async def test_the_more_urgent_goes_first_and_equals_in_order():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.send("first", GROUP)
        await settle()
        desk.edit("progress", GROUP, Urgency.PROGRESS, message=1)
        desk.send("state", GROUP, Urgency.STATE)
        desk.send("result 1", GROUP, Urgency.DELIVERY)
        desk.send("result 2", GROUP, Urgency.DELIVERY)
        desk.send("answer", GROUP, Urgency.ANSWER)
        await clock.turn(30)
    assert desk.wire.names == ["first", "answer", "result 1", "result 2", "state", "progress"]


async def test_the_answer_to_a_button_waits_for_nothing():
    clock = Hands()
    async with open_desk(clock) as desk:
        for number in range(10):
            desk.send(str(number), GROUP)
        desk.call(AnswerCallbackQuery(callback_query_id="1"))
        desk.call(GetFile(file_id="f"))
        await clock.turn(0)
        assert desk.wire.names == ["0", "answerCallbackQuery", "getFile"]
        await clock.turn(60)


async def test_an_answer_overtakes_progress_that_hangs_on_the_wire():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.gates["slow"] = asyncio.Event()
        desk.edit("slow")
        await settle()
        desk.send("answer")
        await settle()
        assert desk.wire.names == ["slow", "answer"]
        desk.wire.gates["slow"].set()


async def test_newer_progress_replaces_what_waits():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.send("first", GROUP)
        await settle()
        stale = [desk.edit(f"{percent} %", GROUP) for percent in range(10)]
        other = desk.edit("other message", GROUP, message=2)
        newest = desk.edit("99 %", GROUP)
        await clock.turn(30)
    assert desk.wire.names == ["first", "99 %", "other message"]
    assert [await call for call in stale] == [True] * 10
    assert (await newest, await other) == ("99 %", "other message")


async def test_the_final_state_drops_the_progress_that_waits():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.send("first", GROUP)
        await settle()
        stale = desk.edit("50 %", GROUP)
        desk.edit("done", GROUP, Urgency.STATE)
        await clock.turn(30)
    assert desk.wire.names == ["first", "done"]
    assert await stale is True


async def test_the_final_state_follows_progress_that_is_under_way():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.gates["50 %"] = asyncio.Event()
        desk.edit("50 %")
        await settle()
        desk.edit("done", level=Urgency.STATE)
        await settle()
        assert desk.wire.names == ["50 %"]
        desk.wire.gates["50 %"].set()
        await settle()
        assert desk.wire.names == ["50 %", "done"]


async def test_nothing_overtakes_an_upload_that_settles_its_message(tmp_path: Path):
    clock = Hands()
    path = tmp_path / "a.mp3"
    path.write_bytes(b"sound")
    media = InputMediaDocument(media=FSInputFile(path))
    async with open_desk(clock) as desk:
        desk.wire.gates["editMessageMedia"] = asyncio.Event()
        upload = EditMessageMedia(media=media, chat_id=PRIVATE, message_id=1)
        result = desk.call(upload, Urgency.DELIVERY)
        await settle()
        desk.wire.gates["50 %"] = asyncio.Event()
        flying = desk.edit("50 %")
        await settle()
        waiting = desk.edit("60 %")
        await settle()
        settling = desk.group.create_task(desk.governor.settle(PRIVATE, 1))
        await settle()
        assert [call.done() for call in (waiting, settling, flying)] == [True, False, False]
        late = desk.edit("70 %")
        await settle()
        assert late.done()
        desk.wire.gates["50 %"].set()
        await settle()
        assert settling.done()
        desk.wire.gates["editMessageMedia"].set()
        assert await result == "editMessageMedia"
        assert desk.wire.names == ["editMessageMedia", "50 %"]
        desk.edit("a new job in the same message")
        await clock.turn(10)
        assert desk.wire.names[-1] == "a new job in the same message"


async def test_progress_leaves_room_for_answers():
    clock = Hands()
    async with open_desk(clock) as desk:
        for message in range(60):
            desk.edit(f"p{message}", GROUP, message=message)
        await clock.turn(60)
        before = len(desk.wire.log)
        assert before <= 14
        desk.send("answer", GROUP)
        await clock.turn(1.1)
        assert desk.wire.names[-1] == "answer"
        await clock.turn(600)


async def test_a_429_holds_its_chat_and_keeps_the_order():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.troubles["1"] = [retry_after(900)]
        for text in "123":
            desk.send(text)
        other = desk.send("other", OTHER)
        await clock.turn(10)
        assert desk.wire.names == ["1", "other"]
        assert other.done()
        await clock.turn(880)
        assert desk.wire.names == ["1", "other"]
        for number in range(20):
            desk.send(f"o{number}", OTHER)
        await clock.turn(9)
        assert len(desk.wire.names) >= 10
        desk.wire.log.clear()
        await clock.turn(30)
    assert [name for name in desk.wire.names if name in "123"] == ["1", "2", "3"]


async def test_progress_is_not_repeated_after_a_429():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.troubles["50 %"] = [retry_after(5)]
        progress = desk.edit("50 %")
        await clock.turn(20)
        assert await progress is True
        assert desk.wire.names == ["50 %"]


async def test_drafts_and_actions_are_coalesced_and_never_repeated():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.troubles["a"] = [retry_after(2)]
        for text in "abcdefgh":
            desk.call(SendMessageDraft(chat_id=PRIVATE, draft_id=1, text=text))
            desk.call(SendChatAction(chat_id=PRIVATE, action="typing"))
        await clock.turn(30)
    assert desk.wire.names.count("sendChatAction") <= 2
    assert [name for name in desk.wire.names if name != "sendChatAction"] == ["a", "h"]


async def test_an_edit_is_repeated_when_its_answer_was_lost():
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="done")
        desk.wire.troubles["done"] = [TelegramNetworkError(edit, "cut")] * 2
        call = desk.call(edit, Urgency.STATE)
        await clock.turn(30)
        assert await call == "done"
        assert desk.wire.names == ["done"] * 3


@pytest.mark.parametrize("pause", [0.1, 2.5])
async def test_an_edit_whose_answer_was_lost_does_not_undo_a_later_one(pause):
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="card")
        desk.wire.troubles["card"] = [TelegramNetworkError(edit, "cut")] * 2
        card = desk.call(edit, Urgency.DELIVERY)
        await clock.turn(pause)
        stopped = desk.edit("stopped", level=Urgency.STATE)
        await clock.turn(30)
        assert (await card, await stopped) == (True, "stopped")
        assert desk.wire.names[-1] == "stopped"


@pytest.mark.parametrize(
    ("message", "level"), [(2, Urgency.STATE), (1, Urgency.PROGRESS), (1, Urgency.ANSWER)]
)
async def test_an_edit_is_repeated_though_something_else_was_shown(message, level):
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="card")
        desk.wire.troubles["card"] = [TelegramNetworkError(edit, "cut")]
        card = desk.call(edit, Urgency.DELIVERY)
        await clock.turn(0.1)
        desk.edit("else", level=level, message=message)
        await clock.turn(30)
        assert await card == "card"


async def test_a_caller_that_gives_up_in_a_pause_is_forgotten():
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="card")
        desk.wire.troubles["card"] = [TelegramNetworkError(edit, "cut")]
        card = desk.call(edit, Urgency.DELIVERY)
        await clock.turn(0.1)
        card.cancel()
        await clock.turn(600)
        desk.send("another", chat=OTHER)
        await clock.turn(1)
        assert desk.governor.chats == 1


async def test_an_edit_that_never_left_is_made_though_a_later_one_was():
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="card")
        desk.wire.troubles["card"] = [NotSent(edit, "refused")]
        card = desk.call(edit, Urgency.DELIVERY)
        await clock.turn(0.1)
        desk.edit("stopped", level=Urgency.STATE)
        await clock.turn(30)
        assert await card == "card"


async def test_a_send_whose_answer_was_lost_is_not_repeated():
    clock = Hands()
    async with open_desk(clock) as desk:
        send = SendMessage(chat_id=PRIVATE, text="once")
        desk.wire.troubles["once"] = [TelegramNetworkError(send, "cut")]
        with pytest.raises(FateUnknown):
            await desk.governor(desk.wire, desk.bot, send)
        assert desk.wire.names == ["once"]


async def test_a_send_that_never_left_is_repeated():
    clock = Hands()
    async with open_desk(clock) as desk:
        send = SendMessage(chat_id=PRIVATE, text="once")
        desk.wire.troubles["once"] = [NotSent(send, "refused")] * 2
        call = desk.call(send)
        await clock.turn(30)
        assert await call == "once"
        assert desk.wire.names == ["once"] * 3


async def test_the_answer_to_a_button_is_never_repeated():
    clock = Hands()
    async with open_desk(clock) as desk:
        answer = AnswerCallbackQuery(callback_query_id="1")
        desk.wire.troubles["answerCallbackQuery"] = [TelegramNetworkError(answer, "cut")]
        with pytest.raises(TelegramNetworkError):
            await desk.governor(desk.wire, desk.bot, answer)


async def test_a_result_waits_until_telegram_is_back():
    clock = Hands()
    async with open_desk(clock) as desk:
        edit = EditMessageText(chat_id=PRIVATE, message_id=1, text="result")
        desk.wire.troubles["result"] = [TelegramNetworkError(edit, "away")] * 6
        call = desk.call(edit, Urgency.DELIVERY)
        await clock.turn(180)
        assert await call == "result"


async def test_a_group_that_became_a_supergroup_is_followed():
    clock = Hands()
    async with open_desk(clock) as desk:
        chats: list[int] = []

        async def wire(bot: Bot, method: SendMessage) -> str:
            chats.append(method.chat_id)
            if method.chat_id == GROUP:
                raise TelegramMigrateToChat(method, "upgraded", -1001)
            return method.text

        for text in ("one", "two"):
            send = SendMessage(chat_id=GROUP, text=text)
            call = desk.group.create_task(desk.governor(wire, desk.bot, send))
            await clock.turn(5)
            assert await call == text
        assert chats == [GROUP, -1001, -1001]


async def test_a_getter_is_repeated_after_a_short_429_or_a_cut():
    clock = Hands()
    async with open_desk(clock) as desk:
        get = GetFile(file_id="f")
        desk.wire.troubles["getFile"] = [retry_after(2), TelegramNetworkError(get, "cut")]
        call = desk.call(get)
        await clock.turn(20)
        assert await call == "getFile"
        desk.wire.troubles["getFile"] = [retry_after(900)]
        with pytest.raises(TelegramRetryAfter):
            await desk.governor(desk.wire, desk.bot, get)


async def test_a_refusal_is_the_callers():
    clock = Hands()
    async with open_desk(clock) as desk:
        send = SendMessage(chat_id=PRIVATE, text="bad")
        desk.wire.troubles["bad"] = [TelegramBadRequest(send, "chat not found")]
        with pytest.raises(TelegramBadRequest):
            await desk.governor(desk.wire, desk.bot, send)
        desk.send("next")
        await settle()
        assert desk.wire.names == ["bad", "next"]


async def test_a_caller_that_gives_up_leaves_no_gap():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.send("1", GROUP)
        await settle()
        given_up = desk.send("2", GROUP)
        desk.send("3", GROUP)
        await settle()
        given_up.cancel()
        await clock.turn(1.2)
        assert desk.wire.names == ["1", "3"]


async def test_many_who_give_up_at_once_do_not_trip_over_each_other():
    clock = Hands()
    async with open_desk(clock) as desk:
        desk.wire.gates["first"] = asyncio.Event()
        first = desk.send("first", GROUP)
        calls = [desk.send(str(number), GROUP) for number in range(5)]
        calls += [desk.send("x", chat, Urgency.DELIVERY) for chat in range(1, 50)]
        await settle()
        for call in (first, *calls):
            call.cancel()
        await clock.turn(5)
        desk.send("after", GROUP)
        await clock.turn(5)
        assert desk.wire.names[-1] == "after"


async def test_quiet_chats_are_forgotten():
    clock = Hands()
    async with open_desk(clock) as desk:
        for chat in range(1, 301):
            desk.send("hello", chat)
        await clock.turn(120)
        desk.send("hello", 1)
        await settle()
        assert desk.governor.chats == 1


def test_an_upload_counts_once_and_when_it_has_arrived():
    tally = Tally((Span(3, 3.1),))

    for began, arrived in ((0.0, 0.2), (0.3, 0.9)):
        tally.note(began)
        tally.note_later(began, arrived)

    assert tally.due() == 0.0
    tally.note(1.0)
    assert tally.due() == pytest.approx(0.2 + 3.1)
