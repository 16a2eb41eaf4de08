"""A result is put into a folder whole or not at all."""

import asyncio
import threading
import zipfile
from pathlib import Path

import pytest

from handlers.cli.saving import Stopped, put_unless_stopped, save, save_text, save_together


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "blob"
    path.write_bytes(b"sound")
    return path


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "out"
    path.mkdir()
    return path


def test_a_name_cannot_lead_out_of_the_folder(source, folder):
    assert save(source, folder=folder, name="../../evil.mp3") == folder / "evil.mp3"


def test_a_file_without_a_name_keeps_its_own(source, folder):
    assert save(source, folder=folder, name="") == folder / "blob"


def test_a_long_name_is_cut_before_its_ending(source, folder):
    saved = save(source, folder=folder, name="ж" * 300 + ".mp3")

    assert saved.suffix == ".mp3"
    assert len(saved.name.encode()) <= 240


def test_a_failed_copy_leaves_nothing(folder):
    with pytest.raises(OSError, match="No space"):
        save(Path("/dev/zero"), folder=folder, name="a.mp3", stop=FullAfter(3))

    assert list(folder.iterdir()) == []


class FullAfter:
    """Makes a disk full after so many looks; until then nobody wants to stop."""

    def __init__(self, looks):
        self.looks = looks

    def is_set(self):
        self.looks -= 1
        if not self.looks:
            raise OSError(28, "No space left on device")
        return False


def test_a_half_copy_never_has_the_name_of_a_whole_one(folder):
    class Look:
        def is_set(self):
            seen.append([path.name for path in folder.iterdir()])
            return len(seen) > 1

    seen = []
    with pytest.raises(Stopped):
        save(Path("/dev/zero"), folder=folder, name="a.mp3", stop=Look())

    assert [names[0].startswith(".") for names in seen] == [True, True]
    assert list(folder.iterdir()) == []


async def test_who_stops_it_finds_nothing(folder):
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def put(stop):
        loop.call_soon_threadsafe(begun.set)
        return save(Path("/dev/zero"), folder=folder, name="a.mp3", stop=stop)

    saving = asyncio.ensure_future(put_unless_stopped(put))
    await begun.wait()
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving

    assert list(folder.iterdir()) == []


async def test_what_was_whole_when_it_was_stopped_goes_as_well(source, folder):
    put, whole = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slowly(stop):
        saved = save(source, folder=folder, name="a.mp3", stop=stop)
        loop.call_soon_threadsafe(whole.set)
        put.wait()
        return saved

    saving = asyncio.ensure_future(put_unless_stopped(slowly))
    await whole.wait()
    saving.cancel()
    loop.call_soon(put.set)
    with pytest.raises(asyncio.CancelledError):
        await saving

    assert list(folder.iterdir()) == []


def test_a_text_is_never_written_over_another_one(folder):
    (folder / "a.srt").write_text("mine")

    assert save_text("words", folder=folder, name="a.srt") == folder / "a (2).srt"
    assert (folder / "a (2).srt").read_text("utf-8") == "words"


def test_several_files_are_laid_into_one_that_is_never_over_another(source, folder):
    files = [("one 01.jpg", source), ("one 02.jpg", source)]
    (folder / "one.zip").write_bytes(b"mine")

    saved = save_together(files, folder=folder, name="one.zip")

    assert saved == folder / "one (2).zip"
    with zipfile.ZipFile(saved) as archive:
        assert archive.namelist() == ["one 01.jpg", "one 02.jpg"]
        assert archive.read("one 02.jpg") == b"sound"
    assert (folder / "one.zip").read_bytes() == b"mine"


def test_of_several_files_one_that_is_gone_leaves_nothing(source, folder):
    files = [("one 01.jpg", source), ("one 02.jpg", source.with_name("gone"))]

    with pytest.raises(FileNotFoundError):
        save_together(files, folder=folder, name="one.zip")

    assert list(folder.iterdir()) == []
