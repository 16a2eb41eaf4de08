"""Shared files arrive whole or not at all, in a folder as in a bucket."""

import asyncio
import errno
import hashlib
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.clock import SystemClock
from services.errors import NoRoom, SourceExpired, StoreUnreachable
from services.store.depot import S3Access, depot_address, open_depot
from services.store.depot_folder import FolderPlace
from services.store.depot_place import Cut
from services.store.depot_s3 import open_bucket
from services.store.depot_threads import ThreadedDepot, Threads
from tests.buckets import open_bucket_server

MEGABYTE = 1 << 20
RESULT = "calls/0a1b2c/sound.flac"


class LaterClock(SystemClock):
    def now(self):
        return super().now() + 2 * 3600


@pytest.fixture(scope="module")
def bucket():
    with open_bucket_server() as bucket:
        yield bucket


@pytest.fixture(params=["folder", "copying folder", "bucket"])
def place(request, tmp_path, monkeypatch):
    """Where a depot is: its address and how it is reached."""
    if request.param == "bucket":
        bucket = request.getfixturevalue("bucket")
        return f"{bucket.url}/{tmp_path.name}", bucket.access
    if request.param == "copying folder":
        monkeypatch.setattr(os, "link", _no_links)
    return str(tmp_path / "depot"), None


@pytest.fixture
async def depot(place):
    async with open_depot(place[0], access=place[1]) as depot:
        yield depot


def _no_links(*_):
    raise OSError(errno.EXDEV, "another file system")


def file_of(folder, content, *, name="here"):
    path = folder / name
    path.write_bytes(content)
    return path


def key_of(content):
    return f"sha256/{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("size", [0, 1, 6 * MEGABYTE + 1])
async def test_what_was_put_is_got(depot, tmp_path, size):
    content = os.urandom(size)
    key = key_of(content)
    assert not await depot.has(key)

    await depot.put(file_of(tmp_path, content), key=key)
    await depot.put(tmp_path / "here", key=key)
    await depot.put(tmp_path / "here", key=RESULT)

    (tmp_path / "got").mkdir()
    for each in (key, RESULT):
        assert await depot.has(each)
        await depot.get(each, to=tmp_path / "got" / "file")
        assert (tmp_path / "got" / "file").read_bytes() == content
    assert [path.name for path in (tmp_path / "got").iterdir()] == ["file"]


