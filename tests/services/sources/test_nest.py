import asyncio
import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from services.errors import SiteTrouble
from services.media.child import Limits
from services.nursery import Nursery
from services.sources import nest as module
from services.sources.nest import Nest
from tests.processes import alive, naming, until

pytestmark = pytest.mark.asyncio(loop_scope="module")


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


async def test_children_are_hatched_from_one_warm_process_and_are_gone_afterwards(nest):
    async with nest.hatched() as first, nest.hatched() as second:
        hen = parent_of(first.pid)
        assert parent_of(second.pid) == hen
        assert os.getpgid(first.pid) == first.pid != os.getpgid(hen)

    await until(lambda: not alive(first.pid) and not alive(second.pid))
    assert alive(hen)
    await nest.close()
    assert not alive(hen)


async def test_a_child_ends_when_its_connection_does(nest):
    async with nest.hatched() as chick:
        chick.writer.close()
        await until(lambda: not alive(chick.pid))


async def test_a_cancelled_request_leaves_nobody(nest):
    pids = []

    async def work():
        async with nest.hatched() as chick:
            pids.append(chick.pid)
            await chick.reader.readline()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(work())
        await until(lambda: pids)
        task.cancel()

    await until(lambda: not alive(pids[0]))


async def test_a_dead_warm_process_is_replaced(nest):
    async with nest.hatched() as chick:
        hen = parent_of(chick.pid)
    os.kill(hen, signal.SIGKILL)
    await until(lambda: not alive(hen))

    async with nest.hatched() as chick:
        assert parent_of(chick.pid) != hen


async def test_a_child_that_cannot_be_started_is_trouble(nest, monkeypatch):
    await nest.close()
    monkeypatch.setattr(module, "_PROGRAM", "services.no_such_module")

    with pytest.raises(SiteTrouble):
        async with nest.hatched():
            pass


async def test_nothing_is_imported_from_where_anybody_may_write(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('run by a stranger')")
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path))
    async with Nursery() as nursery:
        nest = Nest(nursery, limits=Limits())
        async with nest.hatched() as chick:
            assert alive(chick.pid)
        await nest.close()


async def test_the_warm_process_leaves_when_no_links_come():
    async with Nursery() as nursery:
        nest = Nest(nursery, limits=Limits(), kept=timedelta(seconds=0.2))
        async with nest.hatched() as chick:
            hen = parent_of(chick.pid)
        assert nest.warm

        await until(lambda: not nest.warm and not alive(hen))
        async with nest.hatched():
            pass
        await nest.close()


async def test_a_child_lives_in_its_folder_and_knows_no_secrets(nest, tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    async with nest.hatched() as chick:
        asked = {"do": "resolve", "url": "x", "folder": str(tmp_path)}
        asked |= {"proxy": "http://127.0.0.1:9", "ffmpeg": ""}
        chick.writer.write(json.dumps(asked).encode() + b"\n")
        answer = json.loads(await chick.reader.readline())
        child = Path(f"/proc/{chick.pid}")
        knows = (child / "environ").read_bytes()
        assert (child / "cwd").readlink() == tmp_path
        assert naming(str(tmp_path)) == [chick.pid]

    assert answer["event"] == "failed"
    assert b"secret" not in knows
