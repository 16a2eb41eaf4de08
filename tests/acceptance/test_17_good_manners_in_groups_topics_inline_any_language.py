"""In groups it speaks when spoken to, in the same topic; inline it is instant or shows the way in."""

import json
from typing import Any

import pytest

from tests.e2e.people import Message, button, until
from tests.world.media import song
from tests.world.town import Town, open_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINK_PATH = "/song.mp3"


def link_on(world) -> str:
    """Put a song on the made-up web."""
    address: str = world.site("files.example.org").answers(LINK_PATH, song(seconds=4))
    return address


def group_in(town: Town, *, admin: bool = False) -> tuple[int, int, int]:
    """Make a group; return its id, its owner's and a member's."""
    owner = int(town.playground.add_user("Olga")["id"])
    member = int(town.playground.add_user("Max", language_code="ru")["id"])
    about = town.playground.add_group("Band", members=[owner, member], admin=admin)
    return int(about["id"]), owner, member


def said_in(town: Town, chat: int) -> list[Message]:
    """Return what the bot said in a chat."""
    return [one for one in town.playground.messages(chat) if not one["outgoing"]]


def there(town: Town, chat: int) -> set[int]:
    """Return the numbers of a chat's messages."""
    return {one["message_id"] for one in town.playground.messages(chat)}


def name_of(town: Town) -> str:
    """Return how the bot is mentioned."""
    return f"@{town.playground.desk.world.bot['username']}"


async def settled(town: Town) -> None:
    """Wait until every update was handled."""
    sql = "SELECT count(*) AS n FROM inbox WHERE state = 'new'"

    async def handled() -> bool:
        row = await town.house.database.row(sql)
        return not len(town.playground.desk.updates) and row is not None and not row["n"]

    await until(handled)


async def test_it_answers_in_the_same_topic_and_in_the_asker_s_language(world, tmp_path):
    link = link_on(world)
    async with open_town(tmp_path, world) as town:
        group, _, member = group_in(town)
        topic = town.playground.add_topic(group, "Songs")
        mention = name_of(town)

        asked = await town.playground.say(f"{mention} {link}", user=member, chat=group, topic=topic)
        card = await until(
            lambda: next((one for one in said_in(town, group) if button(one, "Ещё")), None)
        )
        await town.playground.press(
            card["message_id"], key_of(card, "MP3"), user=member, chat=group
        )
        await until(lambda: "audio" in said_in(town, group)[0])

        (result,) = said_in(town, group)
        assert result["message_thread_id"] == topic
        assert result["reply_to_message"]["message_id"] == asked["message_id"]


async def test_what_is_not_meant_for_it_is_left_alone(world, tmp_path):
    link = link_on(world)
    async with open_town(tmp_path, world) as town:
        group, owner, member = group_in(town, admin=True)
        mention = name_of(town)
        await town.playground.say(f"look {link}", user=member, chat=group)
        await town.playground.say(f"{mention} {link} #skip", user=member, chat=group)
        await town.playground.say("good morning", user=owner, chat=group)
        await settled(town)

        assert said_in(town, group) == []
        assert world.asked("files.example.org") == []


async def test_only_administrators_change_how_it_behaves(world, tmp_path):
    link = link_on(world)
    async with open_town(tmp_path, world) as town:
        group, owner, member = group_in(town)
        await town.playground.say("/here", user=owner, chat=group)
        board = await until(lambda: next(iter(said_in(town, group)), None))

        await press(town, board, "Every link", user=member, chat=group)
        await until(lambda: alerts(town))
        assert (await town.house.core.groups.of(group)).links == "mention"
        await press(town, board, "Remove the message", user=owner, chat=group)
        await until(lambda: len(alerts(town)) > 1)
        assert not (await town.house.core.groups.of(group)).deletes

        town.playground.make_admin(group)
        await press(town, board, "Remove the message", user=owner, chat=group)
        await until(lambda: button(said_in(town, group)[0], "☑ Remove"))
        await press(town, board, "Every link", user=owner, chat=group)
        await until(lambda: button(said_in(town, group)[0], "● Every link"))
        asked = await town.playground.say(f"look {link}", user=member, chat=group)
        card = await until(
            lambda: next((one for one in said_in(town, group) if button(one, "Ещё")), None)
        )
        assert asked["message_id"] in there(town, group)
        await press(town, card, "MP3", user=member, chat=group)
        await until(lambda: asked["message_id"] not in there(town, group))
        assert any("audio" in one for one in said_in(town, group))


async def test_inline_is_instant_or_shows_the_way_in(world, tmp_path):
    link = link_on(world)
    async with open_town(tmp_path, world) as town:
        guest = town.guest()
        stranger = int(town.playground.add_user("Eve")["id"])

        unknown = await inline(town, link, stranger)
        (way,) = unknown["results"]
        start = unknown["button"]["start_parameter"]
        assert way["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"?start={start}")
        await town.playground.say(f"/start {start}", user=stranger, chat=stranger)
        await until(lambda: any(button(one, "MP3") for one in said_in(town, stranger)))

        await guest.gets(link)
        requests = len(world.requests)
        known = await inline(town, link, stranger)

        (result,) = known["results"]
        assert result["type"] == "audio"
        assert town.playground.media_bytes(result["audio_file_id"])
        assert len(world.requests) == requests


async def inline(town: Town, query: str, user: int) -> dict[str, Any]:
    """Type a query behind the bot's name; return its answer."""
    since = len(town.playground.calls("answerInlineQuery"))
    await town.playground.type_inline(query, user=user)
    calls = await until(lambda: town.playground.calls("answerInlineQuery")[since:])
    answer = dict(calls[0].params)
    for name in ("results", "button"):
        if isinstance(answer.get(name), str):
            answer[name] = json.loads(answer[name])
    return answer


def alerts(town: Town) -> list[Any]:
    """Return the alerts that pressing had shown."""
    calls = town.playground.calls("answerCallbackQuery")
    return [call for call in calls if call.params.get("show_alert")]


def key_of(message: Message, word: str) -> str:
    """Return what the button with a word carries."""
    found = button(message, word)
    assert found is not None, message
    return str(found["callback_data"])


async def press(town: Town, message: Message, word: str, *, user: int, chat: int) -> None:
    """Press a button of the message as it is now."""
    now = next(one for one in said_in(town, chat) if one["message_id"] == message["message_id"])
    await town.playground.press(now["message_id"], key_of(now, word), user=user, chat=chat)
