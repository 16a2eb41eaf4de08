"""From a form to an order for a clean copy, given to the core."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from handlers.http.cleaning_fields import ORIGINAL, Padding, format_told, rate_told
from handlers.http.doors import Asked
from handlers.http.forms import filled, read_form
from handlers.http.links import check_webhook, link_told
from handlers.http.moments import in_utc, moment
from handlers.http.process_shapes import Accepted, ProcessForm
from handlers.http.settings_doors import BITRATE, model_of, model_told
from handlers.http.spoken import language_told
from services.accounts.account import Account
from services.censor.cleaning import Cleaning, checked, cleaning_of
from services.censor.word_lists import Severity
from services.core import Core
from services.errors import FieldInvalid, FieldMissing, FileUnreadable
from services.jobs.job import Job
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.programs import Extras
from services.media.formats import Format, format_of
from services.platforms.link import Link
from services.transcripts.wish import Wish, WordsWanted

_FILE: Final = "file"
_SEVERAL: Final = ("categories",)
_OF_LINKS: Final = "mp3"
"""What a link is fetched as where nothing is said."""


async def process(asked: Asked, core: Core) -> Accepted:
    """Take a recording in and order its clean copy.

    Raises:
        FieldMissing: there is neither a file nor a link.
        FieldInvalid: a field cannot be used, or there is a file and a link.
        FileUnreadable: the file is empty.
        HearsayError: the order cannot be taken.
    """
    async with core.uploads.receive() as upload:
        form = await read_form(
            asked.request,
            upload,
            file_field=_FILE,
            most_bytes=core.uploads.most_bytes,
            may_lack_file=True,
        )
        told = filled(ProcessForm, form, file_field=_FILE, several=_SEVERAL)
        extras = await _extras(told, core)
        if told.url and form.file_name:
            raise FieldInvalid(field="url", allowed="url or file")
        if told.url:
            source: Link | LocalFile = link_told(told.url, core)
        elif not form.file_name:
            raise FieldMissing(field=_FILE)
        elif not upload.size_bytes:
            raise FileUnreadable(name=form.file_name)
        else:
            source = LocalFile(str(upload.path), form.file_name, upload.digest)
        order = await _order(told, source, asked.account, core)
        if isinstance(source, LocalFile):
            order = replace(order, source=await core.jobs.adopt(upload, name=form.file_name))
        job = await core.jobs.submit(order, once=asked.once, extras=extras)
    return _accepted(job, "Link" if told.url else "File", told.not_taken)


def _accepted(job: Job, what: str, not_taken: list[str]) -> Accepted:
    accepted = Accepted(job_id=job.id, message="", not_taken=not_taken)
    if job.due_at is not None:
        accepted.scheduled_at = moment(job.due_at)
        accepted.message = f"{what} accepted and scheduled"
    else:
        verb = "accepted" if what == "Link" else "uploaded"
        accepted.message = f"{what} {verb} and queued for processing"
    return accepted


async def _extras(told: ProcessForm, core: Core) -> Extras:
    await check_webhook(told.webhook_url, core)
    return Extras(
        due_at=_due(told.scheduled_at, core),
        priority=told.priority,
        webhook_url=told.webhook_url,
    )


def _due(at: datetime | None, core: Core) -> float | None:
    """Return when a job may begin; None: at once, also where that moment is over."""
    if at is None:
        return None
    try:
        seconds = in_utc(at).timestamp()
    except (OverflowError, OSError, ValueError) as error:
        raise FieldInvalid(field="scheduled_at", allowed="2026-01-31T18:00:00Z") from error
    return seconds if seconds > core.clock.now() else None


async def _order(
    told: ProcessForm, source: Link | LocalFile, account: Account, core: Core
) -> Order:
    known = await core.preferences.get(account.id)
    cleaning = await _cleaning(told, account, core)
    wanted = _format(told, cleaning, usual_rate=str(known.get(BITRATE) or ""))
    choice = ""
    if isinstance(source, Link):
        choice = (wanted.name if wanted else "") or cleaning.format or _OF_LINKS
        cleaning = replace(cleaning, format="")
    elif wanted is not None:
        cleaning = replace(cleaning, format=wanted.name)
    model = model_told(told.model, core, field="model") if told.model else model_of(known, core)
    wish = Wish(language=language_told(told.language, "language"), model=model)
    return Order(
        product=Product.CLEAN,
        source=source,
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        language=account.language or "en",
        choice=choice,
        words=WordsWanted(wish).text,
        clean=checked(cleaning).name,
    )


def _format(told: ProcessForm, cleaning: Cleaning, *, usual_rate: str) -> Format | None:
    """Return what the copy is to become; None where nothing is said about that."""
    usual = format_of(cleaning.format).family if cleaning.format else ""
    if told.bitrate and not (told.format or usual):
        raise FieldInvalid(field="bitrate", allowed="with a format")
    if not (told.bitrate or told.format):
        return None
    rate = rate_told(told.bitrate or usual_rate, "bitrate")
    return format_told(told.format or usual, "format", rate=rate)


async def _cleaning(told: ProcessForm, account: Account, core: Core) -> Cleaning:
    """Return how the account likes it, with all that the form says."""
    cleaning, lists = cleaning_of(account.cleaning), core.censor.word_lists
    numbers = cleaning.lists if told.word_list_id is None else (told.word_list_id,)
    standing = tuple([await lists.in_place_of(account.id, number) for number in numbers])
    if told.word_list_id is not None:
        await lists.get(account.id, standing[0])  # one that is not there is told at once
    categories = [name.strip().lower() for name in told.categories.split(",")]
    changes: dict[str, Any] = {
        "method": told.censor_method and told.censor_method.method,
        "methods": () if told.censor_method else None,
        "least": told.min_severity and Severity.of(told.min_severity),
        "categories": tuple(dict.fromkeys(filter(None, categories))) or None,
        "confidence": told.min_confidence,
        "pitch_hz": told.beep_frequency,
        "strict": told.padding and told.padding is Padding.STRICT,
        "keeps_tags": told.preserve_metadata,
        "format": "" if told.format.strip().lower() == ORIGINAL else None,
    }
    told_ones = {name: value for name, value in changes.items() if value is not None}
    return replace(cleaning, lists=standing, **told_ones)
