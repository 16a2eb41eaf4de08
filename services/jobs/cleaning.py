"""The stages of a job for a clean copy: what is said is found out, what is explicit in it is hidden."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.censor.cleaning import cleaning_of
from services.errors import ConversionFailed, NoSound, SourceExpired, TranscriptUnfit
from services.jobs.artifacts import original_key
from services.jobs.bringing import take_in
from services.jobs.clean_copy import call_copy, make_copy, planned
from services.jobs.errand import Errand
from services.jobs.hearing import Heard, digest_of, hear, words_of
from services.jobs.order import ChatFile, LocalFile
from services.jobs.plan import Parcel
from services.jobs.shared import Watch
from services.jobs.sizes import Size, result_size
from services.jobs.tries import tried
from services.media.choices import wanted_of
from services.media.formats import format_of
from services.sources.medium import Medium
from services.transcripts.transcript import Origin, Transcript
from services.transcripts.wish import Wish, wanted_words

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
    path, digest = await _file(parcel, errand)
    heard = Heard(path, await digest_of(Heard(path, digest, medium)), medium)
    copy = await planned(parcel, await _known(parcel.transcript, errand), heard, errand)
    if await errand.shop.artifacts.hold(copy.key, held_by=errand.holder) is None:
        size_bytes = path.stat().st_size
        more = [result_size(medium, format_of(copy.format))] if copy.format else []
        await errand.reserve(Size(size_bytes, size_bytes), *more)

        async def work(watch: Watch) -> None:
            await tried(
                lambda: make_copy(copy, errand, watch=watch),
                name=f"clean {copy.bare}",
                within=_WITHIN,
                late=ConversionFailed(choice="clean"),
                clock=errand.shop.clock,
            )

        await errand.shop.shared.join(f"clean {copy.bare}", work, watch=errand.watch)
        await call_copy(copy, errand)
        parcel = replace(parcel, worked=True)
    if await errand.shop.artifacts.hold(copy.key, held_by=errand.holder) is None:
        raise SourceExpired
    return replace(parcel, artifact=copy.key)


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
        return errand.shop.place_of(source), source.digest
    taken = await errand.shop.artifacts.take(parcel.source, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    artifact, path = taken
    return path, artifact.blob
