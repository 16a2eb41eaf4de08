"""One clean copy: what is to be hidden of which file, and how it is made, once for all who want the same."""

import asyncio
import hashlib
from dataclasses import asdict, dataclass, replace
from mimetypes import guess_type
from pathlib import Path, PurePath
from typing import Final

from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.finding import Finding, find
from services.censor.hiding import Hiding
from services.censor.loudness import Loudness
from services.censor.picture import SQUARE, draw
from services.censor.render import Rendered, Way
from services.censor.reports import Report
from services.jobs.artifact import Artifact
from services.jobs.errand import Errand
from services.jobs.hearing import Heard
from services.jobs.keeping import keep
from services.jobs.loudness import loudness_of
from services.jobs.names import file_name
from services.jobs.order import ChatFile, LocalFile
from services.jobs.plan import Parcel
from services.jobs.shared import Watch
from services.media.choices import wanted_of
from services.media.formats import Kind
from services.sources.medium import Medium
from services.transcripts.transcript import Transcript

CLEAN: Final = " (clean)"
"""Ends the names of files in which something was hidden."""
RECIPE: Final = 1
"""Raised when the same recording should from now on give another clean copy."""


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """One clean copy to be made."""

    key: str
    path: Path
    name: str
    medium: Medium
    loudness: Loudness
    finding: Finding
    report: Report
    format: str
    """What the copy is to become; empty: it stays what it is."""
    keeps_tags: bool


async def planned(
    parcel: Parcel, transcript: Transcript, heard: Heard, errand: Errand
) -> CleanCopy:
    """Return what is to be made for a job.

    Args:
        parcel: Where it comes from.
        transcript: What is said in it.
        heard: The file, with its digest.
        errand: The job.

    Raises:
        FileUnreadable: it cannot be decoded.
        WordListMissing: a list that is asked for is gone.
    """
    job, censor = errand.job, errand.shop.censor
    cleaning = cleaning_of(job.order.clean)
    lists = await censor.lists(job.order.account, cleaning.lists, language=transcript.language)
    loudness = await loudness_of(heard, errand)
    matcher = censor.matchers.of(lists)
    finding = await asyncio.to_thread(find, transcript, matcher, cleaning, loudness)
    source = job.order.source
    name = source.name if isinstance(source, LocalFile | ChatFile) else ""
    if parcel.source and not name:
        artifact = await errand.shop.artifacts.get(parcel.source)
        name = artifact.file_name if artifact else ""
    report = Report(
        hits=finding.hits,
        hidden=finding.gone,
        places=tuple((span.start, span.end) for span in finding.spans),
        lists=tuple(one.name for one in lists),
        language=transcript.language,
        seconds=transcript.seconds,
        words=finding.words,
        transcript=parcel.transcript,
        source=parcel.source,
    )
    form = _format(cleaning, heard.medium, errand)
    return CleanCopy(
        key=_key(heard.digest, finding, f"{form}|{cleaning.keeps_tags}"),
        path=heard.path,
        name=name or heard.path.name,
        medium=heard.medium,
        loudness=loudness,
        finding=finding,
        report=report,
        format=form,
        keeps_tags=cleaning.keeps_tags,
    )


async def make_copy(copy: CleanCopy, errand: Errand, *, watch: Watch) -> None:
    """Make it, unless it is here."""
    if await errand.shop.artifacts.is_here(copy.key):
        return
    async with errand.shop.bench() as bench:
        rendered = await errand.shop.crafts.hide(
            copy.path,
            _hiding(copy),
            folder=bench,
            ticks_seconds=lambda seconds: watch(seconds, copy.report.seconds),
        )
        artifact = await _artifact(copy, rendered, errand)
        wave = await draw(copy.loudness, copy.report.places, to=bench / "wave.png")
        picture = await _small_picture(copy, artifact, bench)
        cover = await errand.shop.crafts.thumbnail_of(
            rendered.path, picture=picture, to=bench / "cover.jpg"
        )
        told = replace(
            copy.report,
            way=rendered.way.value,
            why=rendered.why,
            touched=rendered.touched,
            residue_db=rendered.residue_db,
        )
        await errand.shop.censor.reports.put(copy.key, told)
        await keep(errand.shop, _picture(artifact), wave, None)
        await keep(errand.shop, artifact, rendered.path, cover)


def picture_key(artifact: str) -> str:
    """Return the key of the picture in which the hidden places of a clean copy are marked."""
    return f"{artifact}#wave"


def _format(cleaning: Cleaning, medium: Medium, errand: Errand) -> str:
    """Return what a copy of this is to become; a film stays a film, and what is so already stays so."""
    choice = errand.job.order.choice
    if not cleaning.format:
        return ""
    if choice:
        asked = wanted_of(choice).format
        return cleaning.format if asked.is_sound and asked.name != cleaning.format else ""
    return "" if medium.pictures else cleaning.format


async def _small_picture(copy: CleanCopy, artifact: Artifact, bench: Path) -> Path | None:
    """Return what a chat shows beside a sound in which something is hidden; all else has its own."""
    places = copy.report.places
    if artifact.kind is not Kind.AUDIO or not places:
        return None
    return await draw(copy.loudness, places, to=bench / "small.png", width=SQUARE)


def _hiding(copy: CleanCopy) -> Hiding:
    return Hiding(
        spans=copy.finding.spans,
        name=copy.name,
        seconds=copy.report.seconds,
        format=copy.format,
        keeps_tags=copy.keeps_tags,
    )


async def _artifact(copy: CleanCopy, rendered: Rendered, errand: Errand) -> Artifact:
    medium, report = copy.medium, copy.report
    before = await errand.shop.artifacts.get(report.source) if report.source else None
    suffix = rendered.path.suffix.removeprefix(".")
    title = before.title if before and before.title else medium.title
    stem = PurePath(copy.name).stem if PurePath(copy.name).suffix else copy.name
    is_video = bool(medium.pictures) and (before is None or before.kind is not Kind.AUDIO)
    mark = CLEAN if rendered.way is not Way.UNTOUCHED else ""
    return Artifact(
        key=copy.key,
        medium=medium.key,
        choice=errand.job.order.choice,
        blob="",
        size_bytes=0,
        file_name=file_name(f"{stem}{mark}", suffix or "bin"),
        mime=guess_type(f"x.{suffix}")[0] or "application/octet-stream",
        kind=Kind.VIDEO if is_video else Kind.AUDIO,
        title=f"{title}{mark}" if title else "",
        performer=medium.author,
        seconds=medium.seconds,
        width=before.width if before else 0,
        height=before.height if before else 0,
        hidden_words=report.hidden_words,
        places=len(report.places),
        encoded_whole=rendered.way is Way.WHOLE_PASS,
    )


def _picture(artifact: Artifact) -> Artifact:
    return replace(
        artifact,
        key=picture_key(artifact.key),
        file_name="waveform.png",
        mime="image/png",
        kind=Kind.PHOTO,
    )


def _key(digest: str, finding: Finding, end: str) -> str:
    """Return the name of a clean copy: the same for all who want the same hidden in the same bytes.

    Args:
        digest: Of the bytes.
        finding: What is hidden.
        end: What is done to the copy beside.
    """
    spans = repr([asdict(span) for span in finding.spans])
    hits = repr([(hit.first, hit.last, hit.word, hit.severity) for hit in finding.hits])
    parts = [spans, hits, repr(finding.gone), end]
    told = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"clean:{digest}|{told[:32]}|{RECIPE}"
