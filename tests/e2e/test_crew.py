"""One service in two processes: a front that does nothing heavy, a worker, and a real PostgreSQL."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.e2e.conftest import Town
from tests.e2e.orders import arrive
from tests.e2e.people import button, fetch_json, medium, until, words
from tests.e2e.service import ROOT, running
from tests.postgres import Postgres
from tests.sounds import tune_in
from tests.speech import MODEL, SAMPLES

NOTE = SAMPLES / "09_one_sentence.ogg"


@asynccontextmanager
async def worker(env: dict[str, str], *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker until the block ends; one that is not asked to end must not have ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "main.py",
        "work",
        *words,
        cwd=ROOT,
        env={name: value for name, value in env.items() if name != "BOT_TOKEN"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=2**22,
    )
    lines: list[str] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(_read(process, lines))
        async with _ended(process, lines):
            yield process


@asynccontextmanager
async def _ended(process: asyncio.subprocess.Process, lines: list[str]) -> AsyncIterator[None]:
    try:
        await until(lambda: any("working" in line for line in lines), seconds=150)
        yield
    except TimeoutError:
        raise AssertionError(lines) from None
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        async with asyncio.timeout(30):
            await process.wait()
        complaints = [line for line in lines if '"level": "error"' in line]
        assert complaints == []


async def _read(process: asyncio.subprocess.Process, lines: list[str]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        lines.append(line.decode(errors="replace"))  # noqa: PERF401 - others look at it meanwhile


async def test_what_is_heavy_is_done_by_workers_and_outlives_the_database(
    town: Town, postgres: Postgres, postgres_url: str
) -> None:
    env = town.env(
        ENGINE_URL=postgres_url,
        ROLES="front",
        WORKER_LOST_SECONDS="2",
        SPEECH_MODEL=str(MODEL),
        SPEECH_DEVICE="cpu",
    )
    guest = arrive(town, "Ann")
    async with (
        running(env) as service,
        worker(env, "--roles", "cpu,gpu") as working,
    ):
        await until(lambda: _workers(service.url) == {"cpu", "gpu"})
        card = await guest.card(town.demo.links["mp3"])
        await guest.pick(card, "MP3")
        file = medium(await guest.result(card))
        assert tune_in(town.playground.media_bytes(file["file_id"])) == "harbour"

        postgres.stop(hard=True)
        asked = await town.playground.send_file(NOTE, "voice", user=guest.chat, chat=guest.chat)
        postgres.start()
        told = await until(
            lambda: (it := guest.answer(asked["message_id"])) and button(it, "SRT") and it,
            seconds=60,
        )
        assert re.search(r"[a-z]{3,}", words(told))
        assert working.returncode is None
        assert service.complaints() == ""
    leftovers = [path for path in (town.data_dir / "depot" / "calls").rglob("*") if path.is_file()]
    assert leftovers == []


def _workers(url: str) -> set[str]:
    try:
        told = fetch_json(f"{url}/ready")
    except OSError:
        return set()
    return {role for one in told.get("workers", []) for role in one["roles"]}
