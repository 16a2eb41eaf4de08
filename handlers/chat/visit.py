"""One update from one person: what every handler may need to know about it besides its contents."""

from dataclasses import dataclass

from handlers.chat.ears import Ears, ears_of
from handlers.chat.offers import Terms
from locales.messages import Messages
from services.accounts.account import Account, Role
from services.accounts.groups import Group
from services.core import Core
from services.errors import AlreadyOver, ButtonExpired, NotAllowed, NotFound, NotYours
from services.jobs.job import Job


@dataclass(frozen=True, slots=True)
class Limits:
    """How much Telegram carries; None is no limit."""

    send_bytes: int | None
    """The largest file that the bot can send."""
    take_bytes: int | None
    """The largest file of a person that the bot can fetch."""
    skips: bool = False
    """There is a SponsorBlock server to ask."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, in which words they are answered, and how their request is called."""

    account: Account
    texts: Messages
    once: str
    """Made of Telegram's own numbers, so an update that is handled twice asks for the same job again."""
    limits: Limits
    group: Group | None = None
    """How it is where they asked; None in their private chat."""

    @property
    def usual(self) -> str | None:
        """Return the choice that is made without asking, if there is one."""
        if self.group is not None and self.group.usual:
            return self.group.usual
        return None if self.account.patience_seconds else self.account.usual

    @property
    def is_owner(self) -> bool:
        """Return whether the bot is theirs."""
        return self.account.role is Role.OWNER

    @property
    def acts_for(self) -> int | None:
        """Return whose jobs they may touch: their own account, or None for an owner, who may all."""
        return None if self.is_owner else self.account.id

    def terms(self, core: Core) -> Terms:
        """Return what can be done with a result for them."""
        limits = self.limits
        return Terms(limits.send_bytes, links=core.file_links.are_served, skips=limits.skips)

    def ears(self, core: Core) -> Ears:
        """Return what can be listened with for them."""
        return ears_of(core.jobs)

    def check_owner(self) -> None:
        """Let only owners pass.

        Raises:
            NotAllowed: it is somebody else.
        """
        if not self.is_owner:
            raise NotAllowed

    async def job(self, core: Core, job_id: str) -> Job:
        """Return the job that a button of theirs is about.

        Raises:
            ButtonExpired: it is not kept any more.
            NotYours: somebody else asked for it.
        """
        try:
            job = await core.jobs.get(job_id)
        except NotFound as error:
            raise ButtonExpired from error
        if self.acts_for not in {None, job.order.account}:
            raise NotYours
        return job

    async def running_job(self, core: Core, job_id: str) -> Job:
        """Return the job that a button of theirs is to stop.

        Raises:
            ButtonExpired: it is not kept any more.
            NotYours: somebody else asked for it.
            AlreadyOver: it has ended.
        """
        job = await self.job(core, job_id)
        if job.over:
            raise AlreadyOver
        return job
