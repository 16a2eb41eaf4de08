"""Groups: how the bot behaves there, who may change it, and who is left in peace."""

from datetime import UTC, datetime

import pytest
from aiogram.methods import DeleteMessage, GetChatMember
from aiogram.types import ChatMemberAdministrator, ChatMemberMember, User

from handlers.chat.callbacks import Here, Trait
from services.accounts.account import Listens
from services.accounts.groups import Group, Links
from tests.handlers.chat.fakes import BOT_ID, GUEST, OWNER, STRANGER
from tests.handlers.chat.things import labels_flat

CHAT = -100
GROUP = {"id": CHAT, "type": "supergroup", "title": "Friends"}
RIGHTS = dict.fromkeys(
    (
        "can_be_edited",
        "can_manage_chat",
        "can_delete_messages",
        "can_manage_video_chats",
        "can_restrict_members",
        "can_promote_members",
        "can_change_info",
        "can_invite_users",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    ),
    True,
)


@pytest.fixture
def admins(chat):
    """The people who run the group; the bot is one where it is among them."""
    running = {GUEST}
    answer = chat.session.make_request

    async def answer_members_too(bot, method, timeout=None):
        if not isinstance(method, GetChatMember):
            return await answer(bot, method, timeout)
        chat.session.calls.append(method)
        user = User(id=method.user_id, is_bot=method.user_id == BOT_ID, first_name="Ann")
        if method.user_id in running:
            return ChatMemberAdministrator(user=user, is_anonymous=False, **RIGHTS)
        return ChatMemberMember(user=user)

    chat.session.make_request = answer_members_too
    return running


async def group_of(chat):
    return await chat.core.groups.of(CHAT)


async def test_an_administrator_sees_how_it_is_with_buttons(chat, admins):
    await chat.write("/here", chat=GROUP)

    (sent,) = chat.said()
    assert "when I am named" in sent.text
    assert "● When named" in labels_flat(sent.reply_markup)


async def test_others_see_it_without_buttons(chat, admins):
    await chat.write("/here", who=OWNER, chat=GROUP)

    assert chat.said()[0].reply_markup is None


async def test_who_hides_behind_the_group_runs_it(chat, admins):
    admins.clear()

    await chat.write("/here", who=STRANGER, chat=GROUP, sender_chat=GROUP)

    assert chat.said()[0].reply_markup is not None


async def test_whoever_writes_as_another_channel_does_not(chat, admins):
    channel = {"id": -999, "type": "channel", "title": "News"}

    await chat.write("/here", chat=GROUP, sender_chat=channel)

    assert chat.said()[0].reply_markup is None


@pytest.mark.parametrize(
    ("trait", "value", "changed"),
    [
        (Trait.LINKS, "always", Group(CHAT, links=Links.ALWAYS)),
        (Trait.LINKS, "sometimes", Group(CHAT)),
        (Trait.LANGUAGE, "ru", Group(CHAT, language="ru")),
        (Trait.LANGUAGE, "xx", Group(CHAT)),
        (Trait.USUAL, "720p", Group(CHAT, usual="720p")),
        (Trait.USUAL, "exe", Group(CHAT)),
        (Trait.ADMINS, "yes", Group(CHAT, admins_only=True)),
        (Trait.LISTENS, "always", Group(CHAT, listens=Listens.ALWAYS)),
        (Trait.LISTENS, "often", Group(CHAT)),
    ],
)
async def test_an_administrator_changes_it(chat, admins, trait, value, changed):
    await chat.press(Here(trait=trait, value=value), chat=GROUP)

    assert await group_of(chat) == changed


async def test_nobody_else_changes_it(chat, admins):
    await chat.press(Here(trait=Trait.LINKS, value="always"), who=OWNER, chat=GROUP)

    assert (await group_of(chat)).links is Links.MENTION
    assert "administrators" in chat.alert


async def test_messages_are_removed_only_with_the_right(chat, admins):
    await chat.press(Here(trait=Trait.DELETES, value="yes"), chat=GROUP)
    assert not (await group_of(chat)).deletes
    assert "administrator" in chat.alert
    chat.hush()

    admins.add(BOT_ID)
    await chat.press(Here(trait=Trait.DELETES, value="yes"), chat=GROUP)
    assert (await group_of(chat)).deletes


