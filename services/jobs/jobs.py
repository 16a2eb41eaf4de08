"""What any door may ask for about jobs: submit, watch, stop, repeat."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from services.accounts.preferences import Preferences
from services.censor.censor import open_censor
from services.errors import JobBegun, SourceExpired
from services.jobs.admission import Admission
from services.jobs.artifacts import Artifacts
from services.jobs.asking import Desk
from services.jobs.batches import Batches, Counter
from services.jobs.brought import BroughtFiles
from services.jobs.delivery import ChatFiles, Delivery
from services.jobs.erasing import Erasing
from services.jobs.failures import Failures
from services.jobs.findings import Stock
from services.jobs.job import Job
from services.jobs.ledger import Ledger
from services.jobs.list_desk import ListDesk
from services.jobs.new_job import NewJob
from services.jobs.order import Channel, LocalFile, Order, Product
from services.jobs.playlists import Playlists
from services.jobs.problems import Problems
from services.jobs.programs import Extras, check_priority, named_by_request
from services.jobs.redacting import GONE
from services.jobs.rooms import Rooms, Rules
from services.jobs.shared import Shared
from services.jobs.sites import Rest, Sites
from services.jobs.stopping import Stopping
from services.jobs.table import JobTable
from services.jobs.upkeep import Hands, Upkeep
from services.jobs.works import open_works
from services.jobs.workshop import Workshop
from services.sources.medium import Medium
from services.store.uploads import Upload
from services.transcripts.speaker_names import SpeakerNames
from services.transcripts.wish import wanted_words


@asynccontextmanager
async def open_jobs(rooms: Rooms, rules: Rules | None = None) -> AsyncIterator["Jobs"]:
    """Open the jobs: they can be asked for and submitted at once; `start` begins the work.

    At the end, what runs is broken off and left to the next start.
    """
    async with AsyncExitStack() as stack:
        jobs = Jobs(rooms, rules or Rules(), stack)
        await jobs.recover()
        yield jobs


class Jobs(Stopping):
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
        self._brought = BroughtFiles(rooms.database, rooms.blobs, rooms.data_dir)
        self._preferences = Preferences(rooms.database)
        stock = Stock(
            database=rooms.database,
            blobs=rooms.blobs,
            table=self._table,
            artifacts=self._artifacts,
            playlists=self._playlists,
            speaker_names=self._speaker_names,
            censor=self._censor,
            words=rooms.words,
            polish=rooms.polish,
        )
        erasing = Erasing(stock, rooms.clock, self._preferences)
        super().__init__(stock, rooms.clock, self._ledger, self._admission, erasing=erasing)
        counter = Counter(
            check=self.check,
            welcome=self._welcome,
            cancel=self.cancel,
            most_waiting=rules.most_waiting,
            most_in_batch=rules.most_in_batch,
        )
        self.batches = Batches(rooms.database, rooms.clock, self._brought, counter)
        """Several orders that are given together."""
        self.upkeep = Upkeep(
            rooms.database,
            rooms.blobs,
            rooms.clock,
            ledger=self._ledger,
            table=self._table,
            limits=rules.limits,
            hands=Hands(again=self.again, forget=erasing.erase_ended),
        )
        """How the lines stand, what went wrong, what takes up room."""

    def widen(self, places: int) -> None:
        """Let so many more in than there are places for here: others help."""
        own = self._rules.limits
        limits = replace(own, fast=own.fast + places, bulk=own.bulk + places)
        self._admission.resize(limits)
        self.upkeep.limits = limits

    async def recover(self) -> None:
        """Bring in order what a crash left of orders that were never given; before any is taken."""
        await self._brought.recover()

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
            polish=rooms.polish,
            speaker_names=self._speaker_names,
            censor=self._censor,
            site_patience=self._rules.site_patience,
            data_dir=rooms.data_dir,
            preferences=self._preferences,
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
        erasing = self._erasing.open(self._works, rooms.feed, self._delete_at_last)
        await self._stack.enter_async_context(erasing)

    async def submit(
        self, order: Order, *, once: str = "", again_of: str = "", extras: Extras | None = None
    ) -> Job:
        """Accept an order. Once this returns, the job ends in a delivery or an honest error.

        The same `once` gives the same job; so does a second order of the same in a message whose job
        has not ended. Another wish in that message is another job, which gets a message below it.

        Raises:
            ChoiceUnavailable: words are to be heard by a model that nobody may choose.
            SourceExpired: what it is about is not kept any more.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
            TooManyWaiting: the account has as many jobs waiting as it may.
        """
        alone = replace(order, parent="", number=0)
        self.check(alone)
        return await self._accept(alone, once, again_of, extras)

    def check(self, order: Order) -> None:
        """See to it that an order can be done at all.

        Raises:
            ChoiceUnavailable: words are to be heard by a model that nobody may choose.
            SourceExpired: it is not known any more what it is about.
            SpeakersUnavailable: voices are to be told apart, and cannot be.
        """
        if order.source_key.startswith(GONE):
            raise SourceExpired
        if order.product is Product.WORDS and self._rooms.words is not None:
            # What has no name can never be done.
            self._rooms.words.key("", wanted_words(order.words).wish)

    async def adopt(self, upload: Upload, *, name: str = "") -> LocalFile:
        """Keep the bytes of a file that has come, and return it as something to be ordered.

        They survive a crash. Until an order is given for them they stay as long as the upload does,
        from then on until the job is forgotten.

        Raises:
            NoRoom: the disk is full.
        """
        return await self._brought.adopt(upload, name=name)

    async def prioritise(self, job_id: str, priority: int, account: int | None) -> Job:
        """Let a waiting job go before or behind others of its account.

        Raises:
            FieldInvalid: the priority is not from 1 to 10.
            JobBegun: it does not wait any more.
            NotFound: there is no such job, or it is somebody else's.
        """
        check_priority(priority)
        job = await self.of(job_id, account)
        return await self._change(job, due_at=job.due_at, priority=priority)

    async def reschedule(self, job_id: str, due_at: float | None, account: int | None) -> Job:
        """Let a waiting job begin at another time; None, or a moment that is over: at once.

        Raises:
            JobBegun: it does not wait any more.
            NotFound: there is no such job, or it is somebody else's.
        """
        job = await self.of(job_id, account)
        return await self._change(job, due_at=due_at, priority=job.priority)

    @property
    def most_listed(self) -> int:
        """Return how many entries of a list are taken at once."""
        return self._rules.most_listed

    async def again(self, job_id: str, *, account: int | None, once: str = "") -> Job:
        """Submit a job's order once more, on the same message; a job under way is returned as it is.

        Raises:
            NotFound: there is no such job.
            NotYours: it belongs to another account.
            SourceExpired: it is not known any more what it was about.
            TooManyWaiting: the account has as many jobs waiting as it may.
        """
        job = await self._asked_by(job_id, account)
        if not job.over:
            return job
        recipient = replace(job.order.recipient, message_id=job.message_id)
        order = replace(job.order, recipient=recipient)
        extras = Extras(priority=job.priority, webhook_url=job.webhook_url)
        return await self.submit(order, once=once, again_of=job.id, extras=extras)

    def rest_of_site(self, site: str) -> Rest | None:
        """Return the rest of a site that keeps us out; None when it is asked as ever."""
        return self._sites.rest(site)

    async def shown(self, job_id: str, message_id: int) -> None:
        """Remember which message shows a job."""
        await self._ledger.note(job_id, message_id=message_id)

    async def captioned(self, medium: Medium) -> Medium:
        """Return the facts about a medium with all that is written down of what is said in it.

        Raises:
            HearsayError: why its site could not be asked for that.
        """
        return medium if self._works is None else await self._works.captioned(medium)

    async def drain(self, within: timedelta) -> None:
        """Let nobody in any more and give what runs a while to end; the rest is begun again later."""
        if self._works is not None:
            await self._works.drain(within)

    async def forget(self, account: int) -> None:
        """Erase one account's jobs; those under way are stopped first."""
        await self.cancel_all(account)
        await self._erasing.erase_account(account)
        await self.batches.forget_empty(account, before=self._rooms.clock.now())

    async def tidy(self) -> int:
        """Delete what has been kept long enough; called every night. Returns how many jobs it was."""
        before = self._rooms.clock.now() - self._rules.keep_jobs.total_seconds()
        await self.batches.forget_empty(before=before)
        return await self._erasing.erase_old(
            jobs=self._rules.keep_jobs, facts=self._rules.keep_facts
        )

    async def _accept(
        self, order: Order, once: str, again_of: str, extras: Extras | None = None
    ) -> Job:
        job_id = await self._brought.hold_for_new_job(order)
        try:
            named = named_by_request(extras or Extras())
            new = NewJob(order, once, again_of, named, job_id)
            job, is_new = await self._ledger.add(new, most_waiting=self._rules.most_waiting)
        except BaseException:
            # Also when whoever asked hangs up in the middle of it.
            await asyncio.shield(self._brought.release_unless_written(job_id))
            raise
        if is_new:
            self._admission.wait(job)
        else:
            await self._brought.release(job_id)
        return job

    def _welcome(self, job: Job) -> None:
        """Let a job wait that was written down with others."""
        self._ledger.admit(job)
        self._admission.wait(job)

    async def _change(self, job: Job, *, due_at: float | None, priority: int) -> Job:
        changed = await self._ledger.change(job.id, due_at=due_at, priority=priority)
        if changed is None:
            raise JobBegun
        self._admission.move(changed)
        return changed
