"""How the job of a list stands: what was asked for, and what has become of each entry."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.jobs.job import Failure, Job, State
from services.jobs.order import Order
from services.sources.playlist import Entry, Playlist, picked


@dataclass(frozen=True, slots=True)
class Missed:
    """An entry that was not delivered. Without a failure, it was stopped."""

    number: int
    title: str
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How a list stands: what was asked for, and what has become of it so far."""

    title: str
    chosen: tuple[int, ...]
    delivered: tuple[int, ...]
    missed: tuple[Missed, ...]
    now: str = ""
    """What is being worked on."""

    @property
    def left(self) -> tuple[int, ...]:
        """Return the numbers of all that was not delivered."""
        return tuple(number for number in self.chosen if number not in self.delivered)


def tally_of(job: Job, playlist: Playlist | None, children: Iterable[Job]) -> Tally:
    """Return how a list's job stands, from the jobs of its entries."""
    ordered = sorted(children, key=lambda child: child.order.number)
    entries = playlist.entries if playlist else ()
    running = (child for child in ordered if child.state is State.RUNNING)
    return Tally(
        title=playlist.title if playlist else job.title,
        chosen=chosen(job.order, len(entries)),
        delivered=tuple(child.order.number for child in ordered if child.state is State.DONE),
        missed=tuple(
            Missed(child.order.number, _title(child, entries), child.failure)
            for child in ordered
            if child.state in {State.FAILED, State.CANCELLED}
        ),
        now=next((_title(child, entries) for child in running), ""),
    )


def chosen(order: Order, count: int) -> tuple[int, ...]:
    """Return the numbers of the entries that an order wants, of so many."""
    return picked(order.items or "all", most=count) or ()


def _title(child: Job, entries: tuple[Entry, ...]) -> str:
    number = child.order.number
    told = entries[number - 1] if number <= len(entries) else Entry("")
    return child.title or told.title or told.url
