"""What a command opens, for real: the core with the miniature model, and the lists beside it."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.command_line import open_bookcase, open_registry
from bot.settings import Settings
from bot.wiring import open_house
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from tests.speech import MODEL


@dataclass
class RealDoors:
    """As `main.py` opens them, but for the log, which stays with the tests."""

    folder: Path
    core: object = None
    models: list = field(default_factory=list)
    fetch_allow: tuple = ()
    more: dict = field(default_factory=dict)
    """Further settings."""

    @asynccontextmanager
    async def open_core(self, *, speech_model=""):
        self.models.append(speech_model)
        own, settings = self.folder / "command-line", self._settings(speech_model)
        async with (
            open_bookcase(settings) as shelf,
            open_house(settings, data_dir=own, patient=False, bookcase=shelf) as house,
        ):
            await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
            self.core = house.core
            yield house.core

    def open_bookcase(self):
        return open_bookcase(self._settings())

    def open_registry(self):
        return open_registry(self._settings())

    def unfinished(self):
        """Return the files that belong neither to databases nor to the recogniser nor to what is kept."""
        kept = {
            ".db",
            ".db-wal",
            ".db-shm",
            ".sqlite",
            ".sqlite-wal",
            ".sqlite-shm",
            ".lock",
            ".key",
        }
        return [
            path
            for path in self.folder.rglob("*")
            if path.is_file()
            and path.suffix not in kept
            and path.parent.name != "speech"
            and path.parent.parent.name != "blobs"
        ]

    def _settings(self, speech_model=""):
        return Settings(
            _env_file=None,
            data_dir=self.folder,
            speech_model=speech_model or str(MODEL),
            speech_device="cpu",
            fetch_allow=self.fetch_allow,
            **self.more,
        )


def here():
    """Return the files in the folder in which commands are given."""
    return sorted(str(path) for path in Path().rglob("*") if path.is_file())
