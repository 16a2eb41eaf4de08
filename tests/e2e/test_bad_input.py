"""Whatever people send, they read a sentence: no case leaves half a file, an error in the log, or silence."""

import json

from bot.playground.demo.media import TITLES
from tests.e2e.conftest import Town
from tests.e2e.orders import Guest, arrive
from tests.e2e.people import button, until, words
from tests.e2e.service import running

SENTENCES = {
    "gone": "nothing here",
    "private": "let in",
    "fake": "its name promises",
    "empty": "nothing to play",
    "broken": "broke off",
}
"""What is read after the link of this name; the broken one only breaks once a format was picked."""
ALREADY_ON_THE_CARD = ("gone", "private", "fake", "empty")


async def test_bad_input_ends_in_a_sentence(town: Town) -> None:
    async with running(town.env()) as service:
        guest = arrive(town, "Tester")
        for name in ALREADY_ON_THE_CARD:
            await reads(guest, town.demo.links[name], SENTENCES[name])
        broken = await guest.card(town.demo.links["broken"])
        await guest.pick(broken, "MP3")
        await guest.shown(broken, lambda it: SENTENCES["broken"] in words(it), seconds=60)

        await reads(guest, "x" * 4096, "no link")
        await reads(guest, f"{town.demo.links['mp3']}?{'x' * 4000}"[:4096], "")
        await reads(guest, "http://127.0.0.1:1/song.mp3", "public internet")
        await sends_a_sticker(guest)
        for name in TITLES:
            await gets_the_title(guest, name)

        await presses_anothers_button(town)
        await presses_an_old_button(guest)

        assert service.complaints() == ""
        assert "traceback" not in json.dumps(service.lines).lower()
        await until(lambda: not service.leftovers(), seconds=5)
    assert "traceback" not in json.dumps(everything_said(town)).lower()


async def reads(guest: Guest, text: str, sentence: str) -> None:
    """Send something and wait for the words that answer it."""
    asked = await guest.paste(text)

    def answered() -> str:
        answer = guest.answer(asked)
        return words(answer) if answer and not button(answer, "Cancel") else ""

    try:
        said = await until(lambda: (it := answered()) and sentence in it and it)
    except TimeoutError:
        raise AssertionError(f"{text[:80]!r} is answered with {answered()!r}") from None
    assert len(said) > len("⚠️ ")


async def sends_a_sticker(guest: Guest) -> None:
    """Send a message without words, which the playground's page does not know."""
    people = guest.town.playground.people
    sticker = {
        "file_id": "sticker-1",
        "file_unique_id": "s1",
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    }
    seat = people.seat(guest.chat, guest.chat)
    message = people._publish(seat, {"sticker": sticker}, None)
    await until(lambda: (it := guest.answer(message["message_id"])) and "no link" in words(it))


async def gets_the_title(guest: Guest, name: str) -> None:
    """Ask for a sound with an unusual title; its words arrive as they are."""
    card = await guest.card(f"{guest.town.demo.url}/titled/{name}")
    start = TITLES[name][:40].strip()
    assert start in words(card)
    await guest.pick(card, "MP3")
    result = await guest.result(card)
    assert start in words(result) or start in result["audio"]["title"]


async def presses_anothers_button(town: Town) -> None:
    """In a group, a stranger presses what somebody else asked for."""
    playground = town.playground
    asker, stranger = arrive(town, "Asker"), arrive(town, "Stranger")
    members = [asker.chat, stranger.chat]
    group = playground.add_group("Listeners", members=members, admin=True)["id"]
    asked = await playground.say(f"/get {town.demo.links['mp3']}", user=asker.chat, chat=group)
    here = Guest(town, group)
    card = await until(
        lambda: (it := here.answer(asked["message_id"])) and button(it, "More") and it
    )
    data = button(card, "MP3")["callback_data"]
    await playground.press(card["message_id"], data, user=stranger.chat, chat=group)
    await until(lambda: "belongs to somebody else" in alerts(town))


async def presses_an_old_button(guest: Guest) -> None:
    """Press a button of a time that the bot does not remember."""
    card = await guest.card(guest.town.demo.links["short"])
    world = guest.town.playground.desk.world
    post = world.find(guest.chat, card["message_id"])
    key = button(post.message, "MP3")
    key["callback_data"] = "pick0:of-old:mp3"
    await guest.press(guest.answer(card["message_id"] - 1), "MP3")
    await until(lambda: "too old" in alerts(guest.town))


def alerts(town: Town) -> str:
    """Return everything that was shown over the chat after a press."""
    calls = town.playground.calls("answerCallbackQuery")
    return "\n".join(str(call.params.get("text", "")) for call in calls)


def everything_said(town: Town) -> list[str]:
    """Return all that the bot has written in any chat."""
    chats = town.playground.desk.world.chats
    return [words(message) for chat in chats for message in town.playground.messages(chat)]
