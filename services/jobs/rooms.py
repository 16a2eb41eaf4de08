"""What the jobs stand on, and the rules by which they come and go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from services.censor.censor import Censor
from services.clock import Clock
from services.insight.polish import Polish
from services.jobs.crafts import MediaCrafts
from services.jobs.events import Feed
from services.jobs.tracks import Limits
from services.jobs.workshop import Crafts, Sources, Words
from services.nursery import Nursery
from services.store.blobs import Blobs
from services.store.database import Database


@dataclass(frozen=True, slots=True)
class Rules:
    """How many may run and wait, and how long things are kept."""

    limits: Limits = field(default_factory=Limits)
    most_waiting: int = 500
    """Of one account."""
    most_in_batch: int = 100
    """How many orders may be given together."""
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
    polish: Polish | None = None
    censor: Censor | None = None
    """None: over the same database."""
