"""The doors of Clean-Tracks on a real server over the real core, with the miniature model."""

import asyncio
import io
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from bot.site import build_site, open_site
from bot.wiring import House, open_house
from handlers.http.clean_tracks import clean_tracks_doors
from handlers.http.doors import routes_of
from handlers.http.progress import Watching
from handlers.http.socket import Sockets
from services.accounts.account import Role
from services.accounts.keys import USUAL
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from tests.speech import MODEL, SAMPLES

EXPLICIT = SAMPLES / "02_explicit.ogg"
PLAIN = SAMPLES / "01_plain.wav"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict
    body: object


@dataclass
class Client:
    """A program with a key."""

    url: str
    session: aiohttp.ClientSession
    account: int

    async def ask(self, method, path, **more):
        async with self.session.request(method, path, **more) as answer:
            is_json = answer.content_type.endswith("json")
            body = await (answer.json() if is_json else answer.read())
            return Answer(answer.status, answer.headers, body)

    async def get(self, path, **more):
        return await self.ask("GET", path, **more)

    async def process(self, path: Path | None = EXPLICIT, *, name="", **fields):
        form = aiohttp.FormData()
        for field, value in fields.items():
            form.add_field(field, str(value))
        if path is not None:
            form.add_field("file", io.BytesIO(path.read_bytes()), filename=name or path.name)
        if path is None:
            form.add_field("nothing", b"", filename="")
        return await self.ask("POST", "/api/process", data=form)

    async def cleaned(self, path: Path | None = EXPLICIT, **fields):
        """Have something cleaned and return the job when it is over."""
        accepted = await self.process(path, **fields)
        assert accepted.status == 202, accepted.body
        return await self.over(accepted.body["job_id"])

    async def over(self, job_id):
        """Follow a job to its end and return it."""
        await self.get(f"/api/jobs/{job_id}/events")
        return (await self.get(f"/api/jobs/{job_id}")).body


@dataclass
class Place:
    """A running house with its site."""

    house: House
    url: str
    client: Client
    other: Client
    """Of another account."""
    key: str
    other_key: str
    watching: Watching
    sockets: Sockets


@asynccontextmanager
async def opened(folder: Path, *, starts=True):
    settings = Settings(
        _env_file=None,
        data_dir=folder,
        speech_model=str(MODEL),
        speech_device="cpu",
        http_upload_mb=3,
        fetch_allow=["127.0.0.1:1"],
    )
    async with open_house(settings, patient=False) as house:
        core = house.core
        if starts:
            await core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        owner = await core.accounts.local()
        guest = await core.accounts.of_telegram(77, "Guest")
        await core.accounts.set_role(guest.id, Role.GUEST)
        key = await core.keys.add("tests", account=owner.id, scopes=USUAL)
        other = await core.keys.add("other", account=guest.id, scopes=USUAL)
        watching = Watching(core)
        site = build_site(routes_of(clean_tracks_doors(core, watching, {"hearsay": "1.2"}), core))
        watching.attach(site)
        sockets = Sockets(core, watching, origins=["https://studio.example"])
        # So long a poll waits for news, also the last one of a client that has gone.
        sockets._server.eio.ping_interval, sockets._server.eio.ping_timeout = 2, 8
        sockets.attach(site)
        async with (
            open_site(site, host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession(url, headers={"X-API-Key": key}) as mine,
            aiohttp.ClientSession(url, headers={"X-API-Key": other}) as theirs,
        ):
            yield Place(
                house,
                url,
                Client(url, mine, owner.id),
                Client(url, theirs, guest.id),
                key,
                other,
                watching,
                sockets,
            )


@pytest.fixture
async def place(tmp_path):
    """A house of one test's own."""
    async with opened(tmp_path) as place:
        yield place


@pytest.fixture
async def idle(tmp_path):
    """A house in which jobs are taken, and wait."""
    async with opened(tmp_path, starts=False) as place:
        yield place


@pytest.fixture
def soon():
    """Give up on what should have happened long ago."""
    return lambda work: asyncio.wait_for(work, 60)
