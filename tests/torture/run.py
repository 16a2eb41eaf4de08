"""One run: the crowd orders, the faults strike, and at the end everything is counted."""

import asyncio
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.playground.server import open_playground
from services.store.depot import open_depot
from tests.demo import open_shared_demo
from tests.e2e.service import environment
from tests.speech import MODEL
from tests.torture.book import Book, backlog_in, held_in_vain_in, unread_in
from tests.torture.crowd import Crowd, spoken_notes
from tests.torture.disk import Ballast
from tests.torture.faults import Scene, Strike, torment
from tests.torture.fleet import Fleet, Member, Said
from tests.torture.forms import Form
from tests.torture.shifted import HASTE, set_clock
from tests.torture.story import story
from tests.torture.verdict import (
    OPEN,
    Trouble,
    Verdict,
    inspect,
    judge,
    leftovers,
    manners,
    unfetched,
)

SERVES_WITHIN_SECONDS = 200
LOOKS_EVERY_SECONDS = 1
TELLS_EVERY_SECONDS = 60
GONE_WITHIN_SECONDS = 10
CALM_AFTER_SECONDS = 10
FOR_EVER = 10**9
STORIES = 5
EXPECTED_ENDS = {f"(ended: {status})" for status in (0, -signal.SIGKILL, -signal.SIGTERM)}
LAST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is to be."""

    form: Form
    seed: int
    seconds: float
    people: int = 14
    most_open: int = 30
    pause_seconds: float = 6
    strikes_every_seconds: float = 2
    freeze_seconds: float = 10
    settle_seconds: float = 300
    notes: int = 24
    lost_after_seconds: float | None = None
    is_hurried: bool = False
    """Whether what takes minutes to be cleared away is not waited for."""


@dataclass(slots=True)
class Report:
    """What came out."""

    plan: Plan
    orders: Counter[str] = field(default_factory=Counter)
    verdict: Verdict = field(default_factory=Verdict)
    strikes: list[Strike] = field(default_factory=list)
    kills: int = 0
    lives: dict[str, int] = field(default_factory=dict)
    swept: int = 0
    """Results that workers had sent, but whose end they could not tell before they died."""
    calm_since: float = 0.0
    settled_after_seconds: float = 0.0
    stories: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether everything was as promised."""
        return not self.verdict.troubles

    def table(self) -> str:
        """Return the figures."""
        verdict, faults = self.verdict, Counter(strike.name for strike in self.strikes)
        late = f"{verdict.open} still open {self.settled_after_seconds:.0f} s after the last fault"
        lines = [
            f"{self.plan.form.name}, seed {self.plan.seed}, {self.plan.seconds / 60:.1f} min",
            f"  orders    {sum(self.orders.values()):>5}   {_counted(self.orders)}",
            f"  outcomes  {sum(verdict.outcomes.values()):>5}   {_counted(verdict.outcomes)}",
            f"  faults    {sum(faults.values()):>5}   {_counted(faults)}",
            f"  kills     {self.kills:>5}   lives: {_counted(Counter(self.lives))}",
            f"  lost      {verdict.count('lost') + verdict.open:>5}   {late}",
            f"  doubled   {verdict.count('doubled'):>5}",
            f"  notes     {verdict.stale_notes:>5}   of jobs, that stand twice and stay",
        ]
        if self.swept:
            lines.append(f"  swept     {self.swept:>5}   results of workers that died with them")
        others = Counter(
            each.kind for each in verdict.troubles if each.kind not in {"lost", "doubled"}
        )
        lines.append(f"  troubles  {sum(others.values()):>5}   {_counted(others)}")
        return "\n".join(lines)


async def torture(plan: Plan, folder: Path, *, aside: Path, ballast: Ballast | None) -> Report:
    """Run it, and return what came out.

    Args:
        plan: How.
        folder: The service's, on the disk that can be full.
        aside: A folder for everything else.
        ballast: Fills that disk; None where it must not be filled.
    """
    dice = random.Random(plan.seed)
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(open_shared_demo())
        playground = await stack.enter_async_context(
            open_playground(folder=aside / "telegram", demo_url=demo.url, patience=0.1)
        )
        book, clock = Book(playground), aside / "clock"
        set_clock(clock, 0)
        (folder / "tmp").mkdir()
        env = environment(
            folder / "data",
            token=playground.token,
            api_url=playground.url,
            more={
                "FETCH_ALLOW": urlsplit(demo.url).netloc,
                "SPEECH_MODEL": str(MODEL),
                "SPEECH_DEVICE": "cpu",
                "DISK_FREE_GB": "0.02",
                "BLOBS_MAX_GB": "0.2",
                "TMPDIR": str(folder / "tmp"),
                **({HASTE: str(plan.lost_after_seconds)} if plan.lost_after_seconds else {}),
            },
        )
        cast = await stack.enter_async_context(plan.form.open(env, clock))
        fleet = Fleet(cast.members, aside / "log.jsonl")
        scene = Scene(
            fleet=fleet,
            front=cast.members[0],
            playground=playground,
            data_dir=folder / "data",
            aside=aside,
            clock=clock,
            dice=random.Random(dice.random()),
            ballast=ballast,
            freeze_seconds=plan.freeze_seconds,
            server=cast.server,
        )
        notes = await asyncio.to_thread(spoken_notes, aside / "notes", plan.notes)
        crowd = Crowd(
            playground=playground,
            book=book,
            links=demo.links,
            dice=random.Random(dice.random()),
            notes=notes,
            pause_seconds=plan.pause_seconds,
        )
        report = Report(plan, strikes=scene.strikes)
        async with fleet.running():
            await _serving(cast.members)
            await _suffer(plan, crowd, scene)
            report.calm_since = time.monotonic()
            report.settled_after_seconds = await _settle(plan, scene, book)
        await _conclude(report, scene, book, folder)
        return report


