"""Many large uploads at once, and many who dawdle: memory stays flat, and nobody else waits for them.

The suite sends small files. `LOAD_MB=500 python -m pytest tests/e2e/http/test_crowd.py` sends large ones.
"""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.e2e.http.conftest import UPLOAD_MB, Door, environment, make_key, serving

UPLOADS = 20
SLOW = 50
MB = 1_000_000
LOAD_MB = int(os.environ.get("LOAD_MB", "1"))
MOST_GROWTH_MB = 150
LATER = datetime.now(UTC) + timedelta(days=1)
"""The jobs only have to be accepted here."""


@pytest.fixture(scope="module")
def crowded(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The service of all tests with a key of its own; or, for large files, one that takes them."""
    if LOAD_MB < UPLOAD_MB:
        yield replace(door, key=make_key(environment(door.data_dir), "crowd"))
        return
    more = {"HTTP_UPLOAD_MB": str(LOAD_MB + 1), "RATE_LIMIT_CAPACITY": "1000"}
    env = environment(tmp_path_factory.mktemp("crowd"), **more)
    with serving(env) as door:
        door.key = make_key(env, "crowd")
        yield door


async def recording(number: int) -> AsyncIterator[bytes]:
    """Yield a WAV file like no other, a piece at a time."""
    size = LOAD_MB * MB
    yield b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt "
    yield struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    yield b"data" + struct.pack("<I", size)
    piece = bytes([number]) * 100_000
    for _ in range(size // len(piece)):
        yield piece


def resident_mb(door: Door) -> float:
    for line in Path(f"/proc/{door.process.pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) * 1024 / MB
    raise AssertionError("it has ended")


async def upload(session: aiohttp.ClientSession, number: int) -> str:
    form = aiohttp.FormData()
    form.add_field("scheduled_at", LATER.isoformat())
    form.add_field("file", recording(number), filename=f"hour-{number}.wav")
    async with session.post("/api/process", data=form) as answer:
        assert answer.status == 202, await answer.text()
        return (await answer.json())["job_id"]


async def highest(door: Door, until: asyncio.Task) -> float:
    seen = resident_mb(door)
    while not until.done():
        await asyncio.wait([until], timeout=0.02)
        seen = max(seen, resident_mb(door))
    return seen


async def test_twenty_uploads_at_once_cost_little_memory(crowded: Door) -> None:
    patience = aiohttp.ClientTimeout(total=1200)
    async with aiohttp.ClientSession(
        crowded.url, headers=crowded.headers, timeout=patience
    ) as session:
        await upload(session, 0)
        before = resident_mb(crowded)
        async with asyncio.TaskGroup() as group:

            async def all_of_them() -> list[str]:
                return await asyncio.gather(*(upload(session, 1 + n) for n in range(UPLOADS)))

            uploading = group.create_task(all_of_them())
            peak = await highest(crowded, uploading)
        for job in uploading.result():
            async with session.delete(f"/api/jobs/{job}") as answer:
                assert answer.status < 300, await answer.text()
    print(f"{UPLOADS} × {LOAD_MB} MB: {before:.0f} MB before, {peak:.0f} MB at the most")
    assert peak - before < MOST_GROWTH_MB


async def test_who_dawdles_keeps_nobody_waiting(crowded: Door) -> None:
    at = urlsplit(crowded.url)
    head = (
        f"POST /api/process HTTP/1.1\r\nHost: {at.netloc}\r\nX-API-Key: {crowded.key}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    ).encode()
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection((at.hostname, at.port)))
            for _ in range(SLOW)
        ]
        for number, line in enumerate(lines):
            # Half of them dawdle over the body, half over the head.
            line.sendall(head if number % 2 else head[: head.index(b"Content-Type") + 20])
        async with aiohttp.ClientSession(crowded.url, headers=crowded.headers) as session:
            for turn in range(20):
                for line in lines:
                    line.sendall(b"x")
                async with session.get("/api/jobs") as answer:
                    assert answer.status == 200, turn
            await upload(session, 100)
        assert all(_is_open(line) for line in lines[1::2])


def _is_open(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1) != b""
    except BlockingIOError:
        return True
