"""The bot's queue of updates, and the long poll that empties it."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.playground.faults import Faults, UpdateFaults
from bot.playground.ledger import Ledger
from bot.playground.refusals import Refusal
from bot.playground.shapes import Json
from bot.playground.spec import Spec
from bot.playground.world import World

KEPT = timedelta(hours=24)
KEPT_SHORTER = {
    "inline_query": timedelta(seconds=30),
    "callback_query": timedelta(seconds=150),
    "shipping_query": timedelta(seconds=150),
    "pre_checkout_query": timedelta(seconds=150),
    "chosen_inline_result": timedelta(seconds=600),
}
ONLY_WHEN_ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_POLL_SECONDS = 50
LARGEST_BATCH = 100


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that the bot has not acknowledged. Those with one `lane` are delivered in order."""

    number: int
    update: Json
    lane: str
    expires_at: float


class Updates:
    """The queue. It survives a restart; each update goes when acknowledged or too old."""

    def __init__(self, *, world: World, spec: Spec, ledger: Ledger, faults: Faults) -> None:
        self._world = world
        self._spec = spec
        self._ledger = ledger
        self._faults = UpdateFaults(faults)
        self.on_change: Callable[[], None] = lambda: None
        self.on_webhook: Callable[[], None] = lambda: None
        self._pending: dict[int, Pending] = {}
        self._count = 0
        self._poll: asyncio.Future[None] | None = None
        self._closed = False
        self._load()

    def __len__(self) -> int:
        return len(self.pending())

    def put(self, kind: str, body: Json, *, lane: str) -> Json | None:
        """Queue an update, unless the bot asked not to get its kind. Return it, or None."""
        allowed = self._world.profile["allowed_updates"]
        if (kind not in allowed) if allowed else (kind in ONLY_WHEN_ASKED_FOR):
            return None
        update = {"update_id": self._next_id(), kind: body}
        self._check(update)
        for spoiled in self._faults.spoil(update, self._next_id):
            self._add(spoiled, lane)
        self._wake()
        return update

    def put_raw(self, update: Json) -> int:
        """Queue an update as it is, whatever it is. Return its id."""
        whole = {"update_id": self._next_id(), **update}
        self._add(whole, "raw")
        self._wake()
        return int(whole["update_id"])

    def pending(self) -> list[Pending]:
        """Return what waits, the oldest first, without what is too old."""
        now = self._world.clock.now()
        for waiting in [each for each in self._pending.values() if each.expires_at <= now]:
            self.acknowledge(waiting)
        return list(self._pending.values())

    def waits(self, waiting: Pending) -> bool:
        """Tell whether an update is still to be delivered."""
        return waiting.number in self._pending and waiting.expires_at > self._world.clock.now()

    def acknowledge(self, waiting: Pending) -> None:
        """Take an update out."""
        if self._pending.pop(waiting.number, None) is not None:
            self._world.journal.drop("update", waiting.number)

    def clear(self) -> None:
        """Take all out."""
        for waiting in list(self._pending.values()):
            self.acknowledge(waiting)

    async def poll(self, *, offset: int, limit: int, timeout_seconds: float) -> list[Json]:
        """Acknowledge what lies before `offset` and return what waits, or wait for it.

        Raises:
            Refusal: A webhook is set, or another poll came meanwhile.
        """
        if self._world.profile["webhook"]:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        self.interrupt(
            "terminated by other getUpdates request;"
            " make sure that only one bot instance is running"
        )
        self._confirm(offset)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(max(timeout_seconds, 0), LONGEST_POLL_SECONDS)
        size = min(limit if limit > 0 else LARGEST_BATCH, LARGEST_BATCH)
        while not (batch := self.pending()[:size]) and not self._closed:
            turn = self._poll = loop.create_future()
            try:
                async with asyncio.timeout_at(deadline):
                    await turn
            except TimeoutError:
                break
            finally:
                if self._poll is turn:
                    self._poll = None
        return [waiting.update for waiting in batch]

    def interrupt(self, why: str) -> None:
        """End a waiting poll with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Refusal(409, f"Conflict: {why}"))
        self._poll = None

    def close(self) -> None:
        """End a waiting poll with an empty answer."""
        self._closed = True
        self._wake()

    def _confirm(self, offset: int) -> None:
        waiting = self.pending()
        if offset < 0:
            for each in waiting[:offset]:
                self.acknowledge(each)
        for each in waiting:
            if each.update["update_id"] < offset:
                self.acknowledge(each)

    def _add(self, update: Json, lane: str) -> None:
        self._count += 1
        kind = next((key for key in update if key != "update_id"), "")
        kept = KEPT_SHORTER.get(kind, KEPT)
        expires_at = self._world.clock.now() + kept.total_seconds()
        self._pending[self._count] = Pending(self._count, update, lane, expires_at)
        body = {"update": update, "lane": lane, "expires_at": expires_at}
        self._world.journal.put("update", self._count, body)

    def _check(self, update: Json) -> None:
        for complaint in self._spec.check_update(update):
            self._ledger.complain("update", next(reversed(update)), complaint)

    def _next_id(self) -> int:
        profile = self._world.profile
        profile["last_update_id"] = 1 + profile.get(
            "last_update_id", 100_000_000 + secrets.randbelow(500_000_000)
        )
        profile["last_update_id"] += self._faults.take_jump()
        self._world.keep_profile()
        return int(profile["last_update_id"])

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self.on_change()

    def _load(self) -> None:
        kept = [(int(number), body) for number, body in self._world.journal.read("update")]
        for number, body in sorted(kept, key=lambda pair: pair[0]):
            self._count = number
            self._pending[number] = Pending(number, **body)
