"""Words while one speaks, beside the policy of whisper_streaming: LocalAgreement-2 with a fixed step of 1 s.

Both sides ask the same recogniser (the same process, model and thread) about the same sound, which comes
in real time; only when they ask, and about what, is theirs. Whatever the recogniser's process takes is
counted as its work.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from services.clock import SystemClock
from services.live.events import Committed, Complete
from services.live.hearing import Hearing
from services.live.live import LiveRules, open_live
from services.live.wish import LiveWish
from services.nursery import Nursery
from services.transcripts.asking import Ask
from services.transcripts.assembling import Span, placed
from services.transcripts.ears import OwnEars, open_ears
from services.transcripts.recogniser import Settings
from services.transcripts.samples import RATE, Piece, Sound
from services.transcripts.sound import blocks
from services.transcripts.transcript import Origin, Transcript, Word
from services.transcripts.turns import Lane
from tests.bench.table import PAIRS, Row, ms
from tests.speech import MODEL, SAMPLES

_CHUNK_SECONDS = 0.1
_STEP_SECONDS = 1.0
_MOST_SECONDS = 15.0
_WINDOW_SHARE = 0.9
_BEAM = 5
_POLICY = "LocalAgreement-2, each second"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Side:
    """What one way of listening took, and how late its words were."""

    late: list[float] = field(default_factory=list)
    """Seconds from each word's end to the moment when it was committed."""
    work_seconds: float = 0.0
    words: int = 0


async def measure() -> list[Row]:
    """Return how late words are committed and how much the recogniser works, ours against theirs."""
    sound = np.concatenate(list(blocks(str(SAMPLES / "10_minute.ogg"), demuxers="ogg")))
    ours: list[Side] = []
    theirs: list[Side] = []
    async with ears_here() as (ears, folder, nursery):
        with ears.sitting(Lane.LIVE, model="") as sitting:
            await sitting.about()
        for _ in range(PAIRS):
            theirs.append(await _streaming(sound, ears))
            ours.append(await _live(sound, ears, folder, nursery))
    pairs = list(zip(ours, theirs, strict=True))
    work = median(own.work_seconds / other.work_seconds for own, other in pairs)
    first, late = [], []
    for own, other in pairs:
        first.append(median(own.late) / median(other.late))
        late.append(_p95(own.late) / _p95(other.late))
    own, other = ours[-1], theirs[-1]
    what = f"recogniser's work for a minute ({own.words} and {other.words} words)"
    return [
        _row("a word's end → committed, p50", median(own.late), median(other.late), median(first)),
        _row("a word's end → committed, p95", _p95(own.late), _p95(other.late), median(late)),
        Row(what, ms(own.work_seconds), _POLICY, ms(other.work_seconds), work, "≤ 0.75"),
    ]


def _row(what: str, own: float, other: float, ratio: float) -> Row:
    return Row(what, ms(own), _POLICY, ms(other), ratio, "≤ 1.00")


class NoFullPass:
    """Nobody hears the whole once more: what is measured is over by then."""

    async def submit(self, sound: Path, _account: int, _wish: LiveWish) -> str:
        return sound.parent.name

    async def transcript(self, _job: str) -> Transcript:
        return Transcript("en", 0.0, (), Origin.SPEECH)

    async def knows(self, _job: str) -> bool:
        return True


