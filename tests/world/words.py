"""A house that is asked for words, and nobody's chat around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.wiring import House, open_house
from services.jobs.job import Job
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.shelf import Shelf
from services.platforms.catalogue import link_of
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted
from tests.world.world import World

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "services" / "transcripts" / "miniature"
SAMPLES = ROOT / "tests" / "speech" / "samples"


@dataclass
class Desk:
    house: House

    async def words(self, source: str | Path, **wish) -> Transcript:
        """Return what is said behind a link or in a file; `wish` are the words of `Wish`.

        A job that fails raises its error.
        """
        job = await self.done(source, Product.WORDS, words=WordsWanted(Wish(**wish)).text)
        found = await self.house.core.jobs.transcript(job)
        assert found is not None, job
        return found

    async def done(self, source: str | Path, product: Product, *, words: str = "") -> Job:
        """Return a job that has ended well.

        A job that fails raises its error.
        """
        core = self.house.core
        account = await core.accounts.local()
        order = Order(
            product=product,
            source=link_of(source)
            if isinstance(source, str)
            else LocalFile(str(source), source.name),
            recipient=Recipient(Channel.SHELF),
            account=account.id,
            choice="mp3",
            words=words,
        )
        job = await core.jobs.submit(order)
        await core.jobs.wait(job.id)
        job = await core.jobs.get(job.id)
        if job.failure:
            raise job.failure.error()
        return job


@asynccontextmanager
async def open_desk(folder: Path, world: World, **settings) -> AsyncIterator[Desk]:
    """Open a house that delivers to a shelf alone, with the miniature model unless told otherwise."""
    chosen = Settings(
        _env_file=None,
        **{
            "data_dir": folder / "data",
            "fetch_proxy": world.proxy_url,
            "fetch_ca": world.ca_path,
            "disk_free_gb": 0.1,
            "speech_model": str(MODEL),
            **settings,
        },
    )
    async with open_house(chosen, patient=False) as house:
        await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        yield Desk(house)
