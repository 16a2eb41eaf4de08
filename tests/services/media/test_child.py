import asyncio
import os
import subprocess
import sys
from collections import deque

import pytest

from services.media.child import Limits, child, last_lines, let_others_first
from tests.processes import alive, naming, until

FAMILY = """
import subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(grandchild.pid, flush=True)
time.sleep(600)
"""


async def test_the_end_of_the_block_ends_the_grandchildren_too(tmp_path):
    async with child([sys.executable, "-c", FAMILY], folder=tmp_path) as process:
        grandchild = int(await process.stdout.readline())
        assert alive(grandchild)

    await until(lambda: not alive(grandchild))
    assert not alive(process.pid)


async def test_cancelling_ends_the_family(tmp_path):
    started = asyncio.get_running_loop().create_future()

    async def work():
        async with child([sys.executable, "-c", FAMILY], folder=tmp_path) as process:
            started.set_result(int(await process.stdout.readline()))
            await process.wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        grandchild = await started
        task.cancel()

    await until(lambda: not alive(grandchild))
    assert naming(str(tmp_path)) == []


async def test_a_child_knows_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    code = "import os; print(sorted(os.environ.items()))"
    async with child(
        [sys.executable, "-c", code], folder=tmp_path, environment={"https_proxy": "http://p"}
    ) as process:
        told = (await process.stdout.read()).decode()

    assert "secret" not in told
    assert str(tmp_path) in told
    assert "('https_proxy', 'http://p')" in told


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")
async def test_a_child_may_not_take_more_memory_than_it_is_given(tmp_path):
    limits = Limits(memory_bytes=100 * 1024**2)
    gate, ours = os.pipe()
    code = f"import os; os.read({gate}, 1); bytearray(300 * 1024 ** 2); print('fine')"
    async with child(
        [sys.executable, "-c", code], folder=tmp_path, limits=limits, passed=[gate]
    ) as process:
        os.write(ours, b"x")
        for end in (gate, ours):
            os.close(end)
        assert await process.stdout.read() == b""
        assert b"MemoryError" in await process.stderr.read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a leash")
async def test_a_child_does_not_outlive_a_killed_service(tmp_path):
    code = f"""
import asyncio, sys
from pathlib import Path
from services.media.child import child
async def work():
    code = "import time; print(1, flush=True); time.sleep(600)"
    async with child([sys.executable, "-c", code], folder=Path({str(tmp_path)!r})) as process:
        await process.stdout.readline()
        print(process.pid, flush=True)
        await process.wait()
asyncio.run(work())
"""
    service = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=subprocess.PIPE
    )
    orphan = int(await service.stdout.readline())
    service.kill()
    await service.wait()

    await until(lambda: not alive(orphan))


async def test_only_the_last_lines_of_a_long_complaint_are_kept(tmp_path):
    kept = deque(maxlen=2)
    code = "import sys; sys.stderr.write('x' * 100000 + '\\n' + 'one\\ntwo\\n\\nthree')"
    async with child([sys.executable, "-c", code], folder=tmp_path) as process:
        await last_lines(process.stderr, kept)

    assert list(kept) == ["two", "three"]


async def test_what_serves_others_as_well_does_not_give_way(tmp_path):
    async def niceness(*, gives_way):
        gate, ours = os.pipe()
        code = f"import os; os.read({gate}, 1); print(os.getpriority(os.PRIO_PROCESS, 0))"
        async with child(
            [sys.executable, "-c", code],
            folder=tmp_path,
            passed=[gate],
            limits=Limits(gives_way=gives_way),
        ) as process:
            os.write(ours, b"x")
            for end in (gate, ours):
                os.close(end)
            return int(await process.stdout.read())

    async def giving_way():
        let_others_first()
        return await niceness(gives_way=True), await niceness(gives_way=False)

    gives_way, serves_others = await asyncio.create_task(giving_way())

    assert gives_way > serves_others
    assert await niceness(gives_way=True) == serves_others
