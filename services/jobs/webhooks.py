"""Tells the addresses that programs gave how their jobs ended: signed, again and again until it is taken.

What is to be told is written down first, so that a crash loses none and makes no second one. The
signature is that of Standard Webhooks (standardwebhooks.com): a receiver needs no code of ours.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

import structlog

from services.clock import Clock
from services.doorbell import Doorbell
from services.errors import HearsayError, NotFound
from services.jobs import events
from services.jobs.events import Feed
from services.jobs.webhook_calls import Address, Call, Calls, Event, Fate, Outcome
from services.nursery import Nursery
from services.store.database import Database
from services.web import Web

log = structlog.get_logger(__name__)

RETRIES: Final = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
)
"""How long is waited before each further try: almost a day in all."""
_DEADLINE: Final = timedelta(seconds=15)
_AT_ONCE: Final = 16
_AFTER_TROUBLE: Final = timedelta(seconds=5)
_LONGEST_WAIT: Final = timedelta(minutes=5)
_KEPT: Final = timedelta(days=30)
_GOOD: Final = range(200, 300)
_FIRST_PAGE: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about a job or a batch, and to whom."""

    account: int
    url: str
    event: Event
    facts: Mapping[str, Any]
    """JSON."""


Describe = Callable[[str], Awaitable[Told | None]]
"""Says what is told of a job, or of a batch, by its id; None when it is gone."""


@dataclass(frozen=True, slots=True)
class CallsPage:
    """Some of an account's calls, the newest first; `next` is empty on the last page."""

    calls: list[Call]
    next: str


