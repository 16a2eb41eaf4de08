"""Eight people speaking live at once on this machine, and one who goes on for two hours."""

import asyncio
import os
import resource
from pathlib import Path

import numpy as np

from services.clock import SystemClock
from services.live.events import Complete, Lag, Spoken
from services.live.hearing import Hearing
from services.live.live import Live, LiveRules, open_live
from services.live.wish import LiveWish
from services.nursery import Nursery
from services.transcripts.ears import OwnEars
from services.transcripts.samples import RATE, Sound
from services.transcripts.sound import blocks
from tests.bench.live import NoFullPass, ears_here, spoken
from tests.bench.table import Row, mb, ms
from tests.e2e.service import descendants
from tests.speech import SAMPLES
from tests.waiting import until

PEOPLE = 8
MINUTES = int(os.environ.get("BENCH_MINUTES", "120"))
_WARM_MINUTES = 20
"""Until then the threads that write and read come to hold as much as they ever do; then only words come."""
_BEHIND = 10


async def measure() -> list[Row]:
    """Return what eight at once hear, how late they are told that it is, and what a long one takes."""
    sound = np.concatenate(list(blocks(str(SAMPLES / "10_minute.ogg"), demuxers="ogg")))
    async with ears_here() as (ears, folder, nursery), _live(ears, folder, nursery) as live:
        (alone,) = await _all(live, sound, 1)
        together = await _all(live, sound, PEOPLE)
        warm, end = await _long(live, sound)
    words = [len(one.text.split()) for one, _ in together]
    worst = max(lag for _, lag in together)
    share = min(words) / len(alone[0].text.split())
    return [
        Row(
            f"{PEOPLE} live sessions at once: the fewest words",
            str(min(words)),
            "one session alone",
            str(len(alone[0].text.split())),
            share,
            "≥ 0.97",
        ),
        Row(f"{PEOPLE} live sessions at once: the longest lag told", ms(worst)),
        Row(
            f"a live session of {MINUTES} min: memory at its end",
            mb(end),
            f"after {_WARM_MINUTES} min",
            mb(warm),
            end / warm,
            "≤ 1.05",
        ),
    ]


def _live(ears: OwnEars, folder: Path, nursery: Nursery):
    rules = LiveRules(most=PEOPLE, most_of_account=PEOPLE, keep_free_bytes=0)
    return open_live(folder / "live", Hearing(ears), SystemClock(), nursery, rules=rules)


async def _all(live: Live, sound: Sound, people: int) -> list[tuple[Complete, float]]:
    """Let so many speak at once, as fast as people do; return what each said and their longest lag."""
    said: dict[str, list[str]] = {}

    await live.start(NoFullPass())

    async def one(_number: int) -> tuple[Complete, float]:
        session = await live.begin(1, LiveWish())
        texts = said.setdefault(session.id, [])
        worst = 0.0
        async with live.attended(session), asyncio.TaskGroup() as group:
            group.create_task(_speak(session, sound))
            async for event in session.events():
                if isinstance(event, Spoken):
                    texts.append(event.text)
                if isinstance(event, Lag):
                    worst = max(worst, event.seconds)
        done = Complete(
            number=0, job="", text=" ".join(texts), seconds=0.0, language="", segments=()
        )
        return done, worst

    return list(await asyncio.gather(*(one(number) for number in range(people))))


async def _speak(session, sound: Sound) -> None:
    async for chunk in spoken(sound, asyncio.get_running_loop().time()):
        await session.feed((chunk * 32767).astype("<i2").tobytes())
    await session.stop()


async def _long(live: Live, sound: Sound) -> tuple[float, float]:
    """Speak for hours, as fast as it is worked off; return the memory early on and at the end."""
    session = await live.begin(1, LiveWish())
    raw = (sound * 32767).astype("<i2").tobytes()
    per_minute = RATE * 2 * 60
    warm = 0.0
    async with live.attended(session):
        for minute in range(MINUTES):
            for at in range(0, min(len(raw), per_minute), RATE):
                await session.feed(raw[at : at + RATE])
            await until(lambda: session.lag_seconds < _BEHIND, seconds=600)
            if minute == _WARM_MINUTES:
                warm = _resident()
        end = _resident()
        await session.stop()
    return warm or end, end


def _resident() -> float:
    pages = [_pages(pid) for pid in (os.getpid(), *descendants(os.getpid()))]
    return float(sum(pages) * resource.getpagesize())


def _pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
