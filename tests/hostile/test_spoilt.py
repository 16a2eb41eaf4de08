"""Broken files, as files and as links: each is answered, and nothing swells or breaks.

The short form runs with all tests; the long one is `SPOILT_FILES=300 pytest tests/hostile/test_spoilt.py`.
"""

import asyncio
import resource
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from services.errors import leaves
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.platforms.link import Link
from services.web import open_web
from services.web_guard import Guard
from tests.hostile.core import open_core
from tests.hostile.spoilt import COUNT, write_all
from tests.processes import naming, swelling

MEBIBYTE = 2**20
MOST_GROWTH = 100 * MEBIBYTE
MOST_OF_A_CHILD = 1024 * MEBIBYTE
SERVED_AT_ONCE = 4


def resident_bytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@pytest.fixture
async def answers(tmp_path):
    """Return a function that sends a file, or its link, and returns what it ended in."""
    files, data = tmp_path / "files", tmp_path / "data"
    for folder in (files, data):
        folder.mkdir()
    async with AsyncExitStack() as stack:
        application = web.Application()
        application.router.add_static("/", files)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here = f"127.0.0.1:{runner.addresses[0][1]}"
        way = await stack.enter_async_context(open_web(Guard(allow=[here])))
        jobs = await open_core(way, data, stack, most_bytes=200 * MEBIBYTE)

        async def answer(path, *, as_link):
            url = f"http://{here}/{path.name}"
            source = (
                Link(url, "web", f"web:{path.name}") if as_link else LocalFile(str(path), path.name)
            )
            recipient = Recipient(Channel.SHELF)
            choice = "360p" if path.suffix in {".mp4", ".mkv"} else "mp3"
            order = Order(Product.MEDIA, source, recipient, account=1, choice=choice)
            job = await jobs.wait((await jobs.submit(order)).id)
            return job.failure.code if job.failure else str(job.state)

        answer.files = files
        yield answer


async def test_broken_files_are_answered_and_nothing_swells(answers, tmp_path):
    paths = await asyncio.to_thread(write_all, answers.files)
    assert len(paths) == COUNT
    # Every other one is sent, the rest are linked to; what was thought up, in both ways.
    errands = [(path, number % 2 == 0) for number, path in enumerate(paths)]
    errands += [(path, number % 2 == 1) for number, path in enumerate(paths[:30])]
    ends: dict[tuple[str, bool], str] = {}
    await answers(*errands[0][:1], as_link=False)
    before = resident_bytes()
    coming = iter(errands)

    async def work():
        for path, as_link in coming:
            ends[path.name, as_link] = await answers(path, as_link=as_link)

    with capture_logs() as logs, swelling() as children:
        async with asyncio.TaskGroup() as group:
            for _ in range(SERVED_AT_ONCE):
                group.create_task(work())

    codes = {leaf.code for leaf in leaves()} - {"unexpected"}
    assert {name: end for name, end in ends.items() if end not in {*codes, "done"}} == {}
    assert len(ends) == len(errands)
    assert [line for line in logs if line["log_level"] == "error"] == []
    assert resident_bytes() - before < MOST_GROWTH
    assert 0 < max(children.most_bytes.values()) < MOST_OF_A_CHILD
    assert list((tmp_path / "data" / "work").iterdir()) == []
    assert naming(str(tmp_path / "data")) == []
    # Broken is not hopeless: what can be heard is delivered.
    assert Counter(ends.values())["done"] > COUNT // 10
