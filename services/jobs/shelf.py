"""The way out for the command line and HTTP: the file stays on the shelf until it is fetched."""

from collections.abc import Sequence
from pathlib import Path

from services.jobs.artifact import Artifact
from services.jobs.delivery import Delivered, Piece, Ticks
from services.jobs.job import Job
from services.jobs.tally import Tally
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.transcripts.transcript import Transcript


class Shelf:
    """Hands over by keeping: a finished job goes on holding its bytes as `job:<id>`."""

    def limit_bytes(self) -> int | None:
        """Return None: whatever we can make can be fetched."""
        return None

    def most_letters(self) -> int | None:
        """Return None: a transcript is read from the archive."""
        return None

    async def has(self, artifact_key: str) -> bool:
        """Return false: the bytes themselves are what is wanted."""
        del artifact_key
        return False

    async def show_card(self, job: Job, medium: Medium, *, thumbnail: Path | None) -> Delivered:
        """Do nothing: who asked for the facts reads them from the medium."""
        del job, medium, thumbnail
        return Delivered(uploaded=False)

    async def show_list(self, job: Job, playlist: Playlist) -> Delivered:
        """Do nothing: who asked reads the list."""
        del job, playlist
        return Delivered(uploaded=False)

    async def show_tally(self, job: Job, tally: Tally) -> Delivered:
        """Do nothing: who asked has followed the entries."""
        del job, tally
        return Delivered(uploaded=False)

    async def show_words(self, job: Job, medium: Medium, transcript: Transcript) -> Delivered:
        """Do nothing: who asked reads the transcript."""
        del job, medium, transcript
        return Delivered(uploaded=False)

    async def deliver(
        self, job: Job, artifact: Artifact, *, path: Path | None, cover: Path | None, ticks: Ticks
    ) -> Delivered:
        """Do nothing: the job holds the bytes."""
        del job, artifact, path, cover, ticks
        return Delivered(uploaded=False)

    async def deliver_all(
        self, job: Job, artifact: Artifact, pieces: Sequence[Piece], *, ticks: Ticks
    ) -> Delivered:
        """Do nothing: the job holds the bytes of all of them."""
        del job, artifact, pieces, ticks
        return Delivered(uploaded=False)
