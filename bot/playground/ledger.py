"""What went over the wire: every call, and everything that broke the Bot API's rules."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Literal

from bot.playground.shapes import Json, Value
from services.clock import Clock

KEPT_CALLS = 20_000


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule.

    `request` is a call that does not fit the description, `use` one that fits but goes against what
    the prose asks; `answer` and `update` are mistakes of the playground itself.
    """

    number: int
    at: float
    kind: Literal["request", "use", "answer", "update"]
    where: str
    text: str

    def to_json(self) -> Json:
        """Return it for the page."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call and its answer. Code 0 is a connection that was cut."""

    number: int
    at: float
    method: str
    params: Json
    code: int
    answer: Value
    seconds: float

    def to_json(self) -> Json:
        """Return it for the page."""
        return asdict(self)


class Ledger:
    """Both lists."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.violations: list[Violation] = []
        self._calls: deque[Recorded] = deque(maxlen=KEPT_CALLS)
        self._count = 0

    def complain(
        self, kind: Literal["request", "use", "answer", "update"], where: str, text: str
    ) -> None:
        """Write a broken rule down."""
        number = len(self.violations) + 1
        self.violations.append(Violation(number, self._clock.now(), kind, where, text))

    def record(self, method: str, params: Json, code: int, answer: Value, *, began: float) -> None:
        """Write a call down. `began` is the monotonic time at which it came."""
        self._count += 1
        seconds = self._clock.monotonic() - began
        self._calls.append(
            Recorded(self._count, self._clock.now(), method, params, code, answer, seconds)
        )

    def calls(self, method: str | None = None, *, since: int = 0) -> list[Recorded]:
        """Return the calls after number `since`, of one method or of all."""
        wanted = method.lower() if method else None
        return [
            call
            for call in self._calls
            if call.number > since and (wanted is None or call.method.lower() == wanted)
        ]

    def clear(self) -> None:
        """Forget all of it."""
        self.violations.clear()
        self._calls.clear()
