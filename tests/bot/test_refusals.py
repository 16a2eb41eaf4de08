"""Telegram's own words, as its servers say them, and what they mean for a job."""

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramServerError,
)
from aiogram.methods import GetMe

from bot.refusals import explained, is_hopeless
from services.errors import ChatClosed, ChatForbids, DeliveryFailed, TooBig

SAID = [
    (TelegramForbiddenError, "Forbidden: bot was blocked by the user", ChatClosed),
    (TelegramForbiddenError, "Forbidden: bot was kicked from the supergroup chat", ChatClosed),
    (TelegramForbiddenError, "Forbidden: bot is not a member of the channel chat", ChatClosed),
    (TelegramForbiddenError, "Forbidden: user is deactivated", ChatClosed),
    (TelegramBadRequest, "Bad Request: chat not found", ChatClosed),
    (TelegramBadRequest, "Bad Request: PEER_ID_INVALID", ChatClosed),
    (TelegramBadRequest, "Bad Request: not enough rights to send videos to the chat", ChatForbids),
    (TelegramBadRequest, "Bad Request: have no rights to send a message", ChatForbids),
    (TelegramBadRequest, "Bad Request: need administrator rights in the channel chat", ChatForbids),
    (TelegramBadRequest, "Bad Request: CHAT_WRITE_FORBIDDEN", ChatForbids),
    (TelegramBadRequest, "Bad Request: CHAT_SEND_AUDIOS_FORBIDDEN", ChatForbids),
    (TelegramBadRequest, "Bad Request: TOPIC_CLOSED", ChatForbids),
    (TelegramBadRequest, "Bad Request: message thread not found", ChatForbids),
    (TelegramEntityTooLarge, "Request Entity Too Large", TooBig),
    (TelegramServerError, "Bad Gateway", DeliveryFailed),
    (TelegramNetworkError, "ClientOSError: broken pipe", DeliveryFailed),
    (TelegramBadRequest, "Bad Request: something new", DeliveryFailed),
]


@pytest.mark.parametrize(("kind", "words", "meaning"), SAID)
def test_what_telegram_says_has_a_meaning(kind, words, meaning):
    error = explained(kind(GetMe(), words), size_bytes=5, limit_bytes=4)

    assert isinstance(error, meaning)


@pytest.mark.parametrize(
    ("kind", "words", "hopeless"),
    [
        (TelegramForbiddenError, "Forbidden: bot was blocked by the user", True),
        (TelegramBadRequest, "Bad Request: TOPIC_CLOSED", True),
        (TelegramBadRequest, "Bad Request: something new", True),
        (TelegramServerError, "Bad Gateway", False),
        (TelegramNetworkError, "timeout", False),
    ],
)
def test_only_what_may_pass_is_tried_again(kind, words, hopeless):
    assert is_hopeless(kind(GetMe(), words)) is hopeless
