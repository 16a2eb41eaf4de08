"""The stages of a job for words: the sound is brought, listened to once, and what is said handed over."""

import asyncio
import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from services.censor.cleaning import cleaning_of
from services.errors import SourceExpired
from services.jobs.artifact import Artifact
from services.jobs.artifacts import artifact_key, original_key
from services.jobs.bringing import fetch_original, take_in
from services.jobs.captions import take_captions, take_subtitles
from services.jobs.delivery import Delivered
from services.jobs.errand import Errand, SetAside
from services.jobs.hearing import Heard, hear, words_of
from services.jobs.job import Job
from services.jobs.keeping import keep
from services.jobs.names import file_name
from services.jobs.order import ChatFile, Lane, LocalFile
from services.jobs.plan import Parcel, lane_for
from services.jobs.polishing import as_wanted
from services.jobs.sizes import share_of, source_size
from services.media.choices import wanted_of
from services.media.formats import Kind
from services.platforms.link import Link
from services.sources.medium import Medium
from services.transcripts.naming import cast_of
from services.transcripts.transcript import Transcript
from services.transcripts.wish import WordsWanted, wanted_words
from services.transcripts.writers.table import FORMS, form_of

PREFIX: Final = "words:"
"""Stands before the name of a transcript where a job names its result."""

_HEARD: Final = wanted_of("mp3")
"""Any sound: the best that there is for it will do."""
_TOO_LONG: Final = "message"
"""Stands for a form where a message was wanted and is too short: a text, and how it begins."""
_NAMES: Final = "names="
"""Stands before the digest of who speaks and of what is masked, where an account wants that otherwise."""
_BEGINNING: Final = 560
_SENTENCE_END: Final = re.compile(r"[.!?…][\"')\]»”]*(?=\s)|[。！？]|\n")
_GAP: Final = len(": ")


def wanted_by(job: Job) -> WordsWanted:
    """Return what an order for words says."""
    return wanted_words(job.order.words)


def is_words(job: Job) -> bool:
    """Return whether a job's result is what is said in something."""
    return job.artifact.startswith(PREFIX)


def transcript_name(artifact: str) -> str:
    """Return the transcript's own name from that of a result, which may be a file in some form."""
    name = artifact.removeprefix(PREFIX)
    head, _, form = name.rpartition("|")
    if form not in {_TOO_LONG, *(row.name for row in FORMS)}:
        return name
    own, _, names = head.rpartition("|")
    return own if names.startswith(_NAMES) else head


