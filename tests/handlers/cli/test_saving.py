"""A result is put into a folder whole or not at all."""

import shutil

import pytest

from handlers.cli.saving import save


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
