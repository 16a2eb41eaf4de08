"""What Telegram's refusals mean: it tells most of them apart only by their English words."""

from typing import ClassVar

from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramServerError,
)

from services.errors import ChatClosed, ChatForbids, DeliveryFailed, HearsayError, TooBig

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_TEXT = ("there is no text in the message",)
_NO_CAPTION = ("there is no caption in the message",)
_CLOSED = (
    "chat not found",
    "user is deactivated",
    "bot was kicked",
    "bot is not a member",
    "peer_id_invalid",
    "user_is_blocked",
    "group chat was deactivated",
)
_FORBIDDEN = (
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
_FILE_REFUSED = (
    "wrong file identifier",
    "wrong file_id",
    "invalid file_id",
    "wrong remote file",
    "file reference",
    "file_reference",
)


class Unreachable(DeliveryFailed):
    """It cannot be handed over, and trying again would change nothing."""

    retryable: ClassVar[bool] = False


def is_unchanged(error: AiogramError) -> bool:
    """Return whether the message already looks like that."""
    return _says(error, ("message is not modified",))


def is_message_gone(error: AiogramError) -> bool:
    """Return whether the message was deleted, or cannot be changed any more."""
    return _says(error, _GONE)


def is_without_text(error: AiogramError) -> bool:
    """Return whether the message has a caption, or nothing, where a text was to be changed."""
    return _says(error, _NO_TEXT)


def is_without_caption(error: AiogramError) -> bool:
    """Return whether the message is a text where a caption was to be changed."""
    return _says(error, _NO_CAPTION)


def is_about_files(error: AiogramError) -> bool:
    """Return whether it may be the way in which a file was named that the server does not like."""
    return _says(error, ("file", "url"))


def is_file_refused(error: AiogramError) -> bool:
    """Return whether Telegram does not take its own name of an earlier upload any more."""
    return _says(error, _FILE_REFUSED)


def is_too_big(error: AiogramError) -> bool:
    """Return whether Telegram does not hand files of this size to bots."""
    return _says(error, ("file is too big",))


def is_unknown_method(error: AiogramError) -> bool:
    """Return whether the server is older than the method."""
    return isinstance(error, TelegramNotFound) or _says(error, ("method not found",))


def is_hopeless(error: AiogramError) -> bool:
    """Return whether trying to reach the chat again would change nothing."""
    return not explained(error, size_bytes=0, limit_bytes=0).retryable


def explained(error: AiogramError, *, size_bytes: int, limit_bytes: int) -> HearsayError:
    """Return what a failed delivery means for the job."""
    if isinstance(error, TelegramEntityTooLarge):
        return TooBig(size_bytes=size_bytes, limit_bytes=limit_bytes)
    said = str(error).lower()
    if any(word in said for word in _FORBIDDEN):
        return ChatForbids()
    if isinstance(error, TelegramForbiddenError) or any(word in said for word in _CLOSED):
        return ChatClosed()
    if isinstance(error, (TelegramNetworkError, TelegramServerError)):
        return DeliveryFailed(reason="network")
    return Unreachable(reason=str(error)[:200])


def _says(error: AiogramError, words: tuple[str, ...]) -> bool:
    said = str(error).lower()
    return isinstance(error, TelegramBadRequest | TelegramNotFound) and any(
        word in said for word in words
    )
