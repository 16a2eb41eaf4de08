"""Lists in chat: their cards, their buttons, numbers in an answer, and what is told in the end."""

from dataclasses import replace

import pytest

from handlers.chat.callbacks import Act, Press, Take
from handlers.chat.list_card import list_card, tally_buttons, tally_words
from locales.texts import LANGUAGES, texts_for
from services.errors import LinkGone, LinkPrivate
from services.jobs.job import Failure, Stage, State
from services.jobs.order import Product
from services.jobs.tally import Missed, Tally
from services.platforms.link import Link
from services.sources.playlist import Entry, Playlist
from tests.handlers.chat.fakes import GUEST, STRANGER
from tests.handlers.chat.things import LINK, SONG, job, labels, labels_flat

EN = texts_for("en")


def playlist(count=25, **changes):
    entries = tuple(Entry(f"https://a.b/{n}", f"Song {n}", 60.0) for n in range(1, count + 1))
    made = Playlist(LINK.key, LINK.url, "web", "A <list>", author="Ann & Co", entries=entries)
    return replace(made, **changes)


def tally(*, total=5, delivered=(1, 2, 3), failed=(4, 5), **changes):
    gone = Failure(LinkGone.code, {"host": "a.b"})
    missed = tuple(Missed(number, f"Song {number}", gone) for number in failed)
    made = Tally("A list", tuple(range(1, total + 1)), delivered, missed)
    return replace(made, **changes)


@pytest.fixture
async def shown(chat):
    """The card of a list of the guest's, in message 77."""
    chat.jobs.lists[LINK.key] = playlist()
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    card = replace(job(account=account.id, id="card"), message_id=77)
    recipient = replace(card.order.recipient, chat_id=GUEST)
    return chat.jobs.put(replace(card, order=replace(card.order, recipient=recipient)))


@pytest.fixture
def ended(chat, shown):
    """A list that has ended, in the same message."""
    chat.jobs.tallies["whole"] = tally()
    source = Link("", "list", "list:abc")
    whole = job(
        account=shown.order.account, id="whole", product=Product.LIST, choice="mp3", source=source
    )
    return chat.jobs.put(replace(whole, state=State.DONE))


def newest(chat):
    return chat.jobs.orders[-1]


def test_a_card_names_the_list_its_length_and_its_first_entries():
    card = list_card(job(), playlist(), EN)

    lines = card.html.splitlines()
    assert "A &lt;list&gt;" in lines[0]
    assert "Ann &amp; Co" in lines[1]
    assert "25 items" in lines[1]
    assert "25:00" in lines[1]
    assert lines[3].startswith("1. ")
    assert "17 more" in lines[-1]
    assert labels(card.keyboard) == [
        ["🎧 All as MP3"],
        ["🎬 All as 720p"],
        ["First 10 as MP3"],
        ["Choose…"],
    ]


def test_what_a_person_usually_wants_comes_first():
    card = list_card(job(choice="480p"), playlist(2), EN)

    assert labels(card.keyboard)[:2] == [["🎬 All as 480p"], ["🎧 All as MP3"]]


def test_a_list_that_is_too_long_says_what_is_taken():
    card = list_card(job(), replace(playlist(), count=1000), EN)

    assert "1,000 items, of which I take the first 25" in card.html


