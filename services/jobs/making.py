"""Makes the files that were asked for out of an original that is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.errors import ConversionFailed
from services.jobs.albums import keep_album
from services.jobs.artifacts import piece_key
from services.jobs.briefs import Name, Original, Task, brief_for, name_for
from services.jobs.chore import Chore
from services.jobs.keeping import artifact_of, keep
from services.jobs.shared import Watch
from services.jobs.workshop import Workshop
from services.media.brief import Brief
from services.media.convert import Made
from services.media.formats import IMAGES

_CONVERT_WITHIN: Final = timedelta(hours=4)


async def make_result(
    shop: Workshop, original: Original, task: Task, *, key: str, watch: Watch
) -> None:
    """Make the file that was asked for, and keep it."""

    async def make(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        named = name_for(original.medium, task)
        product = _Product(key, original, bench / f"result.{task.wanted.format.extension}")
        if task.wanted.format is IMAGES:
            await keep_album(shop, original, named, key=key, folder=product.path, watch=watch)
        else:
            await _make(shop, brief_for(original, task), named, product, watch=watch)

    late = ConversionFailed(choice=task.wanted.format.name)
    await Chore(f"convert {key}", _CONVERT_WITHIN, late).done(shop, make, watch=watch)


async def make_pieces(
    shop: Workshop,
    original: Original,
    tasks: Sequence[tuple[Brief, Name]],
    *,
    key: str,
    watch: Watch,
) -> None:
    """Make the several files that a result is handed over as, and keep them together.

    Args:
        shop: Where.
        original: The result in one file.
        tasks: What each of them is made of, and what it is called.
        key: The name of all together.
        watch: Hears of the seconds that are done.
    """
    total = sum(keep.seconds for brief, _ in tasks for keep in brief.keeps)

    async def make(bench: Path, watch: Watch) -> None:
        if await shop.artifacts.is_here(key):
            return
        done = 0.0
        for number, (brief, named) in enumerate(tasks, start=1):
            result = bench / f"result.{number}.{brief.format.extension}"
            product = _Product(piece_key(key, number), original, result)
            before = done

            def tick(seconds: float, _total: float | None, *, before: float = before) -> None:
                watch(before + seconds, total)

            await _make(shop, brief, named, product, watch=tick)
            result.unlink()
            done += sum(keep.seconds for keep in brief.keeps)
        form, medium = tasks[0][0].format, original.medium
        whole = artifact_of(medium, form, Name(medium.title, medium.author), Made(total))
        keys = tuple(piece_key(key, number) for number in range(1, len(tasks) + 1))
        await shop.artifacts.put(replace(whole, key=key, pieces=keys))

    late = ConversionFailed(choice=tasks[0][0].format.name)
    await Chore(f"cut {key}", _CONVERT_WITHIN, late).done(shop, make, watch=watch)


@dataclass(frozen=True, slots=True)
class _Product:
    """One file to be made: its key, what of, and where."""

    key: str
    original: Original
    path: Path


async def _make(
    shop: Workshop, brief: Brief, named: Name, product: _Product, *, watch: Watch
) -> None:
    length = sum(keep.seconds for keep in brief.keeps) or brief.seconds
    made = await shop.crafts.convert(
        product.original.path,
        brief,
        to=product.path,
        ticks_seconds=lambda seconds: watch(seconds, length),
    )
    artifact = artifact_of(product.original.medium, brief.format, named, made)
    # Each has a name of its own: what is kept must not be written to again.
    beside = product.path.with_suffix(".jpg")
    picture = product.original.cover
    cover = await shop.crafts.thumbnail_of(product.path, picture=picture, to=beside)
    await keep(shop, replace(artifact, key=product.key), product.path, cover)
