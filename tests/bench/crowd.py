"""A crowd before the service: how soon it reacts, whether it is fair, and what it holds in the end.

Ten thousand people share five hundred links, most of them a few, which are known already; every now and
then a new one goes round, and many paste it within a second. `BENCH_MINUTES` says for how long.
"""

import os
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.bench.crowd_fairness import Fairness
from tests.bench.crowd_people import Crowd
from tests.bench.crowd_soak import Soak
from tests.bench.stage import open_stage, playing
from tests.bench.table import Row, mb, ms, percentile
from tests.bench.vitals import slope

_MINUTES = float(os.environ.get("BENCH_MINUTES", "10"))
_WARM_UP = 0.25
"""The share of the time after which memory and handles are expected to stay."""
_TOLD = 30
"""So many of those who got nothing are told of one by one."""


async def measure() -> list[Row]:
    """Return the rows of the soak, and those of the light people beside the heavy ones."""
    with tempfile.TemporaryDirectory() as name:
        async with (
            open_stage(Path(name)) as stage,
            playing(stage, "main.py", "serve", name="service") as service,
        ):
            data_dir = Path(name) / "service"
            crowd = Crowd(stage, random.Random(7))
            soak = Soak(crowd, service.pid, data_dir)
            await soak.run(_MINUTES * 60)
            fairness = Fairness(crowd, data_dir)
            await fairness.run()
    unanswered = Row("crowd, links without a file", str(len(crowd.unanswered)), bar="0")
    for why in crowd.unanswered[:_TOLD]:
        print(f"  {why}", file=sys.stderr)
    return [*_soak_rows(soak), *_fairness_rows(fairness), unanswered]


def _soak_rows(soak: Soak) -> list[Row]:
    first, last = soak.looks[0], soak.looks[-1]
    before, after = first.vitals, last.vitals
    links = last.links - first.links
    what = f"crowd, {links} links of {soak.crowd.known} people"
    bytes_more = _growth([(look.links, look.vitals.resident_bytes) for look in soak.looks]) * 10_000
    handles_more = _growth([(look.links, look.vitals.handles) for look in soak.looks]) * 10_000
    start, per_links = "at the start", "per 10,000 links"
    return [
        _times(f"{what}, reaction", [one.reaction for one in soak.visits], bar="p99 < 1 s"),
        _times("crowd, a tap's answer", [one.tap for one in soak.visits], bar="p99 < 1 s"),
        _times("crowd, link to card", [one.card for one in soak.visits]),
        _times("crowd, tap to file", [one.file for one in soak.visits]),
        Row("crowd, memory", mb(after.resident_bytes), start, mb(before.resident_bytes)),
        Row("crowd, memory after warm-up", f"{bytes_more / 2**20:+.1f} MB {per_links}", bar="≈ 0"),
        Row("crowd, file handles", str(after.handles), start, str(before.handles), bar="≈ start"),
        Row("crowd, handles after warm-up", f"{handles_more:+.1f} {per_links}", bar="≈ 0"),
        Row("crowd, children", after.of_children, start, before.of_children),
        Row("crowd, threads", str(after.threads), start, str(before.threads)),
        Row("crowd, databases", mb(after.database_bytes), start, mb(before.database_bytes)),
        Row("crowd, processor per link", ms((after.cpu_seconds - before.cpu_seconds) / links)),
    ]


def _fairness_rows(fairness: Fairness) -> list[Row]:
    heavy = [one.file for one in fairness.heavy]
    return [
        _beside("reaction", fairness.waits("reaction")),
        _beside("a known link to its file", fairness.waits("wait", is_new=False)),
        _beside("a new link to its file", fairness.waits("wait", is_new=True)),
        _times(f"the {fairness.people} with many at once, tap to file", heavy),
    ]


def _beside(what: str, waits: tuple[list[float], list[float]]) -> Row:
    beside, alone = waits
    ratio = median(one / two for one, two in zip(beside, alone, strict=True))
    return Row(
        f"one link beside people with many, {what}, p50",
        ms(median(beside)),
        "without those",
        ms(median(alone)),
        ratio,
        "≤ 1",
    )


def _growth(looks: list[tuple[int, int]]) -> float:
    """Return how much something grows with each link, once it should not any more."""
    return slope(looks[round(len(looks) * _WARM_UP) :])


def _times(what: str, seconds: list[float], bar: str = "") -> Row:
    shares = (0.5, 0.95, 0.99) if seconds else ()
    shown = " / ".join(ms(percentile(seconds, share)) for share in shares)
    return Row(f"{what}, p50 / p95 / p99", shown or "never", bar=bar)
