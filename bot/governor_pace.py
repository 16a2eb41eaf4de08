"""How often Telegram lets a chat hear from us, and when the next call may go."""

from collections import deque
from dataclasses import dataclass
from typing import Final

_SHARE_OF_PROGRESS: Final = 0.6
"""Progress leaves the rest of every minute to answers and results."""


@dataclass(frozen=True, slots=True)
class Span:
    """At most so many calls in any stretch of so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Every limit that the bot keeps to. Each is a little below what is known of Telegram's own."""

    private: tuple[Span, ...] = (Span(3, 3.1),)
    group: tuple[Span, ...] = (Span(1, 1.05), Span(20, 61.0))
    light: tuple[Span, ...] = (Span(1, 1.0),)
    """Drafts and “is sending a file…” of one chat, which are not messages."""
    everything: tuple[Span, ...] = (Span(28, 1.0),)

    def of_chat(self, chat: int | str) -> tuple[Span, ...]:
        """Return a chat's own limits. Groups and channels have negative numbers, or a name."""
        return self.private if isinstance(chat, int) and chat > 0 else self.group


class Tally:
    """When the latest calls went, and so when the next may go."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        self._times: deque[float] = deque(maxlen=max(span.calls for span in spans))

    def note(self, now: float) -> None:
        """Count a call."""
        self._times.append(now)

    def due(self, *, sparing: bool = False) -> float:
        """Return the time from which one more call is within the limits; `sparing` leaves some over."""
        return max(self._end_of(span, sparing=sparing) for span in self._spans)

    def is_forgotten(self, now: float) -> bool:
        """Return whether no limit can depend on the noted calls any more."""
        longest = max(span.seconds for span in self._spans)
        return not self._times or self._times[-1] + longest <= now

    def _end_of(self, span: Span, *, sparing: bool) -> float:
        calls = max(1, int(span.calls * _SHARE_OF_PROGRESS)) if sparing else span.calls
        return self._times[-calls] + span.seconds if len(self._times) >= calls else 0.0
