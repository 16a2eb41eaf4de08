"""A copy of everything, made in the middle of the work, from which the work goes on."""

import asyncio
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

from services.errors import BackupNewer, BackupUnreadable, NothingToBackUp
from services.jobs.copying import copies_in, copy_everything, put_back
from services.jobs.job import State
from services.jobs.order import Channel
from services.store.archive import contents
from tests.services.jobs.fakes import House, eventually, media
from tests.services.jobs.test_brought import BYTES, brought, ordered

NOW = 1_800_000_000.0


def next_life(house, folder=None):
    return House(
        folder or house.folder,
        house.rules,
        sources=house.sources,
        crafts=house.crafts,
        telegram=house.telegram,
    )


async def reached(gate):
    async def has_arrived():
        return gate.arrived >= 1

    await eventually(has_arrived)


async def copied(house, **wanted):
    return await asyncio.to_thread(copy_everything, house.folder, now=NOW, **wanted)


async def test_a_job_that_was_under_way_is_finished_after_it_was_put_back(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        house.crafts.gate.close()
        job = await house.jobs.submit(media())
        await reached(house.crafts.gate)
        copy = await copied(house)
        house.crafts.gate.open.set()
        await house.done(job)
        later = await house.jobs.submit(media("two"))
        await house.done(later)
    done = await asyncio.to_thread(put_back, house.folder, copy.path, now=NOW)
    async with next_life(house) as again:
        (over,) = await again.done(job)
        assert over.state is State.DONE
        assert [one.id for one in await again.jobs.mine(1)] == [job.id]
        assert house.sources.calls["fetch"] == 2  # its own, and that of the one that came later
    assert done.jobs == 1
    assert (done.aside / "hearsay.db").exists()


async def test_it_goes_on_without_the_engines_own_database_too(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        house.crafts.gate.close()
        job = await house.jobs.submit(media())
        await reached(house.crafts.gate)
        copy = await copied(house)
        house.crafts.gate.open.set()
    stranger = tmp_path / "stranger.zip"
    with zipfile.ZipFile(copy.path) as source, zipfile.ZipFile(stranger, "w") as target:
        for name in source.namelist():
            told = source.read(name)
            if name == "manifest.json":
                told = told.replace(b'"engine": "', b'"engine": "0.')
            target.writestr(name, told)
    await asyncio.to_thread(put_back, tmp_path / "elsewhere", stranger, now=NOW)
    assert not (tmp_path / "elsewhere" / "engine.sqlite").exists()
    async with next_life(house, tmp_path / "elsewhere") as again:
        (over,) = await again.done(job)
        assert over.state is State.DONE


async def test_copies_made_while_jobs_come_and_go_are_whole(tmp_path):
    house = House(tmp_path / "data")
    copies, known = [], []
    async with house:

        async def submit():
            for number in range(40):
                job = await house.jobs.submit(media(f"number-{number}"))
                known.append(job.id)
                await asyncio.sleep(0.01)

        working = asyncio.ensure_future(submit())
        while not working.done():
            before = set(known)
            copies.append((before, await copied(house)))
        await working
        await house.done(*[await house.jobs.get(job) for job in known])
    before, last = copies[-1]
    assert before
    for number, (_, copy) in enumerate(copies[:3]):
        folder = tmp_path / f"copy-{number}"
        put_back(folder, copy.path, now=NOW)
        for name in ("hearsay.db", "engine.sqlite"):
            with closing(sqlite3.connect(folder / name)) as file:
                assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    put_back(house.folder, last.path, now=NOW)
    async with next_life(house) as again:
        there = [await again.jobs.get(job) for job in before]
        ended = await again.done(*there)
        assert {job.state for job in ended} == {State.DONE}


async def test_the_file_that_a_program_sent_comes_along_until_its_job_has_ended(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        house.crafts.gate.close()
        upload, receiving = await brought(house, tmp_path / "data")
        job = await house.jobs.submit(ordered(await house.jobs.adopt(upload, name="song.wav")))
        await receiving.__aexit__(None, None, None)
        await reached(house.crafts.gate)
        copy = await copied(house)
        house.crafts.gate.open.set()
        await house.done(job)
        after = await copied(house)
        everything = await copied(house, all_files=True)
    shutil.rmtree(house.folder / "blobs")
    put_back(house.folder, copy.path, now=NOW)
    async with next_life(house) as again:
        (over,) = await again.done(job)
        _, path = await again.jobs.file(over)
        assert path.read_bytes() == b"mp3:" + BYTES
    assert (copy.files, after.files) == (1, 0)
    assert everything.files == 2


async def a_file_under_way(house):
    """Return a job about a file that a program brought, and a copy that was made meanwhile."""
    house.crafts.gate.close()
    upload, receiving = await brought(house, house.folder)
    job = await house.jobs.submit(ordered(await house.jobs.adopt(upload, name="song.wav")))
    await receiving.__aexit__(None, None, None)
    await reached(house.crafts.gate)
    return job, await copied(house)


async def test_a_job_about_a_file_that_was_brought_goes_on_in_another_folder(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        job, copy = await a_file_under_way(house)
        house.crafts.gate.open.set()
    put_back(tmp_path / "elsewhere", copy.path, now=NOW)
    shutil.move(house.folder, tmp_path / "gone")
    async with next_life(house, tmp_path / "elsewhere") as again:
        (over,) = await again.done(job)
        _, path = await again.jobs.file(over)
        assert path.read_bytes() == b"mp3:" + BYTES


async def test_one_of_which_the_whole_path_was_written_down_goes_on_as_well(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        job, _ = await a_file_under_way(house)
        path = str(house.folder / job.order.source.path)
        await house.database.write(
            """UPDATE jobs SET "order" = json_set("order", '$.source.path', :path)""", path=path
        )
    house.crafts.gate.open.set()
    async with next_life(house) as again:
        assert (await again.jobs.get(job.id)).order.source.path == path
        (over,) = await again.done(job)
        assert over.state is State.DONE
        second = await again.jobs.again(job.id, account=1)
        await again.done(second)
        await again.jobs.delete(job.id, 1)
        assert (house.folder / path).exists()


async def test_kept_files_are_put_back_where_they_are_in_it(tmp_path):
    house = House(tmp_path / "data")
    async with house:
        job = await house.jobs.submit(media(channel=Channel.SHELF))
        await house.done(job)
        copy = await copied(house, all_files=True)
    (house.folder / "blobs" / "mine").write_text("there before")
    done = put_back(house.folder, copy.path, now=NOW)
    async with next_life(house) as again:
        _, path = await again.jobs.file(await again.jobs.get(job.id))
        assert path.exists()
    assert (done.aside / "blobs" / "mine").exists()
    assert not (house.folder / "blobs" / "mine").exists()


async def test_the_newest_are_listed_first(tmp_path):
    async with House(tmp_path) as house:
        made = [
            await asyncio.to_thread(copy_everything, house.folder, now=NOW + number)
            for number in range(3)
        ]
    (tmp_path / "backups" / "broken.zip").write_bytes(b"broken")

    assert copies_in(tmp_path) == made[::-1]
    assert list((tmp_path / "backups").glob("*.part")) == []
    assert not (tmp_path / "backups" / ".unfinished").exists()


def test_where_nobody_has_worked_there_is_nothing(tmp_path):
    with pytest.raises(NothingToBackUp):
        copy_everything(tmp_path, now=NOW)


async def test_what_is_refused_changes_nothing(tmp_path):
    async with House(tmp_path / "data") as house:
        copy = await copied(house)
    before = sorted(house.folder.rglob("*"))
    spoilt = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(copy.path) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[:-1] + b"!")
    newer = tmp_path / "newer.zip"
    schema = contents(copy.path).facts["schema"]
    with zipfile.ZipFile(copy.path) as source, zipfile.ZipFile(newer, "w") as target:
        for name in source.namelist():
            told = source.read(name)
            if name == "manifest.json":
                told = told.replace(f'"schema": {schema}'.encode(), b'"schema": 9999')
            target.writestr(name, told)

    with pytest.raises(BackupUnreadable):
        put_back(house.folder, spoilt, now=NOW)
    with pytest.raises(BackupNewer):
        put_back(house.folder, newer, now=NOW)
    assert sorted(house.folder.rglob("*")) == before
