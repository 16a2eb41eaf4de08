"""Clips asked for in words: behind a link, or as the answer to a card or a file."""

import pytest

from services.jobs.order import Product
from tests.handlers.chat.fakes import BOT_ID, GUEST
from tests.handlers.chat.things import FILM, LINK, job


def answering(message_id):
    return {
        "message_id": message_id,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "Hearsay"},
        "text": "card",
    }


async def put(chat, **changes):
    chat.jobs.media[LINK.key] = FILM
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    made = job(account=account.id, id="shown", **changes)
    chat.jobs.put(made)
    chat.jobs.of_message = of_message(made)
    return made


def of_message(made):
    async def find(chat_id, message_id):
        return made if message_id == 77 else None

    return find


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("https://www.example.com/watch/1 1:05-1:12.5", ";clip=65-72.5"),
        ("https://www.example.com/watch/1\n1:05 – 1:12", ";clip=65-72"),
        ("1:05-1:12 https://www.example.com/watch/1", ";clip=65-72"),
        ("the solo 1:05-1:12 in https://www.example.com/watch/1 please", ";clip=65-72"),
        ("https://www.example.com/watch/1 65-72", ";clip=65-72"),
        ("https://www.example.com/watch/1 live 2019-2020", ""),
        ("https://www.example.com/watch/1-2", ""),
        ("https://www.example.com/watch/1", ""),
    ],
)
async def test_a_stretch_beside_a_link_is_wished(chat, text, choice):
    await chat.write(text)

    (order,) = chat.jobs.orders
    assert (order.product, order.choice) == (Product.CARD, choice)


async def test_with_a_usual_choice_the_clip_comes_at_once(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_usual(account.id, "mp3-128")

    await chat.write("https://www.example.com/watch/1 0:05-0:10")

    (order,) = chat.jobs.orders
    assert (order.product, order.choice) == (Product.MEDIA, "mp3-128;clip=5-10")


async def test_an_answer_to_a_card_gives_a_card_of_the_clip(chat):
    await put(chat)

    await chat.write("1:05-1:12.5", reply_to_message=answering(77))

    order = chat.jobs.orders[-1]
    assert (order.product, order.choice, order.source) == (Product.CARD, ";clip=65-72.5", LINK)


async def test_an_answer_to_a_file_gives_the_same_of_the_clip(chat):
    await put(chat, product=Product.MEDIA, choice="720p;skip")

    await chat.write("1:05-1:12.5", reply_to_message=answering(77))

    order = chat.jobs.orders[-1]
    assert (order.product, order.choice) == (Product.MEDIA, "720p;clip=65-72.5;skip")
    assert order.recipient.message_id is None


async def test_an_answer_to_something_else_is_no_clip(chat):
    await put(chat)

    await chat.write("1:05-1:12.5", reply_to_message=answering(78))

    assert len(chat.jobs.orders) == 1
