"""19. Never fills the disk or memory: small volumes, sources of unknown size, orphans, and many jobs.

The volume is a tenth of the real one, and so are the files; the proportions are those of practice.
"""

import asyncio
import gc
import os
import resource
import subprocess
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from services.web import open_web
from services.web_guard import Guard
from tests.hostile.core import open_core
from tests.processes import naming
from tests.services.sources.corner import open_corner
from tests.world.media import song

MEBIBYTE = 2**20
VOLUME_BYTES = 36 * MEBIBYTE
KEPT_FREE = 3 * MEBIBYTE
SMALL = "mp3-64"
"""A result of half a megabyte, which stays on the shelf."""

FILE_SECONDS = 65
"""Of sound that is not packed: six megabytes."""

SETTLED, MANY = 100, 300
KEPT_HANDLES = 12
"""The engine keeps five connections to its file at the most, each with a log; idle, it needs few."""
PATIENCE_SECONDS = 60


@contextmanager
def volume(folder, size_bytes):
    """Mount a small disk of its own."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "small", str(folder)]
    mounted = subprocess.run(words, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("it takes the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@asynccontextmanager
async def desk(corner, folder, *, most_bytes=20 * MEBIBYTE):
    """The core on a folder, which may ask one small server."""
    async with AsyncExitStack() as stack:
        allow = [corner.url.removeprefix("http://")]
        way = await stack.enter_async_context(open_web(Guard(allow=allow)))
        yield await open_core(
            way, folder, stack, most_bytes=most_bytes, keep_free_bytes=KEPT_FREE, at_once=3
        )


async def ended(jobs, url, choice="mp3"):
    """Ask for a link and return what it ended in."""
    link = Link(url, "web", f"web:{url}")
    order = Order(Product.MEDIA, link, Recipient(Channel.SHELF), account=1, choice=choice)
    job = await jobs.wait((await jobs.submit(order)).id)
    return job.failure.code if job.failure else str(job.state)


def free_bytes(folder):
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_ten_jobs_that_do_not_fit_at_once_are_all_delivered(tmp_path):
    body = song(seconds=FILE_SECONDS, ending="wav").read_bytes()
    least = VOLUME_BYTES

    async def watch(folder):
        nonlocal least
        while True:
            least = min(least, free_bytes(folder))
            await asyncio.sleep(0.01)

    with volume(tmp_path / "disk", VOLUME_BYTES) as folder, capture_logs() as logs:
        async with open_corner() as corner, desk(corner, folder) as jobs:
            urls = [corner.bytes(f"/{n}.wav", body, "audio/wav") for n in range(10)]
            assert len(body) * len(urls) > 1.5 * VOLUME_BYTES
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(watch(folder))
                asked = [group.create_task(ended(jobs, url, SMALL)) for url in urls]
                done, late = await asyncio.wait(asked, timeout=PATIENCE_SECONDS)
                assert not late, [(job.state, job.stage, job.title) for job in await jobs.active()]
                ends = [task.result() for task in done]
                watching.cancel()

            assert ends == ["done"] * 10
            assert files_in(folder / "work") == []
    assert least > 0
    assert [line for line in logs if "No space left" in str(line)] == []


async def test_a_source_of_unknown_size_is_stopped_at_what_it_was_granted(tmp_path):
    body = song(seconds=FILE_SECONDS, ending="wav").read_bytes()

    async def answer(request):
        response = web.StreamResponse(headers={"Content-Type": "audio/wav"})
        await response.prepare(request)
        while True:
            await response.write(body)

    with volume(tmp_path / "disk", VOLUME_BYTES) as folder:
        async with open_corner() as corner, desk(corner, folder, most_bytes=8 * MEBIBYTE) as jobs:
            corner.routes["/endless.wav"] = answer
            before = free_bytes(folder)
            assert await ended(jobs, f"{corner.url}/endless.wav") == "too-big"
            assert files_in(folder / "work") == []
            assert before - free_bytes(folder) < 2 * MEBIBYTE


async def test_orphans_of_a_killed_service_are_gone(tmp_path):
    for number in range(5):
        bench = tmp_path / "work" / f"bench{number}"
        bench.mkdir(parents=True)
        (bench / "original.part").write_bytes(bytes(1000))
    (tmp_path / "blobs" / "incoming").mkdir(parents=True)
    (tmp_path / "blobs" / "incoming" / "999999999.ab.part").write_bytes(bytes(1000))

    async with open_corner() as corner, desk(corner, tmp_path):
        assert files_in(tmp_path / "work") == []
        assert files_in(tmp_path / "blobs") == []


async def test_many_jobs_leave_neither_memory_nor_handles_behind(tmp_path):
    with capture_logs():
        async with open_corner() as corner, desk(corner, tmp_path) as jobs:
            url = corner.bytes("/a.mp3", song(seconds=3).read_bytes(), "audio/mpeg")
            assert await ended(jobs, url) == "done"

            async def work(count):
                for number in range(count):
                    end = await ended(jobs, url if number % 10 else f"{corner.url}/gone.mp3")
                    assert end in {"done", "link-gone"}

            await all_of(work, SETTLED)
            before = state_of_ours()
            await all_of(work, MANY - SETTLED)
            after = state_of_ours()

    assert after[0] < before[0] * 1.1
    assert after[1] <= before[1] + KEPT_HANDLES
    assert naming(str(tmp_path)) == []


async def all_of(work, count):
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(work(count // 5))


def state_of_ours():
    """Return the bytes that this process holds, and how many files it has open."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize(), len(list(Path("/proc/self/fd").iterdir()))