@pytest.mark.parametrize("deletes", [True, False])
async def test_a_message_with_links_stays_until_its_orders_are_delivered(chat, deletes):
    await chat.core.groups.set(Group(CHAT, deletes=deletes))

    await chat.write("@HearsayBot https://a.b/1", chat=GROUP, message_id=5)
    many = " ".join(f"https://a.b/{number}" for number in range(4))
    await chat.write(f"@HearsayBot {many}", chat=GROUP, message_id=6)
    await chat.write("/get https://a.b/1", chat=GROUP, message_id=7)

    assert chat.said(DeleteMessage) == []
    asked = [(order.recipient.reply_to, order.recipient.removes) for order in chat.jobs.orders]
    assert asked == [(5, deletes), (6, deletes), (7, False)]


@pytest.mark.parametrize(
    ("links", "text", "acts"),
    [
        (Links.ALWAYS, "look https://a.b/1", True),
        (Links.ALWAYS, "look https://a.b/1 #skip", False),
        (Links.ALWAYS, "look at this", False),
        (Links.MENTION, "look https://a.b/1", False),
        (Links.MENTION, "@HearsayBot https://a.b/1", True),
        (Links.MENTION, "@HearsayBot https://a.b/1 #skip", False),
        (Links.NEVER, "@HearsayBot https://a.b/1", False),
        (Links.NEVER, "/get https://a.b/1", True),
    ],
)
async def test_links_are_acted_on_as_the_group_likes_it(chat, links, text, acts):
    await chat.core.groups.set(Group(CHAT, links=links))

    await chat.write(text, chat=GROUP)

    assert len(chat.jobs.orders) == acts


async def test_the_group_has_a_usual_choice_of_its_own(chat):
    await chat.core.groups.set(Group(CHAT, usual="mp3"))

    await chat.write("@HearsayBot https://a.b/1", chat=GROUP)
    await chat.write("https://a.b/2")

    assert [order.choice for order in chat.jobs.orders] == ["mp3", ""]


async def test_the_group_has_a_language_of_its_own(chat):
    await chat.core.groups.set(Group(CHAT, language="ru"))

    await chat.write("@HearsayBot https://a.b/1", chat=GROUP)

    assert chat.jobs.orders[0].language == "ru"


async def test_where_only_administrators_may_ask_others_are_told(chat, admins):
    admins.clear()
    await chat.core.groups.set(Group(CHAT, admins_only=True))

    await chat.write("@HearsayBot https://a.b/1", chat=GROUP)

    assert chat.jobs.orders == []
    assert "administrators" in chat.text
    admins.add(GUEST)


async def test_who_runs_a_group_is_asked_once_a_minute(chat, admins):
    await chat.core.groups.set(Group(CHAT, admins_only=True))

    for _ in range(3):
        await chat.write("@HearsayBot https://a.b/1", chat=GROUP)

    assert len(chat.said(GetChatMember)) == 1


async def test_when_telegram_does_not_tell_nobody_is_an_administrator(chat):
    chat.session.refusals[GetChatMember] = "Bad Request: user not found"

    await chat.press(Here(trait=Trait.LINKS, value="always"), chat=GROUP)

    assert (await group_of(chat)).links is Links.MENTION


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(chat):
    old = {"id": -7, "type": "group", "title": "Friends"}
    await chat.core.groups.set(Group(-7, links=Links.ALWAYS))

    await chat.update(
        message={
            "message_id": 9,
            "date": int(datetime.now(UTC).timestamp()),
            "chat": old,
            "from": {"id": GUEST, "is_bot": False, "first_name": "Ann"},
            "migrate_to_chat_id": CHAT,
        }
    )

    assert (await group_of(chat)).links is Links.ALWAYS
    assert (await chat.core.groups.of(-7)).links is Links.MENTION


async def test_in_private_it_says_what_it_is_for(chat):
    await chat.write("/here")

    assert "In a group" in chat.text
