import re

import pytest
from aiogram.exceptions import TelegramForbiddenError
from aiogram.methods import AnswerCallbackQuery, SendMessage
from structlog.testing import capture_logs

from handlers.chat.callbacks import Act, Press
from locales.texts import LANGUAGES, texts_for
from services.errors import SiteTrouble


@pytest.fixture
def broken(chat):
    """The core's jobs raise what the test puts here."""
    problem = []

    async def fail(*args, **kwargs):
        raise problem[0]

    chat.jobs.mine = chat.jobs.get = fail
    return problem


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_error_of_ours_is_said_in_the_language(chat, broken, language):
    broken.append(SiteTrouble(host="a.b"))

    await chat.write("/queue", language=language)

    assert chat.text == texts_for(language).error_site_trouble(host="a.b")


async def test_a_bug_is_an_apology_with_a_word_that_is_in_the_log(chat, broken):
    broken.append(ZeroDivisionError("secret path /srv"))

    with capture_logs() as lines:
        await chat.write("/queue")

    word = re.search("<code>(.{8})</code>", chat.text)[1]
    died = next(line for line in lines if line["event"] == "handler died")
    assert (died["id"], died["log_level"]) == (word, "error")
    assert isinstance(died["exc_info"], ZeroDivisionError)
    assert "secret" not in chat.text


async def test_a_bug_behind_a_button_is_an_alert_without_tags(chat, broken):
    broken.append(ZeroDivisionError())

    await chat.press(Press(act=Act.CANCEL, job="x"))

    assert re.search(": [0-9a-f]{8}$", chat.alert)


async def test_an_apology_that_is_refused_is_not_raised(chat, broken):
    broken.append(ZeroDivisionError())
    chat.session.refusals[SendMessage] = "Bad Request: chat not found"

    await chat.write("/queue")


async def test_an_answer_that_is_refused_is_not_raised(chat):
    chat.session.refusals[SendMessage] = "Bad Request: chat not found"

    await chat.write("/start")

    assert len(chat.texts) == 1


async def test_somebody_who_blocked_the_bot_is_no_bug(chat, broken):
    broken.append(TelegramForbiddenError(SendMessage(chat_id=1, text="x"), "Forbidden: blocked"))

    with capture_logs() as lines:
        await chat.write("/queue")

    assert chat.texts == []
    assert [line["log_level"] for line in lines] == ["warning"]


async def test_an_alert_never_exceeds_what_telegram_shows(chat, broken):
    broken.append(SiteTrouble(host="x" * 255))

    await chat.press(Press(act=Act.CANCEL, job="x"))

    (answer,) = chat.said(AnswerCallbackQuery)
    assert len(answer.text) == 200
