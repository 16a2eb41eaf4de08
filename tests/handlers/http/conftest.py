"""The doors for words on a real server, with real keys and uploads, and jobs that do what a test says."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest

from bot.site import build_site, open_site
from handlers.http.asr import asr_doors
from handlers.http.doors import routes_of
from handlers.http.openai import openai_doors
from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.keys import Keys
from services.errors import AlreadyOver
from services.jobs.events import Cancelled, Failed, Feed, Finished, Heard
from services.jobs.job import Failure, Job, State
from services.store.blobs import open_blobs
from services.store.database import open_database
from services.store.uploads import open_uploads
from services.transcripts.guessing import Guess
from services.transcripts.transcript import Segment, Transcript, Word
from services.transcripts.wish import wanted_words
from tests.services.store.hands import Hands
from tests.waiting import until

MOST_BYTES = 3 * 2**20


def segment(start, text, *, speaker="", probability=0.5):
    words = tuple(
        Word(start + number, start + number + 0.5, word, probability)
        for number, word in enumerate(text.split())
    )
    return Segment(start, words[-1].end, text, words, speaker=speaker)


HELLO = Transcript(
    "en", 9.5, (segment(0, "Hello you."), segment(3, "Where is the cat?")), model="miniature"
)


@dataclass
class FakeJobs:
    """Ends each job as the test says: with a transcript, a failure, cancelled, or never."""

    feed: Feed
    result: Transcript | Failure | State | None = HELLO
    pieces: tuple[str, ...] = ()
    refusal: Exception | None = None
    guess: Guess | Exception = field(default_factory=lambda: Guess("de", 0.75))
    models: tuple[str, ...] = ("miniature", "large-v3")
    can_tell_voices: bool = False
    orders: list = field(default_factory=list)
    brought: list[bytes] = field(default_factory=list)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def wish(self):
        return wanted_words(self.orders[-1].words).wish

    async def submit(self, order, *, once=""):
        if self.refusal:
            raise self.refusal
        self.orders.append(order)
        self.brought.append(Path(order.source.path).read_bytes())
        accepted = self.job = Job("j1", order, State.RUNNING, None, created_at=0)
        self.begun.set()
        self.feed.tell(Heard(replace(self.job, id="another"), "Somebody else's words."))
        for piece in self.pieces:
            self.feed.tell(Heard(self.job, piece))
        match self.result:
            case Transcript():
                self._end(Finished, State.DONE)
            case Failure():
                self._end(Failed, State.FAILED)
            case State.CANCELLED:
                self._end(Cancelled, State.CANCELLED)
        return accepted

    async def wait(self, job_id):
        if not self.job.over:
            await self.cancelled.wait()
        return self.job

    async def cancel(self, job_id, *, account):
        if self.job.over:
            raise AlreadyOver
        self._end(Cancelled, State.CANCELLED)
        self.cancelled.set()

    async def transcript(self, job):
        return self.result

    async def spoken(self, path):
        self.brought.append(path.read_bytes())
        if isinstance(self.guess, Exception):
            raise self.guess
        return self.guess

    def _end(self, event, state):
        failure = self.result if isinstance(self.result, Failure) else None
        self.job = replace(self.job, state=state, failure=failure)
        self.feed.tell(event(self.job))


@dataclass
class Door:
    """Where the requests of a test go."""

    url: str
    session: aiohttp.ClientSession
    jobs: FakeJobs
    keys: Keys
    accounts: Accounts
    key: str
    folder: Path

    def uploads(self):
        return list((self.folder / "uploads").iterdir())

    async def ask(self, path, *fields, file=b"sound", name="a.wav", field="file", headers=None):
        """Post a form; fields are pairs, the file stands between them and nothing."""
        form = aiohttp.FormData()
        for key, value in fields:
            form.add_field(key, value)
        if file is not None:
            form.add_field(field, file, filename=name)
        async with self.session.post(path, data=form, headers=headers) as answer:
            kind = answer.content_type
            return answer, await (answer.json() if kind.endswith("json") else answer.text())


@asynccontextmanager
async def opened(folder):
    clock, feed = Hands(), Feed()
    async with (
        open_database(folder / "hearsay.db") as database,
        open_blobs(folder / "blobs", database, clock, max_bytes=2**30, keep_free_bytes=0) as blobs,
        open_uploads(folder / "uploads", blobs, most_bytes=MOST_BYTES) as uploads,
    ):
        jobs, keys, accounts = FakeJobs(feed), Keys(database, clock), Accounts(database, clock)
        core = SimpleNamespace(
            jobs=jobs,
            feed=feed,
            keys=keys,
            accounts=accounts,
            uploads=uploads,
            buckets=Buckets(database, clock, capacity=1000),
        )
        key = await keys.add("tests", account=(await accounts.local()).id)
        site = build_site(routes_of([*openai_doors(core), *asr_doors(core)], core))
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            open_site(site, host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession(url, headers=headers) as session,
        ):
            yield Door(url, session, jobs, keys, accounts, key, folder)


@pytest.fixture
async def door(tmp_path):
    async with opened(tmp_path) as door:
        yield door
        # Who has been answered may be gone a moment before what they brought is.
        await until(lambda: not door.uploads())
