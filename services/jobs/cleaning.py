"""The stages of a job for a clean copy: what is said is found out, what is explicit in it is hidden."""

import asyncio
import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from mimetypes import guess_type
from pathlib import Path, PurePath
from typing import Final

from services.censor.cleaning import Cleaning, cleaning_of
from services.censor.finding import Finding, find
from services.censor.loudness import Loudness
from services.censor.picture import draw
from services.censor.render import Rendered, Way, render
from services.censor.reports import Report
from services.errors import ConversionFailed, NoSound, SourceExpired, TranscriptUnfit
from services.jobs.artifact import Artifact
from services.jobs.artifacts import original_key
from services.jobs.errand import Errand
from services.jobs.hearing import Heard, digest_of, hear, words_of
from services.jobs.keeping import keep
from services.jobs.loudness import loudness_of
from services.jobs.making import take_in
from services.jobs.names import file_name
from services.jobs.order import ChatFile, LocalFile
from services.jobs.plan import Parcel
from services.jobs.shared import Watch
from services.jobs.sizes import Size
from services.jobs.tries import tried
from services.media.choices import wanted_of
from services.media.formats import Kind
from services.sources.medium import Medium
from services.transcripts.transcript import Origin, Transcript
from services.transcripts.wish import Wish, wanted_words

RECIPE: Final = 1
"""Raised when the same recording should from now on give another clean copy."""

_WITHIN: Final = timedelta(hours=4)
_SLACK_SECONDS: Final = 2.0
"""Words may end so much after the sound, as far as its length is known."""