async def _serving(members: list[Member]) -> None:
    async with asyncio.timeout(SERVES_WITHIN_SECONDS):
        for member in members:
            await member.ready.wait()


async def _suffer(plan: Plan, crowd: Crowd, scene: Scene) -> None:
    """Let people order and faults strike for as long as planned."""
    async with asyncio.TaskGroup() as group:
        living = group.create_task(crowd.live(plan.people))
        striking = group.create_task(
            torment(scene, plan.form.faults, every_seconds=plan.strikes_every_seconds)
        )
        telling = group.create_task(_tell(crowd.book, scene))
        sparing = group.create_task(_spare(crowd, scene, plan.most_open))
        await asyncio.sleep(plan.seconds)
        for task in (striking, telling, sparing):
            task.cancel()
        crowd.leaving.set()
        await living
    scene.playground.clear_faults()
    set_clock(scene.clock, 0)


async def _settle(plan: Plan, scene: Scene, book: Book) -> float:
    """Wait until the service has nothing left to do; return how long that took."""
    began = time.monotonic()
    # An update that was to come after the next one needs one to come after.
    await scene.playground.say("/start")
    while time.monotonic() < began + plan.settle_seconds:
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
        if len(scene.playground.desk.updates) or unread_in(scene.data_dir):
            continue
        if held_in_vain_in(scene.data_dir):
            continue
        verdict = judge(book, scene.data_dir)
        if not verdict.open and not verdict.troubles and await _is_line_empty(plan, scene):
            break
    return time.monotonic() - began


async def _is_line_empty(plan: Plan, scene: Scene) -> bool:
    """Return whether no call to a worker is left, where there is the time to wait for that."""
    url = scene.front.env.get("ENGINE_URL")
    if url is None or plan.is_hurried:
        return True
    return not await asyncio.to_thread(lambda: [*unfetched(url)])


def _calm_seconds(report: Report) -> float:
    """Return how long ago all that came of faults has settled, in a run that waits for nothing else."""
    calm = time.monotonic() - report.calm_since - CALM_AFTER_SECONDS
    return max(0, calm) if report.plan.is_hurried else FOR_EVER


async def _conclude(report: Report, scene: Scene, book: Book, folder: Path) -> None:
    """Judge what is left when nothing runs any more."""
    report.orders = Counter(order.kind for order in book.orders)
    report.kills = scene.kills
    report.lives = {member.name: member.lives for member in scene.fleet.members}
    verdict = report.verdict = judge(book, scene.data_dir, is_over=True)
    engine_url = scene.front.env.get("ENGINE_URL")
    if engine_url:
        verdict.troubles += await asyncio.to_thread(
            lambda: [*unfetched(engine_url, awaited_within_seconds=_calm_seconds(report))]
        )
        report.swept = await _swept(scene.data_dir / "depot")
    verdict.troubles += await asyncio.to_thread(
        lambda: [*inspect(scene.data_dir, spoilt=scene.spoilt), *leftovers(folder / "tmp")]
    )
    verdict.troubles += manners(scene.playground)
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    # A process that ends tells nobody.
    while scene.fleet.left() and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
    for body in scene.fleet.left():
        verdict.troubles.append(Trouble("process left behind", f"{body.pid} {body.command}"))
    for file in scene.data_dir.glob("*.[ds][bq]*"):
        shutil.copy(file, scene.aside)
    if verdict.troubles:
        report.stories += _falls(scene.fleet.said)
    for trouble in verdict.troubles[:STORIES]:
        report.stories.append(
            story(
                trouble,
                said=scene.fleet.said,
                strikes=scene.strikes,
                playground=scene.playground,
            )
        )
    report.stories += [f"{each.kind}: {each.text}" for each in verdict.troubles[STORIES:]]


def _falls(said: Sequence[Said]) -> list[str]:
    """Return the last words of those who ended by themselves and badly, each of them once."""
    words: dict[str, str] = {}
    last: dict[str, list[str]] = {}
    for line in said:
        event = str(line.event.get("event", ""))
        if event.startswith("(ended: ") and event not in EXPECTED_ENDS:
            tail = "\n".join(last.get(line.who, ()))
            words.setdefault(tail, f"{line.who} {event}\n{tail}")
        trace = str(line.event.get("exception", ""))
        last[line.who] = [*last.get(line.who, ()), f"{event} {trace}".strip()][-LAST_WORDS:]
    return list(words.values())[:STORIES]


async def _swept(depot: Path) -> int:
    """Clear the depot as the front does some hours later; return how many results that took away."""
    results = sum(path.is_file() for path in depot.glob("calls/**/*"))
    async with open_depot(str(depot)) as opened:
        await opened.sweep(before=time.time() + LOOKS_EVERY_SECONDS)
    return results


async def _spare(crowd: Crowd, scene: Scene, most_open: int) -> None:
    """Have people wait while more is open than can be done until they would lose their patience."""
    while True:
        crowd.is_patient = backlog_in(scene.data_dir) > most_open
        await asyncio.sleep(LOOKS_EVERY_SECONDS)


async def _tell(book: Book, scene: Scene) -> None:
    """Say now and then how it goes."""
    began = time.monotonic()
    while True:
        await asyncio.sleep(TELLS_EVERY_SECONDS)
        verdict = judge(book, scene.data_dir)
        done = sum(verdict.outcomes.values()) - verdict.outcomes[OPEN]
        sys.stderr.write(
            f"  {(time.monotonic() - began) / 60:4.1f} min: {done} of {len(book.orders)} orders"
            f" have ended, {scene.kills} kills, {len(scene.strikes)} faults\n"
        )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())
