"""A result as Telegram wants it: the kind of player, its facts, the words below and the buttons."""

from html import escape
from pathlib import Path
from typing import Any, Final

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendPhoto,
    SendVideo,
    TelegramMethod,
)
from aiogram.types import (
    InlineKeyboardMarkup,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from bot.sent_files import SentFile
from bot.statuses import quoting
from bot.upload import Cover, Upload
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from services.jobs.artifact import Artifact
from services.jobs.job import Job
from services.jobs.order import Recipient
from services.media.choices import Hand, wanted_of
from services.media.formats import IMAGES, Kind
from services.platforms.link import Link
from services.store.file_links import FileLink

Media = (
    InputMediaAudio | InputMediaVideo | InputMediaDocument | InputMediaAnimation | InputMediaPhoto
)

_LONGEST_TITLE: Final = 200
_LONGEST_TAG: Final = 64
_LONGEST_URL: Final = 2048


def caption(job: Job, artifact: Artifact, texts: Messages) -> Html:
    """Return the words below: the title where no player shows it, and where it came from."""
    title = clipped(tamed(artifact.title), _LONGEST_TITLE)
    shown_by_player = artifact.kind is Kind.AUDIO
    lines = [texts.delivery_title(title=title)] if title and not shown_by_player else []
    if artifact.beginning:
        lines += [Html(escape(tamed(artifact.beginning), quote=False)), texts.words_rest()]
    return Html("\n".join([*lines, *notes(artifact, texts), *_origin(job, texts)]))


def piece_caption(job: Job, artifact: Artifact, texts: Messages, *, number: int) -> Html:
    """Return the words below one of several files; a part has its number in its title."""
    wanted = wanted_of(job.order.choice)
    if wanted.format is IMAGES and number > 1:
        # Chats show the words of the first as those of the whole album.
        return Html("")
    title = clipped(tamed(artifact.title), _LONGEST_TITLE)
    line = texts.delivery_title(title=title)
    is_plain = wanted.format is IMAGES or wanted.hand is Hand.PARTS
    numbered = line if is_plain else texts.delivery_chapter(number=number, title=title)
    return Html("\n".join([numbered, *_origin(job, texts)]))


def set_words(job: Job, artifact: Artifact, texts: Messages, *, count: int) -> Html:
    """Return what the message below several files says."""
    title = texts.delivery_title(title=clipped(tamed(artifact.title), _LONGEST_TITLE))
    is_parts = wanted_of(job.order.choice).hand is Hand.PARTS
    told = texts.delivery_parts if is_parts else texts.delivery_files
    if artifact.kind is Kind.IMAGES:
        told = texts.images_above
    lines = [title, told(count=count), *notes(artifact, texts), *_origin(job, texts)]
    return Html("\n".join(lines))


def link_words(job: Job, artifact: Artifact, link: FileLink, texts: Messages) -> Html:
    """Return what a message says that hands a file over as a link."""
    title = clipped(tamed(artifact.title), _LONGEST_TITLE) or artifact.file_name
    told = texts.delivery_link(
        url=escape(link.url), size=artifact.size_bytes, valid=link.valid.total_seconds()
    )
    head = texts.delivery_title(title=title)
    return Html("\n".join([head, told, *notes(artifact, texts), *_origin(job, texts)]))


def notes(artifact: Artifact, texts: Messages) -> list[Html]:
    """Return what the person should know about this delivery."""
    told = [texts.delivery_sponsors_unknown()] if artifact.note == "sponsors-unknown" else []
    return [*told, *([texts.images_left_out(count=artifact.left_out)] if artifact.left_out else [])]


def media(
    artifact: Artifact, words: Html, *, file: Upload, cover: Path | None
) -> InputMediaAudio | InputMediaVideo | InputMediaDocument | InputMediaPhoto:
    """Return a file to be uploaded, with everything that its player shows."""
    thumbnail = Cover(cover, file) if cover else None
    match artifact.kind:
        case Kind.AUDIO:
            return InputMediaAudio(
                media=file,
                caption=words,
                thumbnail=thumbnail,
                duration=_whole_seconds(artifact),
                performer=clipped(tamed(artifact.performer), _LONGEST_TAG) or None,
                title=clipped(tamed(artifact.title), _LONGEST_TITLE) or None,
            )
        case Kind.VIDEO:
            return InputMediaVideo(
                media=file,
                caption=words,
                thumbnail=thumbnail,
                duration=_whole_seconds(artifact),
                width=artifact.width or None,
                height=artifact.height or None,
                supports_streaming=True,
            )
        case Kind.PHOTO:
            return InputMediaPhoto(media=file, caption=words)
        case Kind.DOCUMENT | Kind.IMAGES:
            return InputMediaDocument(
                media=file,
                caption=words,
                thumbnail=thumbnail,
                disable_content_type_detection=True,
            )


def known_media(sent: SentFile, words: Html) -> Media:
    """Return a file that Telegram has; its facts are there already, and its kind cannot change."""
    match sent.kind:
        case "audio":
            return InputMediaAudio(media=sent.file_id, caption=words)
        case "video":
            return InputMediaVideo(media=sent.file_id, caption=words)
        case "animation":
            return InputMediaAnimation(media=sent.file_id, caption=words)
        case "photo":
            return InputMediaPhoto(media=sent.file_id, caption=words)
        case _:
            return InputMediaDocument(media=sent.file_id, caption=words)


def as_message(
    shown: Media, recipient: Recipient, keyboard: InlineKeyboardMarkup | None
) -> TelegramMethod[Message]:
    """Return the call that sends the same as a message of its own."""
    where: dict[str, Any] = {
        "chat_id": recipient.chat_id,
        "message_thread_id": recipient.thread_id,
        "reply_parameters": quoting(recipient),
        "reply_markup": keyboard,
    }
    facts: dict[str, Any] = {
        name: value
        for name, value in vars(shown).items()
        if value is not None and name not in {"type", "media"}
    }
    match shown:
        case InputMediaAudio():
            return SendAudio(audio=shown.media, **facts, **where)
        case InputMediaVideo():
            return SendVideo(video=shown.media, **facts, **where)
        case InputMediaAnimation():
            return SendAnimation(animation=shown.media, **facts, **where)
        case InputMediaPhoto():
            return SendPhoto(photo=shown.media, **facts, **where)
        case InputMediaDocument():
            return SendDocument(document=shown.media, **facts, **where)


def _origin(job: Job, texts: Messages) -> list[Html]:
    source = job.order.source
    if not isinstance(source, Link):
        return []
    host = texts.quote_html(source.host)
    if len(source.url) > _LONGEST_URL:
        return [host]
    return [Html(f'<a href="{escape(source.url)}">{host}</a>')]


def _whole_seconds(artifact: Artifact) -> int | None:
    return round(artifact.seconds) if artifact.seconds else None
