"""The whole site as it is served: every door, over a real core."""

from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from unittest.mock import MagicMock

import aiohttp
from aiohttp import web
from yarl import URL

from bot import sidecar
from bot.settings import Settings
from bot.wiring import House, open_house
from handlers.http.doors import Door
from handlers.http.manual.elsewhere import rows_elsewhere
from handlers.http.openapi import document_of
from handlers.http.table import all_doors
from services.accounts.account import Role
from services.accounts.keys import Scope
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from tests.speech import MODEL


def every_door() -> list[Door]:
    """Return the table, with nobody behind the doors."""
    return all_doors(MagicMock(), MagicMock(), {"hearsay": "1"})


def document() -> dict:
    return document_of([*every_door(), *rows_elsewhere()], version="1")


@dataclass
class Whole:
    house: House
    site: web.Application
    url: str
    session: aiohttp.ClientSession
    owner: str
    """A key of the owner's that opens everything."""
    guest: str
    """The same of somebody else's, who is no owner."""
    owner_id: int

    async def ask(self, method, path, key=None, **more):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        headers |= more.pop("headers", {})
        url = URL(self.url + path, encoded=True)
        async with self.session.request(method, url, headers=headers, **more) as answer:
            is_json = answer.content_type.endswith("json")
            told = await (answer.json() if is_json else answer.text(errors="replace"))
            return answer, told

    async def key(self, name, scopes, *, account=None):
        return await self.house.core.keys.add(name, account=account or self.owner_id, scopes=scopes)


@asynccontextmanager
async def opened(folder, monkeypatch, *, starts=False, again="", bot_token=None, **settings):
    """Open it, perhaps `again`, with the owner's key. Unless it `starts`, jobs wait for ever."""
    chosen = Settings(
        _env_file=None,
        data_dir=folder,
        bot_token=bot_token,
        http_port=0,
        http_upload_mb=3,
        disk_free_gb=0.1,
        speech_model=str(MODEL),
        speech_device="cpu",
        rate_limit_capacity=1_000_000,
        **settings,
    )
    sites = []
    build = sidecar.build_site

    def build_site(routes, **options):
        sites.append(build(routes, **options))
        return sites[-1]

    monkeypatch.setattr(sidecar, "build_site", build_site)

    async def well():
        return None

    intake = SimpleNamespace(routes=[], check=well)
    async with (
        open_house(chosen, patient=False) as house,
        sidecar.open_sidecar(chosen, house, intake, versions={"hearsay": "1"}) as url,
        aiohttp.ClientSession() as session,
    ):
        core = house.core
        if starts:
            await core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        owner = await core.accounts.local()
        guest = await core.accounts.of_telegram(77, "Guest")
        await core.accounts.set_role(guest.id, Role.GUEST)
        yield Whole(
            house,
            sites[0],
            url,
            session,
            again or await core.keys.add("all", account=owner.id, scopes=Scope),
            "" if again else await core.keys.add("all", account=guest.id, scopes=Scope),
            owner.id,
        )
