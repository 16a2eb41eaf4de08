"""What the chat door says, said to a Bot API server that checks every word against the specification."""

import pytest

from bot.client import make_bot
from bot.playground.server import open_playground
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from services.jobs.job import State
from tests.handlers.chat.fakes import open_chat
from tests.handlers.chat.things import job

UPDATES = ["message", "callback_query", "stopped_message_generation"]


@pytest.fixture
async def wire(tmp_path):
    async with (
        open_playground(folder=tmp_path / "playground") as playground,
        open_chat(tmp_path) as chat,
    ):
        bot = make_bot(playground.token, api_url=playground.url, governor=None)
        account = await chat.core.accounts.of_telegram(playground.me, "Ann")
        await chat.core.accounts.set_role(account.id, Role.OWNER)
        yield Wire(playground, chat, bot, account)
        await bot.session.close()


class Wire:
    def __init__(self, playground, chat, bot, account):
        self.playground, self.chat, self.bot, self.account = playground, chat, bot, account
        self.offset = 0

    async def hear(self):
        """Let the bot handle what was done."""
        updates = await self.bot.get_updates(offset=self.offset, timeout=0, allowed_updates=UPDATES)
        for update in updates:
            self.offset = update.update_id + 1
            await self.chat.dispatcher.feed_update(self.bot, update)

    async def say(self, text):
        await self.playground.say(text)
        await self.hear()
        return self.playground.messages()[-1]

    async def press(self, message, words):
        await self.playground.press(message["message_id"], words)
        await self.hear()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everything_it_says_is_what_telegram_takes(wire, language):
    await wire.chat.core.accounts.set_language(wire.account.id, language)
    wire.chat.jobs.put(job(State.RUNNING, account=wire.account.id))
    texts = texts_for(language)

    for text in ("/start", "/start x", "/help", "/invite", "/get", "/dance", "hello", "/queue"):
        await wire.say(text)
    asked = await wire.say("/forget")
    await wire.press(asked, texts.button_forget_no())
    asked = await wire.say("/language")
    await wire.press(asked, "Русский")

    assert wire.playground.violations == []


async def test_a_list_follows_its_buttons(wire):
    wire.chat.jobs.put(job(State.RUNNING, account=wire.account.id))

    shown = await wire.say("/queue")
    await wire.press(shown, "✕ Stop 1")

    assert wire.playground.messages()[-1]["text"] == texts_for("en").queue_empty()
    assert wire.playground.violations == []
