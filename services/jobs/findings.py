"""What came of jobs, and what is known about the media that they were about."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from services.censor.censor import Censor
from services.censor.cleaning import cleaning_of
from services.censor.reports import Report, ReportFigures
from services.errors import SourceExpired, SpeechModelMissing
from services.insight.polish import Polish
from services.jobs.artifact import Artifact
from services.jobs.artifacts import Artifacts
from services.jobs.clean_copy import CLEAN, picture_key
from services.jobs.clean_figures import CleanFigures, clean_figures
from services.jobs.job import Job, State
from services.jobs.names import file_name
from services.jobs.order import LocalFile, Product
from services.jobs.playlists import Playlists
from services.jobs.table import JobTable
from services.jobs.tally import Tally, tally_of
from services.jobs.wording import is_words, transcript_name
from services.jobs.workshop import Words
from services.platforms.link import Link
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.store.blobs import Blobs
from services.store.database import Database
from services.transcripts.guessing import Guess
from services.transcripts.speaker_names import SpeakerNames
from services.transcripts.transcript import Transcript
from services.transcripts.wish import wanted_words
from services.transcripts.writers.document import to_json


@dataclass(frozen=True, slots=True)
class Stock:
    """Where everything that was found or made is kept."""

    database: Database
    blobs: Blobs
    table: JobTable
    artifacts: Artifacts
    playlists: Playlists
    speaker_names: SpeakerNames
    censor: Censor
    words: Words | None
    polish: Polish | None = None
    """None where nobody polishes words."""


class Findings:
    """The desk where results are asked for."""

    def __init__(self, stock: Stock) -> None:
        self._stock = stock

    async def file(self, job: Job) -> tuple[Artifact, Path] | None:
        """Return the file that a finished job made; None when there is none, or it is not kept.

        Of a result in several files it is the first; `files` returns all.
        """
        found = await self.files(job)
        return found[0] if found else None

    async def files(self, job: Job) -> list[tuple[Artifact, Path]]:
        """Return all files that a finished job made, in their order; none when any is not kept.

        What was made of a file that a program brought has that one's name, whoever brought the same
        bytes before.
        """
        artifact = await self._stock.artifacts.get(job.artifact) if job.artifact else None
        if artifact is None or job.state is not State.DONE:
            return []
        found = []
        for key in artifact.pieces or (artifact.key,):
            piece = await self._stock.artifacts.get(key)
            path = await self._stock.blobs.find(piece.blob) if piece and piece.blob else None
            if piece is None or path is None:
                return []
            found.append((_called_as_brought(piece, job), path))
        return found

    async def medium(self, key: str) -> Medium | None:
        """Return what is known about a medium, by a link's key or its own."""
        known = await self._stock.artifacts.medium(key)
        return known.medium if known else None

    async def playlist(self, key: str) -> Playlist | None:
        """Return what is known about a list, by a link's key or its own."""
        known = await self._stock.playlists.get(key)
        return known.playlist if known else None

    async def pin(self, playlist: Playlist) -> Playlist:
        """Keep a list as it stands now, and return it under the key by which it can be ordered."""
        pinned = playlist.pinned()
        await self._stock.playlists.put(pinned)
        return pinned

    async def tally(self, job: Job) -> Tally:
        """Return what has become of the entries of a list's job."""
        playlist = await self.playlist(job.order.source_key)
        return tally_of(job, playlist, await self._stock.table.children(job.id))

    async def artifact(self, key: str) -> Artifact | None:
        """Return the facts of a finished file."""
        return await self._stock.artifacts.get(key)

    async def result(self, job: Job) -> Artifact | None:
        """Return the facts of what a job made, under the name that `files` gives it."""
        artifact = await self.artifact(job.artifact) if job.artifact else None
        return _called_as_brought(artifact, job) if artifact else None

    @property
    def can_hear(self) -> bool:
        """Return whether words can be asked for: there is a model to listen with, or one will come."""
        return self._stock.words is not None and self._stock.words.can_hear

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        return self._stock.words is not None and self._stock.words.can_tell_voices

    @property
    def can_polish(self) -> bool:
        """Return whether there is a language model that corrects words."""
        return self._stock.polish is not None and self._stock.polish.is_available

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen to listen, the usual one first."""
        return self._stock.words.models if self._stock.words is not None else ()

    async def hears_on_card(self) -> bool:
        """Return whether models that listen run on a graphics card."""
        return self._stock.words is not None and await self._stock.words.device() == "cuda"

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file of this machine; it takes a moment, and no job.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no sound track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: there is no model to listen with.
        """
        if self._stock.words is None:
            raise SpeechModelMissing
        return await self._stock.words.spoken(path)

    async def transcript(self, job: Job) -> Transcript | None:
        """Return what a finished job for words found out, with the names that its account gave.

        None when it is not kept any more.
        """
        heard = await self._heard(job)
        if heard is None:
            return None
        seen = await self._stock.speaker_names.seen_by(job.order.account, heard)
        return await self._as_wanted(job, seen)

    async def rename_speaker(self, job: Job, *, speaker: str, name: str) -> Transcript:
        """Call somebody by another name in what a finished job for words found out.

        Only the account of the job sees it, in every form in which it gets the words from now on.

        Args:
            job: The job.
            speaker: What somebody is called now.
            name: The new name; that of somebody else makes them one, none takes the renaming back.

        Raises:
            ChoiceUnavailable: nobody is called so, or the name is too long.
            SourceExpired: the transcript is not kept any more.
        """
        heard = await self._heard(job)
        if heard is None:
            raise SourceExpired
        account = job.order.account
        names = self._stock.speaker_names
        seen = await names.rename(account, heard, speaker=speaker, name=name)
        return await self._as_wanted(job, seen)

    async def restore_speakers(self, job: Job) -> Transcript:
        """Take back all names that the job's account gave in what the job found out.

        Raises:
            SourceExpired: the transcript is not kept any more.
        """
        heard = await self._heard(job)
        if heard is None:
            raise SourceExpired
        await self._stock.speaker_names.restore(job.order.account, heard)
        return await self._as_wanted(job, heard)

    async def bring_words(self, transcript: Transcript) -> str:
        """Keep words that somebody hands in, and return the name under which they can be ordered.

        Raises:
            SpeechModelMissing: nobody here knows anything about words.
        """
        if self._stock.words is None:
            raise SpeechModelMissing
        name = f"brought:{hashlib.sha256(to_json(transcript).encode()).hexdigest()}"
        await self._stock.words.keep(name, transcript)
        return name

    async def report(self, artifact: str) -> Report | None:
        """Return what was found for a clean copy, by that one's key; None when it is not kept."""
        return await self._stock.censor.reports.get(artifact) if artifact else None

    async def report_figures(self, artifact: str) -> ReportFigures | None:
        """Return what such a report comes to, without what was found."""
        return await self._stock.censor.reports.figures(artifact) if artifact else None

    async def said(self, report: Report) -> Transcript | None:
        """Return the words of which a report speaks; None when they are not kept any more."""
        words = self._stock.words
        return await words.known(report.transcript) if words is not None else None

    async def clean_figures(self) -> CleanFigures:
        """Return what came of all jobs for clean copies so far."""
        return await clean_figures(self._stock.database)

    async def clean_picture(self, job: Job) -> Path | None:
        """Return where the picture lies in which the hidden places of a clean copy are marked."""
        if job.order.product is not Product.CLEAN:
            return None
        picture = await self._stock.artifacts.get(picture_key(job.artifact))
        return await self._stock.blobs.find(picture.blob) if picture else None

    async def _as_wanted(self, job: Job, transcript: Transcript) -> Transcript:
        """Return words as their job delivered them: polished, where it was to do that."""
        polish = self._stock.polish
        if polish is None or not polish.is_available or not wanted_words(job.order.words).polished:
            return transcript
        known = await polish.known(job.id, transcript)
        return known.transcript if known else transcript

    async def _heard(self, job: Job) -> Transcript | None:
        """Return what a finished job for words found out, without names."""
        if self._stock.words is None or not is_words(job):
            return None
        found = await self._stock.words.known(transcript_name(job.artifact))
        source = job.order.source
        url = source.url if isinstance(source, Link) else ""
        if found is not None and job.order.clean:
            cleaning = cleaning_of(job.order.clean)
            found = await self._stock.censor.masked(found, cleaning, job.order.account)
        return found and replace(found, title=job.title, url=url)


def _called_as_brought(artifact: Artifact, job: Job) -> Artifact:
    """Return a result under the name of the file that a program brought for this very job."""
    source = job.order.source
    if not isinstance(source, LocalFile) or not source.name or job.order.product is Product.WORDS:
        return artifact
    made = PurePath(artifact.file_name)
    mark = CLEAN if made.stem.endswith(CLEAN) else ""
    stem = PurePath(source.name).stem
    return replace(artifact, file_name=file_name(f"{stem}{mark}", made.suffix.removeprefix(".")))