def test_a_few_links_may_have_cards_of_their_own():
    assert "Each its own card" in labels_flat(list_card(job(), playlist(5, url=""), EN).keyboard)
    assert "Each its own card" not in labels_flat(
        list_card(job(), playlist(11, url=""), EN).keyboard
    )
    assert "Each its own card" not in labels_flat(list_card(job(), playlist(5), EN).keyboard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_names_each_that_is_missing_and_stays_within_a_message(language):
    texts = texts_for(language)
    long = tally(total=200, delivered=(), failed=tuple(range(1, 201)))

    words = tally_words(job(product=Product.LIST), long, texts)

    assert len(words) < 4096
    assert "Song 1" in words
    assert "Song 200" not in words


def test_the_end_offers_what_failed_and_all_of_it_again():
    done = replace(job(product=Product.LIST), state=State.DONE)

    assert labels_flat(tally_buttons(done, tally(), EN)) == ["Retry failed (2)", "Again"]
    assert labels_flat(tally_buttons(done, tally(delivered=(1, 2, 3, 4, 5), failed=()), EN)) == [
        "Again"
    ]


def test_a_stopped_list_offers_the_rest():
    stopped = replace(job(product=Product.LIST), state=State.CANCELLED)
    left = tally(failed=())

    assert "Stopped: 3 of 5 sent" in tally_words(stopped, left, EN)
    assert labels_flat(tally_buttons(stopped, left, EN)) == ["The rest (2)", "Again"]


async def test_a_tap_orders_the_list_as_it_stands_now(chat, shown):
    await chat.press(Take(job=shown.id, choice="720p", items="1-10"), message_id=77)

    order = newest(chat)
    assert (order.product, order.choice, order.items) == (Product.LIST, "720p", "1-10")
    assert order.source.key == playlist().pinned().key
    assert order.recipient.message_id == 77
    assert chat.toast == "720p, coming up"


async def test_somebody_elses_list_is_left_alone(chat, shown):
    await chat.press(Take(job=shown.id, choice="mp3"), who=STRANGER)

    assert len(chat.jobs.orders) == 1


async def test_choosing_asks_for_numbers_in_the_card_itself(chat, shown):
    await chat.press(Press(act=Act.CHOOSE, job=shown.id))

    assert "Reply to this message" in chat.edit.text


@pytest.mark.parametrize(
    ("said", "items", "choice"),
    [("3-5, 8", "3-5,8", "mp3"), ("2 720p", "2", "720p"), ("all M4A", "1-25", "m4a")],
)
async def test_numbers_in_an_answer_order_these_entries(chat, shown, said, items, choice):
    await answer(chat, said)

    order = newest(chat)
    assert (order.product, order.items, order.choice) == (Product.LIST, items, choice)
    assert order.recipient.message_id is None


async def test_numbers_that_are_not_there_are_said(chat, shown):
    await answer(chat, "90-99")

    assert "1 to 25" in chat.text
    assert len(chat.jobs.orders) == 1


async def test_what_failed_is_asked_for_again_in_the_same_message(chat, ended):
    await chat.press(Press(act=Act.REST, job=ended.id), message_id=77)

    order = newest(chat)
    assert (order.product, order.items, order.choice) == (Product.LIST, "4-5", "mp3")
    assert order.recipient.message_id == 77


async def test_a_tap_on_an_end_that_is_only_just_told_waits_for_it(chat, ended):
    chat.jobs.put(replace(ended, state=State.RUNNING, stage=Stage.DELIVER))

    await chat.press(Press(act=Act.REST, job=ended.id), message_id=77)

    assert newest(chat).items == "4-5"


async def test_nothing_is_left_of_a_list_that_arrived_whole(chat, ended):
    chat.jobs.tallies["whole"] = tally(delivered=(1, 2, 3, 4, 5), failed=())

    await chat.press(Press(act=Act.REST, job=ended.id))

    assert newest(chat) == ended.order


@pytest.mark.parametrize("from_feed", [True, False])
async def test_from_one_entry_to_the_list_in_which_it_stands(chat, shown, from_feed):
    listing = "https://a.b/list"
    chat.jobs.lists.clear()
    chat.jobs.media[LINK.key] = replace(SONG, listing=listing if from_feed else "")
    if not from_feed:
        chat.jobs.put(
            replace(shown, order=replace(shown.order, source=replace(LINK, listing=listing)))
        )

    await chat.press(Press(act=Act.WHOLE, job=shown.id))

    order = newest(chat)
    assert (order.product, order.source.url, order.source.whole) == (Product.CARD, listing, True)
    assert order.recipient.message_id is None


async def test_each_link_gets_a_card(chat, shown):
    chat.jobs.lists[LINK.key] = playlist(3, url="")

    await chat.press(Press(act=Act.EACH, job=shown.id))

    cards = chat.jobs.orders[1:]
    assert [order.source.url for order in cards] == [f"https://a.b/{n}" for n in (1, 2, 3)]
    assert {order.product for order in cards} == {Product.CARD}


@pytest.mark.parametrize(("count", "orders"), [(3, 3), (4, 1), (20, 1)])
async def test_many_links_are_one_list(chat, count, orders):
    await chat.write("\n".join(f"https://a.b/{number}" for number in range(count)))

    assert len(chat.jobs.orders) == orders
    if orders == 1:
        (found,) = chat.jobs.lists.values()
        assert (len(found.entries), found.title) == (count, f"{count} links")
        assert newest(chat).source.key == found.key


def test_why_something_is_missing_is_a_sentence():
    private = Missed(1, "Song", Failure(LinkPrivate.code, {"host": "a.b"}))
    stopped = Missed(2, "Other", None)

    words = tally_words(job(product=Product.LIST), tally(missed=(private, stopped)), EN)

    assert "Song" in words
    assert "a.b" in words
    assert "Other" in words
    assert words.rstrip().endswith("stopped")


async def answer(chat, text):
    answered = {
        "message_id": 77,
        "date": 1_800_000_000,
        "chat": {"id": GUEST, "type": "private", "first_name": "Ann"},
        "text": "card",
    }
    await chat.write(text, reply_to_message=answered)
