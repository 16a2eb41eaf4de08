"""Where programs have the words of a job polished by a language model; the original always stays."""

from enum import StrEnum
from http import HTTPStatus
from typing import Final

from pydantic import BaseModel

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.job_results import said_in
from locales.texts import tell_program
from services import errors
from services.accounts.keys import Scope
from services.core import Core
from services.insight.guard import Fault
from services.insight.polish import Polished, Run
from services.jobs.job import Job

_TAG: Final = "Jobs"
_POLISH: Final = "/api/jobs/{job_id}/polish"
_ABOUT: Final = (
    errors.NotFound,
    errors.JobNotDone,
    errors.JobFruitless,
    errors.SourceExpired,
    errors.LlmMissing,
)
_PLACES: Final = 3


class PolishStatus(StrEnum):
    """How far it is."""

    NONE = "none"
    """Nobody has asked for it, or it was stopped."""
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    """Nothing came of it; asked again, it goes on with what is missing."""


class LeftShape(BaseModel):
    """A passage that stayed as it was heard."""

    start: float
    end: float
    reason: Fault
    """What was wrong with the model's answer."""


class PolishShape(BaseModel):
    """How far the words of a job are polished, and what came of it."""

    job_id: str
    status: PolishStatus
    progress: float = 0.0
    """From 0 to 1."""
    passages: int = 0
    """The model is asked once for each."""
    text: str | None = None
    """The polished words; `GET /api/jobs/{job_id}/transcript?polished=true` has them in every form."""
    raw_text: str | None = None
    """The words as they were heard."""
    left: list[LeftShape] = []
    model: str | None = None
    tokens_used: int = 0
    """What all of it cost, whenever it was asked."""
    error_code: str | None = None
    error_message: str | None = None


def polish_doors(core: Core) -> list[Door]:
    """Return the doors."""

    async def begin(asked: Asked) -> PolishShape:
        job = await core.jobs.of(asked.part("job_id"), asked.account.id)
        said = await said_in(job, core)
        known = await core.polish.known(job.id, said)
        if known is not None and not known.is_partial:
            return _completed(job, known, said.text)
        return _under_way(job, core.polish.begin(job.id, said))

    async def look(asked: Asked) -> PolishShape:
        return await _look(await core.jobs.of(asked.part("job_id"), asked.account.id), asked, core)

    async def stop(asked: Asked) -> PolishShape:
        job = await core.jobs.of(asked.part("job_id"), asked.account.id)
        await core.polish.stop(job.id)
        return await _look(job, asked, core)

    return [
        Door(
            method="POST",
            path=_POLISH,
            ask=begin,
            summary="Have the words of a job polished by a language model; asked again, it goes on.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=PolishShape,
            status=HTTPStatus.ACCEPTED,
            is_metered=True,
            raises=_ABOUT,
        ),
        Door(
            method="GET",
            path=_POLISH,
            ask=look,
            summary="How far that is, and what came of it.",
            tag=_TAG,
            scope=Scope.READ,
            answer=PolishShape,
            raises=_ABOUT,
        ),
        Door(
            method="DELETE",
            path=_POLISH,
            ask=stop,
            summary="Stop it; what was done is kept for the next time.",
            tag=_TAG,
            scope=Scope.JOBS,
            answer=PolishShape,
            raises=_ABOUT,
        ),
    ]


async def _look(job: Job, asked: Asked, core: Core) -> PolishShape:
    run = core.polish.run_of(job.id)
    if run is not None:
        return _under_way(job, run)
    failure = core.polish.failure_of(job.id)
    if failure is not None:
        sentence = tell_program(texts_of(asked.request), failure)
        return PolishShape(
            job_id=job.id,
            status=PolishStatus.FAILED,
            error_code=failure.code,
            error_message=sentence,
        )
    said = await said_in(job, core)
    known = await core.polish.known(job.id, said)
    if known is None:
        return PolishShape(job_id=job.id, status=PolishStatus.NONE)
    return _completed(job, known, said.text)


def _under_way(job: Job, run: Run) -> PolishShape:
    return PolishShape(
        job_id=job.id,
        status=PolishStatus.PROCESSING,
        progress=round(run.done / run.passages, _PLACES) if run.passages else 0.0,
        passages=run.passages,
    )


def _completed(job: Job, polished: Polished, raw_text: str) -> PolishShape:
    return PolishShape(
        job_id=job.id,
        status=PolishStatus.COMPLETED,
        progress=1.0,
        passages=polished.passages,
        text=polished.transcript.text,
        raw_text=raw_text,
        left=[
            LeftShape(start=left.start, end=left.end, reason=left.fault) for left in polished.left
        ],
        model=polished.model,
        tokens_used=polished.tokens,
    )
