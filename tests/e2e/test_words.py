"""What is said comes back as words: a voice note at once, a link by a button, and nothing twice."""

import re
from pathlib import Path

import pysubs2

from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import running
from tests.speech import MODEL, SAMPLES

NOTE = SAMPLES / "09_one_sentence.ogg"


def env(town: Town) -> dict[str, str]:
    return town.env(SPEECH_MODEL=str(MODEL), SPEECH_DEVICE="cpu")


async def send(town: Town, path: Path, chat: int, kind: str) -> dict:
    return await town.playground.send_file(path, kind, user=chat, chat=chat)


def answers(town: Town, asked: dict, chat: int) -> list[dict]:
    said = town.playground.messages(chat)
    return [one for one in said if one["message_id"] > asked["message_id"]]


async def test_a_voice_note_is_answered_with_its_words_and_their_forms(town: Town) -> None:
    chat = town.playground.add_user("Ann")["id"]
    async with running(env(town)):
        asked = await send(town, NOTE, chat, "voice")
        told = await until(
            lambda: next((a for a in answers(town, asked, chat) if button(a, "SRT")), None)
        )
        await town.playground.press(
            told["message_id"], button(told, "SRT")["callback_data"], user=chat, chat=chat
        )
        file = await until(lambda: next((a for a in answers(town, asked, chat) if medium(a)), None))

    assert re.search(r"[a-z]{3,}", words(told))
    subtitles = pysubs2.SSAFile.from_string(
        town.playground.media_bytes(medium(file)["file_id"]).decode(), format_="srt"
    )
    said = " ".join(event.plaintext.replace("\n", " ") for event in subtitles)
    assert said.split()[0] in words(told)


async def test_silence_is_said_to_be_silence(town: Town) -> None:
    chat = town.playground.add_user("Bo")["id"]
    async with running(env(town)):
        asked = await send(town, SAMPLES / "11_silence.ogg", chat, "voice")
        told = await until(
            lambda: next((a for a in answers(town, asked, chat) if "nobody" in words(a)), None)
        )

    assert button(told, "SRT") is None


async def delivered(town: Town, name: str, label: str, kind: str, chat: int) -> dict:
    """Have a link of the demo site delivered; return the message, with all hits on the site forgotten."""
    asked = await town.playground.say(town.demo.links[name], user=chat, chat=chat)
    card = await until(
        lambda: next((a for a in answers(town, asked, chat) if button(a, label)), None)
    )
    data = button(card, label)["callback_data"]
    await town.playground.press(card["message_id"], data, user=chat, chat=chat)
    file = await until(
        lambda: next(
            (a for a in answers(town, asked, chat) if kind in a and button(a, "Words")), None
        ),
        seconds=60,
    )
    town.demo.clear_hits()
    return file


async def test_under_a_delivered_file_the_words_ask_the_origin_nothing(town: Town) -> None:
    chat = town.playground.add_user("Di")["id"]
    async with running(env(town)):
        for name, label, kind in (("mp3", "MP3", "audio"), ("page", "🎬", "video")):
            file = await delivered(town, name, label, kind, chat)
            data = button(file, "Words")["callback_data"]
            await town.playground.press(file["message_id"], data, user=chat, chat=chat)
            told = await until(
                lambda file=file: next(
                    (a for a in answers(town, file, chat) if "nobody" in words(a)), None
                ),
                seconds=60,
            )
            assert told["reply_to_message"]["message_id"] == file["message_id"]
            assert not town.demo.hits

        # The file itself is not fetched from Telegram either: where it comes from is known.
        asked = await town.playground.say(
            "/transcribe", user=chat, chat=chat, reply_to=file["message_id"]
        )
        await until(
            lambda: any("nobody" in words(a) for a in answers(town, asked, chat)), seconds=60
        )

    assert not town.demo.hits
    assert town.playground.calls("getFile") == []


async def test_in_a_group_an_offer_turns_into_the_words(town: Town) -> None:
    person = town.playground.add_user("Ed")["id"]
    group = town.playground.add_group("Friends", members=[person])["id"]
    async with running(env(town)):
        note = await town.playground.send_file(NOTE, "voice", user=person, chat=group)
        await town.playground.say(
            f"@{town.playground.desk.world.bot['username']}",
            user=person,
            chat=group,
            reply_to=note["message_id"],
        )
        offer = await until(
            lambda: next((a for a in answers(town, note, group) if button(a, "Words")), None)
        )
        assert offer["reply_to_message"]["message_id"] == note["message_id"]
        data = button(offer, "Words")["callback_data"]
        await town.playground.press(offer["message_id"], data, user=person, chat=group)
        told = await until(
            lambda: next((a for a in answers(town, note, group) if button(a, "More")), None),
            seconds=60,
        )

    assert told["message_id"] == offer["message_id"]
    assert "damn computer" in words(told)
