"""What programs bring lies on the disk for as long as it is needed, and no longer."""

from contextlib import asynccontextmanager
from hashlib import sha256

import pytest

from services.errors import NoRoom, UploadTooBig
from services.store.blobs import open_blobs
from services.store.database import open_database
from services.store.uploads import open_uploads
from tests.services.store.hands import Hands

MEGABYTE = 2**20


@asynccontextmanager
async def opened(folder, *, most_bytes=10 * MEGABYTE, room_bytes=100 * MEGABYTE):
    async with (
        open_database(folder / "hearsay.db") as database,
        open_blobs(
            folder / "blobs", database, Hands(), max_bytes=room_bytes, keep_free_bytes=0
        ) as blobs,
        open_uploads(folder / "uploads", blobs, most_bytes=most_bytes) as uploads,
    ):
        yield uploads, blobs


def lying(folder):
    return list((folder / "uploads").iterdir())


async def test_a_file_is_there_until_the_block_ends(tmp_path):
    async with opened(tmp_path) as (uploads, blobs):
        async with uploads.receive() as upload:
            for part in (b"one ", b"two ", bytes(3 * MEGABYTE)):
                await upload.write(part)
            await upload.end()

            assert upload.digest == sha256(upload.path.read_bytes()).hexdigest()
            assert upload.path.read_bytes() == b"one two " + bytes(3 * MEGABYTE)
        assert lying(tmp_path) == []
        assert (await blobs.figures()).reserved_bytes == 0


async def test_little_of_it_is_held_in_memory(tmp_path):
    async with opened(tmp_path) as (uploads, _), uploads.receive() as upload:
        for _ in range(64):
            await upload.write(bytes(MEGABYTE // 16))

        assert upload.path.stat().st_size >= 3 * MEGABYTE


async def test_a_file_that_is_too_large_is_given_up(tmp_path):
    async with opened(tmp_path, most_bytes=MEGABYTE) as (uploads, blobs):
        with pytest.raises(UploadTooBig) as refused:
            async with uploads.receive() as upload:
                await upload.write(bytes(MEGABYTE + 1))

        assert refused.value.details == {"limit_bytes": MEGABYTE}
        assert lying(tmp_path) == []
        assert (await blobs.figures()).reserved_bytes == 0


async def test_what_is_no_strangers_may_be_larger(tmp_path):
    async with (
        opened(tmp_path, most_bytes=MEGABYTE) as (uploads, _),
        uploads.receive(most_bytes=2 * MEGABYTE) as upload,
    ):
        await upload.write(bytes(2 * MEGABYTE))
        with pytest.raises(UploadTooBig):
            await upload.write(b"\0")


async def test_room_is_set_aside_before_anything_is_written(tmp_path):
    async with opened(tmp_path, room_bytes=2 * MEGABYTE) as (uploads, _):
        with pytest.raises(NoRoom):
            async with uploads.receive() as upload:
                await upload.write(bytes(3 * MEGABYTE))

        assert lying(tmp_path) == []


async def test_what_a_crash_left_is_gone_at_the_next_start(tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "upload-1").write_bytes(b"half")

    async with opened(tmp_path):
        assert lying(tmp_path) == []
