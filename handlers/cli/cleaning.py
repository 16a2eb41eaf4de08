"""`clean`: an order for a clean copy is given to the core, watched, and the copy put where it is wished."""

import asyncio
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, Final

from handlers.cli.attending import (
    ended_by_sigterm,
    give_up_orphans,
    source_of,
    watch,
)
from handlers.cli.bar import Bar
from handlers.cli.clean_options import Wanted
from handlers.cli.doors import Doors
from handlers.cli.ending import StoppedElsewhere, UsageError
from handlers.cli.saving import make_room, put_unless_stopped, save, save_text
from locales.messages import Messages
from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.hidden import hidden
from services.censor.reports import Report
from services.core import Core
from services.errors import FileUnreadable, SourceExpired, Unexpected
from services.jobs.artifact import Artifact
from services.jobs.job import Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted
from services.transcripts.writers.document import from_json
from services.transcripts.writers.table import form_of

_SUBTITLES: Final = "srt"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy that now lies where it was wished for."""

    path: Path
    artifact: Artifact
    report: Report
    subtitles: Path | None = None

    def facts(self) -> dict[str, Any]:
        """Return what a program wants to know of it."""
        beside = {"subtitles": str(self.subtitles.resolve())} if self.subtitles else {}
        return {"path": str(self.path.resolve()), **beside, **self.report.facts()}

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
        cleaning = await _as_usual(wanted, doors)
        async with doors.open_core(speech_model=wanted.model) as core:
            await give_up_orphans(core)
            order = await _order(core, wanted, cleaning, texts)
            if transcript is not None:
                order = await _knowing(order, transcript, core)
            with core.feed.listen() as events:
                job = await core.jobs.submit(order)
                await watch(core, job, events=events, view=Bar(sys.stderr, texts))
            return await _saved(core, await core.jobs.get(job.id), wanted)


def _words_in(path: Path, texts: Messages) -> Transcript:
    if not path.is_file():
        raise UsageError(texts.cli_no_file(name=str(path)))
    try:
        return from_json(path.read_bytes())
    except FileUnreadable as error:
        raise UsageError(texts.cli_transcript_unreadable(name=str(path))) from error


async def _as_usual(wanted: Wanted, doors: Doors) -> Cleaning:
    """Return how it is to be cleaned, and remember that if it is wished."""
    async with doors.open_registry() as registry:
        account = await registry.accounts.local()
        usual = cleaning_of(account.cleaning)
        cleaning = wanted.over(usual)
        if wanted.remember:
            liked = replace(account, cleaning=wanted.remembered(usual).name)
            await registry.accounts.set_habits(liked)
    return cleaning


async def _order(core: Core, wanted: Wanted, cleaning: Cleaning, texts: Messages) -> Order:
    account = await core.accounts.local()
    found = [await core.censor.find(account.id, name) for name in wanted.word_lists]
    if found:
        cleaning = replace(cleaning, lists=tuple(one.id for one in found))
    return Order(
        product=Product.CLEAN,
        source=source_of(core, wanted.source),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=texts.language,
        choice=wanted.choice_for(cleaning),
        words=WordsWanted(Wish(language=wanted.language)).text,
        clean=cleaning.name,
    )


async def _knowing(order: Order, transcript: Transcript, core: Core) -> Order:
    """Return the order with words that need not be listened for."""
    name = await core.jobs.bring_words(transcript)
    return replace(order, clean=replace(cleaning_of(order.clean), transcript=name).name)


async def _saved(core: Core, job: Job, wanted: Wanted) -> Cleaned:
    if job.state is State.CANCELLED:
        raise StoppedElsewhere
    if job.state is State.FAILED:
        raise job.failure.error() if job.failure else Unexpected()
    artifact, report = await core.jobs.artifact(job.artifact), await core.jobs.report(job.artifact)
    source = await core.blobs.find(artifact.blob) if artifact else None
    if artifact is None or report is None or source is None:
        raise SourceExpired
    path = await put_unless_stopped(lambda stop: _put(source, artifact, wanted.output, stop))
    subtitles = None
    if wanted.subtitles:
        subtitles = await _subtitles(core, report, beside=path)
    if wanted.report is not None:
        told = json.dumps(report.facts(), ensure_ascii=False, indent=1) + "\n"
        await asyncio.to_thread(wanted.report.write_text, told, encoding="utf-8")
    return Cleaned(path, artifact, report, subtitles)


def _put(source: Path, artifact: Artifact, output: Path, stop: Event) -> Path:
    """Put the copy into a folder under its own name, or under the name that was given."""
    if output.is_dir():
        return save(source, folder=output, name=artifact.file_name, stop=stop)
    return save(source, folder=output.parent, name=output.name, stop=stop)


async def _subtitles(core: Core, report: Report, *, beside: Path) -> Path:
    """Write the words down as they are heard in the copy."""
    said = await core.jobs.said(report)
    if said is None:
        raise SourceExpired
    told = hidden(said, [report.hits[number] for number in report.hidden])
    form = form_of(_SUBTITLES)
    name = f"{beside.stem}.{form.extension}"
    return await asyncio.to_thread(save_text, form.write(told), folder=beside.parent, name=name)
