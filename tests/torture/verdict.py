"""What became of every order, and whether the house is clean when all is over."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.playground import Playground
from tests.e2e.people import button, words
from tests.torture.book import Book, Json, Order, Row, posts_in, reading, rows_in
from tests.torture.crowd import is_card, is_file, is_sorry, is_words

OVER = frozenset({"done", "failed", "cancelled"})
OPEN = "still open"
NOT_TAKEN = "never taken"
TEMPORARY = (
    "work/**/*",
    "blobs/incoming/*",
    "uploads/**/*",
    "depot/calls/**/*",
    "depot/.incoming/*",
    "workers/*/acts/**/*",
)
NOT_OURS = frozenset({".ses"})
"""The one note that onnxruntime writes for all its lives, beside every program's temporary files."""
GOOD_MANNERS = frozenset({
    "an edit that changes nothing",
    "a callback query that was answered before",
})
"""Rules that who repeats an act after a crash cannot help breaking."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that must not be."""

    kind: str
    text: str
    order: Order | None = None
    row: Row | None = None


@dataclass(slots=True)
class Verdict:
    """What was found in the chats and in the table."""

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)
    open: int = 0
    stale_notes: int = 0
    """Words about a job that were sent twice, because nobody knew whether the first had arrived."""

    def count(self, kind: str) -> int:
        """Return how many troubles there are of a kind."""
        return sum(trouble.kind == kind for trouble in self.troubles)


def judge(book: Book, data_dir: Path, *, is_over: bool = False) -> Verdict:
    """Compare what was ordered with the table and with what the chats show.

    Args:
        book: What was ordered.
        data_dir: Where the table is.
        is_over: Nobody works any more, so what is open is stuck.
    """
    verdict = Verdict()
    rows = rows_in(data_dir)
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(row.asked, []).append(row)
    newest = {(row.chat_id, row.message_id): row for row in rows if row.message_id}
    for order in book.orders:
        jobs = made.get(order.once, []) if order.once else []
        if len(jobs) > 1:
            text = f"{order} has become {len(jobs)} jobs"
            verdict.troubles.append(Trouble("doubled", text, order, jobs[-1]))
        outcome = _outcome(book, order, jobs[0] if jobs else None, newest)
        if isinstance(outcome, Trouble):
            verdict.troubles.append(outcome)
            verdict.outcomes[outcome.kind] += 1
            continue
        verdict.outcomes[outcome] += 1
    owners = {order.once: order for order in book.orders}
    for row in rows:
        if row.state in OVER:
            continue
        verdict.open += 1
        if is_over:
            order = owners.get(row.asked)
            text = f"{order or row.id} is {row.state} in {row.stage or 'no stage'}"
            verdict.troubles.append(Trouble("stuck", text, order, row))
    _look_for_doubles(book, newest, verdict)
    return verdict


def _outcome(
    book: Book, order: Order, row: Row | None, newest: dict[tuple[int, int], Row]
) -> str | Trouble:
    if not order.accepted:
        return NOT_TAKEN
    if row is None:
        return _at_the_door(book, order, newest)
    if row.state not in OVER:
        return OPEN
    shown = book.playground.desk.world.find(row.chat_id, row.message_id or None)
    if shown is None:
        return Trouble("lost", f"{order} ended as {row.state}, and no message tells", order, row)
    is_newest = newest[row.chat_id, row.message_id] is row
    if is_newest and not _tells(shown.message, row):
        said = _seen(shown.message)
        text = f"{order} ended as {row.state} {row.code}, and its message says {said}"
        return Trouble("lost", text, order, row)
    if row.state == "done":
        return {"card": "card", "media": "file", "words": "words", "clean": "clean copy"}.get(
            row.product, row.product
        )
    if row.state == "cancelled":
        if not _is_cancelled(book, row):
            return Trouble("lost", f"{order} was stopped, and nobody asked for it", order, row)
        return "stopped"
    return f"sorry: {row.code}"


def _is_cancelled(book: Book, row: Row) -> bool:
    """Return whether somebody pressed Cancel on the message of a job."""
    return any(
        each.kind == "press Cancel"
        and (each.chat, each.message_id) == (row.chat_id, row.message_id)
        for each in book.orders
    )


def _at_the_door(book: Book, order: Order, newest: dict[tuple[int, int], Row]) -> str | Trouble:
    """Return what became of an order that made no job of its own."""
    if not order.is_press:
        answers = [
            message
            for message in posts_in(book.playground, order.chat, after=order.message_id)
            if message.get("reply_to_message", {}).get("message_id") in {None, order.message_id}
        ]
        if answers:
            return "sorry: at the door"
        return Trouble("lost", f"{order} was taken and never answered", order)
    if order.kind == "press Cancel":
        return "cancel"
    shown = newest.get((order.chat, order.message_id))
    if shown is not None and shown.product != "card":
        return "joined another"
    toast = book.toast(order)
    if toast:
        return "told by a toast"
    return Trouble("lost", f"{order} was taken and nothing came of it", order, shown)


def _tells(message: Json, row: Row) -> bool:
    """Return whether a message tells how its job has ended."""
    if button(message, "Cancel") is not None:
        return False
    if row.state != "done":
        return is_sorry(message)
    if row.product == "card":
        return is_card(message)
    return bool(is_file(message) or message.get("reply_markup") or words(message))


