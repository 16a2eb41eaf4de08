"""What a job made, for programs: the file, the words that are said in it, and what was found."""

import asyncio
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from aiohttp import web

from services.censor.hidden import hidden
from services.censor.reports import Report
from services.core import Core
from services.errors import JobFruitless, JobNotDone, NotPolished, SourceExpired
from services.jobs.job import Job, State
from services.jobs.order import Product
from services.transcripts.transcript import Transcript
from services.transcripts.wish import wanted_words
from services.transcripts.writers.table import form_of

_USUAL_FORM: Final = "txt"
_HARMLESS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-cache",
}
"""What is fetched is a stranger's file: no page of ours, nothing to run."""


async def file_of(job: Job, core: Core) -> web.StreamResponse:
    """Return the file that a job made, whole or the part that was asked for.

    Raises:
        JobNotDone: it is not there yet.
        JobFruitless: it never will be.
        SourceExpired: it is not kept any more.
    """
    check_done(job)
    if job.order.product is Product.WORDS:
        form = wanted_words(job.order.words).form or _USUAL_FORM
        return await words_of(job, core, form=form, masked=True)
    found = await core.jobs.file(job)
    if found is None:
        raise SourceExpired
    artifact, path = found
    kind = {"Content-Type": artifact.mime}
    return web.FileResponse(path, headers=_attached(artifact.file_name) | kind)


async def words_of(
    job: Job, core: Core, *, form: str, masked: bool, polished: bool = False
) -> web.Response:
    """Return what is said in what a job worked on, with what it hid masked.

    Args:
        job: The job.
        core: What knows its words.
        form: How they are written: `json`, `txt`, `srt` or `vtt`, or another of those of transcripts.
        masked: Whether hidden words are; else they stand there as they were said.
        polished: Whether they are wanted as a language model has corrected them, masked in any case.

    Raises:
        ChoiceUnavailable: there is no such form.
        JobNotDone: they are not there yet.
        JobFruitless: they never will be.
        LlmMissing: there is no language model.
        NotPolished: they are not polished yet.
        SourceExpired: they are not kept any more.
    """
    check_done(job)
    writer = form_of(form)
    said = await said_in(job, core, masked=masked or polished)
    name = PurePath(job.title or "transcript").name or "transcript"
    if polished:
        known = await core.polish.known(job.id, said)
        if known is None:
            raise NotPolished
        said, name = known.transcript, f"{name} (polished)"
    return web.Response(
        text=await asyncio.to_thread(writer.write, said),
        content_type=writer.mime,
        charset="utf-8",
        headers=_attached(f"{name}.{writer.extension}"),
    )


async def said_in(job: Job, core: Core, *, masked: bool = True) -> Transcript:
    """Return what is said in what a job worked on.

    Raises:
        JobNotDone: it is not there yet.
        JobFruitless: it never will be.
        SourceExpired: it is not kept any more.
    """
    check_done(job)
    said = await _said(job, core, masked=masked)
    if said is None:
        raise SourceExpired
    return said


async def report_of(job: Job, core: Core) -> Report:
    """Return what was found for a clean copy.

    Raises:
        JobNotDone: it is not there yet.
        JobFruitless: it never will be.
        SourceExpired: it is not kept, or the job looked for nothing.
    """
    check_done(job)
    report = await core.jobs.report(job.artifact)
    if report is None:
        raise SourceExpired
    return report


def check_done(job: Job) -> None:
    """See to it that a job has a result.

    Raises:
        JobNotDone: it is still under way.
        JobFruitless: it failed or was stopped.
    """
    if not job.over:
        raise JobNotDone
    if job.state is not State.DONE:
        raise JobFruitless(status=job.state.value)


async def _said(job: Job, core: Core, *, masked: bool) -> Transcript | None:
    if job.order.product is Product.WORDS:
        return await core.jobs.transcript(job)
    report = await core.jobs.report(job.artifact)
    said = await core.jobs.said(report) if report else None
    if said is None or report is None or not masked:
        return said
    gone = [report.hits[number] for number in report.hidden]
    return await asyncio.to_thread(hidden, said, gone)


def _attached(name: str) -> dict[str, str]:
    """Return the headers under which a file is saved by its name, and nothing else done with it."""
    bare = "".join(sign if sign.isascii() and sign.isprintable() else "_" for sign in name)
    bare = bare.replace("\\", "_").replace('"', "_")
    disposition = f"attachment; filename=\"{bare}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {**_HARMLESS, "Content-Disposition": disposition}
