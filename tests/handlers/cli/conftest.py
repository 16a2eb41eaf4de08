"""A core that does one thing: what the test wants to happen to the job."""

import asyncio
import logging
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import structlog

from handlers.cli.main import main
from services.accounts.account import Account, Role
from services.errors import AlreadyOver
from services.jobs.artifact import Artifact
from services.jobs.events import Cancelled, Failed, Feed, Finished, Progress, Queued, Started
from services.jobs.job import Failure, Job, Stage, State
from services.media.formats import format_of
from services.platforms.link import Link
from services.sources.medium import Medium, Picture
from tests.handlers.cli.houses import RealDoors
from tests.speech import SAMPLES


@dataclass
class FakeJobs:
    """Ends each job as the test says: done with these bytes, failed, cancelled, or never."""

    folder: Path
    feed: Feed
    result: bytes | Failure | None = b"sound"
    stopped_elsewhere: bool = False
    name: str = "Morning.mp3"
    size: tuple[int, int] = (0, 0)
    orders: list = field(default_factory=list)
    cancelled: list = field(default_factory=list)
    left_over: list = field(default_factory=list)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    async def submit(self, order, *, once="", again_of=""):
        self.orders.append(order)
        self._job = job = Job("j1", order, State.WAITING, None, created_at=0)
        self.feed.tell(Queued(job, place=2))
        self.feed.tell(Started(job, Stage.FETCH))
        self.feed.tell(Progress(job, Stage.FETCH, 0.5, 50, 100, 10.0, 5.0))
        self.waiting.set()
        if self.stopped_elsewhere:
            self._end(Cancelled, State.CANCELLED)
        elif isinstance(self.result, bytes):
            (self.folder / "blob").write_bytes(self.result)
            self._end(Finished, State.DONE, artifact="key")
        elif self.result:
            self._end(Failed, State.FAILED, failure=self.result)
        return job

    def _end(self, event, state, **changes):
        self._job = replace(self._job, state=state, **changes)
        self.feed.tell(event(self._job))

    async def get(self, job_id):
        return self._job

    wait = get

    async def active(self):
        return self.left_over

    async def cancel(self, job_id, *, account):
        self.cancelled.append(job_id)
        if job_id in {job.id for job in self.left_over}:
            return
        if self._job.over:
            raise AlreadyOver
        self._end(Cancelled, State.CANCELLED)

    async def artifact(self, key):
        choice = self._job.order.choice
        mime = format_of(choice).mime
        kind = format_of(choice).kind
        return Artifact(
            key,
            "m",
            choice,
            "blob",
            5,
            self.name,
            mime,
            kind,
            "Morning",
            "Ada",
            seconds=187.0,
            width=self.size[0],
            height=self.size[1],
        )

    async def medium(self, key):
        return Medium(key, "", "web", "Film", pictures=(Picture(240, None), Picture(480, None)))


class FakeDoors:
    """Counts what is opened."""

    def __init__(self, folder):
        self.folder = folder
        self.jobs = FakeJobs(folder, Feed())
        self.findings = []
        self.opened = []

    def version(self):
        return "1.2.3"

    def serve(self):
        self.opened.append("serve")
        return 7

    def work(self, *, roles, name, slots):
        self.opened.append(("work", sorted(roles), name, slots))
        return 0

    async def examine(self):
        return self.findings

    @asynccontextmanager
    async def open_core(self):
        self.opened.append("core")
        yield SimpleNamespace(
            accounts=SimpleNamespace(local=self._local),
            jobs=self.jobs,
            feed=self.jobs.feed,
            blobs=SimpleNamespace(find=self._find),
            links_in=lambda text: [Link(text, "web", f"web:{text}")] if ":" in text else [],
        )
        self.opened.append("closed")

    async def _local(self):
        return Account(3, None, "", Role.OWNER)

    async def _find(self, sha256):
        return self.folder / sha256


@pytest.fixture
def doors(tmp_path):
    (tmp_path / "data").mkdir()
    return FakeDoors(tmp_path / "data")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def real_doors(tmp_path):
    """What is printed belongs to the commands, so what the core writes into its log goes nowhere."""
    (tmp_path / "house").mkdir()
    library = logging.getLogger("dbos")
    handlers, library.handlers = library.handlers, [logging.NullHandler()]
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield RealDoors(tmp_path / "house")
    structlog.reset_defaults()
    library.handlers = handlers


@pytest.fixture
def command(real_doors, capsys):
    """Return what gives a command, and returns its status, what it printed and what it said beside."""

    def run(*words):
        status = main([*map(str, words)], doors=real_doors)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def note(tmp_path, monkeypatch):
    """A recording in the folder in which commands are given; two words of it are explicit."""
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    return Path(shutil.copy(SAMPLES / "02_explicit.ogg", "note.ogg"))
