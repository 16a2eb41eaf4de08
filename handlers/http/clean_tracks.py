"""The doors of Clean-Tracks: a recording in, a clean copy out, and everything around it."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final

from aiohttp import web
from pydantic import BaseModel

from handlers.http.doors import Asked, Door, answered
from handlers.http.health import ask_all
from handlers.http.job_doors import job_doors
from handlers.http.moments import moment
from handlers.http.process import process
from handlers.http.process_shapes import Accepted, ProcessForm
from handlers.http.progress import Watching
from handlers.http.settings_doors import settings_doors
from handlers.http.word_list_doors import word_list_doors
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    AddressForbidden,
    ChoiceUnavailable,
    FieldInvalid,
    FieldMissing,
    FileUnreadable,
    LinkUnsupported,
    NoRoom,
    NotMultipart,
    TooManyWaiting,
    UploadBroken,
    UploadStalled,
    UploadTooBig,
    WordListMissing,
)

_TAG: Final = "Clean copies"
_CHECK_SECONDS: Final = 5.0
_PER_HOUR: Final = 3600
_PER_CENT: Final = 100
_NO_ORDER: Final = (
    NotMultipart,
    FieldMissing,
    FieldInvalid,
    UploadBroken,
    UploadStalled,
    UploadTooBig,
    FileUnreadable,
    AddressForbidden,
    LinkUnsupported,
    ChoiceUnavailable,
    WordListMissing,
    TooManyWaiting,
    NoRoom,
)


class Health(BaseModel):
    """Whether it works."""

    status: str
    """`healthy`, or `unhealthy` with the reasons."""
    timestamp: datetime
    version: str
    checks: dict[str, str]


class Statistics(BaseModel):
    """What came of all recordings so far, whoever's they were."""

    total_jobs: int
    """That ended well or badly; who stopped one is not counted."""
    completed_jobs: int
    success_rate: float
    """In per cent."""
    total_audio_duration_hours: float
    total_words_detected: int
    total_words_censored: int
    average_processing_time_seconds: float


def clean_tracks_doors(core: Core, watching: Watching, versions: Mapping[str, str]) -> list[Door]:
    """Return the doors under `/api` that Clean-Tracks' clients know, and some beyond."""

    async def health(asked: Asked) -> web.StreamResponse:
        del asked
        reasons = await ask_all(core.checks, seconds=_CHECK_SECONDS)
        is_well = not any(reasons.values())
        told = Health(
            status="healthy" if is_well else "unhealthy",
            timestamp=moment(core.clock.now()),
            version=versions.get("hearsay", ""),
            checks={name: reason or "ok" for name, reason in reasons.items()},
        )
        return answered(told, HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE)

    async def ordered(asked: Asked) -> Accepted:
        return await process(asked, core)

    async def statistics(asked: Asked) -> Statistics:
        del asked
        figures = await core.jobs.clean_figures()
        return Statistics(
            total_jobs=figures.jobs,
            completed_jobs=figures.done,
            success_rate=round(figures.success * _PER_CENT, 1),
            total_audio_duration_hours=round(figures.seconds / _PER_HOUR, 3),
            total_words_detected=figures.found,
            total_words_censored=figures.hidden,
            average_processing_time_seconds=round(figures.took_seconds, 1),
        )

    return [
        Door(
            method="GET",
            path="/api/health",
            ask=health,
            summary="Whether it works.",
            tag=_TAG,
            scope=None,
            answer=Health,
            also={HTTPStatus.SERVICE_UNAVAILABLE: Health},
        ),
        Door(
            method="POST",
            path="/api/process",
            ask=ordered,
            summary="Have the explicit words of a recording hidden: of a file, or behind a link.",
            tag=_TAG,
            scope=Scope.JOBS,
            form=ProcessForm,
            answer=Accepted,
            status=HTTPStatus.ACCEPTED,
            creates=True,
            is_metered=True,
            raises=_NO_ORDER,
        ),
        *job_doors(core, watching),
        *word_list_doors(core),
        *settings_doors(core),
        Door(
            method="GET",
            path="/api/statistics",
            ask=statistics,
            summary="What came of all recordings so far.",
            tag=_TAG,
            scope=Scope.READ,
            answer=Statistics,
        ),
    ]
