"""Puts workers in other processes to the hands that the front has itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.tools import Hands
from services.crew.far_crafts import FarCrafts
from services.crew.far_sources import FarSources
from services.crew.far_words import open_far_ears
from services.crew.front import FarCrew, Post, open_crew
from services.sources.sources import Sources


@asynccontextmanager
async def open_staff(
    post: Post, sources: Sources, near: Hands, *, folder: Path
) -> AsyncIterator[tuple[FarCrew, Hands]]:
    """Open the way to the workers; what none of them can do is done by the near hands.

    Args:
        post: What calls are sent through.
        sources: The near ones.
        near: All near hands.
        folder: For sounds on their way to workers; it is emptied.
    """
    async with open_crew(post) as crew, open_far_ears(near.ears, crew, folder=folder) as ears:
        far = Hands(
            sources=FarSources(sources, crew),
            crafts=FarCrafts(near.crafts, crew),
            ears=ears,
        )
        yield crew, far
