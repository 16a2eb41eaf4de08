"""The one place where the core is put together: every service, in order, closed in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from bot.logs import strike
from bot.setting_kinds import keys_in, shown
from bot.settings import Settings
from bot.sole_use import sole_use
from bot.tools import Hands, cookies_of, open_near_ears, open_near_sources, open_public_web
from services.accounts.account import Access
from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.given_keys import GivenKeys
from services.accounts.groups import Groups
from services.accounts.keys import Keys
from services.accounts.master import master_of, secret_of
from services.accounts.mini_app import MiniApp
from services.accounts.preferences import Preferences
from services.accounts.registry import Registry
from services.accounts.repeats import Repeats
from services.accounts.signing import Signatures
from services.accounts.starts import Starts
from services.censor.censor import Bookcase, open_censor
from services.clock import Clock, SystemClock
from services.core import Check, Core
from services.insight.llm import LlmPlace
from services.insight.polish import open_polish
from services.jobs.crafts import MediaCrafts
from services.jobs.events import Feed
from services.jobs.jobs import open_jobs
from services.jobs.rooms import Rooms, Rules
from services.jobs.tracks import Limits
from services.jobs.webhooks import Webhooks
from services.live.hearing import Hearing
from services.live.live import LiveRules, open_live
from services.nursery import Nursery
from services.platforms.catalogue import links_in
from services.sources.cookies import Cookies
from services.store.backup import Backups
from services.store.blobs import Blobs, open_blobs
from services.store.database import Database, open_database
from services.store.file_links import FileLinks
from services.store.swap import undo_unfinished
from services.store.uploads import open_uploads
from services.transcripts.archive import Archive
from services.transcripts.transcripts import Transcripts

if TYPE_CHECKING:  # what only those need who have workers
    from services.crew.front import FarCrew, Post

log = structlog.get_logger(__name__)

_HARDLY_ANY_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class House:
    """The core, and what only those who speak to Telegram need beside it."""

    core: Core
    database: Database
    nursery: Nursery
    cookies: Cookies
    crew: "FarCrew | None" = None
    """None where all is done in this process."""


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    data_dir: Path | None = None,
    patient: bool = True,
    bookcase: Bookcase | None = None,
    post: "Post | None" = None,
) -> AsyncIterator[House]:
    """Open everything but the ways out: jobs are accepted; `core.jobs.start` begins the work.

    Args:
        settings: What was chosen.
        data_dir: Another folder than the chosen one.
        patient: Whether jobs wait for hours for a site that keeps us out, and believe what it said
            a moment ago; somebody who waits at a terminal wants to hear it at once.
        bookcase: The word lists, where they are not in that folder.
        post: The way to workers in other processes, where there may be any.
    """
    clock, feed, folder = SystemClock(), Feed(), data_dir or settings.data_dir
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_use(folder))
        if await asyncio.to_thread(undo_unfinished, folder):
            log.warning("a restore was interrupted; everything is as it was before")
        database = await stack.enter_async_context(open_database(folder / "hearsay.db"))
        nursery = await stack.enter_async_context(Nursery())
        blobs = await stack.enter_async_context(
            open_blobs(
                folder / "blobs",
                database,
                clock,
                max_bytes=settings.blobs_max_bytes,
                keep_free_bytes=settings.disk_free_bytes,
            )
        )
        uploads = await stack.enter_async_context(
            open_uploads(folder / "uploads", blobs, most_bytes=settings.http_upload_bytes)
        )
        web = await stack.enter_async_context(open_public_web(settings))
        cookies = cookies_of(settings, clock)
        sources = await stack.enter_async_context(
            open_near_sources(settings, web, nursery, cookies)
        )
        ears = await stack.enter_async_context(
            open_near_ears(settings, clock, nursery, folder=folder / "speech")
        )
        hands = Hands(sources=sources, crafts=MediaCrafts(), ears=ears)
        crew: FarCrew | None = None
        if post is not None:
            from bot.staff import open_staff

            crew, hands = await stack.enter_async_context(
                open_staff(post, sources, hands, folder=folder / "far")
            )
        polish = await stack.enter_async_context(open_polish(_llm(settings), database))
        censor = open_censor(database, clock, bookcase)
        rooms = Rooms(
            words=Transcripts(Archive(database, clock), hands.ears),
            polish=polish,
            censor=censor,
            database=database,
            blobs=blobs,
            feed=feed,
            clock=clock,
            nursery=nursery,
            sources=hands.sources,
            crafts=hands.crafts,
            data_dir=folder,
            strike=partial(strike, secrets=[one for one in settings.secrets() if one]),
        )
        master = await asyncio.to_thread(master_of, settings.data_dir)
        registry = registry_of(settings, database, clock, master=master)
        jobs = await stack.enter_async_context(open_jobs(rooms, _rules(settings, patient=patient)))
        live = await stack.enter_async_context(
            open_live(folder / "live", Hearing(ears), clock, nursery, rules=_live_rules(settings))
        )
        core = Core(
            accounts=registry.accounts,
            groups=Groups(database),
            starts=Starts(database, clock),
            jobs=jobs,
            batches=jobs.batches,
            feed=feed,
            censor=censor,
            clock=clock,
            links_in=links_in,
            blobs=blobs,
            backups=Backups(folder / "hearsay.db", folder / "backups", clock),
            file_links=FileLinks(
                database,
                blobs,
                clock,
                base_url=settings.public_url or "",
                valid=timedelta(hours=settings.link_hours),
            ),
            keys=registry.keys,
            signatures=registry.signatures,
            repeats=Repeats(database, clock),
            buckets=Buckets(
                database,
                clock,
                capacity=settings.rate_limit_capacity,
                refill_per_second=settings.rate_limit_refill_per_sec,
            ),
            preferences=Preferences(database),
            uploads=uploads,
            webhooks=Webhooks(database, clock, web, partial(secret_of, master)),
            live=live,
            polish=polish,
            mini_app=MiniApp(shown(settings.bot_token), clock),
            checks=_checks(database, blobs) | (_crew_checks(crew) if crew else {}),
            workers=(lambda: crew.workers) if crew else tuple,
        )
        if crew is not None:
            crew.on_change(lambda _: jobs.widen(crew.slots))
        yield House(core=core, database=database, nursery=nursery, cookies=cookies, crew=crew)


def registry_of(settings: Settings, database: Database, clock: Clock, *, master: bytes) -> Registry:
    """Return who may come in: people, and the programs that hold their keys.

    Args:
        settings: What was chosen.
        database: Where they are written down.
        clock: Tells the time.
        master: The secret that keys sign with is made of.
    """
    keys = Keys(database, clock, GivenKeys(keys_in(settings.api_keys_json), master=master))
    shared = shown(settings.api_secret)
    return Registry(
        accounts_of(settings, database, clock),
        keys,
        Signatures(database, clock, keys, master=master, shared=shared),
    )


def accounts_of(settings: Settings, database: Database, clock: Clock) -> Accounts:
    """Return the people alone."""
    access = Access(settings.access.value)
    return Accounts(database, clock, access=access, owner_ids=settings.owner_ids)


def _rules(settings: Settings, *, patient: bool) -> Rules:
    waiting = Rules() if patient else Rules(site_patience=timedelta(0), remember_failures=False)
    return replace(
        waiting,
        limits=Limits(
            fast=settings.jobs_at_once,
            bulk=max(1, settings.jobs_at_once // 2),
            per_site=settings.site_jobs_at_once,
        ),
        most_waiting=settings.jobs_waiting_max,
        most_listed=settings.list_max,
        keep_jobs=timedelta(days=settings.jobs_kept_days),
    )


def _live_rules(settings: Settings) -> LiveRules:
    return LiveRules(
        most=settings.live_sessions_max,
        longest=timedelta(minutes=settings.live_longest_minutes),
        kept=timedelta(minutes=settings.live_kept_minutes),
        keep_free_bytes=settings.disk_free_bytes,
    )


def _llm(settings: Settings) -> LlmPlace | None:
    """Return where the language model is; None where too little of it is set."""
    if not settings.llm_base_url or not settings.llm_model:
        return None
    return LlmPlace(settings.llm_base_url, settings.llm_model, shown(settings.llm_api_key))


def _checks(database: Database, blobs: Blobs) -> dict[str, Check]:
    async def answers() -> str | None:
        return None if await database.row("SELECT 1") else "the database does not answer"

    async def has_room() -> str | None:
        figures = await blobs.figures()
        is_full = figures.free_bytes < _HARDLY_ANY_BYTES
        return f"only {figures.free_bytes} bytes are free" if is_full else None

    return {"database": answers, "disk": has_room}


def _crew_checks(crew: "FarCrew") -> dict[str, Check]:
    async def is_whole() -> str | None:
        lacking = crew.lacking()
        return f"no worker for {', '.join(lacking)}" if lacking else None

    return {"crew": is_whole}
