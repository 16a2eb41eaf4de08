"""What any door may ask for about jobs: submit, watch, stop, repeat."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.censor.censor import Censor, open_censor
from services.censor.cleaning import cleaning_of
from services.censor.reports import Report
from services.clock import Clock
from services.errors import AlreadyOver, NotYours, SourceExpired, SpeechModelMissing
from services.jobs.admission import Admission
from services.jobs.artifact import Artifact
from services.jobs.artifacts import Artifacts
from services.jobs.asking import Desk
from services.jobs.clean_copy import picture_key
from services.jobs.clean_figures import CleanFigures, clean_figures, count_before_forgetting
from services.jobs.crafts import MediaCrafts
from services.jobs.delivery import ChatFiles, Delivery
from services.jobs.events import Feed
from services.jobs.failures import Failures
from services.jobs.job import Job, State
from services.jobs.ledger import Ledger
from services.jobs.line import Limits
from services.jobs.list_desk import ListDesk
from services.jobs.order import Channel, Order, Product
from services.jobs.overview import Overview, overview_of
from services.jobs.playlists import Playlists
from services.jobs.problems import Problems
from services.jobs.retention import Retention
from services.jobs.shared import Shared
from services.jobs.sites import Rest, Sites
from services.jobs.table import JobTable
from services.jobs.tally import Tally, tally_of
from services.jobs.wording import is_words, transcript_name
from services.jobs.works import Works, open_works
from services.jobs.workshop import Crafts, Sources, Words, Workshop
from services.nursery import Nursery
from services.platforms.link import Link
from services.sources.medium import Medium
from services.sources.playlist import Playlist
from services.store.blobs import Blobs
from services.store.database import Database
from services.transcripts.guessing import Guess
from services.transcripts.speaker_names import SpeakerNames
from services.transcripts.transcript import Transcript
from services.transcripts.wish import wanted_words
from services.transcripts.writers.document import to_json

_A_DAY: Final = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True)
class Rules:
    """How many may run and wait, and how long things are kept."""

    limits: Limits = field(default_factory=Limits)
    most_waiting: int = 500
    """Of one account."""
    most_listed: int = 200
    """How many entries of a list are taken at once."""
    keep_jobs: timedelta = timedelta(days=30)
    keep_facts: timedelta = timedelta(days=180)
    """About media and files, since they were last asked for."""
    site_patience: timedelta = timedelta(hours=6)
    """How long a job waits in all for a site that keeps us out."""
    remember_failures: bool = True
    """Whether a site is spared a question that it has just refused to answer."""
    engine_url: str = ""
    """SQLAlchemy's address of the engine's database; empty for a file in the data folder."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the jobs stand on."""

    database: Database
    blobs: Blobs
    feed: Feed
    clock: Clock
    nursery: Nursery
    sources: Sources
    data_dir: Path
    strike: Callable[[str], str] = str
    """Strikes secrets out of what is kept of an error."""
    crafts: Crafts = field(default_factory=MediaCrafts)
    words: Words | None = None
    censor: Censor | None = None
    """None: over the same database."""


@asynccontextmanager
async def open_jobs(rooms: Rooms, rules: Rules | None = None) -> AsyncIterator["Jobs"]:
    """Open the jobs: they can be asked for and submitted at once; `start` begins the work.

    At the end, what runs is broken off and left to the next start.
    """
    async with AsyncExitStack() as stack:
        yield Jobs(rooms, rules or Rules(), stack)


