"""A house with all its doors for programs open, and somebody with a key before them."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.site import build_site, open_site
from bot.wiring import House
from handlers.http.doors import routes_of
from handlers.http.landing import landing_routes
from handlers.http.progress import Watching
from handlers.http.table import all_doors
from services.accounts.account import Role
from services.accounts.keys import USUAL, Scope
from tests.world.words import open_desk
from tests.world.world import World


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: Any
    """What JSON says, else bytes."""

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


@dataclass
class Doors:
    """Made by `open_doors`."""

    url: str
    house: House
    session: aiohttp.ClientSession
    key: str

    @property
    def core(self):
        return self.house.core

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.key}"}

    async def ask(self, method: str, path: str, *, key: str | None = None, **more: Any) -> Answer:
        """Ask with the key, another, or (empty) none."""
        shown = self.key if key is None else key
        given = {"Authorization": f"Bearer {shown}"} if shown else {}
        headers = given | more.pop("headers", {})
        async with self.session.request(method, path, headers=headers, **more) as answer:
            is_json = "json" in answer.content_type
            body = await answer.json() if is_json else await answer.read()
            return Answer(answer.status, answer.headers, body)

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.ask("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.ask("POST", path, json=body, **more)

    async def post_signed(self, path: str, body: Any, *, key: str = "", **changes: Any) -> Answer:
        """Ask as TTTranscribe's document signs it; `changes` are other headers."""
        shown, text = key or self.key, json.dumps(body)
        secret = self.core.signatures.secret_of(shown)
        stamp = str(int(time.time() * 1000))
        told = f"POST\n{path}\n{text}\n{stamp}"
        headers = {
            "Content-Type": "application/json",
            "X-API-Key": shown,
            "X-Timestamp": stamp,
            "X-Signature": hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest(),
        } | changes
        return await self.ask("POST", path, key="", data=text, headers=headers)

    async def another_key(self, name: str, *, scopes=USUAL, role: Role = Role.GUEST) -> str:
        """Make a key of another person's."""
        account = await self.core.accounts.of_telegram(abs(hash(name)) % 10**9 + 1, name)
        await self.core.accounts.set_role(account.id, role)
        return await self.core.keys.add(name, account=account.id, scopes=scopes)

    async def done(self, job_id: str, *, path: str = "/api/jobs") -> Answer:
        """Wait until a job has ended, and return what is told of it."""

        await self.core.jobs.wait(job_id)
        return await self.get(f"{path}/{job_id}")


@asynccontextmanager
async def open_doors(folder: Path, world: World, **settings: Any) -> AsyncIterator[Doors]:
    """Open a house as `serve` does, without a chat; the key is an owner's, with all rights."""
    async with open_desk(folder, world, **settings) as desk:
        core, watching = desk.house.core, Watching(desk.house.core)
        versions = {"hearsay": "0"}
        key = await core.keys.add(
            "tests", account=(await core.accounts.local()).id, scopes=frozenset(Scope)
        )
        site = build_site([
            *landing_routes(core, versions),
            *routes_of(all_doors(core, watching, versions), core),
        ])
        watching.attach(site)
        async with (
            open_site(site, host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession(url) as session,
        ):
            yield Doors(url, desk.house, session, key)
