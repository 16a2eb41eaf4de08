from dataclasses import replace

import pytest

from handlers.chat.callbacks import Act, Pick, Press
from locales.texts import LANGUAGES, texts_for
from services.jobs.job import State
from services.jobs.order import Product
from tests.handlers.chat.fakes import GUEST, OWNER, STRANGER
from tests.handlers.chat.things import CONCERT, FILM, LINK, job, labels_flat

GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}


@pytest.fixture
async def card(chat):
    """A card of the guest's, shown in message 77."""
    chat.jobs.media[LINK.key] = FILM
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    return chat.jobs.put(job(account=account.id, id="card"))


@pytest.fixture
def file(chat, card):
    """A sound that was delivered, in message 77."""
    done = job(account=card.order.account, id="file", product=Product.MEDIA, choice="mp3")
    return chat.jobs.put(done)


async def usual_of(chat, who=GUEST):
    return (await chat.core.accounts.of_telegram(who, "Ann")).usual


def made(chat):
    return [order for order in chat.jobs.orders if order.recipient.message_id or order.choice]


async def test_a_tap_turns_the_card_into_the_format(chat, card):
    await chat.press(Pick(job=card.id, choice="720p"), message_id=77)

    (order,) = made(chat)
    assert (order.product, order.choice, order.source) == (Product.MEDIA, "720p", LINK)
    assert order.recipient.message_id == 77
    assert (order.account, order.language) == (card.order.account, "en")
    assert chat.toast == "720p, coming up"


async def test_a_tap_that_is_handled_twice_is_one_job(chat, card):
    await chat.press(Pick(job=card.id, choice="720p"))
    chat.update_id -= 1
    await chat.press(Pick(job=card.id, choice="720p"))

    assert len(made(chat)) == 1


async def test_a_double_tap_is_one_job(chat, card):
    await chat.press(Pick(job=card.id, choice="720p"))
    await chat.press(Pick(job=card.id, choice="720p"))

    assert len(made(chat)) == 1


async def test_a_tap_while_another_format_is_made_is_promised_as_well(chat, card):
    await chat.press(Pick(job=card.id, choice="mp3"))
    chat.hush()
    await chat.press(Pick(job=card.id, choice="720p"))

    assert [order.choice for order in made(chat)] == ["mp3", "720p"]
    assert chat.toast == "720p, coming up"


async def test_a_tap_whose_answer_is_refused_still_works(chat, card):
    from aiogram.methods import AnswerCallbackQuery

    chat.session.refusals[AnswerCallbackQuery] = "Bad Request: query is too old"

    await chat.press(Pick(job=card.id, choice="720p"))

    assert len(made(chat)) == 1


async def test_a_message_too_old_to_be_seen_still_has_working_buttons(chat, card):
    await chat.press(Pick(job=card.id, choice="720p"), date=0, text=None)

    assert len(made(chat)) == 1


async def test_another_format_of_a_delivered_file_comes_below_it(chat, file):
    await chat.press(Pick(job=file.id, choice="720p"), message_id=77)

    order = chat.jobs.orders[-1]
    assert (order.recipient.message_id, order.recipient.reply_to) == (None, 77)


async def test_a_smaller_choice_after_a_failure_takes_its_place(chat, file):
    chat.jobs.put(replace(file, state=State.FAILED))

    await chat.press(Pick(job=file.id, choice="240p"), message_id=77)

    assert chat.jobs.orders[-1].recipient.message_id == 77


async def test_what_is_too_big_is_said_at_once(chat, card):
    await chat.press(Pick(job=card.id, choice="1080p"))

    assert made(chat) == []
    assert "120 MB" in chat.alert
    assert "50 MB" in chat.alert
    shown = labels_flat(chat.buttons)
    assert {"✂ 1080p in about 3 parts", "🔗 1080p as a link", "‹ Back"} <= set(shown)
    assert any("720p" in label for label in shown)


async def test_an_estimate_forbids_only_what_is_far_too_big(chat, card):
    chat.jobs.media[LINK.key] = replace(FILM, seconds=600.0)

    await chat.press(Pick(job=card.id, choice="wav"))

    assert len(made(chat)) == 1


async def test_a_choice_that_never_was_is_refused(chat, card):
    await chat.press(Pick(job=card.id, choice="exe"))

    assert made(chat) == []
    assert "exe" in chat.alert


@pytest.mark.parametrize("language", LANGUAGES)
async def test_somebody_elses_button_says_so(chat, card, language):
    account = await chat.core.accounts.of_telegram(STRANGER, "Ann")
    await chat.core.accounts.set_role(account.id, "guest")

    await chat.press(Pick(job=card.id, choice="720p"), who=STRANGER, language=language, chat=GROUP)

    assert made(chat) == []
    assert chat.alert == texts_for(language).error_not_yours()


