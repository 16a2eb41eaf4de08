"""A file that a program brought: once its order is accepted, nothing takes it away."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.errors import SourceExpired, TooManyWaiting
from services.jobs.job import State
from services.jobs.order import Channel
from services.jobs.programs import Extras
from services.jobs.rooms import Rules
from services.store.uploads import open_uploads
from tests.services.jobs.fakes import House, media

ROOT = Path(__file__).parents[3]
BYTES = b"what was brought" * 1000


async def brought(house, folder, *, content=BYTES):
    """Return an upload that is whole, and what takes it back."""
    uploads = open_uploads(folder / "uploads", house.blobs, most_bytes=10**6)
    opened = await house.stack.enter_async_context(uploads)
    receiving = opened.receive()
    upload = await receiving.__aenter__()
    await upload.write(content)
    await upload.end()
    return upload, receiving


def ordered(file, **wanted):
    return media(source=file, channel=Channel.SHELF, **wanted)


async def uses(house):
    rows = await house.database.rows("SELECT held_by FROM blob_uses ORDER BY held_by")
    return [row["held_by"].partition(":")[0] for row in rows]


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path) as house:
        yield house


async def test_it_outlives_the_request_that_brought_it(house, tmp_path):
    house.crafts.gate.close()
    upload, receiving = await brought(house, tmp_path)
    job = await house.jobs.submit(ordered(await house.jobs.adopt(upload, name="song.wav")))
    await receiving.__aexit__(None, None, None)
    assert not upload.path.exists()
    house.crafts.gate.open.set()
    (done,) = await house.done(job)
    artifact, path = await house.jobs.file(done)
    assert path.read_bytes() == b"mp3:" + BYTES
    assert (done.state, artifact.file_name) == (State.DONE, "song.mp3")


async def test_it_is_there_for_another_try_until_the_job_is_deleted(house, tmp_path):
    house.crafts.failures = [RuntimeError("not today")]
    upload, receiving = await brought(house, tmp_path)
    job = await house.jobs.submit(ordered(await house.jobs.adopt(upload, name="song.wav")))
    await receiving.__aexit__(None, None, None)
    assert (await house.done(job))[0].state is State.FAILED
    second = await house.jobs.again(job.id, account=1)
    await house.jobs.delete(job.id, 1)
    assert (await house.done(second))[0].state is State.DONE
    assert "source" in await uses(house)
    await house.jobs.delete(second.id, 1)
    assert "source" not in await uses(house)


async def test_an_order_that_is_refused_leaves_nothing(tmp_path):
    async with House(tmp_path, Rules(most_waiting=0)) as house:
        upload, receiving = await brought(house, tmp_path)
        file = await house.jobs.adopt(upload)
        with pytest.raises(TooManyWaiting):
            await house.jobs.submit(ordered(file))
        await receiving.__aexit__(None, None, None)
        assert await uses(house) == []
        with pytest.raises(SourceExpired):
            await house.jobs.submit(ordered(file))


async def test_the_same_bytes_of_two_programs_are_kept_for_both(house, tmp_path):
    later = Extras(due_at=house.clock.now() + 3600)
    upload, receiving = await brought(house, tmp_path)
    file = await house.jobs.adopt(upload, name="a.wav")
    mine = await house.jobs.submit(ordered(file), extras=later)
    await house.jobs.submit(ordered(file, account=2), extras=later)
    await receiving.__aexit__(None, None, None)
    await house.jobs.delete(mine.id, 1)
    assert (tmp_path / file.path).read_bytes() == BYTES


def killed_at(folder: Path, word: str) -> list[str]:
    """Let a process take a file in and die once it has said this; return what it said."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.services.jobs.test_brought", folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    said: list[str] = []
    assert child.stdout is not None
    for line in child.stdout:
        said = line.split()
        if said and said[0] == word:
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert said, "the child died by itself"
    return said


@pytest.mark.parametrize("word", ["accepted", "converting"])
async def test_an_accepted_file_survives_kill_9(tmp_path, word):
    _, job_id = await asyncio.to_thread(killed_at, tmp_path, word)
    async with House(tmp_path) as house:
        done = await asyncio.wait_for(house.jobs.wait(job_id), 20)
        assert done.state is State.DONE
        _, path = await house.jobs.file(done)
        assert path.read_bytes() == b"mp3:" + BYTES


async def test_a_file_without_an_order_is_given_back_after_kill_9(tmp_path):
    _, path = await asyncio.to_thread(killed_at, tmp_path, "adopted")
    assert (tmp_path / path).exists()
    async with House(tmp_path) as house:
        assert await uses(house) == []
        assert not (tmp_path / path).exists()


async def take_in_and_wait(folder: Path) -> None:
    async with House(folder) as house:
        house.crafts.gate.close()
        upload, receiving = await brought(house, folder)
        file = await house.jobs.adopt(upload, name="song.wav")
        print("adopted", file.path, flush=True)
        await asyncio.sleep(float(os.environ.get("PAUSE", "0.2")))
        job = await house.jobs.submit(ordered(file))
        print("accepted", job.id, flush=True)
        await receiving.__aexit__(None, None, None)
        await house.crafts.gate.reached.wait()
        print("converting", job.id, flush=True)
        await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(take_in_and_wait(Path(sys.argv[1])))
