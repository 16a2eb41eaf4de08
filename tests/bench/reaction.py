"""Update in, reaction out, beside an aiogram echo bot on the same emulator.

50 updates a second: half of them messages, half of them buttons. More messages than that cannot be
answered by anybody: Telegram takes about 30 a second from one bot.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.stage import Stage, open_stage, playing, said_in
from tests.bench.table import PAIRS, Row, ms, percentile

_PER_SECOND = 50
_SECONDS = 4
_PEOPLE = 60
_OURS = ("main.py", "serve")
_THEIRS = ("-m", "tests.bench.echo_bot")


async def measure() -> list[Row]:
    """Return a row for the middle and one for the slowest hundredth."""
    with tempfile.TemporaryDirectory() as name:
        async with open_stage(Path(name)) as stage:
            people = [await _person(stage, number) for number in range(_PEOPLE)]
            rounds: dict[str, list[list[float]]] = {"ours": [], "theirs": []}
            for number in range(PAIRS):
                sides = [("ours", _OURS), ("theirs", _THEIRS)]
                for side, arguments in sides if number % 2 else reversed(sides):
                    async with playing(stage, *arguments, name="service"):
                        await _burst(stage, people, seconds=1)
                        rounds[side].append(await _burst(stage, people, seconds=_SECONDS))
    return [
        _row(rounds, share=0.5, title="p50", bar="≤ 1.5"),
        _row(rounds, share=0.99, title="p99", bar="≤ 2"),
    ]


def _row(rounds: dict[str, list[list[float]]], *, share: float, title: str, bar: str) -> Row:
    ours = [percentile(times, share) for times in rounds["ours"]]
    theirs = [percentile(times, share) for times in rounds["theirs"]]
    ratio = median(one / two for one, two in zip(ours, theirs, strict=True))
    what = f"update to reaction at {_PER_SECOND}/s, {title}"
    return Row(what, ms(median(ours)), "aiogram echo bot", ms(median(theirs)), ratio, bar)


async def _person(stage: Stage, number: int) -> tuple[int, int]:
    """Return somebody's chat, and a message in it with a button whose job nobody knows any more."""
    user = await stage.sim("users", first_name=f"Person {number}", language_code="en")
    button = {"text": "Old", "callback_data": "bench"}
    message = await stage.call(
        "sendMessage",
        chat_id=user["id"],
        text="Here",
        reply_markup={"inline_keyboard": [[button]]},
    )
    return user["id"], message["message_id"]


async def _burst(stage: Stage, people: list[tuple[int, int]], *, seconds: int) -> list[float]:
    """Return how long each reaction took, in seconds."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    waits = []
    for number in range(_PER_SECOND * seconds):
        await asyncio.sleep(max(0.0, began + number / _PER_SECOND - loop.time()))
        chat, message = people[(number // 2) % len(people)]
        wait = _pressed(stage, chat, message) if number % 2 else _written(stage, chat)
        waits.append(loop.create_task(wait))
    return list(await asyncio.gather(*waits))


async def _pressed(stage: Stage, chat: int, message: int) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    answered = stage.events.expect(
        lambda kind, event: kind == "callback_answer" and event["chat_id"] == chat
    )
    await stage.sim(f"chats/{chat}/press", message_id=message, data="bench")
    return (await asyncio.wait_for(answered, 30))[0] - began


async def _written(stage: Stage, chat: int) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    answered = stage.events.expect(said_in(chat))
    await stage.sim(f"chats/{chat}/send", text="Hello")
    return (await asyncio.wait_for(answered, 30))[0] - began
