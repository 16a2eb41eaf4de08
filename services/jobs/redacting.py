"""A job that is over, without the names of files, titles and addresses; its result stays to be fetched."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from services.censor.censor import Censor
from services.errors import Detail
from services.jobs.artifact import Artifact
from services.jobs.artifacts import Artifacts
from services.jobs.clean_copy import picture_key
from services.jobs.job import Failure, Job, State
from services.jobs.order import Channel, ChatFile, LocalFile, Order
from services.jobs.traces import PRIVATE
from services.jobs.wording import PREFIX, is_words, transcript_name
from services.jobs.workshop import Words
from services.platforms.link import Link
from services.store.blobs import Blobs
from services.store.database import Database

GONE: Final = "gone:"
"""Stands before the name of a job where the key of what it was about stood."""
_TELLING: Final = frozenset({"host", "name", "site", "title", "url"})
_UNNAMED: Final = "…"


def redacted_order(job: Job) -> Order:
    """Return a job's order without what it was about."""
    return replace(job.order, source=Link(url="", site="", key=f"{GONE}{job.id}"))


def redacted_failure(failure: Failure) -> Failure:
    """Return why a job failed, without names."""
    details: dict[str, Detail] = {
        name: _UNNAMED if name in _TELLING else value for name, value in failure.details.items()
    }
    return Failure(failure.code, details)


class NamelessResults:
    """Keeps results of single jobs under names that say nothing."""

    def __init__(
        self, artifacts: Artifacts, blobs: Blobs, censor: Censor, words: Words | None
    ) -> None:
        self._artifacts = artifacts
        self._blobs = blobs
        self._censor = censor
        self._words = words

    async def of(self, job: Job) -> str:
        """Keep a job's result under another name, and return that; empty where nobody will fetch it.

        It may be called again after a crash in the middle of it.
        """
        is_fetched = job.order.recipient.channel is Channel.SHELF and job.state is State.DONE
        if not is_fetched or not job.artifact:
            return ""
        if is_words(job):
            name = await self._transcript(transcript_name(job.artifact), job)
            form = job.artifact.rpartition("|")[2]
            file = await self._file(job.artifact, f"{PREFIX}{name}|{form}", job)
            return file or f"{PREFIX}{name}"
        own = await self._file(job.artifact, f"{PRIVATE}{job.id}", job)
        await self._file(picture_key(job.artifact), picture_key(own), job)
        report = await self._censor.reports.get(job.artifact)
        if report is not None:
            transcript = await self._transcript(report.transcript, job)
            told = replace(report, transcript=transcript, source="")
            await self._censor.reports.put(own, told)
        return own

    async def _file(self, key: str, own: str, job: Job) -> str:
        """Keep a file, or several, under another name; return it, or nothing where there is none."""
        artifact = await self._artifacts.get(key)
        if artifact is None:
            return own if await self._artifacts.get(own) else ""
        pieces = []
        for number, piece in enumerate(artifact.pieces, start=1):
            pieces.append(await self._file(piece, f"{own}#{number}", job))
        for blob in filter(None, (artifact.blob, artifact.cover)):
            await self._blobs.hold(blob, held_by=f"artifact:{own}")
        await self._artifacts.put(_nameless(artifact, own, tuple(pieces)))
        return own

    async def _transcript(self, key: str, job: Job) -> str:
        own = f"{PRIVATE}{job.id}"
        transcript = await self._words.known(key) if self._words is not None else None
        if transcript is not None and self._words is not None:
            await self._words.keep(own, replace(transcript, title="", url=""))
        return own


async def strike_calls(job: Job, database: Database) -> None:
    """Strike the names out of what is kept of the calls that tell programs of a job."""
    words = _names_of(job)
    for row in await database.rows("SELECT id, body FROM webhooks WHERE about = :id", id=job.id):
        body = json.dumps(_struck(json.loads(row["body"]), words), ensure_ascii=False)
        await database.write(
            "UPDATE webhooks SET body = :body WHERE id = :id", id=row["id"], body=body
        )


def _nameless(artifact: Artifact, key: str, pieces: tuple[str, ...]) -> Artifact:
    extension = artifact.file_name.rpartition(".")[2]
    stem = "waveform" if key.endswith("#wave") else "result"
    return replace(
        artifact,
        key=key,
        medium="",
        file_name=f"{stem}.{extension}",
        title="",
        performer="",
        beginning="",
        pieces=pieces,
    )


def _names_of(job: Job) -> list[str]:
    """Return what names a job's source, the longest first."""
    source = job.order.source
    names = {job.title, job.order.source_key, job.artifact}
    match source:
        case Link(url=url, key=key, host=host):
            names |= {url, key, host}
        case ChatFile(name=name) | LocalFile(name=name):
            names |= {name, PurePath(name).stem}
    return sorted(filter(None, names), key=len, reverse=True)


def _struck(value: Any, words: Sequence[str]) -> Any:  # noqa: ANN401 - JSON
    """Return JSON in whose texts none of the words stands."""
    match value:
        case str():
            for word in words:
                value = value.replace(word, _UNNAMED)
            return value
        case list():
            return [_struck(one, words) for one in value]
        case dict():
            return {name: _struck(one, words) for name, one in value.items()}
        case _:
            return value
