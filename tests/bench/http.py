"""Our doors beside a bare aiohttp server that reads and writes as much: how many a second, how slow."""

import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import aiohttp

from bot.checkout import ROOT
from tests.bench.table import PAIRS, Row, ms, percentile
from tests.e2e.http.conftest import environment, make_key, serving

_AT_ONCE = 8
_READS = 1500
_WRITES = 150
_MB = b"\x00" * 1_000_000
_LATER = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two servers, and a job in it."""

    session: aiohttp.ClientSession
    job: str


@dataclass(frozen=True, slots=True)
class Round:
    """How it went once."""

    per_second: float
    slowest: float
    """Of a hundred."""


async def measure() -> list[Row]:
    """Return two rows for asking after a job, and two for bringing a file of 1 MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        more = {
            "RATE_LIMIT_CAPACITY": "1000000",
            "JOBS_WAITING_MAX": "100000",
        }
        env = environment(folder / "ours", **more)
        with serving(env) as door:
            key = make_key(env, "bench")
            async with (
                _side(door.url, key) as ours,
                _bare(folder, key) as url,
                _side(url, key) as theirs,
            ):
                reads = await _rounds(ours, theirs, _read, _READS)
                writes = await _rounds(ours, theirs, _write, _WRITES)
    return [*_rows("GET /api/jobs/{id}", reads), *_rows("POST /api/process, 1 MB", writes)]


async def _rounds(
    ours: Side, theirs: Side, act: Callable[[Side], Awaitable[None]], count: int
) -> list[tuple[Round, Round]]:
    found = []
    for number in range(PAIRS):
        if number % 2:
            mine = await _round(ours, act, count)
            found.append((mine, await _round(theirs, act, count)))
        else:
            other = await _round(theirs, act, count)
            found.append((await _round(ours, act, count), other))
    return found


async def _round(side: Side, act: Callable[[Side], Awaitable[None]], count: int) -> Round:
    loop = asyncio.get_running_loop()
    took: list[float] = []

    async def client() -> None:
        while len(took) < count:
            began = loop.time()
            await act(side)
            took.append(loop.time() - began)

    began = loop.time()
    await asyncio.gather(*(client() for _ in range(_AT_ONCE)))
    return Round(len(took) / (loop.time() - began), percentile(took, 0.99))


async def _read(side: Side) -> None:
    async with side.session.get(f"/api/jobs/{side.job}") as answer:
        assert answer.status == 200, await answer.text()
        await answer.read()


async def _write(side: Side) -> None:
    await _bring(side.session)


async def _bring(session: aiohttp.ClientSession) -> str:
    form = aiohttp.FormData()
    form.add_field("scheduled_at", _LATER)
    form.add_field("file", secrets.token_bytes(16) + _MB, filename="minute.wav")
    async with session.post("/api/process", data=form) as answer:
        assert answer.status == 202, await answer.text()
        return str((await answer.json())["job_id"])


def _rows(what: str, rounds: list[tuple[Round, Round]]) -> list[Row]:
    mine, other = [one for one, _ in rounds], [two for _, two in rounds]
    faster = median(two.per_second / one.per_second for one, two in rounds)
    slower = median(one.slowest / two.slowest for one, two in rounds)
    return [
        Row(
            f"{what}, requests a second",
            f"{median(one.per_second for one in mine):.0f}",
            "bare aiohttp handler, same reads and writes",
            f"{median(two.per_second for two in other):.0f}",
            faster,
            "≤ 2",
        ),
        Row(
            f"{what}, p99",
            ms(median(one.slowest for one in mine)),
            "the same",
            ms(median(two.slowest for two in other)),
            slower,
            "≤ 2",
        ),
    ]


@asynccontextmanager
async def _side(url: str, key: str) -> AsyncIterator[Side]:
    async with aiohttp.ClientSession(url, headers={"X-API-Key": key}) as session:
        yield Side(session, await _bring(session))


@asynccontextmanager
async def _bare(folder: Path, key: str) -> AsyncIterator[str]:
    (folder / "bare").mkdir()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.bare_doors",
        str(folder / "bare"),
        key,
        cwd=ROOT,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()
