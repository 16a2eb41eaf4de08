"""A clean copy in the chat: by a button, looked through, and changed without listening again."""

from pathlib import Path

from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import running
from tests.speech import MODEL, SAMPLES

NOTE = SAMPLES / "02_explicit.ogg"


def env(town: Town) -> dict[str, str]:
    return town.env(SPEECH_MODEL=str(MODEL), SPEECH_DEVICE="cpu")


def answers(town: Town, asked: dict, chat: int) -> list[dict]:
    said = town.playground.messages(chat)
    return [one for one in said if one["message_id"] > asked["message_id"]]


async def press(town: Town, message: dict, label: str, chat: int) -> None:
    data = button(message, label)["callback_data"]
    await town.playground.press(message["message_id"], data, user=chat, chat=chat)


async def test_a_voice_note_is_cleaned_reviewed_and_changed(town: Town, tmp_path: Path) -> None:
    chat = town.playground.add_user("Ann")["id"]

    def found(label: str, caption: str = "") -> dict | None:
        for one in answers(town, asked, chat):
            if button(one, label) and caption in words(one):
                return one
        return None

    async with running(env(town)):
        asked = await town.playground.send_file(NOTE, "voice", user=chat, chat=chat)
        told = await until(lambda: found("Clean"))
        await press(town, told, "Clean", chat)
        copy = await until(lambda: found("Review", "2 words hidden in 2 places"))
        assert medium(copy)
        await press(town, copy, "Review", chat)
        place = await until(lambda: found("Play", "1 of 2"))
        assert place.get("photo")
        await press(town, place, "Let it be heard", chat)
        await until(lambda: found("Review", "1 word hidden in 1 place"))
        place = await until(lambda: found("Hide it", "👂"))
        await press(town, place, "Play", chat)
        await until(
            lambda: [one for one in answers(town, asked, chat) if one.get("audio")][1:] or None
        )
        await press(town, place, "Hide it", chat)
        copy = await until(lambda: found("Undo", "2 words hidden in 2 places"))
        await press(town, copy, "Beep", chat)
        copy = await until(lambda: found("Silence"))
        await press(town, copy, "Silence", chat)
        await until(lambda: found("🔊 Silence", "2 words hidden"))
