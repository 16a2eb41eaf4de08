"""Who is let in, and what handlers are told about them."""

import pytest
import structlog
from aiogram.methods import AnswerCallbackQuery

from handlers.chat.callbacks import Pick
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from tests.handlers.chat.fakes import GUEST, STRANGER, open_chat

GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path) as chatting:
        yield chatting


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_stranger_hears_one_polite_sentence(chat, language):
    await chat.write("https://a.b/1", who=STRANGER, language=language)

    assert chat.text == texts_for(language).start_stranger(name="Ann")
    assert chat.jobs.orders == []


@pytest.mark.parametrize("command", ["/start", "/help", "/queue", "/admin", "/invite", "/dance"])
async def test_a_stranger_reaches_no_command(chat, command):
    await chat.write(command, who=STRANGER)

    assert chat.text == texts_for("en").start_stranger(name="Ann")


async def test_a_strangers_tap_is_refused(chat):
    await chat.press(Pick(job="x", choice="mp3"), who=STRANGER, chat=GROUP)

    assert chat.alert == texts_for("en").error_not_allowed()


async def test_a_stranger_in_a_group_is_met_with_silence(chat):
    await chat.write("/get https://a.b/1", who=STRANGER, chat=GROUP)

    assert (chat.texts, chat.jobs.orders) == ([], [])


@pytest.mark.parametrize("text", ["https://a.b/1", "/start", "/start code"])
async def test_the_blocked_are_met_with_silence(chat, text):
    account = await chat.core.accounts.of_telegram(STRANGER, "Cat")
    await chat.core.accounts.set_role(account.id, Role.BLOCKED)

    await chat.write(text, who=STRANGER)
    await chat.press("x", who=STRANGER)

    assert chat.session.calls == []


async def test_a_chosen_language_counts_more_than_the_apps(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_language(account.id, "zh")

    await chat.write("/queue", language="ru")

    assert chat.text == texts_for("zh").queue_empty()


async def test_log_lines_name_update_chat_with_person(chat):
    seen = {}

    async def look(*args, **kwargs):
        seen.update(structlog.contextvars.get_contextvars())
        return []

    chat.jobs.mine = look

    await chat.write("/queue")

    assert seen == {"update": chat.update_id, "chat": GUEST, "user": GUEST}
    assert structlog.contextvars.get_contextvars() == {}


async def test_only_what_is_handled_is_asked_for(chat):
    assert set(chat.dispatcher.resolve_used_update_types()) == {
        "message",
        "callback_query",
        "chosen_inline_result",
        "inline_query",
        "stopped_message_generation",
    }


async def test_two_dispatchers_can_stand_side_by_side(tmp_path):
    async with open_chat(tmp_path / "a") as one, open_chat(tmp_path / "b") as two:
        assert one.dispatcher is not two.dispatcher


async def test_every_tap_is_answered_once(chat):
    await chat.press("old", who=GUEST)

    assert len(chat.said(AnswerCallbackQuery)) == 1
