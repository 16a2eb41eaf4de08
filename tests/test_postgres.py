"""The tests' own PostgreSQL keeps what it was given, even when it is killed."""

import asyncio
import signal
import sys
from pathlib import Path

import psycopg
import pytest

from bot.checkout import ROOT
from tests.postgres import Postgres, systems_programs, wheels_programs
from tests.processes import naming, until


@pytest.fixture(params=[systems_programs, wheels_programs])
def server(request):
    programs = request.param()
    if programs is None:
        pytest.skip(f"{request.param.__name__}: there are none")
    with Postgres(programs) as server:
        yield server


def test_what_was_written_outlives_a_kill_and_a_stop(server):
    url = server.fresh_database()
    _do(url, "CREATE TABLE notes (text TEXT)")
    _do(url, "INSERT INTO notes VALUES ('first')")

    server.stop(hard=True)
    assert not server.running
    assert not naming(str(server._folder))
    with pytest.raises(psycopg.OperationalError):
        _do(url, "SELECT 1")

    server.start()
    _do(url, "INSERT INTO notes VALUES ('second')")
    server.stop()
    assert not naming(str(server._folder))

    server.start()
    assert _do(url, "SELECT text FROM notes ORDER BY text") == [("first",), ("second",)]


def test_each_test_has_a_database_of_its_own(postgres, postgres_url):
    other = postgres.fresh_database()
    _do(postgres_url, "CREATE TABLE notes (text TEXT)")

    assert _do(other, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []
    copy = postgres.fresh_database(template=postgres_url)
    assert _do(copy, "SELECT text FROM notes") == []

    for url in (other, copy):
        postgres.drop(url)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            _do(url, "SELECT 1")


def test_programs_that_another_user_cannot_read_are_copied(tmp_path, monkeypatch):
    programs = wheels_programs()
    if programs is None:
        pytest.skip("the wheel is not installed")
    server = Postgres(programs)
    monkeypatch.setattr(server, "_can_start", lambda: False)

    with server:
        assert server._programs.is_relative_to(server._folder)
        assert _do(server.fresh_database(), "SELECT 1") == [(1,)]

    assert not server._folder.exists()
    assert not naming(str(server._folder))


_ABANDON = """
import os, signal, sys
from tests.postgres import Postgres

server = Postgres.throwaway()
server.__enter__()
print(server._folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_it_does_not_outlive_the_tests_that_were_killed():
    tests = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ABANDON, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    folder, _ = await tests.communicate()

    assert tests.returncode == -signal.SIGKILL
    await until(lambda: not Path(folder.decode().strip()).exists(), seconds=60)
    assert not naming(folder.decode().strip())


def _do(url, statement):
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
