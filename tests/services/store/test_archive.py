"""Many files in one: whole, private, and compared with what was put in."""

import os
import zipfile

import pytest

from services.errors import BackupUnreadable
from services.store.archive import Piece, contents, pack, unpack

FACTS = {"schema": 3, "all_files": False}


@pytest.fixture
def pieces(tmp_path):
    (tmp_path / "a").write_bytes(b"one" * 1000)
    (tmp_path / "b").write_bytes(os.urandom(3000))
    return [
        Piece("a.db", tmp_path / "a"),
        Piece("blobs/bb/b", tmp_path / "b", dense=True),
        Piece("blobs/cc/gone", tmp_path / "gone", fleeting=True),
    ]


@pytest.fixture
def archive(pieces, tmp_path):
    pack(pieces, tmp_path / "all.zip", made_at=5.0, facts=FACTS)
    return tmp_path / "all.zip"


def test_what_goes_in_comes_out(pieces, archive, tmp_path):
    manifest = unpack(archive, tmp_path / "out")

    assert manifest == contents(archive)
    assert (manifest.made_at, manifest.facts) == (5.0, FACTS)
    assert [member.name for member in manifest.members] == ["a.db", "blobs/bb/b"]
    for piece in pieces[:2]:
        assert (tmp_path / "out" / piece.name).read_bytes() == piece.path.read_bytes()


def test_only_its_owner_may_read_it(archive, tmp_path):
    unpack(archive, tmp_path / "out")

    assert archive.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out" / "a.db").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(pieces, archive):
    before = archive.read_bytes()
    with pytest.raises(FileExistsError):
        pack(pieces, archive, made_at=6.0, facts=FACTS)

    assert archive.read_bytes() == before


def test_what_cannot_be_finished_leaves_nothing(tmp_path):
    folder = tmp_path / "target"
    folder.mkdir()
    with pytest.raises(FileNotFoundError):
        pack([Piece("a", tmp_path / "gone")], folder / "all.zip", made_at=5.0, facts=FACTS)

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("part", range(10))
def test_no_damage_passes(archive, tmp_path, part):
    whole = archive.read_bytes()
    place = len(whole) * part // 10 + 60
    spoilt = bytearray(whole)
    spoilt[place] ^= 0xFF
    archive.write_bytes(spoilt)
    into = tmp_path / "out"
    try:
        unpack(archive, into)
    except BackupUnreadable:
        return
    # What was struck is said by nobody who reads, such as the time of a member.
    assert (into / "a.db").read_bytes() == (tmp_path / "a").read_bytes()
    assert (into / "blobs/bb/b").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("length", [0, 10, 1000, -1])
def test_half_an_archive_is_none(archive, tmp_path, length):
    archive.write_bytes(archive.read_bytes()[:length])

    with pytest.raises(BackupUnreadable):
        unpack(archive, tmp_path / "out")


@pytest.mark.parametrize("name", ["../up", "/etc/up", "a/../../up", "a//b"])
def test_nothing_is_written_outside(tmp_path, name):
    (tmp_path / "a").write_bytes(b"a")
    pack([Piece(name, tmp_path / "a")], tmp_path / "evil.zip", made_at=5.0, facts=FACTS)

    with pytest.raises(BackupUnreadable):
        unpack(tmp_path / "evil.zip", tmp_path / "deep" / "out")
    assert not list(tmp_path.rglob("up"))


def test_a_member_may_not_be_longer_than_it_says(archive, tmp_path):
    swollen = tmp_path / "swollen.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(swollen, "w") as target:
        for name in source.namelist():
            more = b"\0" * 10_000_000 if name == "a.db" else b""
            target.writestr(name, source.read(name) + more)

    with pytest.raises(BackupUnreadable):
        unpack(swollen, tmp_path / "out")
    assert (tmp_path / "out" / "a.db").stat().st_size <= 3000


def test_another_zip_is_no_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("manifest.json", "[]")

    with pytest.raises(BackupUnreadable):
        contents(tmp_path / "other.zip")