async def test_a_result_that_is_put_again_takes_the_place_of_the_first(depot, tmp_path):
    await depot.put(file_of(tmp_path, b"first", name="1"), key=RESULT)
    await depot.put(file_of(tmp_path, b"second", name="2"), key=RESULT)

    await depot.get(RESULT, to=tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == b"second"
    assert (tmp_path / "1").read_bytes() == b"first"


async def test_what_was_deleted_is_gone(depot, tmp_path):
    await depot.put(file_of(tmp_path, b"x"), key=RESULT)
    await depot.put(tmp_path / "here", key=RESULT + "2")

    await depot.delete(RESULT)
    await depot.delete(RESULT)

    assert not await depot.has(RESULT)
    assert await depot.has(RESULT + "2")
    with pytest.raises(SourceExpired):
        await depot.get(RESULT, to=tmp_path / "got")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["here"]


async def test_what_nobody_used_since_is_swept(depot, tmp_path):
    await depot.put(file_of(tmp_path, b"x"), key=key_of(b"x"))
    await depot.put(tmp_path / "here", key=RESULT)

    assert await depot.sweep(before=time.time() - 60) == 0
    assert await depot.has(RESULT)
    assert await depot.sweep(before=time.time() + 60) == 2
    assert await depot.sweep(before=time.time() + 60) == 0
    assert not await depot.has(RESULT)

    await depot.put(tmp_path / "here", key=RESULT)
    assert await depot.has(RESULT)


async def test_a_part_is_swept_alone_and_what_is_named_stays(depot, tmp_path):
    path = file_of(tmp_path, b"x")
    keys = ["calls/1/aa-sound", "calls/1/bb-sound", "calls/2/cc-sound", key_of(b"x")]
    for key in keys:
        await depot.put(path, key=key)

    assert await depot.sweep(before=time.time() + 60, under="calls", but={"bb", "cc"}) == 1

    assert [await depot.has(key) for key in keys] == [False, True, True, True]


async def test_a_folder_counts_what_was_asked_for_as_used(tmp_path):
    path = tmp_path / "depot" / RESULT
    async with open_depot(str(tmp_path / "depot")) as depot:
        await depot.put(file_of(tmp_path, b"x"), key=RESULT)
        await depot.put(file_of(tmp_path, b"x", name="other"), key=RESULT + "2")
        before, written_at = path.stat().st_ctime, path.stat().st_mtime_ns
        while path.stat().st_ctime == before:  # the file system's clock goes in steps
            await depot.has(RESULT)

        assert await depot.sweep(before=path.stat().st_ctime) == 1
        assert await depot.has(RESULT)
    assert path.stat().st_mtime_ns == written_at, "it is that of whoever shares the bytes"


async def test_a_bucket_makes_anew_what_is_an_hour_old_when_it_is_asked_for(bucket, tmp_path):
    content = os.urandom(6 * MEGABYTE)
    url = f"{bucket.url}/renewed-ones"
    async with open_depot(url, access=bucket.access, clock=LaterClock()) as depot:
        await depot.put(file_of(tmp_path, content), key=RESULT)
        first = _modified(bucket, RESULT)
        async with asyncio.timeout(20):
            while _modified(bucket, RESULT) == first:  # the server counts in seconds
                assert await depot.has(RESULT)
        await depot.get(RESULT, to=tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == content
    assert "renewed/" not in bucket.asked("list-type=2")


def _modified(bucket, key):
    listing = bucket.asked("list-type=2")
    return listing.partition(f"{key}</Key>")[2].partition("<LastModified>")[2][:24]


async def test_broken_bytes_are_removed_and_count_as_gone(depot, tmp_path):
    right, broken = file_of(tmp_path, b"right"), file_of(tmp_path, b"wrong", name="broken")
    await depot.put(broken, key=key_of(b"right"))

    with pytest.raises(SourceExpired):
        await depot.get(key_of(b"right"), to=tmp_path / "got")
    assert not (tmp_path / "got").exists()
    assert not await depot.has(key_of(b"right"))

    await depot.put(right, key=key_of(b"right"))
    await depot.get(key_of(b"right"), to=tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == b"right"


async def test_a_file_that_was_shortened_is_put_anew(depot, tmp_path):
    await depot.put(file_of(tmp_path, b"rig", name="short"), key=key_of(b"right"))

    await depot.put(file_of(tmp_path, b"right"), key=key_of(b"right"))

    await depot.get(key_of(b"right"), to=tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == b"right"


async def test_several_may_put_the_same_at_the_same_time(place, tmp_path):
    content = os.urandom(6 * MEGABYTE)
    path = file_of(tmp_path, content)
    async with (
        open_depot(place[0], access=place[1]) as one,
        open_depot(place[0], access=place[1]) as other,
        asyncio.TaskGroup() as group,
    ):
        for depot in (one, other, one, other):
            group.create_task(depot.put(path, key=key_of(content)))
            group.create_task(depot.put(path, key=RESULT))

    async with open_depot(place[0], access=place[1]) as depot:
        for key in (key_of(content), RESULT):
            await depot.get(key, to=tmp_path / "got")
            assert (tmp_path / "got").read_bytes() == content


async def test_putting_does_not_mind_who_clears_up_beside_it(tmp_path):
    path = file_of(tmp_path, b"x")
    async with open_depot(str(tmp_path / "depot")) as depot:

        async def put_and_delete(name):
            for _ in range(50):
                await depot.put(path, key=f"calls/one/{name}")
                await depot.delete(f"calls/one/{name}")
                await depot.sweep(before=0)

        await asyncio.gather(*map(put_and_delete, "abcd"))
        await depot.sweep(before=0)
    assert [each.name for each in (tmp_path / "depot").iterdir()] == [".incoming"]


def test_of_a_put_that_is_cut_nothing_is_seen(place, tmp_path, bucket, monkeypatch):
    monkeypatch.setattr(os, "link", _no_links)
    url, access = place
    where = open_bucket(url, access, SystemClock()) if access else FolderPlace(Path(url))
    path = file_of(tmp_path, os.urandom(20 * MEGABYTE))
    checks = iter([None, None, Cut])

    def check():
        if wrong := next(checks):
            raise wrong

    with pytest.raises(Cut):
        where.put(path, RESULT, check)

    assert where.use(RESULT) is None
    assert "<Upload>" not in bucket.asked("uploads")
    if not access:
        assert [each for each in Path(url).rglob("*") if each.is_file()] == []


async def test_who_gives_up_ends_the_work():
    class SlowPlace:
        begun, ended = threading.Event(), threading.Event()

        def put(self, path, key, check):
            self.begun.set()
            with suppress(Cut):
                while True:
                    check()
            self.ended.set()

    place, threads = SlowPlace(), Threads(1)
    putting = asyncio.get_running_loop().create_task(
        ThreadedDepot(place, threads).put(Path(__file__), key=RESULT)
    )
    await asyncio.to_thread(place.begun.wait, 20)
    putting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await putting
    assert await asyncio.to_thread(place.ended.wait, 20)
    threads.close()


@pytest.mark.parametrize(
    "key", ["", "x", "/x/y", "x//y", "x/../y", "../x/y", "x/.y", "x/y/", "é/x"]
)
async def test_what_is_no_key_is_none(depot, tmp_path, key):
    for asked in (
        depot.has(key),
        depot.get(key, to=tmp_path / "got"),
        depot.delete(key),
        depot.put(file_of(tmp_path, b"x"), key=key),
    ):
        with pytest.raises(ValueError, match="not a key"):
            await asked


async def test_a_folder_that_vanished_is_not_made_anew(tmp_path):
    path = file_of(tmp_path, b"x")
    async with open_depot(str(tmp_path / "mounted" / "depot")) as depot:
        (tmp_path / "mounted" / "depot" / ".incoming").rmdir()
        (tmp_path / "mounted" / "depot").rmdir()

        for asked in (
            depot.put(path, key=RESULT),
            depot.has(RESULT),
            depot.get(RESULT, to=tmp_path / "got"),
            depot.delete(RESULT),
            depot.sweep(before=0),
        ):
            with pytest.raises(StoreUnreachable) as told:
                await asked
            assert told.value.details["where"] == str(tmp_path / "mounted" / "depot")
    assert list((tmp_path / "mounted").iterdir()) == []


async def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    file_of(tmp_path, b"x")

    with pytest.raises(StoreUnreachable) as told:
        async with open_depot(str(tmp_path / "here" / "depot")):
            pass
    assert told.value.details["reason"] == "Not a directory"


async def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", _no_links)
    monkeypatch.setattr(os, "fsync", full)
    async with open_depot(str(tmp_path / "depot")) as depot:
        with pytest.raises(NoRoom):
            await depot.put(file_of(tmp_path, b"x"), key=RESULT)
        assert not await depot.has(RESULT)
    assert list((tmp_path / "depot" / ".incoming").iterdir()) == []


async def test_a_server_that_does_not_answer_is_told(unused_tcp_port, tmp_path):
    access = S3Access(f"http://127.0.0.1:{unused_tcp_port}", "us-east-1", "key", "secret")

    async with open_depot("s3://shared/hearsay", access=access) as depot:
        with pytest.raises(StoreUnreachable) as told:
            await depot.put(file_of(tmp_path, b"x"), key=RESULT)

    assert told.value.details == {"where": "s3://shared/hearsay", "reason": "no answer"}


async def test_a_bucket_that_does_not_exist_is_told_and_not_taken_for_an_empty_one(
    bucket, tmp_path
):
    async with open_depot("s3://another", access=bucket.access) as depot:
        for asked in (
            depot.put(file_of(tmp_path, b"x"), key=RESULT),
            depot.get(RESULT, to=tmp_path / "got"),
            depot.sweep(before=0),
        ):
            with pytest.raises(StoreUnreachable) as told:
                await asked
            assert told.value.details == {"where": "s3://another", "reason": "NoSuchBucket"}


async def test_an_error_says_nothing_about_who_we_are(tmp_path):
    async def refuse(_request):
        said = (
            "<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>MYKEY</AWSAccessKeyId></Error>"
        )
        return web.Response(status=403, text=said, content_type="application/xml")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    async with TestServer(app) as server:
        access = S3Access(str(server.make_url("")), "us-east-1", "MYKEY", "MYSECRET")
        async with open_depot("s3://shared", access=access) as depot:
            with pytest.raises(StoreUnreachable) as told:
                await depot.put(file_of(tmp_path, b"x"), key=RESULT)

    assert told.value.details["reason"] == "InvalidAccessKeyId"
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert "MY" not in repr(told.value)
    assert "MY" not in repr(access)


_CARRY = """
import asyncio, sys
from pathlib import Path
from services.store.depot import S3Access, open_depot

async def carry(path, url, *access):
    path = Path(path)
    async with open_depot(url, access=S3Access(*access)) as depot:
        small = path.with_name("small")
        small.write_bytes(b"x" * 9_000_000)
        await depot.put(small, key="calls/x/small")
        await depot.get("calls/x/small", to=path.with_name("got"))
        Path("/proc/self/clear_refs").write_text("5")
        before = peak()
        await depot.put(path, key=f"sha256/{sys.argv[1]}")
        await depot.get(f"sha256/{sys.argv[1]}", to=path.with_name("got"))
        print(peak() - before)

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024

asyncio.run(carry(*sys.argv[2:]))
"""


def test_large_files_need_little_memory_and_the_process_ends_well(place, tmp_path):
    piece = os.urandom(MEGABYTE)
    digest = hashlib.sha256()
    with (tmp_path / "large").open("wb") as file:
        for _ in range(60):
            file.write(piece)
            digest.update(piece)
    url, access = place
    reached = (
        (access.endpoint_url, access.region, access.key_id, access.secret_key) if access else ()
    )

    done = subprocess.run(
        [sys.executable, "-c", _CARRY, digest.hexdigest(), str(tmp_path / "large"), url, *reached],
        check=True,
        capture_output=True,
        text=True,
    )

    assert (tmp_path / "got").stat().st_size == 60 * MEGABYTE
    assert int(done.stdout) < 40 * MEGABYTE
    assert done.stderr == ""


def test_addresses_are_made_whole(tmp_path):
    assert depot_address("shared", root=tmp_path) == str(tmp_path / "shared")
    assert depot_address("/mnt/shared", root=tmp_path) == "/mnt/shared"
    assert depot_address("~/shared", root=tmp_path) == str(Path.home() / "shared")
    assert depot_address("file:///mnt/my%20shared", root=tmp_path) == "/mnt/my shared"
    assert depot_address("s3://bucket", root=tmp_path) == "s3://bucket"
    assert depot_address("s3://bucket/a/b/", root=tmp_path) == "s3://bucket/a/b"


@pytest.mark.parametrize(
    "text",
    [
        "file://host/mnt",
        "file://",
        "http://bucket.example",
        "s3://",
        "s3://b",
        "s3://key:secret@bucket",
        "s3://bucket/../x?y",
        "s3://bucket?x=1",
        "s3://bucket/a b",
    ],
)
def test_wrong_addresses_are_refused(tmp_path, text):
    with pytest.raises(ValueError):
        depot_address(text, root=tmp_path)


def test_a_bucket_is_refused_where_its_package_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)

    with pytest.raises(ValueError):
        depot_address("s3://bucket", root=tmp_path)
