"""What people send: what is said in it comes back at once, on request, or it gets a card like a link."""

from enum import Enum, auto

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import (
    Animation,
    Audio,
    CallbackQuery,
    Document,
    InlineKeyboardButton,
    Message,
    ReplyParameters,
    Video,
    VideoNote,
    Voice,
)

from handlers.chat.answers import acknowledge, message_of
from handlers.chat.asking import ask_about, clip_in, order_for, recipient_of, words_order
from handlers.chat.callbacks import Offer
from handlers.chat.filters import is_note, is_recording, sent, with_answered
from handlers.chat.keys import markup
from handlers.chat.visit import Limits, Visit
from locales.messages import Messages
from services.accounts.account import Listens
from services.core import Core
from services.errors import ButtonExpired, FileOutOfReach
from services.jobs.order import ChatFile

_File = Voice | Audio | Video | VideoNote | Animation | Document


class _Way(Enum):
    """What becomes of a file without any further word."""

    WORDS = auto()
    OFFER = auto()
    CARD = auto()
    SILENCE = auto()


def router() -> Router:
    """Return a fresh router."""
    files = Router(name="files")
    files.message.register(on_file, sent)
    files.message.register(on_answered, with_answered)
    files.callback_query.register(on_offer, Offer.filter())
    return files


async def on_file(message: Message, core: Core, visit: Visit, *, named: bool) -> None:
    """Write down what somebody says, offer to, or show what the file can be had as."""
    file = file_of(message, visit.texts)
    way = _way(message, core, visit, named=named)
    if file is None or way is _Way.SILENCE or not (named or _is_near(file, visit.limits)):
        return
    file = within_reach(file, visit.limits)
    if way is _Way.WORDS:
        order = words_order(file, visit, recipient_of(message))
        await core.jobs.submit(order, once=f"{visit.once}:0")
    elif way is _Way.OFFER:
        await _offer(message, file, visit.texts)
    else:
        await ask_about([file], message, core, visit)


async def on_answered(message: Message, answered: Message, core: Core, visit: Visit) -> None:
    """Offer what can be done with a recording when somebody names the bot below it."""
    file = file_of(answered, visit.texts)
    if file is None:
        return
    file = within_reach(file, visit.limits)
    if core.jobs.can_hear:
        await _offer(answered, file, visit.texts)
    else:
        await ask_about([file], message, core, visit)


async def on_offer(callback: CallbackQuery, callback_data: Offer, core: Core, visit: Visit) -> None:
    """Do what was offered: the offer turns into it."""
    offer = message_of(callback)
    asked = offer.reply_to_message if isinstance(offer, Message) else None
    file = file_of(asked, visit.texts) if asked else None
    if asked is None or file is None:
        raise ButtonExpired
    recipient = recipient_of(asked, shown_by=offer.message_id)
    ordered = words_order if callback_data.words else order_for
    await core.jobs.submit(ordered(file, visit, recipient), once=visit.once)
    await acknowledge(callback)


def file_of(message: Message, texts: Messages) -> ChatFile | None:
    """Return the sound, video or file in a message; None when there is none."""
    # An animation comes with a document that is the same file, so it is looked for first.
    file: _File | None = (
        message.voice
        or message.audio
        or message.video
        or message.video_note
        or message.animation
        or message.document
    )
    if file is None:
        return None
    return ChatFile(
        file_id=file.file_id,
        unique_id=file.file_unique_id,
        name=_name(file, texts),
        size_bytes=file.file_size,
        mime=getattr(file, "mime_type", None) or "",
        seconds=getattr(file, "duration", None),
    )


def within_reach(file: ChatFile, limits: Limits) -> ChatFile:
    """Return the file when the bot is able to fetch it.

    Raises:
        FileOutOfReach: Telegram does not hand files of this size to bots.
    """
    if not _is_near(file, limits):
        size_bytes, limit_bytes = file.size_bytes or 0, limits.take_bytes or 0
        raise FileOutOfReach(size_bytes=size_bytes, limit_bytes=limit_bytes)
    return file


def _is_near(file: ChatFile, limits: Limits) -> bool:
    return limits.take_bytes is None or (file.size_bytes or 0) <= limits.take_bytes


def _way(message: Message, core: Core, visit: Visit, *, named: bool) -> _Way:
    if not is_recording(message) or not core.jobs.can_hear or clip_in(message):
        return _Way.CARD if named else _Way.SILENCE
    if message.chat.type != ChatType.PRIVATE:
        return _in_group(visit, named=named)
    listens = visit.account.listens
    if is_note(message):
        ways = {Listens.ALWAYS: _Way.WORDS, Listens.NEVER: _Way.SILENCE}
        return ways.get(listens, _Way.OFFER)
    return _Way.WORDS if listens is Listens.ALWAYS and not visit.usual else _Way.CARD


def _in_group(visit: Visit, *, named: bool) -> _Way:
    match visit.group.listens if visit.group else Listens.NAMED:
        case Listens.ALWAYS:
            return _Way.WORDS
        case Listens.ASK:
            return _Way.OFFER
        case Listens.NAMED if named:
            return _Way.OFFER
        case _:
            return _Way.CARD if named else _Way.SILENCE


async def _offer(message: Message, file: ChatFile, texts: Messages) -> None:
    """Ask below a recording what shall be done with it; the buttons find it by the quotation."""
    await message.answer(
        texts.offer_words(length=file.seconds),
        parse_mode="HTML",
        reply_parameters=ReplyParameters(message_id=message.message_id),
        reply_markup=markup([
            InlineKeyboardButton(text=texts.button_words(), callback_data=Offer(words=True).pack()),
            InlineKeyboardButton(
                text=texts.button_offer_formats(), callback_data=Offer(words=False).pack()
            ),
        ]),
    )


def _name(file: _File, texts: Messages) -> str:
    match file:
        case Voice():
            return texts.name_voice()
        case VideoNote():
            return texts.name_video_note()
        case Audio(title=str(title), performer=str(performer)) if not file.file_name:
            return f"{performer} - {title}"
        case Animation(file_name=None):
            return texts.name_animation()
        case _:
            return file.file_name or texts.card_untitled()
