import pytest
from aiogram.methods import GetMyCommands, SetMyCommands, SetMyDescription

from handlers.chat.menu import commands_for, publish_commands
from locales.texts import LANGUAGES, texts_for

LONGEST_DESCRIPTION = 512
LONGEST_ABOUT = 120


async def test_every_language_gets_its_menu(chat):
    await publish_commands(chat.bot)

    codes = [call.language_code for call in chat.said(SetMyCommands)]
    assert codes == [None, "ru", "zh"]


async def test_owners_get_their_own_menu(chat):
    await publish_commands(chat.bot, owner_ids=[1])

    owners = chat.said(SetMyCommands)[-1]
    assert owners.scope.chat_id == 1
    assert [command.command for command in owners.commands][-2:] == ["invite", "admin"]


async def test_an_owner_who_never_wrote_is_no_trouble(chat):
    chat.session.refusals[GetMyCommands] = "Bad Request: chat not found"

    from handlers.chat.menu import publish_owners_commands

    await publish_owners_commands(chat.bot, 1)


async def test_an_unchanged_menu_is_not_sent_again(chat, monkeypatch):
    answers = {
        "GetMyCommands": lambda call: commands_for(texts_for(call.language_code), owner=False),
        "GetMyDescription": lambda call: Text(texts_for(call.language_code).bot_description()),
        "GetMyShortDescription": lambda call: Text(texts_for(call.language_code).bot_about()),
    }

    async def answer(bot, method, timeout=None):
        chat.session.calls.append(method)
        return answers[type(method).__name__](method)

    monkeypatch.setattr(chat.session, "make_request", answer)

    await publish_commands(chat.bot)

    assert (chat.said(SetMyCommands), chat.said(SetMyDescription)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_bot_fits(language):
    texts = texts_for(language)

    assert len(texts.bot_description()) <= LONGEST_DESCRIPTION
    assert len(texts.bot_about()) <= LONGEST_ABOUT


class Text:
    def __init__(self, text):
        self.description = self.short_description = text