def _look_for_doubles(book: Book, newest: dict[tuple[int, int], Row], verdict: Verdict) -> None:
    """Find results that belong to no job: those that came twice."""
    for chat in {order.chat for order in book.orders}:
        for message in posts_in(book.playground, chat):
            if (chat, message["message_id"]) in newest:
                continue
            if is_file(message) or is_words(message) or is_card(message):
                asked = message.get("reply_to_message", {}).get("message_id")
                order = next(
                    (o for o in book.orders if (o.chat, o.message_id) == (chat, asked)), None
                )
                text = f"{_seen(message)} answers {order or asked} beside the result"
                verdict.troubles.append(Trouble("doubled", text, order))
            elif button(message, "Cancel") is not None:
                verdict.stale_notes += 1


def inspect(data_dir: Path, *, spoilt: set[str]) -> Iterator[Trouble]:
    """Look through what a service that has ended has left on the disk."""
    for name in ("hearsay.db", "engine.sqlite"):
        file = data_dir / name
        if not file.exists():
            continue
        with closing(sqlite3.connect(file)) as base:
            told = [row[0] for row in base.execute("PRAGMA integrity_check")]
        if told != ["ok"]:
            yield Trouble("broken database", f"{name}: {told[:3]}")
    yield from _parked(data_dir)
    yield from _blobs(data_dir, spoilt)
    for pattern in TEMPORARY:
        for path in data_dir.glob(pattern):
            if path.is_file():
                yield Trouble("file left behind", str(path.relative_to(data_dir)))


def unfetched(engine_url: str, *, awaited_within_seconds: float = 10**9) -> Iterator[Trouble]:
    """Look for calls to workers that are in line although nobody needs them.

    Args:
        engine_url: Where the line is.
        awaited_within_seconds: Leave those out that nobody has asked about since: their front died, the
            next one had no use for them, and in two minutes they are cleared away.
    """
    import psycopg  # takes a tenth of a second, and only one form of the service needs it

    found = """
        SELECT id, act, state FROM crew_calls
        WHERE awaited > extract(epoch FROM clock_timestamp()) - %s
    """
    with psycopg.connect(engine_url) as connection:
        for row in connection.execute(found, (awaited_within_seconds,)):
            yield Trouble("stuck", "the call {} ({}) is {}".format(*row))


def leftovers(temporary: Path) -> Iterator[Trouble]:
    """Look through the folder for temporary files."""
    for path in temporary.rglob("*"):
        if path.is_file() and path.name not in NOT_OURS:
            yield Trouble("file left behind", str(path))


def manners(playground: Playground) -> Iterator[Trouble]:
    """Return what went against the rules of the Bot API."""
    counted = Counter(
        (one.where, one.text) for one in playground.violations if one.text not in GOOD_MANNERS
    )
    for (where, text), times in counted.items():
        yield Trouble("bad manners", f"{times} × {where}: {text}")


def _parked(data_dir: Path) -> Iterator[Trouble]:
    with closing(reading(data_dir / "hearsay.db")) as base:
        for number, problem in base.execute(
            "SELECT update_id, problem FROM inbox WHERE state = 'parked'"
        ):
            yield Trouble("lost", f"update {number} was parked: {problem}")


def _blobs(data_dir: Path, spoilt: set[str]) -> Iterator[Trouble]:
    """Compare files, their rows, and those who need them."""
    files = {path.name: path for path in data_dir.glob("blobs/??/*") if path.is_file()}
    with closing(reading(data_dir / "hearsay.db")) as base:
        sizes = dict(base.execute("SELECT sha256, size_bytes FROM blobs"))
        uses = base.execute("SELECT sha256, held_by FROM blob_uses").fetchall()
        jobs = dict(base.execute("SELECT id, state FROM jobs"))
        kept = {f"artifact:{key}" for (key,) in base.execute("SELECT key FROM artifacts")}
        kept |= {f"medium:{key}" for (key,) in base.execute("SELECT key FROM media")}
    for name in files.keys() - sizes.keys():
        yield Trouble("orphaned blob", f"the file {name[:12]} has no row")
    for name in sizes.keys() - files.keys():
        yield Trouble("orphaned blob", f"the row {name[:12]} has no file")
    for name in sizes.keys() & files.keys():
        content = files[name].read_bytes()
        if len(content) != sizes[name]:
            yield Trouble("orphaned blob", f"the file {name[:12]} has another size than its row")
        elif name not in spoilt and hashlib.sha256(content).hexdigest() != name:
            yield Trouble("orphaned blob", f"the file {name[:12]} holds other bytes")
    for name in sizes.keys() - {sha256 for sha256, _ in uses}:
        yield Trouble("orphaned blob", f"nobody needs {name[:12]}")
    for name, holder in uses:
        kind, _, key = holder.partition(":")
        if kind in {"job", "source"} and jobs.get(key, "gone") in {*OVER, "gone"}:
            yield Trouble("orphaned blob", f"{name[:12]} is held by {kind} {key}, which is over")
        if kind in {"artifact", "medium"} and holder not in kept:
            yield Trouble("orphaned blob", f"{name[:12]} is held by {kind} {key}, which is unknown")


def _seen(message: Json) -> str:
    keys = message.get("reply_markup", {}).get("inline_keyboard", [])
    labels = [key["text"] for row in keys for key in row]
    kinds = [kind for kind in ("audio", "video", "document", "photo") if kind in message]
    return f"{kinds} {words(message)[:120]!r} {labels}"
