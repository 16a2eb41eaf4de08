"""Does one stage of a job, and says how it ended: with a parcel, an error, or something to wait for."""

import asyncio
from dataclasses import asdict
from typing import Final

from services.errors import (
    ConversionFailed,
    FileBroken,
    FileUnreadable,
    HearsayError,
    NoRoom,
    SiteBotCheck,
    SiteLimited,
    SiteResting,
    SourceExpired,
)
from services.jobs.engine import Json
from services.jobs.errand import Errand, SetAside
from services.jobs.events import Heard
from services.jobs.job import Job, Stage
from services.jobs.ledger import Ledger
from services.jobs.meter import Meter
from services.jobs.order import ChatFile, LocalFile
from services.jobs.pipeline import STAGES
from services.jobs.plan import Parcel
from services.jobs.shared import Watch
from services.jobs.tries import unexpected
from services.jobs.workshop import Workshop
from services.media.child import let_others_first
from services.platforms.link import Link
from services.store.full_disk import is_disk_full

STOPPED: Final[Json] = {"stopped": True}
"""How a stage ended that somebody broke off."""
_MOST_RUNS_ON_A_FULL_DISK: Final = 10
_MANY: Final = 4


class Stagehand:
    """Knows the stages, and what may go wrong in them; not who runs when."""

    def __init__(self, ledger: Ledger, shop: Workshop) -> None:
        self._ledger = ledger
        self._shop = shop

    async def do(self, job: Job, stage: Stage, parcel: Parcel, enough: asyncio.Event) -> Json:
        """Do it, and return how it ended.

        Args:
            job: The job.
            stage: The stage.
            parcel: What the stages before it made.
            enough: Set when a recording shall end with what there is.
        """
        errand = self._errand(job, stage, enough)
        if self._is_one_of_many(job):
            let_others_first()
        try:
            parcel = await STAGES[stage](parcel, errand)
        except SetAside as aside:
            return {"aside": aside.needed_bytes}
        except (SiteLimited, SiteBotCheck, SiteResting) as error:
            return self._wait_for_site(job, error) or failure(error)
        except (ConversionFailed, FileUnreadable) as error:
            return await self._spoilt(parcel) or await self._failed(error, errand, stage)
        except HearsayError as error:
            return await self._failed(error, errand, stage)
        except Exception as error:  # noqa: BLE001 - a bug in a stage ends one job, with an apology
            return await self._broken(error, errand, stage)
        return {"parcel": asdict(parcel)}

    def _is_one_of_many(self, job: Job) -> bool:
        """Return whether the account wants so much at once that people with one wish go first."""
        account = job.order.account
        theirs = sum(each.order.account == account for each in self._ledger.active())
        return theirs >= _MANY

    def _errand(self, job: Job, stage: Stage, enough: asyncio.Event) -> Errand:
        def current() -> Job:
            return self._ledger.find(job.id) or job

        def watching(stage: Stage, *, in_bytes: bool) -> Watch:
            meter = Meter(stage, self._shop.clock, in_bytes=in_bytes)

            def watch(done: float, total: float | None) -> None:
                progress = meter.tick(done, total, job=current())
                if progress is not None:
                    self._ledger.tell(progress)

            return watch

        watch = watching(stage, in_bytes=stage in {Stage.FETCH, Stage.DELIVER})
        watch_model = watching(Stage.MODEL, in_bytes=True)

        def say(text: str) -> None:
            self._ledger.tell(Heard(current(), text))

        async def entitle(title: str) -> None:
            if title != current().title:
                await self._ledger.note(job.id, title=title)

        return Errand(current, self._shop, watch, watch_model, say, entitle, enough)

    async def _failed(self, error: HearsayError, errand: Errand, stage: Stage) -> Json:
        if stage is Stage.FETCH and errand.enough.is_set():
            # The recording was told to end before there was anything to keep.
            return STOPPED
        if isinstance(error, NoRoom):
            needed_bytes = int(error.details.get("needed_bytes", 0))
            if await self._may_wait_for_room(errand.job, needed_bytes):
                return {"full": needed_bytes}
        if isinstance(error, FileUnreadable):
            return failure(_unreadable(errand.job, error))
        await self._shop.problems.note(error, job=errand.job.id)
        return failure(error)

    async def _broken(self, error: Exception, errand: Errand, stage: Stage) -> Json:
        if is_disk_full(error):
            return await self._failed(NoRoom(), errand, stage)
        apology = unexpected(error, job=errand.job.id, stage=stage)
        await self._shop.problems.note(apology, job=errand.job.id)
        return failure(apology)

    async def _spoilt(self, parcel: Parcel) -> Json | None:
        """Return that the original is gone if its bytes have changed since it came; else None."""
        if not parcel.source or await self._shop.artifacts.is_here(parcel.source):
            return None
        return failure(SourceExpired())

    async def _may_wait_for_room(self, job: Job, needed_bytes: int) -> bool:
        """Return whether there may be room later, and the job has not waited for it often enough."""
        if job.run >= _MOST_RUNS_ON_A_FULL_DISK:
            return False
        return await self._shop.blobs.could_hold(needed_bytes)

    def _wait_for_site(self, job: Job, error: HearsayError) -> Json | None:
        """Return that the job waits until the site lets us in; None when it has waited long enough."""
        waited = self._shop.clock.now() - job.created_at
        if "site" not in error.details or waited >= self._shop.site_patience.total_seconds():
            return None
        return {"waits_for": error.details["site"]}


def failure(error: HearsayError) -> Json:
    """Return how a stage ended that failed."""
    return {"code": error.code, "details": error.details}


def _unreadable(job: Job, error: FileUnreadable) -> HearsayError:
    """Return the error in the words of whoever asked: they know a link, or a file by its own name."""
    match job.order.source:
        case Link(host=host):
            return FileBroken(host=host)
        case ChatFile(name=name) | LocalFile(name=name) if name:
            return FileUnreadable(name=name)
        case _:
            return error
