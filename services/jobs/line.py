"""Who goes next: a few tracks with a limit each, and accounts that take turns.

The account with the fewest running jobs goes first, and among equals the one whose turn is the
longest ago. So nobody waits behind somebody else's hundred. The last place of a track is not given
to an account that has its share already: whoever comes next begins at once. A job whose site is busy
with enough others lets those behind it go first. One that only waits for its own chat to take the
result leaves its place to others; one whose result is there already needs none from the start.
"""

import heapq
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TypeVar

from services.jobs.order import Order, Product
from services.jobs.sites import site_of
from services.jobs.tracks import Limits, Track, track_of
from services.platforms.link import Link

T = TypeVar("T", int, str)


@dataclass(frozen=True, slots=True, order=True)
class _Ticket:
    after: int
    """What goes first has the smallest."""
    since: float
    number: int
    job_id: str
    site: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class _Place:
    track: Track
    account: int
    site: str
    is_taken: bool = True
    """False while the job runs without it."""


@dataclass(slots=True)
class _Queue:
    """One track: what waits, by account, and what runs."""

    waiting: dict[int, list[_Ticket]] = field(default_factory=lambda: defaultdict(list))
    running: Counter[int] = field(default_factory=Counter)
    """How many of each account run, with a place or without."""
    taken: int = 0
    """How many places are."""
    sites: Counter[str] = field(default_factory=Counter)
    """How many run about each site."""
    served: dict[int, int] = field(default_factory=dict)
    """When each account last had its turn, as a number that grows."""
    ready: dict[str, int] = field(default_factory=dict)
    """Those that wait and need no place, with their accounts."""
    places: dict[str, int] | None = None
    """The place of each that waits, once somebody has asked since the last change."""


