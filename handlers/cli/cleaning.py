"""`clean`: an order for a clean copy is given to the core, watched, and the copy put where it is wished."""

import argparse
import asyncio
import json
import os
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
from handlers.cli.parser import FALLBACK, UsageError
from handlers.cli.saving import make_room, save
from locales.messages import Messages
from services.censor.cleaning import Cleaning, checked
from services.censor.reports import Report
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.core import Core
from services.errors import FileUnreadable, SourceExpired, Unexpected
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.media.formats import SOUNDS
from services.transcripts.transcript import Transcript
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

    @classmethod
    def of(cls, chosen: argparse.Namespace) -> "Wanted":
        """Return what the words of the command line ask for."""
        path, output = Path(chosen.source), Path(chosen.output)
        source = path if path.is_file() else chosen.source
        if chosen.output.endswith(os.sep):
            # A folder that is still to be made; the path alone would not tell.
            output.mkdir(parents=True, exist_ok=True)
        return cls(
            source=source,
            cleaning=checked(
                Cleaning(
                    least=Severity.of(chosen.min_severity),
                    categories=tuple(chosen.category),
                    method=Method(chosen.method),
                    pitch_hz=chosen.pitch,
                    strict=chosen.strict,
                )
            ),
            output=output,
            choice=chosen.format or _format_of(output, source),
            word_lists=tuple(chosen.lists),
            language=chosen.language.lower(),
            model=chosen.model,
            transcript=chosen.transcript,
            report=chosen.report,
        )


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy that now lies where it was wished for."""

    path: Path
    artifact: Artifact
    report: Report

    def facts(self) -> dict[str, Any]:
        """Return what a program wants to know of it."""
        return {"path": str(self.path.resolve()), **self.report.facts()}

    def told(self, texts: Messages) -> str:
        """Return what a person wants to know of it."""
        report = self.report
        return texts.cli_cleaned(
            words=report.hidden_words,
            places=len(report.places),
            said="yes" if report.words else "no",
            listed="yes" if report.lists else "no",
            whole="yes" if self.artifact.encoded_whole else "no",
        )


async def clean(wanted: Wanted, *, doors: Doors, texts: Messages) -> Cleaned:
    """Return what was made. Cancelling this cancels the job and leaves nothing behind.

    Raises:
        HearsayError: it was refused, or failed.
        StoppedElsewhere: an owner cancelled it.
        UsageError: the words that are known already are none.
        OSError: a folder cannot be written to.
    """
    transcript = _words_in(wanted.transcript, texts) if wanted.transcript else None
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    if wanted.report is not None:
        make_room(str(wanted.report))
    with ended_by_sigterm():
        async with doors.open_core(speech_model=wanted.model) as core:
            await give_up_orphans(core)
            with core.feed.listen() as events:
                job = await core.jobs.submit(await _order(core, wanted, transcript, texts))
                await watch(core, job, events=events, view=Bar(sys.stderr, texts))
            return await _saved(core, await core.jobs.get(job.id), wanted)


def _format_of(output: Path, source: str | Path) -> str:
    """Return the format that the name of the copy promises; empty: the file stays in its own."""
    suffix = output.suffix.lower()
    if isinstance(source, Path) and suffix == source.suffix.lower():
        return ""
    usual = "" if isinstance(source, Path) else FALLBACK
    return next((sound.name for sound in SOUNDS if suffix == f".{sound.extension}"), usual)


def _words_in(path: Path, texts: Messages) -> Transcript:
    if not path.is_file():
        raise UsageError(texts.cli_no_file(name=str(path)))
    try:
        return from_json(path.read_bytes())
    except FileUnreadable as error:
        raise UsageError(texts.cli_transcript_unreadable(name=str(path))) from error


async def _order(
    core: Core, wanted: Wanted, transcript: Transcript | None, texts: Messages
) -> Order:
    account = await core.accounts.local()
    found = [await core.censor.find(account.id, name) for name in wanted.word_lists]
    cleaning = replace(wanted.cleaning, lists=tuple(one.id for one in found))
    if transcript is not None:
        cleaning = replace(cleaning, transcript=await core.jobs.bring_words(transcript))
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
    return save(source, folder=output.parent, name=output.name)
