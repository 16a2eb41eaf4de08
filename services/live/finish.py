"""Ends a session: its whole sound is heard once more, and what came of that is told as the last thing."""

import sqlite3
from typing import Final

import structlog

from services.errors import HearsayError
from services.live.events import Complete
from services.live.full_pass import FullPass
from services.live.journal import Journal
from services.live.notes import Notes
from services.live.spool import Spool
from services.live.wish import LiveWish
from services.store.full_disk import is_disk_full
from services.transcripts.transcript import Transcript

log = structlog.get_logger(__name__)

_SHORTEST_SECONDS: Final = 0.1
"""In less nobody has said anything, and there is nothing to hear once more."""


class Finish:
    """One session's.

    Args:
        spool: Its sound.
        journal: Is told the end.
        notes: Remember the job of the full pass.
        full_pass: Hears the whole.
        account: Whose it is.
        wish: How it is to be heard.
    """

    def __init__(
        self,
        spool: Spool,
        journal: Journal,
        notes: Notes,
        full_pass: FullPass,
        *,
        account: int,
        wish: LiveWish,
    ) -> None:
        self._spool = spool
        self._journal = journal
        self._notes = notes
        self._full_pass = full_pass
        self._account = account
        self._wish = wish
        self.job = ""
        """The job of the full pass, once there is one."""

    async def open(self) -> None:
        """Find the job that an earlier life of the process has ordered."""
        self.job = await self._notes.job()

    async def tell(self, live: Transcript | HearsayError) -> None:
        """Tell what was said: what was heard live stands in where the whole cannot be heard once more.

        Args:
            live: What was heard live, or why nothing was.

        Raises:
            HearsayError: nothing was heard, neither live nor as a whole.
        """
        again = await self._heard_again() if self._spool.seconds >= _SHORTEST_SECONDS else None
        transcript = again or live
        if isinstance(transcript, HearsayError):
            raise transcript
        await self._journal.tell(
            Complete(
                number=0,
                job=self.job if again else "",
                text=transcript.text,
                seconds=round(self._spool.seconds, 3),
                language=transcript.language,
                segments=transcript.segments,
            )
        )

    async def _heard_again(self) -> Transcript | None:
        """Return what a job hears; None where there is no room for one, or nothing came of it."""
        try:
            self._spool.finish()
            self.job = await self._full_pass.submit(self._spool.path, self._account, self._wish)
            await self._notes.note_job(self.job)
            return await self._full_pass.transcript(self.job)
        except HearsayError as error:
            log.warning("live session not heard again", job=self.job, code=error.code)
        except (OSError, sqlite3.Error) as error:
            if not is_disk_full(error):
                raise
            log.warning("live session not heard again", job=self.job, reason=str(error))
        return None
