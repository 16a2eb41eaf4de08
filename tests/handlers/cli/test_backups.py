"""`backup` and `restore`: on the service's own data, with sentences and statuses."""

import json
import sqlite3
from contextlib import closing

import pytest

from bot.backups import back_up, backups_in, restore
from bot.sole_use import sole_use
from handlers.cli.main import main


@pytest.fixture
def doors(real_doors):
    folder = real_doors.folder
    real_doors.back_up = lambda to, *, all_files: back_up(folder, to, all_files=all_files)
    real_doors.backups = lambda: backups_in(folder)
    real_doors.restore = lambda file: restore(folder, file)
    return real_doors


@pytest.fixture
def run(doors, capsys):
    def run(*words):
        status = main([str(word) for word in words], doors=doors)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def lists(run):
    """Return the names of the lists that the service knows; the first time makes its database."""

    def lists():
        status, out, _ = run("words", "list", "--json")
        assert status == 0
        return {one["name"] for one in json.loads(out)["lists"]}

    lists()
    return lists


def test_what_was_changed_since_is_as_it_was(run, lists, doors):
    run("words", "new", "mine", "--language", "en")
    status, out, _ = run("backup", "--json")
    made = json.loads(out)
    run("words", "delete", "mine")
    assert "mine" not in lists()
    run("words", "new", "later", "--language", "en")

    restored = run("restore", made["path"], "--json")

    assert (status, restored[0]) == (0, 0)
    assert {"mine"} <= lists()
    assert "later" not in lists()
    aside = json.loads(restored[1])["aside"]
    with closing(sqlite3.connect(f"{aside}/hearsay.db")) as before:
        names = {name for (name,) in before.execute("SELECT name FROM word_lists")}
    assert "later" in names


def test_people_are_told_where_and_what_it_is(run, lists, tmp_path):
    status, out, err = run("backup", "--to", tmp_path / "copy.zip")

    assert (status, err) == (0, "")
    assert out.startswith(f"{tmp_path / 'copy.zip'} (")
    assert "only you" in out
    status, out, _ = run("restore", tmp_path / "copy.zip")
    assert status == 0
    assert "No job was under way" in out


def test_the_backups_are_listed(run, lists):
    assert "There are no backups" in run("backup", "--list")[1]
    run("backup")
    run("backup", "--files")

    status, out, _ = run("backup", "--list")

    assert status == 0
    assert len(out.splitlines()) == 2
    assert len(json.loads(run("backup", "--list", "--json")[1])["backups"]) == 2


def test_nothing_is_put_back_under_a_running_service(run, lists, doors):
    made = json.loads(run("backup", "--json")[1])["path"]
    with sole_use(doors.folder):
        status, out, _ = run("restore", made, "--json")

    assert status == 3
    assert json.loads(out)["error"] == "service-running"


def test_a_copy_can_be_made_beside_a_running_service(run, lists, doors):
    with sole_use(doors.folder):
        assert run("backup")[0] == 0


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\0" + b"x" * 1000])
def test_what_is_no_backup_is_refused(run, lists, tmp_path, content):
    (tmp_path / "file").write_bytes(content)

    status, _, err = run("restore", tmp_path / "file")

    assert status == 3
    assert "no backup" in err


def test_where_there_is_nothing_it_says_so(run):
    status, _, err = run("backup")

    assert status == 3
    assert "DATA_DIR" in err


def test_a_file_that_is_not_there_is_wrong_usage(run, tmp_path):
    assert run("restore", tmp_path / "none")[0] == 2
    assert run("backup", "--list", "--to", "x")[0] == 2


def test_nothing_is_overwritten(run, lists, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")

    status, _, err = run("backup", "--to", tmp_path / "file")

    assert status == 1
    assert str(tmp_path / "file") in err
    assert (tmp_path / "file").read_bytes() == b"mine"