class Jobs:
    """The one desk for jobs. Everything it returns is a value; what happens is told on the feed."""

    def __init__(self, rooms: Rooms, rules: Rules, stack: AsyncExitStack) -> None:
        self._rooms = rooms
        self._rules = rules
        self._stack = stack
        self._table = JobTable(rooms.database, rooms.clock)
        self._artifacts = Artifacts(rooms.database, rooms.blobs, rooms.clock)
        self._playlists = Playlists(rooms.database, rooms.clock)
        self._ledger = Ledger(self._table, rooms.feed)
        self._speaker_names = SpeakerNames(rooms.database, rooms.clock)
        self._censor = rooms.censor or open_censor(rooms.database, rooms.clock)
        self._sites = Sites(rooms.database, rooms.clock)
        self._admission = Admission(self._ledger, rules.limits, rooms.clock, self._sites)
        self._sites.on_open = self._admission.welcome
        self.problems = Problems(rooms.database, rooms.clock, strike=rooms.strike)
        """Errors that somebody should look into."""
        self._works: Works | None = None

    async def start(
        self, *, deliveries: Mapping[Channel, Delivery], chat_files: ChatFiles | None = None
    ) -> None:
        """Begin to work: first on what a crash left, then on what waits.

        Raises:
            EngineBusy: another process works on this data folder.
        """
        rooms = self._rooms
        await self._sites.load()
        failures = Failures(rooms.database, rooms.clock) if self._rules.remember_failures else None
        shop = Workshop(
            artifacts=self._artifacts,
            playlists=self._playlists,
            list_desk=ListDesk(self._ledger, self._table, rooms.feed, self._accept),
            blobs=rooms.blobs,
            shared=Shared(rooms.nursery),
            sources=rooms.sources,
            crafts=rooms.crafts,
            deliveries=deliveries,
            chat_files=chat_files,
            clock=rooms.clock,
            desk=Desk(self._sites, failures, rooms.clock),
            problems=self.problems,
            words=rooms.words,
            speaker_names=self._speaker_names,
            censor=self._censor,
            site_patience=self._rules.site_patience,
            folder=rooms.data_dir / "work",
            most_listed=self._rules.most_listed,
        )
        works = open_works(
            rooms.data_dir,
            ledger=self._ledger,
            admission=self._admission,
            shop=shop,
            nursery=rooms.nursery,
            engine_url=self._rules.engine_url,
        )
        self._works = await self._stack.enter_async_context(works)

    async def submit(self, order: Order, *, once: str = "", again_of: str = "") -> Job:
        """Accept an order. Once this returns, the job ends in a delivery or an honest error.

        The same `once` gives the same job; so does a second order about a message whose job has not
        ended.

        Raises:
            ChoiceUnavailable: words are to be heard by a model that nobody may choose.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
            TooManyWaiting: the account has as many jobs waiting as it may.
        """
        alone = replace(order, parent="", number=0)
        if order.product is Product.WORDS and self._rooms.words is not None:
            # What has no name can never be done.
            self._rooms.words.key("", wanted_words(order.words).wish)
        return await self._accept(alone, once, again_of)

    @property
    def most_listed(self) -> int:
        """Return how many entries of a list are taken at once."""
        return self._rules.most_listed

    async def cancel(self, job_id: str, *, account: int | None) -> Job:
        """Stop a job. `account` is who asks; None is an owner, who may stop any.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
            AlreadyOver: it has ended, perhaps just now.
        """
        job = await self._asked_by(job_id, account)
        if not job.over:
            cancelled = await self._ledger.cancel(job_id, only_from=[State.WAITING])
            cancelled = cancelled or await self._stop(await self._ledger.get(job_id))
            if cancelled is not None:
                await self._settle(cancelled)
                await self._cancel_children(cancelled)
                return cancelled
        raise AlreadyOver

    async def finish(self, job_id: str, *, account: int | None) -> bool:
        """Let a recording end early; what was recorded is delivered. `account` is who asks, as above.

        Returns:
            False where there is nothing to end: it is no recording, is not at it, or ends already.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
        """
        job = await self._asked_by(job_id, account)
        return self._works is not None and self._works.finish(job)

    async def again(self, job_id: str, *, account: int | None, once: str = "") -> Job:
        """Submit a job's order once more, on the same message; a job under way is returned as it is.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
            TooManyWaiting: the account has as many jobs waiting as it may.
        """
        job = await self._asked_by(job_id, account)
        if not job.over:
            return job
        recipient = replace(job.order.recipient, message_id=job.message_id)
        order = replace(job.order, recipient=recipient)
        return await self.submit(order, once=once, again_of=job.id)

    async def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            NotFound: there is none, or it is no longer kept.
        """
        return await self._ledger.get(job_id)

    async def of_message(self, chat_id: int, message_id: int) -> Job | None:
        """Return the newest job that a message shows."""
        return await self._table.of_message(chat_id, message_id)

    async def mine(self, account: int, *, limit: int = 10) -> list[Job]:
        """Return one account's jobs: those under way first, then the newest."""
        return await self._table.mine(account, limit=limit)

    async def active(self) -> list[Job]:
        """Return everybody's jobs that wait or run, the oldest first; of a list, the list's own."""
        return [job for job in await self._table.active() if not job.order.parent]

    async def failed(self, *, limit: int) -> list[Job]:
        """Return everybody's jobs that failed in the last day and were not repeated, newest first."""
        since = self._rooms.clock.now() - _A_DAY
        return await self._table.failed(since=since, limit=limit)

    def rest(self, job_id: str) -> Rest | None:
        """Return the rest of the site that a waiting job waits for; None when it waits for none."""
        return self._admission.rest(job_id)

    def place(self, job_id: str) -> int | None:
        """Return the place of a waiting job, from 1; None when it runs, is over, or lacks room."""
        return self._admission.place(job_id)

    async def overview(self) -> Overview:
        """Return how the jobs stand as a whole."""
        now = self._rooms.clock.now()
        ended = await self._table.ended_since(now - _A_DAY)
        return overview_of(await self._table.active(), ended, now=now)

    async def shown(self, job_id: str, message_id: int) -> None:
        """Remember which message shows a job."""
        await self._ledger.note(job_id, message_id=message_id)

    async def medium(self, key: str) -> Medium | None:
        """Return what is known about a medium, by a link's key or its own."""
        known = await self._artifacts.medium(key)
        return known.medium if known else None

    async def playlist(self, key: str) -> Playlist | None:
        """Return what is known about a list, by a link's key or its own."""
        known = await self._playlists.get(key)
        return known.playlist if known else None

    async def pin(self, playlist: Playlist) -> Playlist:
        """Keep a list as it stands now, and return it under the key by which it can be ordered."""
        pinned = playlist.pinned()
        await self._playlists.put(pinned)
        return pinned

    async def tally(self, job: Job) -> Tally:
        """Return what has become of the entries of a list's job."""
        playlist = await self.playlist(job.order.source_key)
        return tally_of(job, playlist, await self._table.children(job.id))

    async def artifact(self, key: str) -> Artifact | None:
        """Return the facts of a finished file."""
        return await self._artifacts.get(key)

    @property
    def can_hear(self) -> bool:
        """Return whether words can be asked for: there is a model to listen with, or one will come."""
        return self._rooms.words is not None and self._rooms.words.can_hear

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        return self._rooms.words is not None and self._rooms.words.can_tell_voices

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen to listen, the usual one first."""
        return self._rooms.words.models if self._rooms.words is not None else ()

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file of this machine; it takes a moment, and no job.

        Raises:
            FileUnreadable: it is no sound that could be decoded.
            NoSound: it has no sound track.
            RecogniserFailed: the recogniser cannot do it.
            SpeechModelMissing: there is no model to listen with.
        """
        if self._rooms.words is None:
            raise SpeechModelMissing
        return await self._rooms.words.spoken(path)

    async def transcript(self, job: Job) -> Transcript | None:
        """Return what a finished job for words found out, with the names that its account gave.

        None when it is not kept any more.
        """
        heard = await self._heard(job)
        return heard and await self._speaker_names.seen_by(job.order.account, heard)

    async def rename_speaker(self, job: Job, *, speaker: str, name: str) -> Transcript:
        """Call somebody by another name in what a finished job for words found out.

        Only the account of the job sees it, in every form in which it gets the words from now on.

        Args:
            job: The job.
            speaker: What somebody is called now.
            name: The new name; that of somebody else makes them one, none takes the renaming back.

        Raises:
            ChoiceUnavailable: nobody is called so, or the name is too long.
            SourceExpired: the transcript is not kept any more.
        """
        heard = await self._heard(job)
        if heard is None:
            raise SourceExpired
        account = job.order.account
        return await self._speaker_names.rename(account, heard, speaker=speaker, name=name)

    async def restore_speakers(self, job: Job) -> Transcript:
        """Take back all names that the job's account gave in what the job found out.

        Raises:
            SourceExpired: the transcript is not kept any more.
        """
        heard = await self._heard(job)
        if heard is None:
            raise SourceExpired
        await self._speaker_names.restore(job.order.account, heard)
        return heard

    async def bring_words(self, transcript: Transcript) -> str:
        """Keep words that somebody hands in, and return the name under which they can be ordered.

        Raises:
            SpeechModelMissing: nobody here knows anything about words.
        """
        if self._rooms.words is None:
            raise SpeechModelMissing
        name = f"brought:{hashlib.sha256(to_json(transcript).encode()).hexdigest()}"
        await self._rooms.words.keep(name, transcript)
        return name

    async def report(self, artifact: str) -> Report | None:
        """Return what was found for a clean copy, by that one's key; None when it is not kept."""
        return await self._censor.reports.get(artifact) if artifact else None

    async def said(self, report: Report) -> Transcript | None:
        """Return the words of which a report speaks; None when they are not kept any more."""
        words = self._rooms.words
        return await words.known(report.transcript) if words is not None else None

    async def clean_figures(self) -> CleanFigures:
        """Return what came of all jobs for clean copies so far."""
        return await clean_figures(self._rooms.database)

    async def clean_picture(self, job: Job) -> Path | None:
        """Return where the picture lies in which the hidden places of a clean copy are marked."""
        if job.order.product is not Product.CLEAN:
            return None
        picture = await self._artifacts.get(picture_key(job.artifact))
        return await self._rooms.blobs.find(picture.blob) if picture else None

    async def wait(self, job_id: str) -> Job:
        """Wait until a job is over.

        Raises:
            NotFound: there is no such job.
        """
        return await self._ledger.wait(job_id)

    async def drain(self, within: timedelta) -> None:
        """Let nobody in any more and give what runs a while to end; the rest is begun again later."""
        if self._works is not None:
            await self._works.drain(within)

    async def forget(self, account: int) -> None:
        """Erase one account's jobs; those under way are stopped first."""
        for job in await self._table.active():
            if job.order.account == account:
                with suppress(AlreadyOver):
                    await self.cancel(job.id, account=account)
        await self._speaker_names.forget(account)
        await count_before_forgetting(self._rooms.database)
        if self._works is not None:
            await self._retention(self._works).forget_account(account)

    async def tidy(self) -> int:
        """Delete what has been kept long enough; called every night. Returns how many jobs it was."""
        if self._works is None:
            return 0
        before = self._rooms.clock.now() - self._rules.keep_facts.total_seconds()
        await self._speaker_names.delete_old(before=before)
        await count_before_forgetting(self._rooms.database)
        if self._rooms.words is not None:
            await self._rooms.words.forget_old(before=before)
        return await self._retention(self._works).forget_old(
            jobs=self._rules.keep_jobs, facts=self._rules.keep_facts
        )

    def _retention(self, works: Works) -> Retention:
        rooms = self._rooms
        return Retention(
            self._table, self._artifacts, self._playlists, rooms.blobs, works.engine, rooms.clock
        )

    async def _heard(self, job: Job) -> Transcript | None:
        """Return what a finished job for words found out, without names."""
        if self._rooms.words is None or not is_words(job):
            return None
        found = await self._rooms.words.known(transcript_name(job.artifact))
        source = job.order.source
        url = source.url if isinstance(source, Link) else ""
        if found is not None and job.order.clean:
            cleaning = cleaning_of(job.order.clean)
            found = await self._censor.masked(found, cleaning, job.order.account)
        return found and replace(found, title=job.title, url=url)

    async def _asked_by(self, job_id: str, account: int | None) -> Job:
        job = await self._ledger.get(job_id)
        if account is not None and job.order.account != account:
            raise NotYours
        return job

    async def _accept(self, order: Order, once: str, again_of: str) -> Job:
        job, new = await self._ledger.add(
            order, once=once, again_of=again_of, most_waiting=self._rules.most_waiting
        )
        if new:
            self._admission.add(job)
        return job

    async def _cancel_children(self, job: Job) -> None:
        """Stop what was under way of a list; its own job, which submits more, has been stopped."""
        if job.order.product is not Product.LIST:
            return
        async with asyncio.TaskGroup() as group:
            for child in await self._table.children(job.id):
                if not child.over:
                    group.create_task(self._cancel_child(child))

    async def _cancel_child(self, child: Job) -> None:
        with suppress(AlreadyOver):
            await self.cancel(child.id, account=None)

    async def _stop(self, job: Job) -> Job | None:
        """Stop a job that was let in; None when it came to its own end first."""
        if self._works is not None:
            await self._works.stop(job)
        now = await self._ledger.get(job.id)
        if now.over:
            return now if now.state is State.CANCELLED else None
        return await self._ledger.cancel(job.id)

    async def _settle(self, job: Job) -> None:
        """Clear away what a stopped job may have left, wherever it was stopped."""
        self._admission.withdraw(job)
        if self._works is not None:
            await self._works.let_go(job)
