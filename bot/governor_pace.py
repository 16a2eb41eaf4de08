"""How often Telegram lets a chat hear from us, and when the next call may go."""

from collections import deque
from dataclasses import dataclass
from typing import Final

_SHARE_OF_PROGRESS: Final = 0.67
"""Progress leaves the rest of every minute to answers and results."""


@dataclass(frozen=True, slots=True)
class Span:
    """At most so many calls in any stretch of so many seconds."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rate:
    """So many calls at once after a rest, and so many a second in the long run."""

    burst: int
    per_second: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Every limit that the bot keeps to. Each is a little below what is known of Telegram's own."""

    private: tuple[Span, ...] = (Span(3, 3.1),)
    group: tuple[Span, ...] = (Span(1, 1.05), Span(20, 61.0))
    action: tuple[Span, ...] = (Span(1, 1.0),)
    """“Is sending a file…” in one chat, which is no message."""
    all_chats: Rate = Rate(4, 20.0)
    results: Rate = Rate(1, 5.0)
    """What results and ends may have of it, however many answers there are."""
    calm: Span = Span(24, 1.0)
    """Telegram is said not to limit answers over all chats. As long as it does not object they pass at
    any rate; but beyond this one only a few at a time, so that an objection hits few."""
    answers_at_once: int = 2
    proof: Span = Span(40, 1.0)
    """So many without an objection prove that there is no such limit here."""

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

    def note_later(self, noted: float, now: float) -> None:
        """Count a call at `now` that was counted when it began."""
        if noted in self._times:
            self._times.remove(noted)
        self._times.append(now)

    def due(self, *, sparing: bool = False) -> float:
        """Return the time from which one more call is within the limits; `sparing` leaves some over."""
        return max(self._end_of(span, sparing=sparing) for span in self._spans)

    def is_quiet(self, now: float, *, seconds: float) -> bool:
        """Return whether the latest call had no other shortly before it."""
        return len(self._times) <= 1 or self._times[-2] + seconds < now

    def is_forgotten(self, now: float) -> bool:
        """Return whether no limit can depend on the noted calls any more."""
        longest = max(span.seconds for span in self._spans)
        return not self._times or self._times[-1] + longest <= now

    def _end_of(self, span: Span, *, sparing: bool) -> float:
        calls = max(1, int(span.calls * _SHARE_OF_PROGRESS)) if sparing else span.calls
        return self._times[-calls] + span.seconds if len(self._times) >= calls else 0.0


class Bucket:
    """A rate kept over all chats."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._left = float(rate.burst)
        self._at = 0.0

    def due(self, now: float, *, sparing: bool = False) -> float:
        """Return the time from which one more call is within the rate; `sparing` leaves some over."""
        wanted = self._rate.burst * (1 - _SHARE_OF_PROGRESS) if sparing else 0.0
        lacking = 1 + wanted - self._left_at(now)
        return now + max(0.0, lacking) / self._rate.per_second

    def note(self, now: float) -> None:
        """Count a call, even one that was let go beyond the rate."""
        self._left, self._at = max(0.0, self._left_at(now) - 1), now

    def empty(self, now: float, *, seconds: float) -> None:
        """Allow nothing for so long."""
        self._left, self._at = min(self._left_at(now), -seconds * self._rate.per_second), now

    def _left_at(self, now: float) -> float:
        gained = (now - self._at) * self._rate.per_second
        return min(float(self._rate.burst), self._left + gained)
