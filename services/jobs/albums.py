"""Keeps the pictures of a post: each is a file of its own, all together are the result."""

from dataclasses import replace
from mimetypes import guess_type
from pathlib import Path

from services.errors import FileBroken
from services.jobs.artifact import Artifact
from services.jobs.artifacts import piece_key
from services.jobs.briefs import Name, Original
from services.jobs.keeping import artifact_of, keep
from services.jobs.names import file_name
from services.jobs.shared import Watch
from services.jobs.workshop import Workshop
from services.media.album import Shot
from services.media.convert import Made
from services.media.formats import IMAGES, Kind
from services.platforms.link import Link


async def keep_album(
    shop: Workshop, original: Original, named: Name, *, key: str, folder: Path, watch: Watch
) -> None:
    """Keep each picture as a file of its own; the only one of a post is the result itself.

    Args:
        shop: Where.
        original: A bundle of what came.
        named: What people call the post.
        key: The name of the result.
        folder: Where the work is done; it does not exist yet.
        watch: Hears of how many pictures have been looked at.

    Raises:
        FileBroken: there is no picture among them.
    """
    medium = original.medium
    folder.mkdir()
    title = file_name(named.title, "jpg").removesuffix(".jpg")
    shots = await shop.crafts.album_of(original.path, folder=folder, title=title, ticks=watch)
    if not shots:
        raise FileBroken(host=Link(medium.url, medium.site, "").host)
    album = replace(
        artifact_of(medium, IMAGES, named, Made(None)),
        key=key,
        left_out=max(0, len(medium.images) - len(shots)),
    )
    if len(shots) == 1:
        await _keep_shot(shop, album, shots[0])
        return
    for number, shot in enumerate(shots, start=1):
        await _keep_shot(shop, replace(album, key=piece_key(key, number), left_out=0), shot)
    keys = tuple(piece_key(key, number) for number in range(1, len(shots) + 1))
    await shop.artifacts.put(replace(album, pieces=keys))


async def _keep_shot(shop: Workshop, artifact: Artifact, shot: Shot) -> None:
    film, cover = shot.film, None
    if film is not None:
        beside = shot.path.with_suffix(".thumbnail.jpg")
        cover = await shop.crafts.thumbnail_of(shot.path, picture=None, to=beside)
    told = replace(
        artifact,
        file_name=shot.path.name,
        mime=guess_type(shot.path.name)[0] or artifact.mime,
        kind=Kind.VIDEO if film else Kind.PHOTO,
        seconds=film.seconds if film else None,
        width=film.width if film else 0,
        height=film.height if film else 0,
    )
    await keep(shop, told, shot.path, cover)
