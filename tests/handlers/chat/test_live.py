"""`/live` shows a button where Telegram can open the page, and says how else it is reached."""

import pytest

from locales.texts import LANGUAGES, texts_for


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_button_opens_the_page_within_telegram(chat, language):
    await chat.write("/live", language=language)

    [sent] = chat.said()
    [[button]] = sent.reply_markup.inline_keyboard
    assert button.web_app.url == "https://bot.example/live"
    assert button.text == texts_for(language).button_live()
    assert sent.text == texts_for(language).chat_live_open()


async def test_without_https_the_address_is_told(chat):
    chat.core.file_links.base_url = "http://127.0.0.1:8080"

    await chat.write("/live")

    assert "http://127.0.0.1:8080/live" in chat.text
    assert chat.said()[0].reply_markup is None


async def test_without_any_address_it_says_what_has_to_be_set(chat):
    chat.core.file_links.base_url = ""

    await chat.write("/live")

    assert "PUBLIC_URL" in chat.text


async def test_in_a_group_it_says_where_the_button_is(chat):
    group = {"id": -100, "type": "supergroup", "title": "Friends"}

    await chat.write("/live", chat=group)

    assert chat.text == texts_for("en").chat_live_private()
    assert chat.said()[0].reply_markup is None