@asynccontextmanager
async def ears_here() -> AsyncIterator[tuple[OwnEars, Path, Nursery]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(model=str(MODEL), models=folder, device="cpu", threads=1)
        async with (
            Nursery() as nursery,
            open_ears(settings, SystemClock(), nursery, folder=folder / "speech") as ears,
        ):
            yield ears, folder, nursery


async def _live(sound: Sound, ears: OwnEars, folder: Path, nursery: Nursery) -> Side:
    """Listen as the house does."""
    side = Side()

    rules = LiveRules(keep_free_bytes=0)
    rooms = open_live(folder / "live", Hearing(ears), SystemClock(), nursery, rules=rules)
    async with rooms as live:
        await live.start(NoFullPass())
        session = await live.begin(1, LiveWish())
        before = _work(ears)
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def follow() -> None:
            async for event in session.events():
                if isinstance(event, Committed):
                    side.late += [loop.time() - began - word.end for word in event.words]
                if isinstance(event, Complete):
                    return

        async with asyncio.TaskGroup() as group:
            group.create_task(follow())
            async for chunk in spoken(sound, began):
                await session.feed((chunk * 32767).astype("<i2").tobytes())
            await session.stop()
        side.work_seconds = _work(ears) - before
    side.words = len(side.late)
    return side


async def _streaming(sound: Sound, ears: OwnEars) -> Side:
    """Listen as whisper_streaming does: everything that is not cut off, each second."""
    side = Side()
    before = _work(ears)
    with ears.sitting(Lane.LIVE, model="") as sitting:
        window = (await sitting.about()).window_seconds
    most = min(_MOST_SECONDS, window * _WINDOW_SHARE)
    policy = _Policy(most)
    loop = asyncio.get_running_loop()
    began = loop.time()
    came = np.zeros(0, np.float32)
    heard_to = 0.0
    async for chunk in spoken(sound, began):
        came = np.concatenate([came, chunk])
        # What has come while the recogniser was busy is taken together, as its server does.
        is_behind = loop.time() - began > len(came) / RATE + _CHUNK_SECONDS
        if is_behind or len(came) / RATE - heard_to < _STEP_SECONDS:
            continue
        heard_to = len(came) / RATE
        await _hear(came, ears, policy)
        side.late += [loop.time() - began - word.end for word in policy.fresh]
    await _hear(came, ears, policy)
    side.late += [loop.time() - began - word.end for word in [*policy.fresh, *policy.before]]
    side.work_seconds = _work(ears) - before
    side.words = len(side.late)
    return side


async def _hear(came: Sound, ears: OwnEars, policy: "_Policy") -> None:
    start = round(policy.start * RATE)
    piece = Piece(0, policy.start, came[start : start + round(policy.most_seconds * RATE / 0.9)])
    with ears.sitting(Lane.LIVE, model="") as sitting:
        (heard,) = await sitting.hear(piece, ask=Ask(language="en", beam=_BEAM))
    policy.take(placed(heard.segments, Span.of(piece)), piece.end)


@dataclass(slots=True)
class _Policy:
    """LocalAgreement-2 as whisper_streaming's `HypothesisBuffer` has it: texts are compared as they are."""

    most_seconds: float
    start: float = 0.0
    committed_to: float = 0.0
    before: list[Word] = field(default_factory=list)
    fresh: list[Word] = field(default_factory=list)

    def take(self, words: Sequence[Word], end: float) -> None:
        """Take one more hearing, and cut the sound off where it has become too long."""
        new = [word for word in words if word.start > self.committed_to - 0.1]
        self.fresh = []
        for old, word in zip(self.before, new, strict=False):
            if old.text != word.text:
                break
            self.fresh.append(word)
        self.before = new[len(self.fresh) :]
        if self.fresh:
            self.committed_to = self.fresh[-1].end
        if end - self.start > self.most_seconds:
            self.start = max(self.committed_to, end - self.most_seconds)


async def spoken(sound: Sound, began: float) -> AsyncIterator[Sound]:
    """Yield the sound as a microphone gives it."""
    loop = asyncio.get_running_loop()
    step = round(_CHUNK_SECONDS * RATE)
    for at in range(0, len(sound), step):
        chunk = sound[at : at + step]
        await asyncio.sleep(max(0.0, began + (at + len(chunk)) / RATE - loop.time()))
        yield chunk


def _work(ears: OwnEars) -> float:
    """Return the processor time that the recogniser's process has taken."""
    pid = ears.recogniser.pid
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]
