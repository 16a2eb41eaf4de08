"""Troubles on demand: what the network, Telegram and its queue can do to a bot.

Faults of calls. `method` is a method's name, `*` for any, or `download` for `/file/…`:

=============  =============================================================================
kind           what happens
=============  =============================================================================
error          not carried out; `code` (500), `description`, `retry_after` for 429
html           not carried out; 502 with a page in HTML
truncated      carried out; the answer ends in the middle of its JSON
delay          carried out after `seconds` (1)
hang           never answered, never carried out
cut_before     connection closed before anything was done
cut_after      carried out, then the connection is closed: the answer is lost
cut_upload     connection closed after `bytes` (65536) of the body were read
cut_download   (download) connection closed after `bytes` of the file
gone           (download) 404
=============  =============================================================================

Faults of updates, with `method` = `update`: `duplicate` (queued twice), `swap` (comes after the next one),
`poison` (a malformed twin comes first), `unknown` (one of an unknown type comes first), `jump` (`by`
ids are left out, 1000), `burst` (`copies` more of it, each with its own id), `drop`.

`match` must occur in the parameters (or the update) as JSON; the first `skip` hits pass, the next `count`
(1; 0 = all) fail.
"""

import itertools
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from bot.playground.shapes import Json, Value

CALL_KINDS = {"error", "html", "truncated", "delay", "hang", "cut_before", "cut_after"}
FILE_KINDS = {"cut_download", "gone", "delay", "hang"}
UPDATE_KINDS = {"duplicate", "swap", "poison", "unknown", "jump", "burst", "drop"}
KINDS = CALL_KINDS | FILE_KINDS | UPDATE_KINDS | {"cut_upload"}


@dataclass(slots=True)
class Fault:
    """One trouble. `hits` counts how often it was looked at and matched."""

    id: int
    method: str
    kind: str
    match: str = ""
    skip: int = 0
    count: int = 1
    details: Json = field(default_factory=dict)
    hits: int = 0

    def strikes(self, method: str, shown: Callable[[], str]) -> bool:
        """Tell whether it happens now, and count."""
        if self.method not in {"*", method.lower()}:
            return False
        if self.match and self.match not in shown():
            return False
        self.hits += 1
        return self.hits > self.skip and (not self.count or self.hits <= self.skip + self.count)

    def to_json(self) -> Json:
        """Return it for the page."""
        return asdict(self)


class Faults:
    """The troubles that are to come."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.all: list[Fault] = []

    def add(self, method: str, kind: str, **details: Value) -> Fault:
        """Order one.

        Raises:
            ValueError: There is no such kind.
        """
        if kind not in KINDS:
            raise ValueError(f"there is no fault {kind}; there are {', '.join(sorted(KINDS))}")
        plan = {name: details.pop(name) for name in ("match", "skip", "count") if name in details}
        fault = Fault(next(self._numbers), method.lower(), kind, details=details, **plan)
        self.all.append(fault)
        return fault

    def strike(self, method: str, kinds: set[str], subject: Value = None) -> Fault | None:
        """Return the trouble that this call meets, if any."""
        for fault in self.all:
            if fault.kind in kinds and fault.strikes(method, lambda: _shown(subject)):
                return fault
        return None

    def clear(self) -> None:
        """Peace."""
        self.all.clear()


class UpdateFaults:
    """Those that befall updates on their way into the queue."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._held: list[Json] = []
        self._jump = 0

    def spoil(self, update: Json, next_id: Callable[[], int]) -> list[Json]:
        """Return what is queued instead of one update."""
        fault = self._faults.strike("update", UPDATE_KINDS, update) if self._faults.all else None
        if fault is not None and fault.kind == "swap":
            self._held.append(update)
            return []
        held, self._held = self._held, []
        return [*(self._spoiled(fault, update, next_id) if fault else [update]), *held]

    def take_jump(self) -> int:
        """Return how many ids are left out now."""
        jump, self._jump = self._jump, 0
        return jump

    def _spoiled(self, fault: Fault, update: Json, next_id: Callable[[], int]) -> list[Json]:
        kind = next(key for key in update if key != "update_id")
        match fault.kind:
            case "duplicate":
                return [update, update]
            case "drop":
                return []
            case "burst":
                copies = range(fault.details.get("copies", 20))
                return [update, *({**update, "update_id": next_id()} for _ in copies)]
            case "poison":
                first = {"update_id": update["update_id"], kind: {"date": "not a date"}}
            case "unknown":
                first = {"update_id": update["update_id"], "telepathy": {"thought": "…"}}
            case _:
                self._jump = fault.details.get("by", 1000)
                return [update]
        return [first, {**update, "update_id": next_id()}]


def _shown(subject: Value) -> str:
    return json.dumps(subject, ensure_ascii=False, default=str)
