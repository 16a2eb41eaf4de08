"""A clean copy in the chat: by a button, looked through, and changed without listening again."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from services.accounts.account import Access, Account, Listens
from services.accounts.accounts import Accounts
from services.censor.list_files import ListForm, read_list
from services.censor.lists import Lists
from services.clock import SystemClock
from services.store.database import open_database
from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import running
from tests.e2e.test_command_line import run
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


async def stand_ins(town: Town, chat: int) -> None:
    """Let the stand-in words be what is hidden in English, in the chat and on the command line."""
    clock = SystemClock()
    draft = read_list((SAMPLES.parent / "explicit.csv").read_bytes(), ListForm.CSV)
    town.data_dir.mkdir()
    async with open_database(town.data_dir / "hearsay.db") as database:
        accounts, lists = Accounts(database, clock, access=Access.OPEN), Lists(database, clock)
        ann = await accounts.of_telegram(chat, "Ann")
        await accounts.set_habits(replace(ann, listens=Listens.NEVER))

        async def own(account: Account) -> None:
            made = await lists.new(account.id, "Stand-ins", language="en", draft=draft)
            await lists.make_default(account.id, made.id)

        await own(ann)
        await own(await accounts.local())


def counted(sample: Path) -> str:
    """Return what is to be said about the copy of a sample."""
    told = json.loads(sample.read_text())
    said = [one["word"].strip(".,?!").casefold() for one in told["words"]]
    hidden = sum(word in told["explicit"] for word in said)
    if hidden:
        return f"{hidden} words hidden" if hidden > 1 else "1 word hidden"
    return "Nothing explicit was found" if said else "Nobody speaks in it"


def answered(town: Town, asked: dict, chat: int) -> Callable[[], dict | None]:
    """Return what looks for the copy that answers a message."""

    def look() -> dict | None:
        for one in town.playground.messages(chat):
            answers_it = one.get("reply_to_message", {}).get("message_id") == asked["message_id"]
            if answers_it and medium(one) and words(one):
                return one
        return None

    return look


async def test_every_sample_is_cleaned_as_on_the_command_line(town: Town, tmp_path: Path) -> None:
    chat = town.playground.add_user("Ann")["id"]
    await stand_ins(town, chat)
    copies: dict[str, bytes] = {}
    async with running(env(town)):
        asked = {}
        for sample in sorted(SAMPLES.glob("*.json")):
            path = SAMPLES / json.loads(sample.read_text())["file"]
            kind = "voice" if path.suffix == ".ogg" else "audio"
            sent = await town.playground.send_file(path, kind, user=chat, chat=chat)
            wish = await town.playground.say(
                "/clean", user=chat, chat=chat, reply_to=sent["message_id"]
            )
            asked[sample] = wish
        for sample, wish in asked.items():
            copy = await until(answered(town, wish, chat), seconds=90)
            assert counted(sample) in words(copy), sample.name
            copies[sample.stem] = town.playground.media_bytes(medium(copy)["file_id"])
    for name in ("02_explicit.ogg", "07_invented.wav"):
        env_more = {"SPEECH_MODEL": str(MODEL), "SPEECH_DEVICE": "cpu"}
        told = await run(
            "clean", str(SAMPLES / name), "-o", name, demo=town.demo, folder=tmp_path, **env_more
        )
        assert told[0] == 0, told
        assert (tmp_path / name).read_bytes() == copies[Path(name).stem]
