"""What a site refused a moment ago: whoever asks the same again is told so without asking it.

Only the question's key, the code and facts for the sentence are kept, for an hour at most. Somebody
who insists (Retry, Look again) has the site asked anew, but not without end.
"""

import json
from datetime import timedelta
from typing import Final

from services import errors
from services.clock import Clock
from services.errors import Failed, HearsayError, by_code
from services.store.database import Database

AGO: Final = "ago_seconds"
"""The detail of an error that was remembered: how long ago the site was asked."""

_MOST_CALLS: Final = 3
_NEVER: Final = (
    errors.NoRoom,
    errors.SiteBotCheck,
    errors.SiteLimited,
    errors.SiteResting,
    errors.SourceExpired,
    errors.StoreUnreachable,
)
"""Sites that keep us out are remembered as a whole; the others are no site's doing."""
_MAY_CHANGE: Final = (
    errors.AddressForbidden,
    errors.LinkAge,
    errors.LinkEmpty,
    errors.LinkLogin,
    errors.LinkMembers,
    errors.LinkPaid,
    errors.LinkPrivate,
    errors.SiteChanged,
    errors.SiteRefused,
)
_ABOUT_TO_CHANGE: Final = (errors.LinkLive, errors.LinkPremiere)
_LASTING: Final = timedelta(hours=1)
_FOR_A_WHILE: Final = timedelta(minutes=10)
_FOR_A_MOMENT: Final = timedelta(minutes=2)
_KEEP: Final = """
    INSERT INTO failures (key, code, details, asked_at, until, since, calls)
    VALUES (:key, :code, :details, :now, :until, :now, :calls)
    ON CONFLICT (key) DO UPDATE SET
        code = excluded.code, details = excluded.details,
        asked_at = excluded.asked_at, until = excluded.until,
        since = CASE WHEN since >= :counted_since THEN since ELSE excluded.since END,
        calls = CASE WHEN since >= :counted_since THEN calls ELSE 0 END + excluded.calls
"""


def kept_for(error: HearsayError) -> timedelta:
    """Return how long an answer is remembered; nothing for what must be asked each time."""
    if isinstance(error, _NEVER):
        return timedelta(0)
    if isinstance(error, _ABOUT_TO_CHANGE):
        return _FOR_A_MOMENT
    if isinstance(error, _MAY_CHANGE):
        return _FOR_A_WHILE
    return _FOR_A_MOMENT if isinstance(error, Failed) else _LASTING


class Failures:
    """The table of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def tries(self, key: str, *, most: int, insist: bool) -> int:
        """Return how often the site may be asked for this now.

        Raises:
            HearsayError: what it said a moment ago; it is not asked again.
        """
        row = await self._database.row("SELECT * FROM failures WHERE key = :key", key=key)
        if row is None:
            return most
        now = self._clock.now()
        error = by_code(row["code"])(**json.loads(row["details"]))
        calls = row["calls"] if row["since"] >= now - _window(error) else 0
        if calls >= _MOST_CALLS or (row["until"] > now and not insist):
            error.details[AGO] = float(round(max(0.0, now - row["asked_at"]), 1))
            raise error
        return min(most, _MOST_CALLS - calls)

    async def note(self, key: str, error: HearsayError, *, calls: int) -> None:
        """Remember what the site said, and how often it was asked until it said so."""
        kept = kept_for(error)
        if not kept:
            return
        now = self._clock.now()
        await self._database.write(
            _KEEP,
            key=key,
            code=error.code,
            details=json.dumps(error.details, ensure_ascii=False),
            now=now,
            until=now + kept.total_seconds(),
            counted_since=now - _window(error),
            calls=calls,
        )
        await self._database.write(
            "DELETE FROM failures WHERE asked_at < :before",
            before=now - 2 * _LASTING.total_seconds(),
        )

    async def forget(self, key: str) -> None:
        """Forget it: the site has answered."""
        await self._database.write("DELETE FROM failures WHERE key = :key", key=key)


def _window(error: HearsayError) -> float:
    """Return the seconds in which a site is asked for one thing only so often."""
    return max(kept_for(error), _FOR_A_WHILE).total_seconds()
