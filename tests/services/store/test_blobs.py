"""The kept files against a real database and a real folder."""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.errors import NoRoom
from services.store import files
from services.store.blobs import Blobs, open_blobs
from services.store.database import Database
from tests.services.store.hands import Hands


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def blobs(tmp_path: Path, database: Database, clock: Hands) -> AsyncIterator[Blobs]:
    async with open_blobs(
        tmp_path / "blobs", database, clock, max_bytes=1000, keep_free_bytes=0
    ) as blobs:
        yield blobs


def make(folder: Path, content: bytes) -> Path:
    path = folder / f"{hashlib.sha256(content).hexdigest()[:12]}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "blobs").rglob("*") if path.is_file()}


async def test_bytes_are_found_under_their_digest(blobs: Blobs, tmp_path: Path) -> None:
    blob = await blobs.put(make(tmp_path / "work", b"sound"), held_by="job:1")
    assert blob.sha256 == hashlib.sha256(b"sound").hexdigest()
    assert blob.size_bytes == 5
    path = await blobs.find(blob.sha256)
    assert path == blobs.path_of(blob.sha256)
    assert path.read_bytes() == b"sound"


async def test_our_own_file_is_linked_and_a_strangers_is_copied(
    blobs: Blobs, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ours = make(tmp_path / "work", b"ours")
    theirs = make(tmp_path_factory.mktemp("home"), b"theirs")
    link = await blobs.put(ours, held_by="job:1")
    copy = await blobs.put(theirs, held_by="job:1")
    assert blobs.path_of(link.sha256).samefile(ours)
    assert not blobs.path_of(copy.sha256).samefile(theirs)
    theirs.write_bytes(b"THEIRS")
    assert blobs.path_of(copy.sha256).read_bytes() == b"theirs"


async def test_a_symbolic_link_is_followed(blobs: Blobs, tmp_path: Path) -> None:
    real = make(tmp_path / "work", b"real")
    link = tmp_path / "work" / "link"
    link.symlink_to(real)
    blob = await blobs.put(link, held_by="job:1")
    real.unlink()
    assert blobs.path_of(blob.sha256).read_bytes() == b"real"
    assert not blobs.path_of(blob.sha256).is_symlink()


async def test_equal_bytes_are_kept_once_until_the_last_use_ends(
    blobs: Blobs, tmp_path: Path
) -> None:
    one = await blobs.put(make(tmp_path / "a", b"same"), held_by="job:1")
    two = await blobs.put(make(tmp_path / "b", b"same"), held_by="job:2")
    assert one == two
    assert (await blobs.figures()).used_bytes == 4
    await blobs.release(held_by="job:1")
    assert await blobs.find(one.sha256)
    await blobs.release(held_by="job:2")
    assert await blobs.find(one.sha256) is None
    assert names(tmp_path) == set()


async def test_many_puts_of_the_same_bytes_at_once_are_one_blob(
    blobs: Blobs, tmp_path: Path
) -> None:
    paths = [make(tmp_path / f"work{number}", b"same bytes") for number in range(20)]
    put = await asyncio.gather(
        *(blobs.put(path, held_by=f"job:{number}") for number, path in enumerate(paths))
    )
    assert len({blob.sha256 for blob in put}) == 1
    assert names(tmp_path) == {put[0].sha256}
    for number in range(20):
        assert await blobs.find(put[0].sha256)
        await blobs.release(held_by=f"job:{number}")
    assert await blobs.find(put[0].sha256) is None


async def test_puts_sweeps_and_releases_at_once_lose_nothing_that_is_held(
    blobs: Blobs, tmp_path: Path
) -> None:
    async def come_and_stay(number: int) -> str:
        content = f"{number % 5}".encode()
        blob = await blobs.put(make(tmp_path / f"w{number}", content), held_by=f"job:{number}")
        if number % 3 == 0:
            await blobs.release(held_by=f"job:{number}")
            return ""
        return blob.sha256

    async with asyncio.TaskGroup() as group:
        staying = [group.create_task(come_and_stay(number)) for number in range(40)]
        for _ in range(8):
            group.create_task(blobs.sweep())
    held = {task.result() for task in staying} - {""}
    for sha256 in held:
        assert await blobs.find(sha256)
    assert names(tmp_path) == held


async def test_a_hold_fails_when_the_bytes_are_gone(blobs: Blobs, tmp_path: Path) -> None:
    blob = await blobs.put(make(tmp_path / "work", b"x"), held_by="job:1")
    assert await blobs.hold(blob.sha256, held_by="job:2")
    assert await blobs.hold(blob.sha256, held_by="job:2")
    await blobs.release(held_by="job:1")
    await blobs.release(held_by="job:2")
    assert not await blobs.hold(blob.sha256, held_by="job:3")


@pytest.mark.parametrize("damage", ["gone", "cut", "altered"])
async def test_broken_bytes_count_as_gone(blobs: Blobs, tmp_path: Path, damage: str) -> None:
    source = make(tmp_path / "work", b"whole")
    blob = await blobs.put(source, held_by="job:1")
    path = blobs.path_of(blob.sha256)
    path.unlink()
    if damage != "gone":
        path.write_bytes(b"wh" if damage == "cut" else b"WHOLE")
    assert await blobs.find(blob.sha256) is None
    assert names(tmp_path) == set()
    again = await blobs.put(make(tmp_path / "again", b"whole"), held_by="job:2")
    assert await blobs.find(again.sha256)


async def test_what_is_no_digest_is_no_path(blobs: Blobs) -> None:
    with pytest.raises(ValueError, match="digest"):
        blobs.path_of("../../etc/passwd")


async def test_the_least_recently_used_results_make_room(
    blobs: Blobs, tmp_path: Path, clock: Hands
) -> None:
    digests = []
    for number in range(3):
        content = bytes([number]) * 300
        clock.turn(seconds=3600)
        blob = await blobs.put(make(tmp_path / "work", content), held_by=f"artifact:{number}")
        digests.append(blob.sha256)
    clock.turn(seconds=3600)
    assert await blobs.find(digests[0])
    assert await blobs.reserve("one", 400)
    assert await blobs.find(digests[0])
    assert await blobs.find(digests[1]) is None
    assert await blobs.find(digests[2])


async def test_what_a_job_holds_is_never_evicted(blobs: Blobs, tmp_path: Path) -> None:
    blob = await blobs.put(make(tmp_path / "work", b"x" * 600), held_by="artifact:a")
    await blobs.hold(blob.sha256, held_by="job:1")
    assert not await blobs.reserve("two", 500)
    assert await blobs.find(blob.sha256)
    await blobs.release(held_by="job:1")
    assert await blobs.reserve("two", 500)
    assert await blobs.find(blob.sha256) is None


async def test_nothing_is_evicted_when_it_would_not_help(blobs: Blobs, tmp_path: Path) -> None:
    held = await blobs.put(make(tmp_path / "work", b"h" * 600), held_by="job:1")
    spare = await blobs.put(make(tmp_path / "work", b"s" * 200), held_by="artifact:s")
    assert not await blobs.reserve("two", 500)
    assert await blobs.find(spare.sha256)
    assert await blobs.find(held.sha256)


async def test_reservations_add_up_and_are_given_back(blobs: Blobs) -> None:
    assert await blobs.reserve("one", 600)
    assert not await blobs.reserve("two", 600)
    assert await blobs.reserve("one", 500)
    assert await blobs.reserve("two", 500)
    assert not await blobs.reserve("one", 501)
    assert (await blobs.figures()).reserved_bytes == 1000
    await blobs.unreserve("one")
    await blobs.unreserve("one")
    assert await blobs.reserve("three", 500)


async def test_what_could_never_fit_is_refused(blobs: Blobs) -> None:
    with pytest.raises(NoRoom) as caught:
        await blobs.reserve("one", 1001)
    assert caught.value.details == {"needed_bytes": 1001, "free_bytes": 1000}


async def test_the_disks_own_room_counts(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "disk_bytes", lambda _folder: (10_000, 700))
    assert await blobs.reserve("one", 400)
    assert not await blobs.reserve("two", 400)
    assert await blobs.reserve("two", 300)


async def test_a_put_over_the_budget_pushes_older_results_out(
    blobs: Blobs, tmp_path: Path, clock: Hands
) -> None:
    old = await blobs.put(make(tmp_path / "work", b"o" * 700), held_by="artifact:o")
    clock.turn(seconds=1)
    new = await blobs.put(make(tmp_path / "work", b"n" * 700), held_by="artifact:n")
    assert await blobs.find(old.sha256) is None
    assert await blobs.find(new.sha256)


async def test_a_full_disk_is_first_cleared_and_then_said(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await blobs.put(make(tmp_path / "work", b"old"), held_by="artifact:o")
    really = files.bring
    calls: list[int] = []

    def full(source: Path, *, to: Path, may_link: bool, sha256: str) -> str:
        calls.append(len(calls))
        to.write_bytes(b"half")
        if len(calls) in {1, 3, 4}:
            raise OSError(errno.ENOSPC, "No space left on device")
        to.unlink()
        return really(source, to=to, may_link=may_link, sha256=sha256)

    monkeypatch.setattr(files, "bring", full)
    new = await blobs.put(make(tmp_path / "work", b"new"), held_by="job:1")
    assert await blobs.find(old.sha256) is None
    with pytest.raises(NoRoom):
        await blobs.put(make(tmp_path / "work", b"third"), held_by="job:1")
    assert names(tmp_path) == {new.sha256}


async def test_who_counted_along_spares_counting(blobs: Blobs, tmp_path: Path) -> None:
    path = make(tmp_path / "uploads", b"brought")
    counted = hashlib.sha256(b"brought").hexdigest()
    blob = await blobs.put(path, held_by="job:1", sha256=counted)
    assert blob.sha256 == counted
    found = await blobs.find(counted)
    assert found is not None
    assert found.read_bytes() == b"brought"


async def test_a_sweep_brings_rows_and_files_together(
    blobs: Blobs, tmp_path: Path, database: Database
) -> None:
    folder = tmp_path / "blobs"
    kept = await blobs.put(make(tmp_path / "work", b"kept"), held_by="job:1")
    lost = await blobs.put(make(tmp_path / "work", b"lost"), held_by="job:1")
    blobs.path_of(lost.sha256).unlink()
    unused = await blobs.put(make(tmp_path / "work", b"unused"), held_by="job:2")
    await database.write("DELETE FROM blob_uses WHERE held_by = 'job:2'")
    stray = files.blob_path(folder, "ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"stray")
    ours_dead = files.temporary_path(folder)
    ours_dead.write_bytes(b"half")
    (folder / "incoming" / "999999999.aa.part").write_bytes(b"half")
    living = folder / "incoming" / f"{os.getppid()}.bb.part"
    living.write_bytes(b"at work")

    swept = await blobs.sweep()

    assert (swept.files, swept.rows, swept.unfinished) == (1, 2, 2)
    assert names(tmp_path) == {kept.sha256, living.name}
    assert await blobs.find(unused.sha256) is None
    assert (await blobs.figures()).blobs == 1


async def test_a_cancelled_put_leaves_nothing(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placing = asyncio.Event()
    loop = asyncio.get_running_loop()
    really = files.keep_name

    def slowly(path: Path) -> None:
        loop.call_soon_threadsafe(placing.set)
        really(path)

    monkeypatch.setattr(files, "keep_name", slowly)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(blobs.put(make(tmp_path / "work", b"no"), held_by="job:1"))
        await placing.wait()
        task.cancel()
    await blobs.sweep()
    found = await blobs.find(hashlib.sha256(b"no").hexdigest())
    assert found is None
    assert names(tmp_path) == set()
    assert await blobs.put(make(tmp_path / "work", b"yes"), held_by="job:1")


async def test_a_start_after_a_crash_brings_the_folder_in_order(
    tmp_path: Path, database: Database, clock: Hands
) -> None:
    half = tmp_path / "blobs" / "incoming" / f"{os.getpid()}.aa.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    async with open_blobs(tmp_path / "blobs", database, clock, max_bytes=1):
        assert not half.exists()


async def test_a_copy_is_made_where_nothing_can_be_linked(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    source = make(tmp_path / "work", b"bytes")
    blob = await blobs.put(source, held_by="job:1")
    assert await blobs.find(blob.sha256)
    assert not blobs.path_of(blob.sha256).samefile(source)


async def test_a_file_that_is_not_there_is_no_blob(blobs: Blobs, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await blobs.put(tmp_path / "nothing", held_by="job:1")
    assert names(tmp_path) == set()


async def test_a_file_replaced_between_two_looks_is_read_again(
    blobs: Blobs, tmp_path: Path
) -> None:
    blob = await blobs.put(make(tmp_path / "work", b"bytes"), held_by="job:1")
    assert await blobs.find(blob.sha256)
    path = blobs.path_of(blob.sha256)
    path.unlink()
    path.write_bytes(b"bytes")
    assert await blobs.find(blob.sha256)
    assert await blobs.find(blob.sha256)
