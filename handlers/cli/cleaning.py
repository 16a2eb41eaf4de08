"""`clean`: an order for a clean copy is given to the core, watched, and the copy put where it is wished."""

import asyncio
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handlers.cli.attending import (
    StoppedElsewhere,
    ended_by_sigterm,
    give_up_orphans,
    source_of,
    watch,
)
from handlers.cli.bar import Bar
from handlers.cli.doors import Doors
from handlers.cli.saving import save
from locales.messages import Messages
from services.censor.cleaning import Cleaning
from services.censor.reports import Report
from services.core import Core
from services.errors import SourceExpired, Unexpected
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.transcripts.wish import Wish, WordsWanted
from services.transcripts.writers.document import from_json


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a link or a file, how it is to be cleaned, and where the copy is to go."""

    source: str | Path
    cleaning: Cleaning
    output: Path
    choice: str = ""
    """The format; empty for a file that is cleaned as it is."""
    word_lists: tuple[str, ...] = ()
    """By their names; none: the usual ones for the language."""
    language: str = ""
    model: str = ""
    transcript: Path | None = None
    """Words with times that are known already."""
    report: Path | None = None
    """Where it is written down what was found."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy that now lies where it was wished for."""

    path: Path
    artifact: Artifact
    report: Report

    def facts(self) -> dict[str, Any]:
        """Return what a program wants to know of it."""
        return {"path": str(self.path), **self.report.facts()}


async def clean(wanted: Wanted, *, doors: Doors, texts: Messages) -> Cleaned:
    """Return what was made. Cancelling this cancels the job and leaves nothing behind.

    Raises:
        HearsayError: it was refused, or failed.
        StoppedElsewhere: an owner cancelled it.
        OSError: a file cannot be read, or the folder cannot be written to.
    """
    with ended_by_sigterm():
        async with doors.open_core(speech_model=wanted.model) as core:
            await give_up_orphans(core)
            with core.feed.listen() as events:
                job = await core.jobs.submit(await _order(core, wanted, texts))
                await watch(core, job, events=events, view=Bar(sys.stderr, texts))
            return await _saved(core, await core.jobs.get(job.id), wanted)


async def _order(core: Core, wanted: Wanted, texts: Messages) -> Order:
    account = await core.accounts.local()
    found = [await core.censor.find(account.id, name) for name in wanted.word_lists]
    cleaning = replace(wanted.cleaning, lists=tuple(one.id for one in found))
    if wanted.transcript is not None:
        text = await asyncio.to_thread(wanted.transcript.read_text, encoding="utf-8")
        name = await core.jobs.bring_words(from_json(text))
        cleaning = replace(cleaning, transcript=name)
    return Order(
        product=Product.CLEAN,
        source=source_of(core, wanted.source),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=texts.language,
        choice=wanted.choice,
        words=WordsWanted(Wish(language=wanted.language)).text,
        clean=cleaning.name,
    )


async def _saved(core: Core, job: Job, wanted: Wanted) -> Cleaned:
    if job.state is State.CANCELLED:
        raise StoppedElsewhere
    if job.state is State.FAILED:
        raise job.failure.error() if job.failure else Unexpected()
    artifact, report = await core.jobs.artifact(job.artifact), await core.jobs.report(job.artifact)
    source = await core.blobs.find(artifact.blob) if artifact else None
    if artifact is None or report is None or source is None:
        raise SourceExpired
    # Not to be left half done by Ctrl-C: a copy on one machine is soon over.
    path = await asyncio.shield(asyncio.to_thread(_put, source, artifact, wanted.output))
    if wanted.report is not None:
        told = json.dumps(report.facts(), ensure_ascii=False, indent=1) + "\n"
        await asyncio.to_thread(wanted.report.write_text, told, encoding="utf-8")
    return Cleaned(path, artifact, report)


def _put(source: Path, artifact: Artifact, output: Path) -> Path:
    """Put the copy into a folder under its own name, or under the name that was given."""
    if output.is_dir():
        return save(source, folder=output, name=artifact.file_name)
    output.parent.mkdir(parents=True, exist_ok=True)
    return save(source, folder=output.parent, name=output.name)
