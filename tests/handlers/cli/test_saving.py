"""A result is put into a folder whole or not at all."""

import shutil
import zipfile

import pytest

from handlers.cli.saving import save, save_together


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


def test_a_failed_copy_leaves_nothing(source, folder, monkeypatch):
    def fail(_source, part):
        part.write_bytes(b"so")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", fail)

    with pytest.raises(OSError, match="No space"):
        save(source, folder=folder, name="a.mp3")

    assert list(folder.iterdir()) == []


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
