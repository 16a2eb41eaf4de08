import pytest

from services.jobs.order import Product
from tests.handlers.chat.fakes import GUEST
from tests.handlers.chat.things import MEGABYTE

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 1000}
PICTURE = {"width": 100, "height": 50, "duration": 3}
KINDS = [
    ("voice", FILE | {"duration": 3, "mime_type": "audio/ogg"}, "Voice message"),
    ("audio", FILE | {"duration": 3, "file_name": "a.mp3"}, "a.mp3"),
    ("audio", FILE | {"duration": 3, "title": "Song", "performer": "Ann"}, "Ann - Song"),
    ("video", FILE | PICTURE | {"file_name": "b.mp4"}, "b.mp4"),
    ("video_note", FILE | {"length": 100, "duration": 3}, "Video message"),
    ("animation", FILE | PICTURE, "Animation"),
    ("document", FILE | {"file_name": "c.flac", "mime_type": "audio/flac"}, "c.flac"),
    ("document", FILE | {"file_name": "d.bin"}, "d.bin"),
]


@pytest.mark.parametrize(("kind", "file", "name"), KINDS, ids=[name for _, _, name in KINDS])
async def test_what_is_said_to_us_is_written_down_and_the_rest_gets_a_card(chat, kind, file, name):
    await chat.write(message_id=5, **{kind: file})

    (order,) = chat.jobs.orders
    unheard = name in {"Animation", "d.bin"}
    assert order.product is (Product.CARD if unheard else Product.WORDS)
    assert order.source.name == name
    assert (order.source.file_id, order.source.unique_id, order.source.size_bytes) == (
        "f",
        "u",
        1000,
    )
    assert (order.recipient.chat_id, order.recipient.reply_to) == (GUEST, 5)


async def test_without_a_model_a_voice_note_gets_a_card(chat):
    chat.jobs.can_hear = False

    await chat.write(voice=FILE | {"duration": 3})

    (order,) = chat.jobs.orders
    assert order.product is Product.CARD


async def test_an_animation_is_one_thing_though_it_comes_as_a_document_too(chat):
    await chat.write(animation=FILE | PICTURE, document=FILE)

    assert len(chat.jobs.orders) == 1


async def test_a_file_counts_more_than_a_link_beside_it(chat):
    await chat.write(audio=FILE | {"duration": 3}, caption="from https://a.b/1")

    (order,) = chat.jobs.orders
    assert order.source_key == "telegram:u"


async def test_a_usual_choice_is_made_of_files_too(chat):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_usual(account.id, "mp3")

    await chat.write(audio=FILE | {"duration": 3})

    (order,) = chat.jobs.orders
    assert (order.product, order.choice) == (Product.MEDIA, "mp3")


async def test_a_file_that_bots_may_not_fetch_is_refused_with_both_sizes(chat):
    await chat.write(video=FILE | PICTURE | {"file_size": 21 * MEGABYTE})

    assert chat.jobs.orders == []
    assert "21 MB" in chat.text
    assert "20 MB" in chat.text


async def test_a_file_of_unknown_size_may_be_tried(chat):
    await chat.write(voice={"file_id": "f", "file_unique_id": "u", "duration": 3})

    assert chat.jobs.orders[0].source.size_bytes is None


async def test_a_voice_note_in_a_group_is_left_alone(chat):
    await chat.write(
        voice=FILE | {"duration": 3}, chat={"id": -100, "type": "group", "title": "Friends"}
    )

    assert chat.jobs.orders == []
