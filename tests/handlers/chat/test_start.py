import pytest
from aiogram.methods import SetMyCommands

from handlers.chat.callbacks import Forget, Speak
from locales.texts import LANGUAGES, texts_for
from services.accounts.account import Role
from services.jobs.job import State
from tests.handlers.chat.fakes import GUEST, OWNER, STRANGER
from tests.handlers.chat.things import job, labels_flat


async def account_of(chat, who):
    return await chat.core.accounts.of_telegram(who, "Ann")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_start_greets_by_name(chat, language):
    await chat.write("/start", language=language)

    assert chat.text == texts_for(language).start_welcome(name="Ann")
    assert "/help" in chat.text


async def test_help_lists_the_commands(chat):
    await chat.write("/help")

    for command in ("/queue", "/cancel", "/again", "/language", "/forget"):
        assert command in chat.text
    assert "/admin" not in chat.text


async def test_help_lists_the_owners_commands_for_owners(chat):
    await chat.write("/help", who=OWNER)

    assert "/admin" in chat.text


async def test_an_invited_stranger_is_let_in(chat):
    owner = await account_of(chat, OWNER)
    code = await chat.core.accounts.invite(Role.GUEST, owner.id)

    await chat.write(f"/start {code}", who=STRANGER)

    assert (await account_of(chat, STRANGER)).role is Role.GUEST
    assert chat.text == texts_for("en").start_welcome(name="Ann")


async def test_an_invitation_that_is_handled_twice_still_lets_in(chat):
    owner = await account_of(chat, OWNER)
    code = await chat.core.accounts.invite(Role.GUEST, owner.id)

    await chat.write(f"/start {code}", who=STRANGER)
    await chat.write(f"/start {code}", who=STRANGER)

    assert chat.texts == [texts_for("en").start_welcome(name="Ann")] * 2


async def test_a_made_up_invitation_is_refused(chat):
    await chat.write("/start nonsense", who=STRANGER)

    assert chat.text == texts_for("en").error_invite_invalid()
    assert (await account_of(chat, STRANGER)).role is Role.STRANGER


async def test_a_new_owner_hears_what_that_means(chat):
    owner = await account_of(chat, OWNER)
    code = await chat.core.accounts.invite(Role.OWNER, owner.id)

    await chat.write(f"/start {code}", who=STRANGER)

    assert chat.texts[0] == texts_for("en").start_owner()
    assert len(chat.said(SetMyCommands)) == len(LANGUAGES)


async def test_every_language_is_offered_by_its_own_name(chat):
    await chat.write("/language", language="ru")

    labels = labels_flat(chat.said()[0].reply_markup)
    assert labels == ["English", "Русский", "中文", "Как в моём Telegram"]


async def test_a_chosen_language_stays(chat):
    await chat.press(Speak(language="zh"))
    await chat.write("/queue")

    assert chat.edit.text == texts_for("zh").language_set()
    assert chat.text == texts_for("zh").queue_empty()


async def test_the_language_of_the_app_can_be_followed_again(chat):
    await chat.press(Speak(language="zh"))
    chat.hush()
    await chat.press(Speak(language=""), language="ru")

    assert chat.edit.text == texts_for("ru").language_follows(language="Русский")
    assert (await account_of(chat, GUEST)).language is None


async def test_forget_asks_first(chat):
    await chat.write("/forget")

    assert chat.text == texts_for("en").forget_ask()
    assert (await account_of(chat, GUEST)).role is Role.GUEST


async def test_forget_erases_the_person_with_their_jobs(chat):
    account = await account_of(chat, GUEST)
    chat.jobs.put(job(State.RUNNING, account=account.id))

    await chat.press(Forget(sure=True))

    assert chat.jobs.jobs == {}
    assert chat.core.live.forgotten == [account.id]
    assert await chat.core.accounts.get(account.id) is None
    assert chat.edit.text == texts_for("en").forget_done()


async def test_forget_can_be_declined(chat):
    await chat.press(Forget(sure=False))

    assert chat.edit.text == texts_for("en").forget_kept()
    assert (await account_of(chat, GUEST)).role is Role.GUEST
