"""What hears the whole sound of a session once more, when it has ended."""

from pathlib import Path
from typing import Protocol

from services.live.wish import LiveWish
from services.transcripts.transcript import Transcript


class FullPass(Protocol):
    """A job, as far as a session knows."""

    async def submit(self, sound: Path, account: int, wish: LiveWish) -> str:
        """Order it, and return the job's id; the same session's is the same job.

        Raises:
            HearsayError: why it cannot be.
        """
        ...

    async def transcript(self, job: str) -> Transcript:
        """Wait until it is done, and return what was heard.

        Raises:
            HearsayError: why nothing came of it.
        """
        ...

    async def knows(self, job: str) -> bool:
        """Return whether the job has not been erased."""
        ...
