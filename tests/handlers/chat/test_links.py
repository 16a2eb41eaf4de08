import pytest

from locales.texts import texts_for
from services.jobs.order import Channel, ChatFile, Product
from tests.handlers.chat.fakes import GUEST, STRANGER

GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}


async def test_a_link_asks_for_its_card(chat):
    await chat.write("look https://a.b/1", message_id=5)

    (order,) = chat.jobs.orders
    assert (order.product, order.source.url, order.choice) == (Product.CARD, "https://a.b/1", "")
    assert order.recipient.channel is Channel.TELEGRAM
    assert (order.recipient.chat_id, order.recipient.reply_to) == (GUEST, 5)
    assert order.recipient.private


async def test_the_status_message_is_left_to_the_progress(chat):
    await chat.write("https://a.b/1")

    assert chat.session.calls == []


async def test_every_link_gets_its_own_card(chat):
    await chat.write("https://a.b/1\nhttps://a.b/2 https://a.b/3")

    assert [order.source.url[-1] for order in chat.jobs.orders] == ["1", "2", "3"]


async def test_a_replayed_message_asks_for_the_same_jobs(chat):
    await chat.write("https://a.b/1 https://a.b/2", message_id=5)
    await chat.write("https://a.b/1 https://a.b/2", message_id=5)

    assert len(chat.jobs.orders) == 2


async def test_a_link_behind_words_is_found(chat):
    hidden = [{"type": "text_link", "offset": 0, "length": 6, "url": "https://a.b/1"}]

    await chat.write("listen", entities=hidden)

    assert len(chat.jobs.orders) == 1


async def test_a_link_in_a_caption_is_found(chat):
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

    await chat.write(photo=photo, caption="https://a.b/1")

    assert len(chat.jobs.orders) == 1


async def test_a_forwarded_link_is_a_link(chat):
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Ben"}

    await chat.write("https://a.b/1", forward_origin=origin)

    assert len(chat.jobs.orders) == 1


async def test_a_line_of_4096_characters_is_read_to_its_end(chat):
    await chat.write("x" * 4078 + " https://a.b/12345")

    assert len(chat.jobs.orders) == 1


@pytest.mark.parametrize("text", ["hello", "x" * 4096, "👋", "שלום", "1:05"])
async def test_a_message_with_nothing_in_it_gets_an_example(chat, text):
    await chat.write(text)

    assert chat.text == texts_for("en").error_no_link_found()
    assert "https://" in chat.text


async def test_a_sticker_gets_an_example(chat):
    sticker = {
        "file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    }  # fmt: skip

    await chat.write(sticker=sticker)

    assert "https://" in chat.text


async def test_a_pinned_message_is_not_answered(chat):
    await chat.write(new_chat_title="x")

    assert chat.session.calls == []


async def test_an_edited_message_is_ignored(chat):
    message = {
        "message_id": 5, "date": 1, "edit_date": 2, "text": "https://a.b/1",
        "chat": {"id": GUEST, "type": "private"}, "from": {"id": GUEST, "is_bot": False, "first_name": "A"},
    }  # fmt: skip

    await chat.update(edited_message=message)

    assert (chat.jobs.orders, chat.session.calls) == ([], [])


async def test_an_unknown_command_points_to_help(chat):
    await chat.write("/dance")

    assert "/help" in chat.text


async def test_a_usual_choice_is_made_without_asking(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_usual(account.id, "mp3")

    await chat.write("https://a.b/1")

    (order,) = chat.jobs.orders
    assert (order.product, order.choice) == (Product.MEDIA, "mp3")


async def test_too_many_links_are_refused_with_the_number(chat):
    chat.jobs.limit = 2

    await chat.write("https://a.b/1 https://a.b/2 https://a.b/3")

    assert len(chat.jobs.orders) == 2
    assert "2 jobs" in chat.text


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
async def test_the_order_remembers_the_language(chat, language):
    await chat.write("https://a.b/1", language=language)

    assert chat.jobs.orders[0].language == language


async def test_get_fetches_the_link_after_it(chat):
    await chat.write("/get https://a.b/1", chat=GROUP)

    (order,) = chat.jobs.orders
    assert (order.recipient.chat_id, order.recipient.private) == (-100, False)


async def test_get_fetches_what_the_answered_message_has(chat):
    answered = {
        "message_id": 3, "date": 1, "chat": GROUP, "text": "https://a.b/1",
        "from": {"id": 99, "is_bot": False, "first_name": "Ben"},
    }  # fmt: skip

    await chat.write("/get", chat=GROUP, reply_to_message=answered)

    assert len(chat.jobs.orders) == 1


async def test_get_fetches_the_file_of_the_answered_message(chat):
    answered = {
        "message_id": 3, "date": 1, "chat": GROUP,
        "voice": {"file_id": "f", "file_unique_id": "u", "duration": 3},
        "from": {"id": 99, "is_bot": False, "first_name": "Ben"},
    }  # fmt: skip

    await chat.write("/get", chat=GROUP, reply_to_message=answered)

    assert isinstance(chat.jobs.orders[0].source, ChatFile)


async def test_get_alone_says_how_it_is_used(chat):
    await chat.write("/get")

    assert "/get https://" in chat.text


async def test_a_link_in_a_group_is_left_alone(chat):
    await chat.write("https://a.b/1", chat=GROUP)

    assert (chat.jobs.orders, chat.texts) == ([], [])


async def test_a_link_with_a_mention_is_taken_in_its_topic(chat):
    topic = {"message_thread_id": 7, "is_topic_message": True}

    await chat.write("@HearsayBot https://a.b/1", chat=GROUP, **topic)

    (order,) = chat.jobs.orders
    assert order.recipient.thread_id == 7


async def test_a_thread_that_is_no_topic_is_not_repeated(chat):
    await chat.write("@HearsayBot https://a.b/1", chat=GROUP, message_thread_id=7)

    assert chat.jobs.orders[0].recipient.thread_id is None


async def test_an_answer_to_the_bot_is_meant_for_it(chat):
    mine = {
        "message_id": 3, "date": 1, "chat": GROUP, "text": "card",
        "from": {"id": 42, "is_bot": True, "first_name": "Hearsay"},
    }  # fmt: skip

    await chat.write("https://a.b/1", chat=GROUP, reply_to_message=mine)

    assert len(chat.jobs.orders) == 1


async def test_whoever_only_chats_in_a_group_is_not_written_down(chat):
    await chat.write("hello", who=STRANGER, chat=GROUP)

    rows = await chat.core.accounts._database.rows("SELECT telegram_id FROM accounts")
    assert STRANGER not in {row["telegram_id"] for row in rows}


async def test_an_answer_in_a_group_is_a_reply(chat):
    await chat.write("/get", chat=GROUP, message_id=5)

    (answer,) = chat.said()
    assert (answer.chat_id, answer.reply_parameters.message_id) == (-100, 5)


async def test_get_in_answer_to_small_talk_finds_nothing(chat):
    answered = {
        "message_id": 3, "date": 1, "chat": GROUP, "text": "hello",
        "from": {"id": 99, "is_bot": False, "first_name": "Ben"},
    }  # fmt: skip

    await chat.write("/get", chat=GROUP, reply_to_message=answered)

    assert "https://" in chat.text
