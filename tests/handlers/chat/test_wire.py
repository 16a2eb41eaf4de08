"""What the chat door says, said to a Bot API server that checks every word against the specification."""

import re

import pytest

from bot.chat_files import TelegramFiles
from bot.client import make_bot
from bot.playground.server import open_playground
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from services.accounts.keys import Scope
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
        files = TelegramFiles(bot, chat.core.clock, take_limit_bytes=None)
        chat.dispatcher["read_file"] = files.read
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

    async def say(self, text, *, to=None):
        await self.playground.say(text, reply_to=to and to["message_id"])
        await self.hear()
        return self.last

    async def send(self, content, name, *, to):
        await self.playground.send_file(content, name=name, reply_to=to["message_id"])
        await self.hear()
        return self.last

    @property
    def last(self):
        return self.playground.messages()[-1]

    async def press(self, message, words):
        await self.playground.press(message["message_id"], words)
        await self.hear()
        return self.last


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


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_word_list_is_made_and_changed_by_answers_and_files(wire, language):
    await wire.chat.core.accounts.set_language(wire.account.id, language)
    texts = texts_for(language)
    shown = await wire.say("/words")
    await wire.press(shown, texts.button_word_list_new())
    asked = await wire.press(shown, texts.button_spoken_any())
    card = await wire.say("Mine", to=asked)
    asked = await wire.press(card, texts.button_word_list_add())
    card = await wire.say("darn = high\n!Darnell", to=asked)
    faults = await wire.say("darn = nasty\nd*n", to=asked)
    assert "nasty" in faults["text"]

    choice = await wire.send(b"heck\n", "more.txt", to=card)
    card = await wire.press(choice, texts.button_word_list_replace())
    assert texts.word_list_imported(added=1, changed=0, removed=1) in card["text"]
    await wire.press(card, texts.button_word_list_export())
    exported = await wire.press(card, "CSV")
    assert exported["document"]["file_name"] == "Mine.csv"
    card = await wire.send(b"heck\ncrap\n", "mended.csv", to=exported)
    asked = await wire.press(card, texts.button_word_list_remove())
    card = await wire.say("heck\ngosh", to=asked)
    await wire.press(card, texts.button_word_list_usual(usual="no"))
    await wire.press(card, texts.button_word_list_delete(copy="no"))
    await wire.press(card, texts.button_word_list_sure(copy="no"))

    notes = await wire.chat.core.censor.word_lists.all(wire.account.id)
    assert all(note.is_system for note in notes)
    assert wire.playground.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_ways_to_clean_are_chosen_under_the_settings(wire, language):
    await wire.chat.core.accounts.set_language(wire.account.id, language)
    texts = texts_for(language)
    shown = await wire.say("/settings")

    await wire.press(shown, texts.button_cleaning())
    await wire.press(shown, texts.button_one(title=texts.button_strict(), chosen="no"))

    account = await wire.chat.core.accounts.get(wire.account.id)
    assert account.cleaning == '{"strict": true}'
    assert wire.playground.violations == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_key_is_made_shown_once_turned_over_and_revoked(wire, language):
    await wire.chat.core.accounts.set_language(wire.account.id, language)
    machine = await wire.chat.core.accounts.local()
    await wire.chat.core.keys.add("cron", account=machine.id)
    texts, keys = texts_for(language), wire.chat.core.keys

    listed = await wire.say("/keys")
    asked = await wire.press(listed, texts.button_key_new())
    chosen = await wire.say("laptop <1>", to=asked)
    orders = texts.button_key_scope(scope="jobs", chosen="yes")
    await wire.press(chosen, orders)
    shown = await wire.press(chosen, texts.button_key_make())
    first = key_shown(shown)
    assert (await keys.find(first)).scopes == {Scope.READ, Scope.WORDS}
    await wire.press(shown, texts.button_key_erase())
    gone = [message["message_id"] for message in wire.playground.messages()]
    assert shown["message_id"] not in gone
    listed = await wire.say("/keys")
    one = await wire.press(listed, texts.button_key(name="laptop <1>"))
    sure = await wire.press(one, texts.button_key_rotate())
    second = key_shown(await wire.press(sure, texts.button_key_rotate_sure()))
    assert (await keys.find(first), (await keys.find(second)).name) == (None, "laptop <1>")
    listed = await wire.say("/keys")
    one = await wire.press(listed, texts.button_key(name="laptop <1>"))
    sure = await wire.press(one, texts.button_key_revoke())
    empty = await wire.press(sure, texts.button_key_revoke_sure())
    assert await keys.find(second) is None
    people = await wire.press(empty, texts.button_keys_others(count=1))
    person = texts.button_key_person(person=texts.name_machine(), count=1)
    hers = await wire.press(people, person)
    one = await wire.press(hers, texts.button_key(name="cron"))
    await wire.press(one, texts.button_key_revoke())

    assert wire.playground.violations == []


def key_shown(message):
    (found,) = re.findall(r"^hs-\S+$", message["text"], re.MULTILINE)
    return found
