"""All that a door may ask for, in one value. Who holds it needs nothing else of the services."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.groups import Groups
from services.accounts.keys import Keys
from services.accounts.mini_app import MiniApp
from services.accounts.preferences import Preferences
from services.accounts.repeats import Repeats
from services.accounts.signing import Signatures
from services.accounts.starts import Starts
from services.censor.censor import Censor
from services.clock import Clock
from services.crew.roster import Worker
from services.insight.polish import Polish
from services.jobs.batches import Batches
from services.jobs.events import Feed
from services.jobs.jobs import Jobs
from services.jobs.webhooks import Webhooks
from services.live.live import Live
from services.platforms.link import Link
from services.store.backup import Backups
from services.store.blobs import Blobs
from services.store.file_links import FileLinks
from services.store.uploads import Uploads

Check = Callable[[], Awaitable[str | None]]
"""Asks one part of the house how it is: None is fine, else the reason."""


@dataclass(frozen=True, slots=True)
class Core:
    """The services, opened and ready."""

    accounts: Accounts
    groups: Groups
    starts: Starts
    jobs: Jobs
    batches: Batches
    censor: Censor
    feed: Feed
    clock: Clock
    links_in: Callable[[str], list[Link]]
    """Finds the links in what a person wrote."""
    blobs: Blobs
    backups: Backups
    file_links: FileLinks
    keys: Keys
    signatures: Signatures
    buckets: Buckets
    repeats: Repeats
    preferences: Preferences
    uploads: Uploads
    webhooks: Webhooks
    live: Live
    polish: Polish
    mini_app: MiniApp
    checks: Mapping[str, Check]
    """By the part's name; `/ready` asks them all."""
    workers: Callable[[], Sequence[Worker]] = tuple
    """Those in other processes who live now."""
