"""What the stages work with: where bytes come from, what changes them, where they go."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from services.accounts.preferences import Preferences
from services.censor.censor import Censor
from services.censor.hiding import Hiding
from services.censor.loudness import Loudness
from services.censor.render import Rendered
from services.clock import Clock
from services.insight.polish import Polish
from services.jobs.artifacts import Artifacts
from services.jobs.asking import Desk
from services.jobs.delivery import ChatFiles, Delivery, Ticks
from services.jobs.list_desk import ListDesk
from services.jobs.order import Channel, LocalFile, Order
from services.jobs.playlists import Playlists
from services.jobs.problems import Problems
from services.jobs.shared import Shared
from services.media.album import Shot
from services.media.brief import Brief
from services.media.choices import Wanted
from services.media.convert import Made
from services.media.stretches import Stretch
from services.platforms.link import Link
from services.sources.captioning import Written
from services.sources.medium import Caption, Medium
from services.sources.playlist import Playlist
from services.store.blobs import Blobs
from services.transcripts.ears import Sound
from services.transcripts.guessing import Guess
from services.transcripts.listening import Step
from services.transcripts.speaker_names import SpeakerNames
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish


class Fetched(Protocol):
    """An original, as it came."""

    @property
    def path(self) -> Path:
        """Return where it lies."""
        ...

    @property
    def cover(self) -> Path | None:
        """Return the JPEG that belongs to it, if any."""
        ...

    @property
    def starts(self) -> float:
        """Return the second of the medium at which it begins."""
        ...


class Sources(Protocol):
    """Where media come from."""

    async def resolve(self, link: Link, *, folder: Path) -> Medium | Playlist:
        """Return the facts about what a link leads to."""
        ...

    async def fetch(
        self,
        medium: Medium,
        wanted: Wanted,
        *,
        folder: Path,
        ticks: Ticks,
        enough: asyncio.Event | None = None,
    ) -> Fetched:
        """Bring the original from which it can be made: of a clip perhaps no more than that.

        A recording ends with what there is when `enough` is set.
        """
        ...

    async def captioned(self, medium: Medium, *, folder: Path) -> Medium:
        """Return the facts with all the captions that there are."""
        ...

    async def written(self, medium: Medium, caption: Caption, *, folder: Path) -> Written:
        """Bring one of a medium's captions."""
        ...

    async def sponsored(self, medium: Medium) -> Sequence[Stretch] | None:
        """Return what is to be skipped of a medium; None when nobody can say now."""
        ...

    async def thumbnail(self, medium: Medium, *, folder: Path) -> Path | None:
        """Return a small JPEG, or None; never fails."""
        ...


class Crafts(Protocol):
    """What is done to files."""

    async def examine(self, path: Path, name: str, *, key: str) -> Medium:
        """Return the facts about a file."""
        ...

    async def convert(
        self, source: Path, brief: Brief, *, to: Path, ticks_seconds: Callable[[float], None]
    ) -> Made:
        """Make the asked-for file."""
        ...

    async def subtitles_in(self, path: Path, index: int, *, ext: str, folder: Path) -> str:
        """Return what stands in a track of text."""
        ...

    async def album_of(
        self, path: Path, *, folder: Path, title: str, ticks: Callable[[int, int], None]
    ) -> Sequence[Shot]:
        """Lay the pictures and films of a post into a folder, as every chat shows them."""
        ...

    async def parts_of(self, path: Path, *, most_bytes: int) -> Sequence[Stretch]:
        """Return where a file can be cut into playable parts, none of them larger than that."""
        ...

    async def thumbnail_of(self, path: Path, *, picture: Path | None, to: Path) -> Path | None:
        """Make the JPEG that a chat shows beside a file."""
        ...

    async def loudness(self, path: Path, *, folder: Path, track: int) -> Loudness:
        """Listen to how loud one of a file's sound tracks is."""
        ...

    async def hide(
        self, source: Path, asked: Hiding, *, folder: Path, ticks_seconds: Callable[[float], None]
    ) -> Rendered:
        """Make a clean copy of a recording somewhere in a folder."""
        ...


class Words(Protocol):
    """What is said in files."""

    @property
    def can_hear(self) -> bool:
        """Return whether there is a model to listen with, or one that is likely to come."""
        ...

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by their voices."""
        ...

    @property
    def models(self) -> tuple[str, ...]:
        """Return the names of the models that may be chosen, the usual one first."""
        ...

    async def device(self) -> str:
        """Return what models run on: `cpu` or `cuda`."""
        ...

    def needs_model(self, wish: Wish) -> bool:
        """Return whether the model of a wish is still to be fetched."""
        ...

    async def bring_model(self, wish: Wish, watch: Callable[[float, float | None], None]) -> None:
        """Fetch the model of a wish."""
        ...

    async def spoken(self, path: Path) -> Guess:
        """Return the language that is spoken in a file."""
        ...

    def key(self, sound: str, wish: Wish) -> str:
        """Return the name of what is said in a sound, by its digest or its medium."""
        ...

    async def known(self, key: str) -> Transcript | None:
        """Return what was heard before."""
        ...

    async def forget_old(self, *, before: float) -> None:
        """Forget what nobody has asked for since a moment."""
        ...

    async def keep(self, key: str, transcript: Transcript) -> None:
        """Keep words under one more name, or some that were written down already."""
        ...

    async def heard(
        self, sound: Sound, wish: Wish, *, watch: Callable[[Step, float], None]
    ) -> Transcript:
        """Listen to a sound."""
        ...


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything that a stage may reach for."""

    artifacts: Artifacts
    playlists: Playlists
    list_desk: ListDesk
    blobs: Blobs
    shared: Shared
    sources: Sources
    crafts: Crafts
    deliveries: Mapping[Channel, Delivery]
    chat_files: ChatFiles | None
    clock: Clock
    desk: Desk
    problems: Problems
    words: Words | None
    """None where nobody listens."""
    speaker_names: SpeakerNames
    censor: Censor
    site_patience: timedelta
    """How long a job waits in all for a site that keeps us out."""
    data_dir: Path
    polish: Polish | None = None
    """None where there is no language model to be asked."""
    preferences: Preferences | None = None
    """What accounts want kept; None: everything."""
    most_listed: int = 200
    """How many entries of a list are taken at once."""

    def serves(self, order: Order) -> bool:
        """Return whether this process has the order's way out; a command line has no chat."""
        return order.recipient.channel in self.deliveries

    def place_of(self, file: LocalFile) -> Path:
        """Return where a file lies: one that a program brought is named by its place in our folder."""
        return self.data_dir / file.path

    @asynccontextmanager
    async def bench(self) -> AsyncIterator[Path]:
        """Give one piece of work an empty folder, and clear it away whatever happens."""
        folder = self._benches / secrets.token_hex(8)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def clear(self) -> None:
        """Remove what an earlier life of the process left on its benches."""
        await asyncio.to_thread(shutil.rmtree, self._benches, ignore_errors=True)
        self._benches.mkdir(parents=True, exist_ok=True)

    @property
    def _benches(self) -> Path:
        return self.data_dir / "work"
