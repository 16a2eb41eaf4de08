"""Keeps finished files: bytes first and facts after, so that facts that are found always had bytes."""

from dataclasses import replace
from pathlib import Path

from services.jobs.artifact import Artifact
from services.jobs.briefs import Name
from services.jobs.names import file_name
from services.jobs.workshop import Workshop
from services.media.convert import Made
from services.media.formats import Format
from services.sources.medium import Medium


def artifact_of(medium: Medium, form: Format, named: Name, made: Made) -> Artifact:
    """Return the facts about a file that was made; its key and its bytes are still to come."""
    return Artifact(
        key="",
        medium=medium.key,
        choice=form.name,
        blob="",
        size_bytes=0,
        file_name=file_name(named.file or named.title, form.extension),
        mime=form.mime,
        kind=form.kind,
        title=named.title,
        performer=named.performer,
        seconds=made.seconds,
        width=made.width,
        height=made.height,
    )


async def keep(shop: Workshop, artifact: Artifact, path: Path, cover: Path | None) -> None:
    """Keep a file, and the small picture that a chat shows beside it."""
    holder = f"artifact:{artifact.key}"
    blob = await shop.blobs.put(path, held_by=holder)
    picture = await shop.blobs.put(cover, held_by=holder) if cover else None
    await shop.artifacts.put(
        replace(
            artifact,
            blob=blob.sha256,
            size_bytes=blob.size_bytes,
            cover=picture.sha256 if picture else "",
        )
    )
