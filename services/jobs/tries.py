"""How often and how long something is tried, and what its failure is called in the end."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, TypeVar

import structlog

from services.clock import Clock
from services.errors import HearsayError, NoRoom, Unexpected
from services.store.full_disk import is_disk_full

log = structlog.get_logger(__name__)

T = TypeVar("T")
_PAUSES: Final = (timedelta(seconds=1), timedelta(seconds=4))
"""Between the tries; so there are three of them at most."""
_JITTER: Final = 1000


async def tried(
    work: Callable[[], Awaitable[T]],
    *,
    name: str,
    within: timedelta,
    late: HearsayError,
    clock: Clock,
    most: int = 3,
) -> T:
    """Return what `work` returns: after a few tries if it may help, at once if it may not.

    Args:
        work: Called for each try.
        name: What the log calls it.
        within: The time that one try may take.
        late: What to say when a try took longer.
        clock: Waits between the tries.
        most: How many there are; three at most.

    Raises:
        NoRoom: some disk was full.
        HearsayError: whatever the last try failed with; a bug becomes `Unexpected`.
    """
    for number, pause in enumerate((*_PAUSES[: most - 1], None), start=1):
        try:
            return await _once(work, name=name, within=within, late=late)
        except HearsayError as error:
            log.info("try failed", work=name, number=number, code=error.code, details=error.details)
            # A disk does not empty itself within seconds; such a job waits for room instead.
            if pause is None or not error.retryable or isinstance(error, NoRoom):
                raise
            jitter = 1 + secrets.randbelow(_JITTER) / _JITTER
            await clock.sleep(pause * jitter)
    raise AssertionError("the last try either returns or raises")


async def _once(
    work: Callable[[], Awaitable[T]], *, name: str, within: timedelta, late: HearsayError
) -> T:
    timer = asyncio.timeout(within.total_seconds())
    try:
        async with timer:
            return await work()
    except HearsayError:
        raise
    except TimeoutError as error:
        if timer.expired():
            raise late from error
        raise unexpected(error, work=name) from error
    except Exception as error:
        if is_disk_full(error):
            raise NoRoom from error
        raise unexpected(error, work=name) from error


def unexpected(error: BaseException, **where: str) -> Unexpected:
    """Log a bug with its traceback and return the apology that bears the same id."""
    apology = Unexpected(id=secrets.token_hex(4))
    apology.__cause__ = error
    log.error("unexpected", id=apology.details["id"], exc_info=error, **where)
    return apology