class Webhooks:
    """The desk for calls. `run` makes them; without it they wait."""

    def __init__(
        self, database: Database, clock: Clock, web: Web, secret_of: Callable[[str], bytes]
    ) -> None:
        """Take what is needed; `secret_of` gives a secret that stays the same for the same name."""
        self._calls = Calls(database, clock)
        self._clock = clock
        self._web = web
        self._secret_of = secret_of
        self._due = Doorbell(clock)
        self._under_way: set[str] = set()

    async def check(self, url: str) -> None:
        """See to it that an address can be told anything, before a job relies on that.

        Raises:
            AddressForbidden: it leads into a private network or out of the web.
            LinkGone: there is no such host.
            LinkUnsupported: it is no address.
        """
        await self._web.permits(url)

    def secret(self, account: int) -> str:
        """Return what an account checks signatures with, as Standard Webhooks write it."""
        return f"whsec_{base64.b64encode(self._key(account)).decode()}"

    async def test(self, account: int, url: str) -> Call:
        """Call an address at once, and return what came of it; it is not tried again.

        Raises:
            AddressForbidden: it leads into a private network or out of the web.
            LinkGone: there is no such host.
            LinkUnsupported: it is no address.
        """
        await self.check(url)
        call_id = _new_id()
        told = Told(account, url, Event.TEST, {"message": "It works."})
        self._under_way.add(call_id)
        try:
            to = self._address(told)
            call = await self._calls.add(call_id, event=Event.TEST, about=call_id, to=to)
            if call is None:
                raise NotFound
            outcome = await self._try(call)
            given_up = Outcome(Fate.FAILED, outcome.status, outcome.trouble)
            await self._calls.tried(call, outcome if outcome.fate is Fate.SENT else given_up)
        finally:
            self._under_way.discard(call_id)
        return await self.get(call_id, account=account)

    async def get(self, call_id: str, *, account: int) -> Call:
        """Return one of an account's calls.

        Raises:
            NotFound: it has no such call.
        """
        call = await self._calls.get(call_id, account=account)
        if call is None:
            raise NotFound
        return call

    async def page(
        self, account: int, *, fate: Fate | None = None, cursor: str = "", limit: int = 20
    ) -> CallsPage:
        """Return an account's calls, the newest first; a cursor that is none begins at the start."""
        before = int(cursor) if cursor.isascii() and cursor.isdigit() else _FIRST_PAGE
        calls = await self._calls.page(
            account, fate=fate or "", before=min(before, _FIRST_PAGE), limit=limit + 1
        )
        shown = calls[:limit]
        return CallsPage(shown, str(shown[-1].number) if len(calls) > limit else "")

    async def resend(self, call_id: str, *, account: int) -> Call:
        """Let a call be tried once more, whatever became of it; it keeps its id.

        Raises:
            NotFound: the account has no such call.
        """
        call = await self._calls.again(call_id, account=account)
        if call is None:
            raise NotFound
        self._due.ring()
        return call

    async def tidy(self) -> None:
        """Delete what has been kept long enough."""
        await self._calls.forget_old(before=self._clock.now() - _KEPT.total_seconds())

    async def run(self, feed: Feed, nursery: Nursery, *, jobs: Describe, batches: Describe) -> None:
        """Tell of every end for as long as we live, beginning with those that nobody told of yet.

        Args:
            feed: Says when a job ended.
            nursery: In which the calls are made, so that a slow receiver keeps nobody waiting.
            jobs: Says what is told of a job.
            batches: Says what is told of a batch.
        """
        with feed.listen() as happening:
            nursery.spawn(self._listen(happening), name="webhooks: ends")
            while True:
                try:
                    await self._write_down(await self._calls.untold_jobs(limit=_AT_ONCE), jobs)
                    await self._write_down(
                        await self._calls.untold_batches(limit=_AT_ONCE), batches
                    )
                    await self._begin(nursery)
                    await self._wait_until_due()
                except sqlite3.Error:
                    log.exception("webhooks were not looked after")
                    await self._clock.sleep(_AFTER_TROUBLE)

    async def _listen(self, happening: AsyncIterator[events.Event]) -> None:
        async for event in happening:
            if isinstance(event, events.Finished | events.Failed | events.Cancelled):
                self._due.ring()

    async def _begin(self, nursery: Nursery) -> None:
        """Begin the calls that are due, as many as may be under way."""
        for call in await self._calls.due(limit=_AT_ONCE + len(self._under_way)):
            if call.id not in self._under_way and len(self._under_way) < _AT_ONCE:
                self._under_way.add(call.id)
                nursery.spawn(self._make(call), name="webhooks: call")

    async def _wait_until_due(self) -> None:
        """Wait for an end, for a call that came back, or for the time of the next try."""
        next_due = await self._calls.next_due()
        is_full = len(self._under_way) >= _AT_ONCE
        wait = _LONGEST_WAIT
        if next_due is not None and not is_full:
            wait = min(wait, timedelta(seconds=max(0.05, next_due - self._clock.now())))
        await self._due.wait(wait)

    async def _write_down(self, ended: list[str], describe: Describe) -> None:
        for about in ended:
            told = await describe(about)
            if told is None:
                continue
            await self._calls.add(_new_id(), event=told.event, about=about, to=self._address(told))
            # There may be more than were asked for.
            self._due.ring()

    def _address(self, told: Told) -> Address:
        moment = datetime.fromtimestamp(self._clock.now(), UTC)
        body = {
            "type": told.event.value,
            "event": told.event.value,
            "timestamp": f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z",
            "data": dict(told.facts),
        }
        return Address(told.account, told.url, json.dumps(body, ensure_ascii=False))

    async def _make(self, call: Call) -> None:
        try:
            await self._calls.tried(call, await self._try(call))
        finally:
            self._under_way.discard(call.id)
            self._due.ring()

    async def _try(self, call: Call) -> Outcome:
        body, moment = call.body.encode(), int(self._clock.now())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Hearsay",
            "Idempotency-Key": call.id,
            "Webhook-Id": call.id,
            "Webhook-Timestamp": str(moment),
            "Webhook-Signature": sign(self._key(call.account), call.id, moment, body),
            "X-Hearsay-Event": call.event.value,
        }
        try:
            status, retry_after = await self._web.post(
                call.url, body, headers=headers, deadline=_DEADLINE
            )
        except HearsayError as error:
            return self._untaken(call, trouble=error.code)
        if status in _GOOD:
            return Outcome(Fate.SENT, status)
        if status == HTTPStatus.GONE:
            return Outcome(Fate.FAILED, status)
        return self._untaken(call, status=status, retry_after=retry_after)

    def _untaken(
        self, call: Call, *, status: int | None = None, trouble: str = "", retry_after: str = ""
    ) -> Outcome:
        log.info("webhook not taken", call=call.id, tries=call.tries + 1, status=status or trouble)
        if call.tries >= len(RETRIES):
            return Outcome(Fate.FAILED, status, trouble)
        wait = RETRIES[call.tries].total_seconds()
        with suppress(ValueError):
            wait = max(wait, min(float(retry_after), RETRIES[-1].total_seconds()))
        # Those who failed together do not all come again together.
        wait *= 1 + secrets.randbelow(100) / 1000
        return Outcome(Fate.WAITING, status, trouble, again_at=self._clock.now() + wait)

    def _key(self, account: int) -> bytes:
        return self._secret_of(f"webhooks:{account}")


def sign(key: bytes, call_id: str, moment: int, body: bytes) -> str:
    """Return the signature of a call, as Standard Webhooks have it: over id, time and body."""
    signed = b".".join([call_id.encode(), str(moment).encode(), body])
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _new_id() -> str:
    return f"msg_{secrets.token_hex(12)}"
