"""What the pipeline asks of those who hand results over and fetch what was sent to us."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from services.jobs.artifact import Artifact
from services.jobs.job import Job
from services.jobs.order import ChatFile
from services.jobs.tally import Tally
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.transcripts.transcript import Transcript

Ticks = Callable[[int, int | None], None]
"""Called with bytes done and, where known, bytes in all."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a result ended up. `uploaded` is false when an earlier upload was used again."""

    message_id: int | None = None
    uploaded: bool = True


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several files. `path` is None when `has` said that the bytes are not needed."""

    artifact: Artifact
    path: Path | None
    cover: Path | None


class Delivery(Protocol):
    """One way out: a chat, or a shelf. Each act may be repeated after a crash without harm."""

    def limit_bytes(self) -> int | None:
        """Return the largest file that can be handed over; None when there is no limit."""
        ...

    def most_letters(self) -> int | None:
        """Return the longest text that can be shown as it is; None when there is no limit."""
        ...

    async def has(self, artifact_key: str) -> bool:
        """Return whether the result can be delivered again without its bytes."""
        ...

    async def show_card(self, job: Job, medium: Medium, *, thumbnail: Path | None) -> Delivered:
        """Turn the job's message into the card of a medium with its buttons."""
        ...

    async def show_list(self, job: Job, playlist: Playlist) -> Delivered:
        """Turn the job's message into what a list is and what can be had of it."""
        ...

    async def show_tally(self, job: Job, tally: Tally) -> Delivered:
        """Turn the message of a list's job into what has become of its entries."""
        ...

    async def show_words(self, job: Job, medium: Medium, transcript: Transcript) -> Delivered:
        """Turn the job's message into what was said."""
        ...

    async def deliver(
        self, job: Job, artifact: Artifact, *, path: Path | None, cover: Path | None, ticks: Ticks
    ) -> Delivered:
        """Turn the job's message into the result.

        `path` is None when `has` said that the bytes are not needed.

        Raises:
            Failed: it could not be delivered; SourceExpired when the bytes are needed after all.
        """
        ...

    async def deliver_all(
        self, job: Job, artifact: Artifact, pieces: Sequence[Piece], *, ticks: Ticks
    ) -> Delivered:
        """Turn the job's message into a result of several files, in their order.

        Args:
            job: Whose.
            artifact: What they are together.
            pieces: Each of them.
            ticks: Hears of the bytes of all of them.

        Raises:
            Failed: not all could be delivered; SourceExpired when bytes are needed after all.
        """
        ...


class ChatFiles(Protocol):
    """Bytes that people sent to the bot."""

    async def download(self, file: ChatFile, *, to: Path, ticks: Ticks) -> None:
        """Write the file's bytes to `to`, whole or not at all.

        Raises:
            FileOutOfReach: too big for bots.
            Failed: the chat service did not give it.
        """
        ...
