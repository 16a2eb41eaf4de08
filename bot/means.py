"""What everything that speaks to chats works with, put together once."""

from dataclasses import dataclass, field

from aiogram import Bot

from bot.drafts import Drafts
from bot.governor import Governor
from bot.intents import Intents
from bot.sent_files import SentFiles
from bot.statuses import Statuses
from handlers.chat.offers import Terms
from services.clock import Clock
from services.jobs.jobs import Jobs
from services.nursery import Nursery
from services.store.database import Database
from services.store.file_links import FileLinks


@dataclass(slots=True)
class Means:
    """One bot's way out. `governor` is the one that stands in the bot's session."""

    bot: Bot
    governor: Governor
    jobs: Jobs
    database: Database
    clock: Clock
    nursery: Nursery
    send_limit_bytes: int
    file_links: FileLinks | None = None
    skips: bool = False
    """There is a SponsorBlock server to ask."""
    statuses: Statuses = field(init=False)
    drafts: Drafts = field(init=False)
    intents: Intents = field(init=False)
    sent_files: SentFiles = field(init=False)

    @property
    def terms(self) -> Terms:
        """Return what can be done with a result."""
        links = self.file_links is not None and self.file_links.are_served
        return Terms(self.send_limit_bytes, links=links, skips=self.skips)

    def __post_init__(self) -> None:
        self.statuses = Statuses(self.bot, self.jobs, clock=self.clock, nursery=self.nursery)
        self.drafts = Drafts(self.bot)
        self.intents = Intents(self.database, self.clock)
        self.sent_files = SentFiles(self.database, self.clock, bot_id=self.bot.id)
