"""What has come stays to the last byte, and what did not fit was never there."""

import asyncio
import errno
import os
import threading

import pytest

from services.live import came
from services.live.came import Came

PART = 10


async def opened(folder):
    found = Came(folder, part_bytes=PART)
    await found.open()
    return found


async def all_of(found):
    at, whole = found.start, b""
    while piece := await found.read(at):
        whole, at = whole + piece, at + len(piece)
    return whole


@pytest.mark.parametrize("length", [1, 7, 10, 33])
async def test_what_came_is_there_again_in_another_life(tmp_path, length):
    sent = bytes(range(100))
    found = await opened(tmp_path)
    for at in range(0, len(sent), length):
        await found.append(sent[at : at + length])
    again = await opened(tmp_path)
    assert again.size == found.size == len(sent)
    assert await all_of(again) == sent


@pytest.mark.parametrize("room", range(35))
@pytest.mark.parametrize("before", [0, 4, 10, 13])
async def test_what_does_not_fit_is_not_there_at_all(tmp_path, monkeypatch, before, room):
    sent = bytes(range(50))
    found = await opened(tmp_path)
    await found.append(sent[:before])
    left = room
    write = os.pwrite

    def into_little_room(file, raw, at):
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = write(file, bytes(raw)[:left], at)
        left -= written
        return written

    with monkeypatch.context() as patch:
        patch.setattr(came.os, "pwrite", into_little_room)
        with pytest.raises(OSError, match="No space"):
            await found.append(sent[before : before + 36])
    again = await opened(tmp_path)
    assert again.size == found.size == before
    await again.append(sent[before:])
    assert await all_of(again) == sent


async def test_who_goes_away_in_mid_write_goes_when_it_is_done(tmp_path, monkeypatch):
    found = await opened(tmp_path)
    writes, goes_on, write = threading.Event(), threading.Event(), os.pwrite

    def slowly(file, raw, at):
        writes.set()
        goes_on.wait(60)
        return write(file, raw, at)

    monkeypatch.setattr(came.os, "pwrite", slowly)
    first = asyncio.ensure_future(found.append(bytes(range(25))))
    await asyncio.to_thread(writes.wait, 60)
    for _ in range(2):
        first.cancel()
        await asyncio.wait([first], timeout=0.01)
    # Whoever waits for their turn would write over what is still being written.
    assert not first.done()
    goes_on.set()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert found.size == 25
    await found.append(bytes(range(25, 50)))
    assert await all_of(await opened(tmp_path)) == bytes(range(50))


async def test_what_nobody_needs_goes_and_the_rest_keeps_its_place(tmp_path):
    sent = bytes(range(100))
    found = await opened(tmp_path)
    await found.append(sent)
    await found.forget(59)
    assert found.start == 50
    assert await all_of(await opened(tmp_path)) == sent[50:]
    await found.forget(1000)
    assert (await opened(tmp_path)).size == 100
