"""One clean copy: what is to be hidden of which file, and how it is made, once for all who want the same.

Decided: the bytes are made once and kept without a name. Each who brought the same recording has them
under the name that they gave it, as a result of its own: nobody learns what others call theirs.
"""

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
from services.errors import SourceExpired
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
_UNNAMED: Final = "recording"
RECIPE: Final = 1
"""Raised when the same recording should from now on give another clean copy."""


@dataclass(frozen=True, slots=True)
class CleanCopy:
    """One clean copy to be made."""

    key: str
    """Under which it is kept as its asker calls it."""
    bare: str
    """Under which it is kept without a name, for all who bring the same bytes."""
    path: Path
    name: str
    medium: Medium
    before: Artifact | None
    """The file that is cleaned, where it is not its asker's own."""
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
    before = await errand.shop.artifacts.get(parcel.source) if parcel.source else None
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
    name = name or (before.file_name if before else "") or heard.path.name
    kind = PurePath(name).suffix.lower()
    bare = _key(heard.digest, finding, f"{form}|{cleaning.keeps_tags}|{kind}")
    return CleanCopy(
        key=_own_key(bare, name, heard.medium, report),
        bare=bare,
        path=heard.path,
        name=name,
        medium=heard.medium,
        before=before,
        loudness=loudness,
        finding=finding,
        report=report,
        format=form,
        keeps_tags=cleaning.keeps_tags,
    )


async def make_copy(copy: CleanCopy, errand: Errand, *, watch: Watch) -> None:
    """Make it without a name, unless it is here."""
    if await errand.shop.artifacts.is_here(copy.bare):
        return
    async with errand.shop.bench() as bench:
        rendered = await errand.shop.crafts.hide(
            copy.path,
            _hiding(copy),
            folder=bench,
            ticks_seconds=lambda seconds: watch(seconds, copy.report.seconds),
        )
        artifact = _nameless(copy, rendered)
        wave = await draw(copy.loudness, copy.report.places, to=bench / "wave.png")
        picture = await _small_picture(copy, artifact, bench)
        cover = await errand.shop.crafts.thumbnail_of(
            rendered.path, picture=picture, to=bench / "cover.jpg"
        )
        told = replace(
            copy.report,
            lists=(),
            source="",
            way=rendered.way.value,
            why=rendered.why,
            touched=rendered.touched,
            residue_db=rendered.residue_db,
        )
        await errand.shop.censor.reports.put(copy.bare, told)
        await keep(errand.shop, _picture(artifact), wave, None)
        await keep(errand.shop, artifact, rendered.path, cover)


async def call_copy(copy: CleanCopy, errand: Errand) -> None:
    """Keep what has been made also as its asker calls it.

    Raises:
        SourceExpired: it is not kept any more.
    """
    shop, own = errand.shop, copy.report
    made = await shop.artifacts.hold(copy.bare, held_by=errand.holder)
    if made is None:
        raise SourceExpired
    told = await shop.censor.reports.get(copy.bare) or own
    told = replace(told, lists=own.lists, transcript=own.transcript, source=own.source)
    await shop.censor.reports.put(copy.key, told)
    named = _named(copy, made, choice=errand.job.order.choice)
    wave = await shop.artifacts.get(picture_key(copy.bare))
    waves = [replace(wave, key=picture_key(copy.key), medium=named.medium)] if wave else []
    for artifact in (*waves, named):
        for blob in filter(None, (artifact.blob, artifact.cover)):
            await shop.blobs.hold(blob, held_by=f"artifact:{artifact.key}")
        await shop.artifacts.put(artifact)


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
        name=f"{_UNNAMED}{PurePath(copy.name).suffix.lower()}",
        seconds=copy.report.seconds,
        format=copy.format,
        keeps_tags=copy.keeps_tags,
    )


def _nameless(copy: CleanCopy, rendered: Rendered) -> Artifact:
    suffix = rendered.path.suffix.removeprefix(".")
    mark = CLEAN if rendered.way is not Way.UNTOUCHED else ""
    is_sound = copy.before is not None and copy.before.kind is Kind.AUDIO
    return Artifact(
        key=copy.bare,
        medium="",
        choice="",
        blob="",
        size_bytes=0,
        file_name=f"{_UNNAMED}{mark}.{suffix or 'bin'}",
        mime=guess_type(f"x.{suffix}")[0] or "application/octet-stream",
        kind=Kind.VIDEO if copy.medium.pictures and not is_sound else Kind.AUDIO,
        seconds=copy.medium.seconds,
        hidden_words=copy.report.hidden_words,
        places=len(copy.report.places),
        encoded_whole=rendered.way is Way.WHOLE_PASS,
    )


def _named(copy: CleanCopy, made: Artifact, *, choice: str) -> Artifact:
    medium, before = copy.medium, copy.before
    title = before.title if before and before.title else medium.title
    bare = PurePath(made.file_name)
    mark = CLEAN if bare.stem.endswith(CLEAN) else ""
    stem = PurePath(copy.name).stem if PurePath(copy.name).suffix else copy.name
    return replace(
        made,
        key=copy.key,
        medium=medium.key,
        choice=choice,
        file_name=file_name(f"{stem}{mark}", bare.suffix.removeprefix(".")),
        title=f"{title}{mark}" if title else "",
        performer=medium.author,
        width=before.width if before else 0,
        height=before.height if before else 0,
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


def _own_key(bare: str, name: str, medium: Medium, report: Report) -> str:
    """Return the name of a clean copy as one asker calls the recording, and the lists of words in it."""
    told = hashlib.sha256(repr((name, medium.key, medium.title, report.lists)).encode()).hexdigest()
    return f"{bare}|{told[:16]}"
