"""What programs that follow a job are told of it, in the events of Clean-Tracks' document."""

from dataclasses import dataclass
from typing import Any, Final

from handlers.http.job_shape import shape_of
from handlers.http.moments import moment
from handlers.http.progress import Standing, Watching
from locales.messages import Messages
from locales.quoting import plain
from services.core import Core
from services.jobs.job import State

PROGRESS: Final = "job_progress"
COMPLETED: Final = "job_completed"
FAILED: Final = "job_failed"


@dataclass(frozen=True, slots=True)
class Told:
    """One event."""

    name: str
    body: dict[str, Any]
    """JSON."""

    @property
    def is_last(self) -> bool:
        """Return whether nothing follows."""
        return self.name != PROGRESS


async def told(standing: Standing, core: Core, watching: Watching, texts: Messages) -> Told:
    """Return what is told of a job that stands so."""
    job = standing.job
    match job.state:
        case State.DONE:
            return Told(
                COMPLETED, {"job_id": job.id, "result": await _result(standing, core, watching)}
            )
        case State.FAILED | State.CANCELLED:
            return Told(
                FAILED, {"job_id": job.id, **await _failure(standing, core, watching, texts)}
            )
        case _:
            return Told(PROGRESS, {"job_id": job.id, "progress": _progress(standing, texts)})


def _progress(standing: Standing, texts: Messages) -> dict[str, Any]:
    return {
        "stage": standing.phase.value,
        "percent": round(standing.fraction * 100, 1),
        "message": standing.sentence(texts),
        "timestamp": _stamp(standing),
        "place": standing.place,
        "seconds_left": standing.seconds_left,
    }


async def _result(standing: Standing, core: Core, watching: Watching) -> dict[str, Any]:
    shape = await shape_of(standing.job, core, watching)
    return {
        "output_filename": shape.output_filename,
        "download_url": shape.download_url,
        "statistics": {
            "words_detected": shape.words_detected,
            "words_censored": shape.words_censored,
            "processing_time": shape.processing_time_seconds,
        },
        "timestamp": _stamp(standing),
    }


async def _failure(
    standing: Standing, core: Core, watching: Watching, texts: Messages
) -> dict[str, Any]:
    shape = await shape_of(standing.job, core, watching, texts)
    stopped = plain(texts.error_job_fruitless(status=standing.job.state.value))
    return {
        "error": shape.error_message or stopped,
        "code": shape.error_code or standing.job.state.value,
        "retryable": bool(shape.retryable),
        "timestamp": _stamp(standing),
    }


def _stamp(standing: Standing) -> str:
    return moment(standing.at).isoformat().replace("+00:00", "Z")