async def fetch_sound(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    """Bring the sound, unless it is here in any form, or its words are known already."""
    words, wish = words_of(errand), wanted_by(errand.job).wish
    key = words.key(medium.key, wish)
    if await words.known(key) is not None:
        return replace(parcel, transcript=key)
    if await take_captions(medium, wish, words, errand):
        return replace(parcel, transcript=key, worked=True)
    if errand.job.order.lane is not Lane.BULK and lane_for(medium, _HEARD) is Lane.BULK:
        raise SetAside
    if isinstance(errand.job.order.source, LocalFile):
        return parcel
    for name in _names(medium):
        if await errand.shop.artifacts.take(name, held_by=errand.holder):
            return replace(parcel, source=name)
    name = await _brought(medium, errand)
    if not await errand.shop.artifacts.take(name, held_by=errand.holder):
        raise SourceExpired
    return replace(parcel, source=name, worked=True)


async def listen(parcel: Parcel, medium: Medium, errand: Errand) -> Parcel:
    """Have the sound listened to, and lay the words down in the form that is wanted."""
    if not parcel.transcript:
        parcel = replace(parcel, transcript=await _heard(parcel, medium, errand), worked=True)
    form = wanted_by(errand.job).form
    if not form:
        most = errand.delivery.most_letters()
        transcript = await _transcript(parcel.transcript, medium, errand)
        if most is None or _letters(transcript) <= most:
            return parcel
        form = _TOO_LONG
    artifact = await _written(parcel.transcript, form, medium, errand)
    return replace(parcel, artifact=artifact.key)


async def deliver_words(parcel: Parcel, medium: Medium, errand: Errand) -> Delivered:
    """Show the words in a message of their own."""
    transcript = await _transcript(parcel.transcript, medium, errand)
    return await errand.delivery.show_words(errand.job, medium, transcript)


async def _heard(parcel: Parcel, medium: Medium, errand: Errand) -> str:
    words, wish = words_of(errand), wanted_by(errand.job).wish
    path, digest = await _file(parcel, errand)
    if await take_subtitles(path, medium, wish, words, errand):
        return words.key(medium.key, wish)
    transcript = await hear(Heard(path, digest, medium), wish, errand)
    # Only now it is sure which model listened: another steps in for one that cannot be fetched.
    name = words.key(medium.key, wish)
    await words.keep(name, transcript)
    return name


async def _file(parcel: Parcel, errand: Errand) -> tuple[Path, str]:
    """Return where the sound is, and the digest of its bytes; empty where nobody has counted it yet."""
    source = errand.job.order.source
    if isinstance(source, LocalFile):
        return errand.shop.place_of(source), source.digest
    taken = await errand.shop.artifacts.take(parcel.source, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    artifact, path = taken
    return path, artifact.blob


async def _brought(medium: Medium, errand: Errand) -> str:
    source = errand.job.order.source
    size = source_size(medium, _HEARD.format)
    await errand.reserve(share_of(size, medium, _HEARD))
    if isinstance(source, ChatFile):
        name = original_key(medium.key, None)
        key = errand.job.order.source_key
        await take_in(errand.shop, source, key=key, original=name, watch=errand.watch)
        return name
    name = original_key(medium.key, _HEARD)
    insist = bool(errand.job.again_of)
    await fetch_original(errand.shop, medium, _HEARD, key=name, watch=errand.watch, insist=insist)
    return name


def _names(medium: Medium) -> list[str]:
    """Return the names of files that hold the sound, should any of them be here."""
    heights = [f"{picture.height}p" for picture in medium.pictures]
    found = [original_key(medium.key, None), original_key(medium.key, _HEARD)]
    found += [original_key(medium.key, wanted_of(height)) for height in heights]
    return [*found, *(artifact_key(medium.key, choice) for choice in ("mp3", "m4a", *heights))]


async def _written(key: str, form: str, medium: Medium, errand: Errand) -> Artifact:
    """Return the words as a file."""
    row = form_of("txt" if form == _TOO_LONG else form)
    heard = await _known(key, errand)
    seen = await errand.shop.speaker_names.seen_by(errand.job.order.account, heard)
    own = ("" if seen == heard else cast_of(seen)) + _changes(errand.job)
    name = f"{PREFIX}{key}{f'|{_NAMES}{own}' if own else ''}|{form}"
    known = await errand.shop.artifacts.hold(name, held_by=errand.holder)
    if known is not None:
        return known
    transcript = _titled(await _to_read(seen, errand), medium, errand)
    text = await asyncio.to_thread(row.write, transcript)
    async with errand.shop.bench() as bench:
        path = bench / f"words.{row.extension}"
        await asyncio.to_thread(path.write_text, text, encoding="utf-8")
        artifact = Artifact(
            key=name,
            medium=medium.key,
            choice=row.name,
            blob="",
            size_bytes=0,
            file_name=file_name(medium.title, row.extension),
            mime=row.mime,
            kind=Kind.DOCUMENT,
            title=medium.title,
            performer=medium.author,
            seconds=medium.seconds,
            beginning=_beginning(transcript.text) if form == _TOO_LONG else "",
        )
        await keep(errand.shop, artifact, path, None)
    held = await errand.shop.artifacts.hold(name, held_by=errand.holder)
    if held is None:
        raise SourceExpired
    return held


async def _transcript(key: str, medium: Medium, errand: Errand) -> Transcript:
    """Return what was heard, called as its medium is, with the names that the account gave."""
    heard = await _known(key, errand)
    seen = await errand.shop.speaker_names.seen_by(errand.job.order.account, heard)
    return _titled(await _to_read(seen, errand), medium, errand)


async def _to_read(transcript: Transcript, errand: Errand) -> Transcript:
    """Return the words as they are to be read: those of a clean copy without what it hides."""
    order = errand.job.order
    if order.clean:
        cleaning = cleaning_of(order.clean)
        transcript = await errand.shop.censor.masked(transcript, cleaning, order.account)
    return await as_wanted(transcript, errand)


def _changes(job: Job) -> str:
    """Return what tells a file with other words apart: they are masked by one's own lists, or polished."""
    order = job.order
    if not order.clean and not wanted_by(job).polished:
        return ""
    told = hashlib.sha256(f"{order.account}\n{order.clean}\n{job.id}".encode()).hexdigest()
    return f"+{told[:16]}"


async def _known(key: str, errand: Errand) -> Transcript:
    known = await words_of(errand).known(key)
    if known is None:
        raise SourceExpired
    return known


def _titled(transcript: Transcript, medium: Medium, errand: Errand) -> Transcript:
    source = errand.job.order.source
    url = source.url if isinstance(source, Link) else ""
    return replace(transcript, title=medium.title, url=url)


def _letters(transcript: Transcript) -> int:
    """Return how much room a transcript takes up in a message, names and gaps included."""
    return sum(len(part.text) + len(part.speaker) + _GAP for part in transcript.segments)


def _beginning(text: str) -> str:
    """Return the first sentences of a long text; some scripts have no spaces to cut at."""
    if len(text) <= _BEGINNING:
        return text
    head = text[:_BEGINNING]
    ends = [end.end() for end in _SENTENCE_END.finditer(head)]
    if ends and ends[-1] > _BEGINNING // 2:
        return f"{head[: ends[-1]].rstrip()} …"
    return f"{head.rpartition(' ')[0] or head} …"
