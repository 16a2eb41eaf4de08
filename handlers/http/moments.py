"""Moments as programs write and read them: in UTC, unless they say otherwise."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def moment(seconds: float) -> datetime:
    """Return a moment as programs are told it, from the seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def moment_if_any(seconds: float | None) -> datetime | None:
    """Return the same; None where there is none."""
    return None if seconds is None else moment(seconds)


def in_utc(told: datetime) -> datetime:
    """Return a moment that a program told; without an offset it is in UTC."""
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _with_plus(told: object) -> object:
    """Give an offset back its sign: a `+` that stands bare in a query arrives as a space."""
    return (
        told.replace(" ", "+")
        if isinstance(told, str) and told.count(" ") == 1 and ("T" in told)
        else told
    )


Moment = Annotated[datetime, BeforeValidator(_with_plus), AfterValidator(in_utc)]
"""One that a program tells."""
