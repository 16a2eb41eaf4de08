"""The buttons under the bot's messages about media: the card, its long form, and what follows a job."""

from collections.abc import Iterable, Sequence

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Pick, Press
from handlers.chat.offers import Offer, best, pictures, sounds
from locales.messages import Messages
from services import errors
from services.jobs.job import Job
from services.media.formats import IMAGES, Kind, format_of
from services.platforms.link import Link
from services.sources.medium import Medium

_SOUNDS_ON_CARD = {True: 2, False: 4}
"""By whether there are heights to offer as well."""
_HEIGHTS_ON_CARD = 4
_COLUMNS = 2
_OTHERS_MAY_WORK = {errors.ChoiceUnavailable.code, errors.ConversionFailed.code}


def card(
    job: Job, medium: Medium, texts: Messages, *, limit_bytes: int | None
) -> InlineKeyboardMarkup:
    """Return the buttons of a card: the best of what there is, and More."""
    heights = best(pictures(medium, limit_bytes=limit_bytes), most=_HEIGHTS_ON_CARD)
    tones = best(sounds(medium, limit_bytes=limit_bytes), most=_SOUNDS_ON_CARD[bool(heights)])
    return _markup(
        _images(job, medium, texts),
        *_picks(tones, job, texts),
        *_picks(heights, job, texts),
        [_press(texts.button_more(), Act.MORE, job)],
        _whole(job, medium, texts),
    )


def more(
    job: Job,
    medium: Medium,
    texts: Messages,
    *,
    limit_bytes: int | None,
    always: bool = False,
    usual: str | None = None,
) -> InlineKeyboardMarkup:
    """Return every format, “always this one”, a fresh look at the page, and the way back.

    Args:
        job: any job about the medium.
        medium: what there is.
        texts: the language.
        limit_bytes: the most that can be delivered.
        always: the next choice becomes the usual one.
        usual: the choice that is made without asking by now; it can be taken back here.
    """
    tones = sounds(medium, limit_bytes=limit_bytes)
    heights = pictures(medium, limit_bytes=limit_bytes)
    return _markup(
        _images(job, medium, texts),
        *_picks(tones, job, texts, always=always),
        *_picks(heights, job, texts, always=always),
        [_habit(job, texts, always=always, usual=usual)],
        [
            _press(texts.button_back(), Act.BACK, job),
            _press(texts.button_refresh(), Act.REFRESH, job),
        ],
    )


def progress(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return the one button of a job under way."""
    cancel = _press(texts.button_cancel(), Act.CANCEL, job, style=ButtonStyle.DANGER)
    return _markup([cancel])


def failed(
    job: Job, medium: Medium | None, texts: Messages, *, limit_bytes: int | None
) -> InlineKeyboardMarkup | None:
    """Return what may help after a failure: a smaller choice, another format, another try; or nothing."""
    code = job.failure.code if job.failure else ""
    if code == errors.TooBig.code and medium is not None:
        smaller = [*pictures(medium, limit_bytes=limit_bytes)]
        smaller += sounds(medium, limit_bytes=limit_bytes)
        fitting = [offer for offer in smaller if offer.fits and offer.format.name != _choice(job)]
        return _markup(*_picks(fitting[:_HEIGHTS_ON_CARD], job, texts))
    if code in _OTHERS_MAY_WORK and medium is not None:
        return _markup([_press(texts.button_other(), Act.MORE, job)])
    if code and issubclass(errors.by_code(code), errors.Failed):
        return _markup([_press(texts.button_retry(), Act.AGAIN, job)])
    return None


def cancelled(job: Job, texts: Messages) -> InlineKeyboardMarkup:
    """Return the way back for somebody who has thought better of it."""
    return _markup([_press(texts.button_again(), Act.AGAIN, job)])


def done(
    job: Job, medium: Medium | None, texts: Messages, *, limit_bytes: int | None
) -> InlineKeyboardMarkup | None:
    """Return what may be wanted next: the sound of a video, the video of a sound, another format."""
    if medium is None:
        return None
    row = [_press(texts.button_other(), Act.MORE, job)]
    kind = format_of(_choice(job)).kind
    if kind is not Kind.IMAGES:
        row = _images(job, medium, texts) + row
    if kind in {Kind.VIDEO, Kind.IMAGES}:
        tones = sounds(medium, limit_bytes=limit_bytes)
        row = [_pick(offer, job, texts) for offer in tones[:1]] + row
    else:
        heights = best(pictures(medium, limit_bytes=limit_bytes), most=1)
        row = [_pick(offer, job, texts) for offer in heights if offer.fits] + row
    return _markup(row, [] if job.order.parent else _whole(job, medium, texts))


def _whole(job: Job, medium: Medium, texts: Messages) -> list[InlineKeyboardButton]:
    """Return the button to the list in which this was found, or to all episodes of its feed."""
    source = job.order.source
    if isinstance(source, Link) and source.listing:
        return [_press(texts.button_list_whole(), Act.WHOLE, job)]
    return [_press(texts.button_list_episodes(), Act.WHOLE, job)] if medium.listing else []


def _choice(job: Job) -> str:
    return job.order.choice


def _habit(job: Job, texts: Messages, *, always: bool, usual: str | None) -> InlineKeyboardButton:
    if usual:
        return _press(texts.button_ask_again(choice=format_of(usual).title), Act.ASK, job)
    label = texts.button_always_on() if always else texts.button_always_off()
    return _press(label, Act.MORE, job, always=not always)


def _images(job: Job, medium: Medium, texts: Messages) -> list[InlineKeyboardButton]:
    """Return the button for the pictures of a post. Nobody wants pictures always, of whatever it is."""
    if not medium.images:
        return []
    data = Pick(job=job.id, choice=IMAGES.name).pack()
    label = texts.button_images(count=len(medium.images))
    return [InlineKeyboardButton(text=label, callback_data=data)]


def _picks(
    offers: Iterable[Offer], job: Job, texts: Messages, *, always: bool = False
) -> list[list[InlineKeyboardButton]]:
    buttons = [_pick(offer, job, texts, always=always) for offer in offers]
    return [buttons[start : start + _COLUMNS] for start in range(0, len(buttons), _COLUMNS)]


def _pick(offer: Offer, job: Job, texts: Messages, *, always: bool = False) -> InlineKeyboardButton:
    size = None if offer.size_bytes is None else texts.size(offer.size_bytes)
    label = texts.button_pick(
        format=offer.format.title,
        kind=offer.format.kind.value if offer.format.height else "audio",
        size=size if offer.exact or size is None else f"≈{size}",
        fits="yes" if offer.fits else "no",
    )
    data = Pick(job=job.id, choice=offer.format.name, always=always).pack()
    return InlineKeyboardButton(text=label, callback_data=data)


def _press(
    label: str, act: Act, job: Job, *, always: bool = False, style: ButtonStyle | None = None
) -> InlineKeyboardButton:
    data = Press(act=act, job=job.id, always=always).pack()
    return InlineKeyboardButton(text=label, callback_data=data, style=style)


def _markup(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])
