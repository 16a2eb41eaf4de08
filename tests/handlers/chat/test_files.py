"""What becomes of voice notes and files, in private and in groups."""

from dataclasses import replace

import pytest
from aiogram.methods import SendMessage

from handlers.chat.callbacks import Offer
from services.accounts.account import Listens
from services.accounts.groups import Group
from services.jobs.order import Product
from tests.handlers.chat.fakes import GUEST, entities
from tests.handlers.chat.things import MEGABYTE, labels_flat

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
    unheard = kind in {"animation", "document"}
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
    assert order.source_key.startswith("telegram:u:")


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


async def like(chat, **changes):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_habits(replace(account, **changes))


@pytest.mark.parametrize("kind", ["voice", "video_note"])
async def test_who_likes_to_be_asked_is_offered_the_words_of_a_note(chat, kind):
    await like(chat, listens=Listens.ASK)

    await chat.write(message_id=5, **{kind: FILE | {"duration": 72, "length": 100}})

    assert chat.jobs.orders == []
    (offer,) = chat.said(SendMessage)
    assert offer.text == "🎙 1:12 Shall I write down what is said?"
    assert offer.reply_parameters.message_id == 5
    assert labels_flat(offer.reply_markup) == ["📝 Words", "🎚 Formats"]


@pytest.mark.parametrize("listens", [Listens.ASK, Listens.NEVER])
async def test_who_does_not_want_words_at_once_gets_the_card_of_a_recording(chat, listens):
    await like(chat, listens=listens)

    await chat.write(audio=FILE | {"duration": 3})

    assert chat.jobs.orders[0].product is Product.CARD


async def test_who_never_wants_words_is_left_alone_with_notes(chat):
    await like(chat, listens=Listens.NEVER)

    await chat.write(voice=FILE | {"duration": 3})

    assert (chat.jobs.orders, chat.texts) == ([], [])


async def test_a_stretch_in_the_caption_is_a_wish_for_a_clip(chat):
    await chat.write(video=FILE | PICTURE, caption="0:05-0:10")

    (order,) = chat.jobs.orders
    assert (order.product, order.choice) == (Product.CARD, ";clip=5-10")


@pytest.mark.parametrize(
    ("words", "product"), [(True, Product.WORDS), (False, Product.CARD)], ids=["words", "formats"]
)
async def test_an_offer_turns_into_what_was_offered(chat, words, product):
    asked = quoted(voice=FILE | {"duration": 3})

    await chat.press(Offer(words=words), message_id=90, reply_to_message=asked)

    (order,) = chat.jobs.orders
    assert (order.product, order.source.unique_id) == (product, "u")
    assert (order.recipient.reply_to, order.recipient.message_id) == (5, 90)


@pytest.mark.parametrize("asked", [None, {"text": "deleted"}], ids=["gone", "no file"])
async def test_an_offer_about_nothing_any_more_says_so(chat, asked):
    fields = {"reply_to_message": quoted(**asked)} if asked else {}

    await chat.press(Offer(words=True), **fields)

    assert chat.jobs.orders == []
    assert "button" in chat.alert


def quoted(**fields):
    message = {"message_id": 5, "date": 1_800_000_000, "chat": GROUP, "from": BEN}
    return message | fields


GROUP = {"id": -100, "type": "group", "title": "Friends"}
BEN = {"id": 9, "is_bot": False, "first_name": "Ben"}
VOICE = FILE | {"duration": 3}
NAMED = {"caption": "@HearsayBot", "caption_entities": entities("@HearsayBot")}


@pytest.mark.parametrize(
    ("listens", "named", "becomes"),
    [
        (Listens.ALWAYS, False, "words"),
        (Listens.ALWAYS, True, "words"),
        (Listens.ASK, False, "offer"),
        (Listens.ASK, True, "offer"),
        (Listens.NAMED, False, "nothing"),
        (Listens.NAMED, True, "offer"),
        (Listens.NEVER, False, "nothing"),
        (Listens.NEVER, True, "card"),
    ],
)
async def test_a_group_has_its_own_way_with_voice_notes(chat, listens, named, becomes):
    await chat.core.groups.set(Group(GROUP["id"], listens=listens))

    await chat.write(voice=VOICE, chat=GROUP, **(NAMED if named else {}))

    assert outcome(chat) == becomes


def outcome(chat):
    if chat.jobs.orders:
        (order,) = chat.jobs.orders
        return order.product.value
    return "offer" if any("Shall I" in text for text in chat.texts) else "nothing"


async def test_a_voice_note_in_a_group_is_left_alone_unless_it_is_liked_otherwise(chat):
    await chat.write(voice=VOICE, chat=GROUP)

    assert outcome(chat) == "nothing"


@pytest.mark.parametrize(
    ("fields", "becomes"),
    [
        ({"voice": VOICE, "caption": "mine #skip"}, "nothing"),
        ({"audio": VOICE | {"file_size": 21 * MEGABYTE}}, "nothing"),
        ({"document": FILE | {"file_name": "d.bin"}}, "nothing"),
        ({"animation": FILE | PICTURE, "document": FILE}, "nothing"),
        ({"document": FILE | {"file_name": "d.flac", "mime_type": "audio/flac"}}, "nothing"),
        ({"video": FILE | PICTURE}, "words"),
    ],
    ids=["skipped", "too big", "no recording", "animation", "sent as a file", "film"],
)
async def test_where_all_are_written_down_some_are_not(chat, fields, becomes):
    await chat.core.groups.set(Group(GROUP["id"], listens=Listens.ALWAYS))

    await chat.write(chat=GROUP, **fields)

    assert outcome(chat) == becomes
    assert chat.texts == []


async def test_without_a_model_nothing_is_offered_in_a_group(chat):
    chat.jobs.can_hear = False
    await chat.core.groups.set(Group(GROUP["id"], listens=Listens.ALWAYS))

    await chat.write(voice=VOICE, chat=GROUP)

    assert outcome(chat) == "nothing"


@pytest.mark.parametrize(("can_hear", "becomes"), [(True, "offer"), (False, "card")])
async def test_named_below_a_voice_note_the_bot_offers_its_words(chat, can_hear, becomes):
    chat.jobs.can_hear = can_hear
    await chat.write("@HearsayBot", chat=GROUP, reply_to_message=quoted(voice=VOICE))

    assert outcome(chat) == becomes
    if can_hear:
        assert chat.said(SendMessage)[0].reply_parameters.message_id == 5


async def test_named_below_a_voice_note_that_is_too_big_it_says_so(chat):
    big = quoted(audio=VOICE | {"file_size": 21 * MEGABYTE})

    await chat.write("@HearsayBot", chat=GROUP, reply_to_message=big)

    assert "20 MB" in chat.text


async def test_below_a_voice_note_people_may_talk_without_it(chat):
    await chat.write("nice!", chat=GROUP, reply_to_message=quoted(voice=VOICE))

    assert outcome(chat) == "nothing"


async def test_where_only_administrators_may_ask_other_peoples_notes_pass_without_a_word(chat):
    await chat.core.groups.set(Group(GROUP["id"], listens=Listens.ALWAYS, admins_only=True))

    await chat.write(voice=VOICE, chat=GROUP)

    assert outcome(chat) == "nothing"
    assert chat.texts == []
