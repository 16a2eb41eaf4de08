"""A service that is looked after while people use it: copied, emptied, put back, and started again."""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing

from tests.e2e.orders import arrive, is_result, job_states
from tests.e2e.people import until, words
from tests.e2e.service import ROOT, running


async def command(town, *argv):
    """Run a command beside the service; return its status and the document that it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "main.py",
        *map(str, argv),
        "--json",
        cwd=ROOT,
        env=town.env(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return process.returncode, json.loads(out)


def is_running(town):
    return any(state == "running" for state, _ in job_states(town))


async def test_a_job_that_was_accepted_before_a_backup_is_finished_after_it_was_put_back(town):
    guest = arrive(town, "Ann")
    # Where time goes back, an act may be done twice.
    town.forgiven = frozenset({"an edit that changes nothing"})
    async with running(town.env()) as service:
        card = await guest.card(f"{town.demo.links['slow']}?seconds=6")
        await guest.pick(card, "MP3")
        await until(lambda: any(stage == "fetch" for _, stage in job_states(town)))
        status, made = await command(town, "backup")
        assert status == 0
        refused, told = await command(town, "restore", made["path"])
        assert (refused, told["error"]) == (3, "service-running")
        service.kill()
        await service.ended()
    with closing(sqlite3.connect(town.data_dir / "hearsay.db")) as book:
        book.execute("DELETE FROM jobs")
        book.commit()

    status, restored = await command(town, "restore", made["path"])

    assert (status, restored["jobs"]) == (0, 1)
    async with running(town.env()):
        done = await guest.result(card)
        assert is_result(done)
    with closing(sqlite3.connect(town.data_dir / "hearsay.db")) as book:
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_drained_service_ends_what_it_has_begun_and_begins_nothing_more(town):
    ann, ben = arrive(town, "Ann"), arrive(town, "Ben")
    # After a start, it is told once more who stands where in line.
    town.forgiven = frozenset({"an edit that changes nothing"})
    async with running(town.env()) as service:
        card = await ann.card(f"{town.demo.links['slow']}?seconds=4")
        await ann.pick(card, "MP3")
        await until(lambda: any(stage == "fetch" for _, stage in job_states(town)))
        draining = asyncio.create_task(command(town, "drain"))
        await until(lambda: any(line.get("event") == "draining" for line in service.lines))
        asked = await ben.paste(town.demo.links["mp3"])
        answer = await until(lambda: ben.answer(asked))
        assert words(answer)
        status, told = await draining
        assert (status, told) == (0, {"ok": True, "done": True})
        assert await service.ended() == 0
        assert is_result(await ann.result(card))
    assert sorted(state for state, _ in job_states(town)) == ["done", "done", "waiting"]
    async with running(town.env()):
        await until(lambda: all(state == "done" for state, _ in job_states(town)))


async def test_a_service_that_is_not_empty_in_time_is_stopped(town):
    guest = arrive(town, "Ann")
    async with running(town.env()) as service:
        card = await guest.card(f"{town.demo.links['slow']}?seconds=30")
        await guest.pick(card, "MP3")
        await until(lambda: any(stage == "fetch" for _, stage in job_states(town)))

        status, told = await command(town, "drain", "--within", "0")

        assert (status, told) == (0, {"ok": True, "done": False})
        assert await service.ended() == 0
    assert is_running(town)


async def test_where_nobody_works_there_is_nothing_to_drain(town):
    status, told = await command(town, "drain")

    assert (status, told["error"]) == (3, "service-idle")
