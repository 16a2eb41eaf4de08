"""What people send: voice notes become words, sounds, videos and files get a card, like a link."""

from aiogram import F, Router
from aiogram.types import Animation, Audio, Document, Message, Video, VideoNote, Voice

from handlers.chat.asking import ask_about, recipient_of, words_order
from handlers.chat.filters import addressed
from handlers.chat.visit import Limits, Visit
from locales.messages import Messages
from services.core import Core
from services.errors import FileOutOfReach
from services.jobs.order import ChatFile

_File = Voice | Audio | Video | VideoNote | Animation | Document


def router() -> Router:
    """Return a fresh router."""
    files = Router(name="files")
    kinds = F.voice | F.audio | F.video | F.video_note | F.animation | F.document
    files.message.register(on_file, kinds, addressed)
    return files


async def on_file(message: Message, core: Core, visit: Visit) -> None:
    """Write down what somebody says; of anything else, show what it can be had as."""
    file = file_of(message, visit.texts)
    if file is None:
        return
    file = within_reach(file, visit.limits)
    if (message.voice or message.video_note) and core.jobs.can_hear:
        order = words_order(file, visit, recipient_of(message))
        await core.jobs.submit(order, once=f"{visit.once}:0")
        return
    await ask_about([file], message, core, visit)


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
    size_bytes, limit_bytes = file.size_bytes or 0, limits.take_bytes
    if limit_bytes is not None and size_bytes > limit_bytes:
        raise FileOutOfReach(size_bytes=size_bytes, limit_bytes=limit_bytes)
    return file


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
