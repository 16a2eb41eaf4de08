"""Brings updates to the bot's webhook: one at a time per lane, in order, again and again until taken."""

import asyncio
import contextlib
from collections import deque

import aiohttp

from bot.playground.clerk import Clerk
from bot.playground.desk import Desk
from bot.playground.forms import Form
from bot.playground.refusals import Refusal
from bot.playground.shapes import Json
from bot.playground.updates import Pending
from services.nursery import Nursery

ANSWER_SECONDS = 60
LONGEST_WAIT_SECONDS = 60
LONGEST_RETRY_AFTER_SECONDS = 3600
SUCCESS = range(200, 300)
NOT_IN_ANSWERS = {"setWebhook", "deleteWebhook", "close", "logOut"}


class Webhooks:
    """The courier. `patience` multiplies its waits, so that tests need not wait long."""

    def __init__(self, desk: Desk, clerk: Clerk, *, patience: float) -> None:
        self._desk = desk
        self._clerk = clerk
        self._patience = patience
        self._news = asyncio.Event()
        self._news.set()  # the last run may have left something to deliver
        self._hook_set = asyncio.Event()
        self._busy: set[str] = set()
        desk.updates.on_change = self._news.set
        desk.updates.on_webhook = self._start_anew

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, Nursery() as nursery:
            while True:
                await self._news.wait()
                self._news.clear()
                if self._desk.world.profile["webhook"] is None:
                    continue
                for lane, waiting in self._lanes().items():
                    self._busy.add(lane)
                    delivery = self._empty(session, lane, waiting)
                    nursery.spawn(delivery, name=f"webhook {lane}")

    def _lanes(self) -> dict[str, deque[Pending]]:
        most = self._desk.world.profile["webhook"]["max_connections"] - len(self._busy)
        lanes: dict[str, deque[Pending]] = {}
        for waiting in self._desk.updates.pending():
            if waiting.lane in self._busy:
                continue
            if waiting.lane not in lanes and len(lanes) >= most:
                continue
            lanes.setdefault(waiting.lane, deque()).append(waiting)
        return lanes

    async def _empty(
        self, session: aiohttp.ClientSession, lane: str, waiting: deque[Pending]
    ) -> None:
        try:
            while waiting:
                if not await self._delivered(session, waiting[0]):
                    return
                self._desk.updates.acknowledge(waiting.popleft())
        finally:
            self._busy.discard(lane)
            self._news.set()

    async def _delivered(self, session: aiohttp.ClientSession, waiting: Pending) -> bool:
        wait = 0.0
        while self._desk.updates.waits(waiting):
            webhook = self._desk.world.profile["webhook"]
            if webhook is None:
                return False
            retry_after = await self._post(session, webhook, waiting.update)
            if retry_after is None:
                return True
            wait = min(wait * 2 or 1, LONGEST_WAIT_SECONDS)
            await self._rest(max(wait, retry_after) * self._patience)
        return True

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hook_set.wait()

    def _start_anew(self) -> None:
        """End the rests: an address was set, or taken away."""
        self._hook_set.set()
        self._hook_set = asyncio.Event()
        self._news.set()

    async def _post(
        self, session: aiohttp.ClientSession, webhook: Json, update: Json
    ) -> float | None:
        headers = {}
        if webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret_token"]
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as response:
                if response.status in SUCCESS:
                    await self._follow(response)
                    return None
                self._note(
                    webhook, f"Wrong response from the webhook: {response.status} {response.reason}"
                )
                return _seconds(response.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            self._note(webhook, str(error) or type(error).__name__)
            return 0.0

    async def _follow(self, response: aiohttp.ClientResponse) -> None:
        """Carry out the method that a webhook may put into its answer; nobody hears the result."""
        if response.content_type != "application/json":
            return
        try:
            wanted = await response.json()
        except ValueError:
            return
        if not isinstance(wanted, dict) or "method" not in wanted:
            return
        name = self._desk.spec.name_of(str(wanted.pop("method")))
        if name is None or name.startswith("get") or name in NOT_IN_ANSWERS:
            return
        began = self._desk.world.clock.monotonic()
        try:
            result = await self._clerk.carry_out(name, Form(wanted))
        except Refusal as refusal:
            self._desk.ledger.record(name, wanted, refusal.code, refusal.envelope(), began=began)
            return
        self._desk.ledger.record(name, wanted, 200, {"ok": True, "result": result}, began=began)

    def _note(self, webhook: Json, error: str) -> None:
        webhook["last_error_date"] = self._desk.world.now()
        webhook["last_error_message"] = error
        self._desk.world.keep_profile()


def _seconds(header: str) -> float:
    return min(float(header), LONGEST_RETRY_AFTER_SECONDS) if header.isdigit() else 0.0