class Line:
    """Places and turns; knows jobs by their ids only. Everything is immediate, nothing waits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._queues = {track: _Queue() for track in Track}
        self._where: dict[str, tuple[Track, int]] = {}
        self._running: dict[str, _Place] = {}
        self._numbers = count(1)

    def resize(self, limits: Limits) -> None:
        """Let other numbers in from now on; who is in stays."""
        self._limits = limits

    def add(self, job_id: str, order: Order, *, since: float, priority: int = 0) -> None:
        """Put a job in line by its age; harmless when it stands there or runs already.

        Among those of one account, a higher priority goes first.
        """
        if self.knows(job_id):
            return
        track = track_of(order)
        self._where[job_id] = (track, order.account)
        ticket = _Ticket(-priority, since, next(self._numbers), job_id, _site(order))
        queue = self._queues[track]
        insort(queue.waiting[order.account], ticket)
        queue.places = None

    def remove(self, job_id: str) -> bool:
        """Take a job out of the line; False when it did not wait."""
        found = self._where.pop(job_id, None)
        if found is None:
            return False
        track, account = found
        queue = self._queues[track]
        tickets = queue.waiting[account]
        tickets[:] = [ticket for ticket in tickets if ticket.job_id != job_id]
        queue.ready.pop(job_id, None)
        queue.places = None
        self._tidy(track, account)
        return True

    def excuse(self, job_id: str) -> bool:
        """Let a waiting job in without a place: its result is there. False when it does not wait."""
        found = self._where.get(job_id)
        if found is None:
            return False
        track, account = found
        self._queues[track].ready[job_id] = account
        return True

    def take(self) -> list[str]:
        """Let in as many as there are places for; they count as running from now on."""
        taken = [job_id for track in self._queues for job_id in self._take_ready(track)]
        for track, queue in self._queues.items():
            for account, ticket in self._turns(track):
                queue.waiting[account].remove(ticket)
                queue.ready.pop(ticket.job_id, None)
                del self._where[ticket.job_id]
                self._occupy(ticket.job_id, _Place(track, account, ticket.site))
                taken.append(ticket.job_id)
        return taken

    def occupy(self, job_id: str, order: Order) -> None:
        """Count a job as running that was let in earlier, in another life of the process."""
        self.remove(job_id)
        if job_id not in self._running:
            self._occupy(job_id, _Place(track_of(order), order.account, _site(order)))

    def lend(self, job_id: str) -> None:
        """Let others have a running job's place; for its account it counts as before."""
        found = self._running.get(job_id)
        if found is not None and found.is_taken:
            self._running[job_id] = replace(found, is_taken=False)
            self._vacate(found)

    def reclaim(self, job_id: str) -> None:
        """Let a running job have its place again, even if there is one too many then."""
        found = self._running.get(job_id)
        if found is not None and not found.is_taken:
            self._running[job_id] = replace(found, is_taken=True)
            self._take_up(found)

    def leave(self, job_id: str) -> None:
        """Give a running job's place back; harmless when it has none."""
        found = self._running.pop(job_id, None)
        if found is None:
            return
        queue = self._queues[found.track]
        _count_down(queue.running, found.account)
        queue.places = None
        if found.is_taken:
            self._vacate(found)
        self._tidy(found.track, found.account)

    def waits(self, job_id: str) -> bool:
        """Return whether a job waits in line."""
        return job_id in self._where

    def waiting(self) -> list[str]:
        """Return all that wait in line, as they came."""
        return list(self._where)

    def knows(self, job_id: str) -> bool:
        """Return whether a job waits in line or has a place."""
        return job_id in self._where or job_id in self._running

    def places(self) -> dict[str, int]:
        """Return the place of each waiting job, from 1: the order in which they will be let in."""
        return {
            job_id: place
            for queue in self._queues.values()
            for job_id, place in _places(queue).items()
        }

    def place(self, job_id: str) -> int | None:
        """Return the place of one job; None when it does not wait."""
        found = self._where.get(job_id)
        if found is None:
            return None
        return _places(self._queues[found[0]])[job_id]

    def running(self) -> Mapping[Track, int]:
        """Return how many run on each track."""
        return {track: queue.running.total() for track, queue in self._queues.items()}

    def _take_ready(self, track: Track) -> list[str]:
        """Let in those that need no place, of each account as many as could run if it were alone."""
        queue, limit, taken = self._queues[track], self._limits.of(track), []
        for job_id, account in list(queue.ready.items()):
            if queue.running[account] >= limit:
                continue
            ticket = next(one for one in queue.waiting[account] if one.job_id == job_id)
            self.remove(job_id)
            self._occupy(job_id, _Place(track, account, ticket.site, is_taken=False))
            taken.append(job_id)
        return taken

    def _turns(self, track: Track) -> Iterator[tuple[int, _Ticket]]:
        """Yield whose turn it is for as long as there is a place; the caller takes the ticket."""
        queue = self._queues[track]
        limit = self._limits.of(track)
        while (free := limit - queue.taken) > 0:
            waiting = {
                account: ticket
                for account, tickets in queue.waiting.items()
                if queue.running[account] < limit
                and (ticket := self._first(track, tickets)) is not None
            }
            if not waiting:
                return
            account = min(waiting, key=lambda who: (queue.running[who], queue.served.get(who, 0)))
            if free == 1 < limit and queue.running[account] >= self._limits.per_account:
                return
            yield account, waiting[account]

    def _first(self, track: Track, tickets: list[_Ticket]) -> _Ticket | None:
        """Return the oldest of an account whose site is not busy with enough others."""
        sites, most = self._queues[track].sites, self._limits.of_site(track)
        free = (ticket for ticket in tickets if not ticket.site or sites[ticket.site] < most)
        return next(free, None)

    def _occupy(self, job_id: str, place: _Place) -> None:
        queue = self._queues[place.track]
        self._running[job_id] = place
        queue.running[place.account] += 1
        queue.places = None
        if place.is_taken:
            self._take_up(place)
        queue.served[place.account] = next(self._numbers)
        self._tidy(place.track, place.account)

    def _take_up(self, place: _Place) -> None:
        queue = self._queues[place.track]
        queue.taken += 1
        queue.sites[place.site] += 1

    def _vacate(self, place: _Place) -> None:
        queue = self._queues[place.track]
        queue.taken -= 1
        _count_down(queue.sites, place.site)

    def _tidy(self, track: Track, account: int) -> None:
        """Forget an account that neither waits nor runs, so that the line does not grow for ever."""
        queue = self._queues[track]
        if not queue.waiting.get(account):
            queue.waiting.pop(account, None)
            if account not in queue.running:
                queue.served.pop(account, None)


def _site(order: Order) -> str:
    """Return the site that an order is about; empty for a file that was sent.

    The job of a list asks no site itself: those of its entries do.
    """
    if order.product is Product.LIST:
        return ""
    return site_of(order.source) if isinstance(order.source, Link) else ""


def _count_down(counter: Counter[T], what: T) -> None:
    counter[what] -= 1
    if not counter[what]:
        del counter[what]


def _places(queue: _Queue) -> dict[str, int]:
    """Return the place of each that waits: everybody asks, and they are the same until a change."""
    if queue.places is None:
        queue.places = {job_id: place for place, job_id in enumerate(_order(queue), start=1)}
    return queue.places


def _order(queue: _Queue) -> Iterator[str]:
    """Play the turns that will come, as if nobody else came and nothing ended before its time."""
    numbers = count(max(queue.served.values(), default=0) + 1)
    turns = [
        (queue.running[account], queue.served.get(account, 0), account)
        for account, tickets in queue.waiting.items()
        if tickets
    ]
    heapq.heapify(turns)
    next_ticket: Counter[int] = Counter()
    while turns:
        load, _, account = heapq.heappop(turns)
        yield queue.waiting[account][next_ticket[account]].job_id
        next_ticket[account] += 1
        if next_ticket[account] < len(queue.waiting[account]):
            heapq.heappush(turns, (load + 1, next(numbers), account))
