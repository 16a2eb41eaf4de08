"""Single buttons about media: what each says, and what it carries."""

from collections.abc import Iterable, Sequence

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Pick, Press
from handlers.chat.offers import Offer
from handlers.chat.wishes import NONE, shortened, tail_of
from locales.messages import Messages
from services.jobs.job import Job
from services.media.choices import Hand, Wanted
from services.media.formats import IMAGES
from services.sources.medium import Medium

Row = list[InlineKeyboardButton]
_COLUMNS = 2


def markup(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return the keyboard of the rows that have something in them."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def in_columns(buttons: Iterable[Row], columns: int = _COLUMNS) -> list[Row]:
    """Return rows of buttons side by side."""
    keys = [key for row in buttons for key in row]
    return [keys[start : start + columns] for start in range(0, len(keys), columns)]


def picks(offers: Iterable[Offer], job: Job, texts: Messages, *, always: bool = False) -> list[Row]:
    """Return the buttons of some choices in columns."""
    return in_columns([pick(offer, job, texts, always=always) for offer in offers])


def pick(offer: Offer, job: Job, texts: Messages, *, always: bool = False) -> Row:
    """Return the button of a choice, with its size and whether it fits."""
    size = None if offer.size_bytes is None else texts.size(offer.size_bytes)
    label = texts.button_pick(
        format=offer.format.title,
        kind=offer.format.kind.value if offer.format.height else "audio",
        size=size if offer.exact or size is None else f"≈{size}",
        parts=offer.parts,
    )
    return choice(label, offer.wanted, job, always=always)


def choice(label: str, wanted: Wanted, job: Job, *, always: bool = False) -> Row:
    """Return the button of a choice with words of its own."""
    return _key(label, Pick(job=job.id, choice=shortened(wanted.choice), always=always))


def press(  # noqa: PLR0913 - each is a field of what the button carries
    label: str,
    act: Act,
    job: Job,
    *,
    wish: Wanted | None = None,
    always: bool = False,
    page: int = 0,
    style: ButtonStyle | None = None,
) -> Row:
    """Return the button of an act; `wish` is what shall be wished after it."""
    tail = "" if wish is None else shortened(tail_of(wish)) or NONE
    return _key(label, Press(act=act, job=job.id, always=always, tail=tail, page=page), style=style)


def images(job: Job, medium: Medium, texts: Messages) -> Row:
    """Return the button for the pictures of a post. Nobody wants pictures always, of whatever it is."""
    if not medium.images:
        return []
    return choice(texts.button_images(count=len(medium.images)), Wanted(IMAGES), job)


def hands(offer: Offer, job: Job, texts: Messages, *, links: bool) -> list[Row]:
    """Return how something too big can be had nevertheless: in parts, as a link."""
    wanted, rows = offer.wanted, []
    if offer.parts > 1:
        in_parts = Wanted(wanted.format, wanted.clip, wanted.sound, wanted.skip, hand=Hand.PARTS)
        label = texts.button_parts(format=offer.format.title, count=offer.parts)
        rows.append(choice(label, in_parts, job))
    if links:
        linked = Wanted(wanted.format, wanted.clip, wanted.sound, wanted.skip, hand=Hand.LINK)
        rows.append(choice(texts.button_link(format=offer.format.title), linked, job))
    return rows


def _key(label: str, carried: CallbackData, *, style: ButtonStyle | None = None) -> Row:
    """Return the button; none when what it would carry is more than 64 bytes."""
    try:
        packed = carried.pack()
    except ValueError:
        return []
    return [InlineKeyboardButton(text=label, callback_data=packed, style=style)]
