"""The doors of AudioGrab about the service: its sites, its line, its room, and copies of its database."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from aiohttp import web

from handlers.http.audiograb import TAG
from handlers.http.audiograb_upkeep_shapes import (
    BackupGone,
    BackupList,
    BackupShape,
    CleanedUp,
    CleanupQuery,
    Held,
    Platforms,
    PlatformShape,
    Queue,
    StorageShape,
    WaitingJob,
    Way,
)
from handlers.http.doors import Asked, Door
from handlers.http.moments import moment, moment_if_any
from handlers.http.tttranscribe_jobs import whose
from services import errors
from services.accounts.keys import Scope
from services.core import Core
from services.jobs.job import Job, State
from services.jobs.pages import MOST, Wanted
from services.jobs.tracks import Track
from services.platforms.catalogue import PLATFORMS
from services.platforms.platform import Gives, Platform
from services.store.backup import Backup

_MEGABYTE: Final = 1_000_000
_GIGABYTE: Final = 1_000_000_000
_ID: Final = {"x": ("x_spaces", "x_video"), "youtube": ("youtube", "youtube_video")}
"""What AudioGrab calls a site for its sound, and for its films."""


def upkeep_doors(core: Core) -> list[Door]:
    """Return the doors."""
    desk = UpkeepDesk(core)
    return [
        Door(
            method="GET",
            path="/api/platforms",
            ask=desk.platforms,
            summary="The sites by name, and what each gives.",
            tag=TAG,
            scope=Scope.READ,
            answer=Platforms,
        ),
        Door(
            method="GET",
            path="/api/queue",
            ask=desk.queue,
            summary="Your jobs that wait or run, and how long the line is.",
            tag=TAG,
            scope=Scope.READ,
            answer=Queue,
        ),
        Door(
            method="GET",
            path="/api/storage",
            ask=desk.storage,
            summary="What takes up how much room.",
            tag=TAG,
            scope=Scope.READ,
            answer=StorageShape,
        ),
        Door(
            method="POST",
            path="/api/cleanup",
            ask=desk.clean_up,
            summary="Delete your jobs that ended a while ago; with all rights, everybody's.",
            tag=TAG,
            scope=Scope.JOBS,
            query=CleanupQuery,
            answer=CleanedUp,
            raises=(errors.FieldInvalid,),
        ),
        Door(
            method="POST",
            path="/api/backup",
            ask=desk.back_up,
            summary="Make a copy of the database.",
            tag=TAG,
            scope=Scope.ADMIN,
            answer=BackupShape,
            status=HTTPStatus.CREATED,
            creates=True,
            raises=(errors.NoRoom,),
        ),
        Door(
            method="GET",
            path="/api/backups",
            ask=desk.backups,
            summary="The copies that there are.",
            tag=TAG,
            scope=Scope.ADMIN,
            answer=BackupList,
        ),
        Door(
            method="GET",
            path="/api/backups/{name}",
            ask=desk.backup,
            summary="A copy, whole or in parts.",
            tag=TAG,
            scope=Scope.ADMIN,
            answer="application/vnd.sqlite3",
            raises=(errors.NotFound,),
        ),
        Door(
            method="DELETE",
            path="/api/backups/{name}",
            ask=desk.delete_backup,
            summary="Remove a copy.",
            tag=TAG,
            scope=Scope.ADMIN,
            answer=BackupGone,
            raises=(errors.NotFound,),
        ),
    ]


class UpkeepDesk:
    """What is done behind these doors."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def platforms(self, _: Asked) -> Platforms:
        """Tell of every site."""
        return Platforms(
            audio=self._ways(Gives.SOUND, 0),
            video=self._ways(Gives.VIDEO, -1),
            platforms=[self._platform(platform) for platform in PLATFORMS],
        )

    async def queue(self, asked: Asked) -> Queue:
        """Tell of one's own jobs and of the line."""
        waiting = await self._mine(asked.account.id, State.WAITING)
        running = await self._mine(asked.account.id, State.RUNNING)
        view = await self._core.jobs.upkeep.queue()
        at_once = [view.lines[track].limit for track in (Track.FAST, Track.BULK)]
        return Queue(
            pending=len(waiting),
            processing=len(running),
            processing_jobs=[job.id for job in running],
            jobs=[_waiting(job) for job in waiting],
            max_concurrent=sum(at_once),
            waiting_in_all=view.waiting,
            running_in_all=view.running,
            scheduled_in_all=view.scheduled,
            estimated_wait_seconds=view.lines[Track.FAST].wait_seconds,
        )

    async def storage(self, asked: Asked) -> StorageShape:
        """Tell how full it is."""
        found = await self._core.jobs.upkeep.storage()
        return StorageShape(
            download_size_mb=round(found.blobs.used_bytes / _MEGABYTE, 3),
            file_count=found.blobs.blobs,
            disk_free_gb=round(found.blobs.free_bytes / _GIGABYTE, 3),
            jobs_in_db=await self._core.jobs.count(Wanted(account=whose(asked))),
            database_size_mb=round(found.database_bytes / _MEGABYTE, 3),
            limit_mb=round(found.blobs.max_bytes / _MEGABYTE, 3),
            held=[
                Held(kind=row.kind, files=row.blobs, size_bytes=row.size_bytes)
                for row in found.held
            ],
        )

    async def clean_up(self, asked: Asked) -> CleanedUp:
        """Delete what ended a while ago."""
        query = asked.query(CleanupQuery)
        older = timedelta(0) if query.delete_all else timedelta(hours=query.max_age_hours)
        done = await self._core.jobs.upkeep.clean_up(whose(asked), older_than=older)
        return CleanedUp(jobs_deleted=done.jobs, freed_mb=round(done.freed_bytes / _MEGABYTE, 3))

    async def back_up(self, _: Asked) -> BackupShape:
        """Make a copy."""
        return _backup(await self._core.backups.make())

    async def backups(self, _: Asked) -> BackupList:
        """Tell of the copies."""
        return BackupList(backups=[_backup(one) for one in await self._core.backups.all()])

    async def backup(self, asked: Asked) -> web.StreamResponse:
        """Hand a copy over."""
        found = await self._core.backups.get(asked.part("name"))
        headers = {
            "Content-Type": "application/vnd.sqlite3",
            "Content-Disposition": f"attachment; filename={found.name}",
            "Cache-Control": "private, no-store",
        }
        return web.FileResponse(found.path, headers=headers)

    async def delete_backup(self, asked: Asked) -> BackupGone:
        """Remove a copy."""
        await self._core.backups.delete(asked.part("name"))
        return BackupGone(name=asked.part("name"))

    async def _mine(self, account: int, state: State) -> Sequence[Job]:
        page = await self._core.jobs.page(account, statuses=[state], limit=MOST)
        return page.jobs

    def _ways(self, gives: Gives, place: int) -> list[Way]:
        return [
            Way(
                id=_ID.get(platform.name, (platform.name,))[place],
                name=platform.title,
                available=self._is_open(platform),
                url_pattern=", ".join(f"https://{host}/…" for host in sorted(platform.hosts)),
            )
            for platform in PLATFORMS
            if gives in platform.gives
        ]

    def _platform(self, platform: Platform) -> PlatformShape:
        return PlatformShape(
            id=platform.name,
            name=platform.title,
            available=self._is_open(platform),
            hosts=sorted(platform.hosts),
            gives=[one.value for one in Gives if one in platform.gives],
            login=platform.login.value,
            note=platform.note,
        )

    def _is_open(self, platform: Platform) -> bool:
        return self._core.jobs.rest_of_site(platform.name) is None


def _waiting(job: Job) -> WaitingJob:
    return WaitingJob(
        job_id=job.id,
        priority=job.priority,
        queued_at=moment(job.created_at),
        scheduled_at=moment_if_any(job.due_at),
    )


def _backup(found: Backup) -> BackupShape:
    return BackupShape(
        name=found.name,
        size_bytes=found.size_bytes,
        created_at=moment(found.made_at),
        download_url=f"/api/backups/{found.name}",
    )