async def test_an_owner_may_press_anybodys_button(chat, card):
    await chat.press(Pick(job=card.id, choice="720p"), who=OWNER, chat=GROUP)

    assert made(chat)[0].account == card.order.account


async def test_a_button_of_a_forgotten_job_has_expired(chat):
    await chat.press(Pick(job="gone", choice="mp3"))

    assert chat.alert == texts_for("en").error_button_expired()


async def test_more_shows_every_format(chat, card):
    await chat.press(Press(act=Act.MORE, job=card.id))

    shown = labels_flat(chat.buttons)
    assert any("WAV" in label for label in shown)
    assert any("2160p" in label for label in shown)


async def test_more_without_facts_has_expired(chat, card):
    chat.jobs.media.clear()

    await chat.press(Press(act=Act.MORE, job=card.id))

    assert chat.alert == texts_for("en").error_button_expired()


async def test_an_edit_that_changes_nothing_is_no_trouble(chat, card):
    from aiogram.methods import EditMessageReplyMarkup

    chat.session.refusals[EditMessageReplyMarkup] = "Bad Request: message is not modified"

    await chat.press(Press(act=Act.MORE, job=card.id))

    assert chat.texts == []


async def test_back_shows_the_card_again(chat, card):
    await chat.press(Press(act=Act.BACK, job=card.id))

    assert labels_flat(chat.buttons)[-1] == "More…"


async def test_back_under_a_file_shows_what_may_follow(chat, file):
    await chat.press(Press(act=Act.BACK, job=file.id))

    assert labels_flat(chat.buttons) == ["🎬 720p · 30 MB", "Other formats", "📝 Words", "🧼 Clean"]


async def test_always_makes_the_next_choice_the_usual_one(chat, card):
    await chat.press(Press(act=Act.MORE, job=card.id, always=True))
    assert await usual_of(chat) is None
    chat.hush()

    await chat.press(Pick(job=card.id, choice="m4a", always=True))

    assert await usual_of(chat) == "m4a"
    assert "M4A" in chat.alert


async def test_the_usual_choice_can_be_taken_back(chat, file):
    await chat.core.accounts.set_usual(file.order.account, "mp3")

    await chat.press(Press(act=Act.ASK, job=file.id))

    assert await usual_of(chat) is None
    assert any("☐" in label for label in labels_flat(chat.buttons))


async def test_refresh_looks_again_in_the_same_message(chat, card):
    await chat.press(Press(act=Act.REFRESH, job=card.id), message_id=77)

    order = chat.jobs.orders[-1]
    assert (order.product, order.choice, order.recipient.message_id) == (Product.CARD, "", 77)


async def test_refresh_under_a_file_makes_a_card_below_it(chat, file):
    await chat.press(Press(act=Act.REFRESH, job=file.id), message_id=77)

    order = chat.jobs.orders[-1]
    assert (order.product, order.recipient.message_id) == (Product.CARD, None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["pick0:x:mp3:0", "", "pick1:too:many:parts:here", "🎧"])
async def test_a_button_from_another_time_has_expired(chat, language, text):
    await chat.press(text or "-", language=language)

    assert chat.alert == texts_for(language).error_button_expired()


async def test_a_way_that_fits_is_taken(chat, card):
    await chat.press(Pick(job=card.id, choice="1080p;P"))

    assert made(chat)[0].choice == "1080p;parts"


@pytest.mark.parametrize("act", [Act.RATES, Act.TRACKS, Act.CHAPTERS])
async def test_each_menu_has_a_way_back(chat, card, act):
    chat.jobs.media[LINK.key] = CONCERT

    await chat.press(Press(act=act, job=card.id))

    assert labels_flat(chat.buttons)[-1] == "‹ Back"


async def test_a_chapter_becomes_the_wish_of_the_card(chat, card):
    chat.jobs.media[LINK.key] = CONCERT

    await chat.press(Press(act=Act.BACK, job=card.id, tail=";C60-120"))

    assert labels_flat(chat.buttons)[0] == "✂ 1:00–2:00 · all of it instead"


async def test_sponsors_are_left_out_from_now_on(chat, card):
    chat.jobs.media[LINK.key] = CONCERT

    await chat.press(Press(act=Act.SKIP, job=card.id, tail=";skip"))

    assert (await chat.core.accounts.of_telegram(GUEST, "Ann")).skips
    assert "720p;skip" in {
        Pick.unpack(key.callback_data).wanted
        for row in chat.buttons.inline_keyboard
        for key in row
        if key.callback_data.startswith("pick1")
    }


async def test_patience_can_be_switched(chat, card):
    account = await chat.core.accounts.of_telegram(GUEST, "Ann")
    await chat.core.accounts.set_usual(account.id, "mp3")

    await chat.press(Press(act=Act.WAIT, job=card.id))

    assert (await chat.core.accounts.of_telegram(GUEST, "Ann")).patience_seconds == 120
    await chat.write("https://www.example.com/watch/9")
    assert chat.jobs.orders[-1].product is Product.CARD
