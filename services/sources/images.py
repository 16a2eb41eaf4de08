"""Brings the pictures of a post, as they come: what they really are is found out when they are used."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from services.errors import ChoiceUnavailable, HearsayError, NoRoom
from services.media.album import MOST_SHOTS, bundle
from services.media.formats import IMAGES
from services.sources.direct import download
from services.sources.fetched import Ticks
from services.sources.pace import Pace
from services.web import Web

log = structlog.get_logger(__name__)

_MOST_BYTES: Final = 50 * 1024**2
"""Of one piece: there are short films among the pictures."""
_AT_ONCE: Final = 4


async def fetch_images(
    web: Web, urls: Sequence[str], *, folder: Path, ticks: Ticks, stall: timedelta
) -> Path:
    """Return a bundle of what the addresses brought, in their order; what did not come is left out.

    Raises:
        ChoiceUnavailable: there are no addresses.
        NoRoom: the disk is full.
        HearsayError: why none of them came.
    """
    if not urls:
        raise ChoiceUnavailable(choice=IMAGES.name)
    place = folder / f"images-{secrets.token_hex(4)}"
    place.mkdir()
    fetching = _Fetching(web, ticks, stall)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(fetching.one(url, place / f"{number:02}"))
            for number, url in enumerate(urls[:MOST_SHOTS], start=1)
        ]
    refusals = [refusal for task in tasks if (refusal := task.result()) is not None]
    came = sorted(place.iterdir())
    full = next((refusal for refusal in refusals if isinstance(refusal, NoRoom)), None)
    if full or not came:
        raise full or refusals[0]
    path = folder / "original.zip"
    await asyncio.to_thread(bundle, [(file.name, file) for file in came], to=path)
    return path


class _Fetching:
    """Several downloads, whose bytes are told as those of one."""

    def __init__(self, web: Web, ticks: Ticks, stall: timedelta) -> None:
        self._web = web
        self._ticks = ticks
        self._pace = Pace(silence=stall)
        self._done: dict[Path, int] = {}
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def one(self, url: str, to: Path) -> HearsayError | None:
        """Bring one piece, or return why it did not come: a post without one picture is still one."""

        def tick(done: int, _total: int | None) -> None:
            self._done[to] = done
            self._ticks(sum(self._done.values()), None)

        async with self._turns:
            try:
                await download(
                    self._web, url, to=to, ticks=tick, most_bytes=_MOST_BYTES, pace=self._pace
                )
            except HearsayError as error:
                log.info("a picture did not come", error=repr(error))
                return error
        return None