async def fetch_as_it_is(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    """Bring the file that somebody sent: it is cleaned as it came."""
    source = errand.job.order.source
    if isinstance(source, LocalFile):
        return parcel
    if not isinstance(source, ChatFile):
        raise SourceExpired
    name = original_key(medium.key, None)
    if not await errand.shop.artifacts.take(name, held_by=errand.holder):
        key = errand.job.order.source_key
        await take_in(errand.shop, source, key=key, original=name, watch=errand.watch)
        if not await errand.shop.artifacts.take(name, held_by=errand.holder):
            raise SourceExpired
        parcel = replace(parcel, worked=True)
    return replace(parcel, source=name)


async def listen(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    """Find out what is said in the very file that is to be cleaned, unless that is known.

    Raises:
        NoSound: there is nothing to listen to.
        TranscriptUnfit: the words that were handed in are not those of this file.
    """
    cleaning = cleaning_of(errand.job.order.clean)
    parcel = replace(parcel, source=parcel.artifact or parcel.source, artifact="")
    if not medium.has_sound:
        raise NoSound
    if cleaning.transcript:
        _check_fit(await _known(cleaning.transcript, errand), medium)
        return replace(parcel, transcript=cleaning.transcript)
    wish = replace(wanted_words(errand.job.order.words).wish, word_times=True)
    name = await _heard_before(medium, wish, errand)
    if name:
        return replace(parcel, transcript=name)
    heard = Heard(*await _file(parcel, errand), medium)
    transcript = await hear(heard, wish, errand)
    # Only now it is sure which model listened.
    name = words_of(errand).key(await digest_of(heard), wish.heard)
    if _is_whole(errand):
        await words_of(errand).keep(words_of(errand).key(medium.key, wish), transcript)
    return replace(parcel, transcript=name, worked=True)


async def clean(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    """Make the clean copy; where there is nothing to hide, it is the file as it was."""
    cleaning = cleaning_of(errand.job.order.clean)
    path, digest = await _file(parcel, errand)
    digest = await digest_of(Heard(path, digest, medium))
    task = await _task(parcel, cleaning, Heard(path, digest, medium), errand)
    if await errand.shop.artifacts.hold(task.key, held_by=errand.holder) is None:
        size_bytes = path.stat().st_size
        await errand.reserve(Size(size_bytes, size_bytes))

        async def work(watch: Watch) -> None:
            await tried(
                lambda: _made(task, errand, watch=watch),
                name=f"clean {task.key}",
                within=_WITHIN,
                late=ConversionFailed(choice="clean"),
                clock=errand.shop.clock,
            )

        await errand.shop.shared.join(f"clean {task.key}", work, watch=errand.watch)
        parcel = replace(parcel, worked=True)
    if await errand.shop.artifacts.hold(task.key, held_by=errand.holder) is None:
        raise SourceExpired
    return replace(parcel, artifact=task.key)


@dataclass(frozen=True, slots=True)
class _Task:
    """One clean copy to be made."""

    key: str
    path: Path
    name: str
    medium: Medium
    loudness: Loudness
    finding: Finding
    report: Report


async def _task(parcel: Parcel, cleaning: Cleaning, heard: Heard, errand: Errand) -> _Task:
    transcript = await _known(parcel.transcript, errand)
    job, censor = errand.job, errand.shop.censor
    lists = await censor.lists(job.order.account, cleaning.lists, language=transcript.language)
    loudness = await loudness_of(heard, errand)
    matcher = censor.matchers.of(lists)
    finding = await asyncio.to_thread(find, transcript, matcher, cleaning, loudness)
    source = errand.job.order.source
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
    return _Task(
        key=_key(heard.digest, finding),
        path=heard.path,
        name=name or heard.path.name,
        medium=heard.medium,
        loudness=loudness,
        finding=finding,
        report=report,
    )


async def _made(task: _Task, errand: Errand, *, watch: Watch) -> None:
    if await errand.shop.artifacts.is_here(task.key):
        return
    async with errand.shop.bench() as bench:
        rendered = await render(
            task.path,
            task.finding.spans,
            folder=bench,
            name=task.name,
            tick=lambda share: watch(share * task.report.seconds, task.report.seconds),
        )
        artifact = await _artifact(task, rendered, errand)
        wave = await draw(task.loudness, task.report.places, to=bench / "wave.png")
        picture = wave if artifact.kind is Kind.AUDIO else None
        cover = await errand.shop.crafts.thumbnail_of(
            rendered.path, picture=picture, to=bench / "cover.jpg"
        )
        told = replace(
            task.report,
            way=rendered.way.value,
            why=rendered.why,
            touched=rendered.touched,
            residue_db=rendered.residue_db,
        )
        await errand.shop.censor.reports.put(task.key, told)
        await keep(errand.shop, _picture(artifact), wave, None)
        await keep(errand.shop, artifact, rendered.path, cover)


async def _artifact(task: _Task, rendered: Rendered, errand: Errand) -> Artifact:
    medium, report = task.medium, task.report
    before = await errand.shop.artifacts.get(report.source) if report.source else None
    suffix = rendered.path.suffix.removeprefix(".")
    title = before.title if before and before.title else medium.title
    stem = PurePath(task.name).stem if PurePath(task.name).suffix else task.name
    is_video = bool(medium.pictures) and (before is None or before.kind is not Kind.AUDIO)
    mark = " (clean)" if rendered.way is not Way.UNTOUCHED else ""
    return Artifact(
        key=task.key,
        medium=medium.key,
        choice=errand.job.order.choice,
        blob="",
        size_bytes=0,
        file_name=file_name(f"{stem}{mark}", suffix or "bin"),
        mime=guess_type(f"x.{suffix}")[0] or "application/octet-stream",
        kind=Kind.VIDEO if is_video else Kind.AUDIO,
        title=f"{title}{mark}",
        performer=medium.author,
        seconds=medium.seconds,
        width=before.width if before else 0,
        height=before.height if before else 0,
        hidden_words=report.hidden_words,
        places=len(report.places),
        encoded_whole=rendered.way is Way.WHOLE_PASS,
    )


def picture_key(artifact: str) -> str:
    """Return the key of the picture in which the hidden places of a clean copy are marked."""
    return f"{artifact}#wave"


def _picture(artifact: Artifact) -> Artifact:
    return replace(
        artifact,
        key=picture_key(artifact.key),
        file_name="waveform.png",
        mime="image/png",
        kind=Kind.PHOTO,
    )


def _key(digest: str, finding: Finding) -> str:
    """Return the name of a clean copy: the same for all who want the same hidden in the same bytes."""
    spans = repr([asdict(span) for span in finding.spans])
    hits = repr([(hit.first, hit.last, hit.word, hit.severity) for hit in finding.hits])
    told = hashlib.sha256(f"{spans}\n{hits}\n{finding.gone}".encode()).hexdigest()
    return f"clean:{digest}|{told[:32]}|{RECIPE}"


async def _heard_before(medium: Medium, wish: Wish, errand: Errand) -> str:
    """Return the name of words that were heard in the medium as a whole; empty where there are none."""
    if not _is_whole(errand):
        return ""
    words = words_of(errand)
    for asked in (wish, wish.heard, replace(wish.heard, anyway=True)):
        name = words.key(medium.key, asked)
        known = await words.known(name)
        if known is not None and known.origin is Origin.SPEECH and known.has_words:
            return name
    return ""


def _is_whole(errand: Errand) -> bool:
    """Return whether the file is as long as its medium: the times of words are the same in both."""
    choice = errand.job.order.choice
    if not choice:
        return True
    wanted = wanted_of(choice)
    return wanted.clip is None and not wanted.skip and not wanted.record_seconds


def _check_fit(transcript: Transcript, medium: Medium) -> None:
    end = max((segment.end for segment in transcript.segments), default=0.0)
    if medium.seconds is not None and end > medium.seconds + _SLACK_SECONDS:
        raise TranscriptUnfit(seconds=round(end, 1), most_seconds=round(medium.seconds, 1))


async def _known(name: str, errand: Errand) -> Transcript:
    known = await words_of(errand).known(name)
    if known is None:
        raise SourceExpired
    return known


async def _file(parcel: Parcel, errand: Errand) -> tuple[Path, str]:
    """Return the file that is to be cleaned, and the digest of its bytes as far as it is known."""
    source = errand.job.order.source
    if isinstance(source, LocalFile) and not parcel.source:
        return Path(source.path), source.digest
    taken = await errand.shop.artifacts.take(parcel.source, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    artifact, path = taken
    return path, artifact.blob
