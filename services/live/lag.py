"""Tells the client how far the words are behind, as often as that matters, and when a full disk is why."""

from typing import Final

from services.errors import NoRoom
from services.live.events import Lag
from services.live.journal import Journal

_LAG_SECONDS: Final = 2.0
_STEP_SECONDS: Final = 1.0


class LagNews:
    """One session's."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._seconds = 0.0
        self._code = ""

    async def tell(self, seconds: float, *, waits_for_room: bool) -> None:
        """Tell it, if it is something else than was told before.

        Args:
            seconds: How far the words are behind.
            waits_for_room: Whether they do not come nearer until there is room on the disk.
        """
        code = NoRoom.code if waits_for_room else ""
        told = seconds if waits_for_room or seconds >= _LAG_SECONDS else 0.0
        if code == self._code and abs(told - self._seconds) < _STEP_SECONDS:
            return
        self._seconds, self._code = told, code
        await self._journal.tell(Lag(number=0, seconds=round(told, 1), code=code))
