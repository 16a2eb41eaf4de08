"""A person looks at words: as they come, what was doubtful, who speaks, in which language. With pictures."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser import open_browser, open_page
from tests.e2e.conftest import Town
from tests.e2e.people import Message, button, medium, until, words
from tests.e2e.service import running
from tests.sounds import make
from tests.speech import MODEL, SAMPLES

VIEW = {"width": 900, "height": 1000}


@pytest.fixture
def polyglot(tmp_path: Path) -> Path:
    """The miniature under a name that does not tell how little it knows."""
    return Path(shutil.copytree(MODEL, tmp_path / "polyglot"))


class Person:
    """Somebody in front of the page; what they do is seen by the emulator, and by us."""

    def __init__(self, town: Town, page: Page, folder: Path) -> None:
        self.town = town
        self.page = page
        self.folder = folder
        self.chat = town.playground.me

    async def send(self, path: Path, kind: str) -> Message:
        return await self.town.playground.send_file(path, kind, user=self.chat, chat=self.chat)

    def answers(self, after: Message) -> list[Message]:
        said = self.town.playground.messages(self.chat)
        return [one for one in said if one["message_id"] > after["message_id"]]

    async def answer(self, after: Message, *labels: str, says: str = "") -> Message:
        """Wait for an answer that has these buttons and says that."""

        def look() -> Message | None:
            for one in self.answers(after):
                if says in words(one) and all(button(one, label) for label in labels):
                    return one
            return None

        return await until(look, seconds=90)

    async def press(self, message: Message, label: str) -> None:
        key = button(self.now(message), label)
        assert key, (label, message)
        await self.town.playground.press(
            message["message_id"], key["callback_data"], user=self.chat, chat=self.chat
        )

    def now(self, message: Message) -> Message:
        found = self.town.playground.messages(self.chat)
        return next(one for one in found if one["message_id"] == message["message_id"])

    async def photograph(self, name: str, scheme: str = "light") -> None:
        await self.page.emulate_media(color_scheme=scheme)
        newest = self.page.get_by_text("To the newest")
        if await newest.is_visible():
            await newest.click()
        await asyncio.sleep(0.3)
        await self.page.screenshot(path=self.folder / f"words-{name}.png", animations="disabled")


def talk_of_two(folder: Path) -> Path:
    """Lay down a recording in which two people speak, each on a channel, one after the other."""
    each = "aresample=16000,aformat=channel_layouts=mono"
    mix = (
        f"[0:a]atrim=0:6,{each},apad=whole_dur=13[l];"
        f"[1:a]atrim=0:6,{each},adelay=7000,apad=whole_dur=13[r];"
        "[l][r]join=inputs=2:channel_layout=stereo[a]"
    )
    first, second = SAMPLES / "01_plain.wav", SAMPLES / "05_plain_gb.mp3"
    inputs = ("-i", str(first), "-i", str(second))
    return make(folder / "call.wav", *inputs, "-filter_complex", mix, "-map", "[a]")


async def test_a_person_sees_hears_and_changes_words(
    town: Town, polyglot: Path, tmp_path: Path
) -> None:
    env = town.env(SPEECH_MODEL=str(polyglot), SPEECH_MODELS=str(MODEL), SPEECH_DEVICE="cpu")
    async with open_browser() as browser, running(env) as service:
        async with open_page(browser, town.playground.url, viewport=VIEW) as page:
            await page.wait_for_selector("#status[data-line=connected]")
            person = Person(town, page, tmp_path)
            await page.click("#welcome .start")
            await page.get_by_text("Hello, Robin!").first.wait_for()
            await how_they_like_it(person)
            await words_of_a_note(person)
            await languages_and_models(person)
            await who_speaks(person, talk_of_two(tmp_path))
            await words_as_they_come(person)
        assert service.complaints() == ""


async def how_they_like_it(person: Person) -> None:
    asked = await person.town.playground.say("/settings", user=person.chat, chat=person.chat)
    shown = await person.answer(asked, "At once", "Never")
    await person.press(shown, "Languages")
    await until(lambda: button(person.now(shown), "Russian"))
    await person.press(shown, "Russian")
    await until(lambda: "there: Russian" in words(person.now(shown)))
    await person.press(shown, "✓ Russian")
    await until(lambda: "there: any" in words(person.now(shown)))
    await person.press(shown, "Back")
    await until(lambda: button(person.now(shown), "Never"))
    await person.photograph("settings")


async def words_of_a_note(person: Person) -> None:
    note = await person.send(SAMPLES / "07_invented.wav", "audio")
    told = await person.answer(note, "SRT", "Doubtful")
    await person.photograph("note")
    files = len(person.town.playground.calls("getFile"))

    await person.press(told, "Doubtful")
    doubts = await person.answer(told, "▶", says="not sure")
    await person.press(doubts, "▶")
    clip = await until(lambda: next((a for a in person.answers(doubts) if medium(a)), None))
    assert medium(clip)["duration"] < 20
    assert len(person.town.playground.calls("getFile")) == files
    await person.photograph("doubts")


async def languages_and_models(person: Person) -> None:
    note = await person.send(SAMPLES / "09_one_sentence.ogg", "voice")
    told = await person.answer(note, "SRT", "🌐")
    await person.press(told, "🌐")
    await until(lambda: button(person.now(told), "All languages"))
    await person.photograph("languages")
    await person.press(told, "All languages")
    await until(lambda: button(person.now(told), "Afrikaans"))
    await person.photograph("all-languages")
    await person.press(told, "Back")
    await until(lambda: button(person.now(told), "🧠"))
    await person.press(told, "🧠")
    await until(lambda: button(person.now(told), "miniature"))
    await person.press(told, "miniature")
    await until(lambda: "miniature model" in words(person.now(told)), seconds=60)
    assert len([one for one in person.answers(note) if "text" in one]) == 1
    await person.photograph("other-model", "dark")


async def who_speaks(person: Person, recording: Path) -> None:
    sent = await person.send(recording, "audio")
    told = await person.answer(sent, "Who speaks")
    await person.press(told, "Who speaks")
    await until(lambda: button(person.now(told), "channel"))
    await person.press(told, "channel")
    await until(lambda: "Speaker 2" in words(person.now(told)), seconds=60)
    await person.press(told, "Who speaks")
    await until(lambda: button(person.now(told), "✎ Speaker 1"))
    await person.photograph("speakers")
    await person.press(told, "✎ Speaker 1")
    await until(lambda: button(person.now(told), "Another name"))
    await person.press(told, "Another name")
    question = await person.answer(told, says="Who is Speaker 1?")
    await person.town.playground.say(
        "Anna", user=person.chat, chat=person.chat, reply_to=question["message_id"]
    )
    await until(lambda: "Anna:" in words(person.now(told)))
    await person.photograph("named")


async def words_as_they_come(person: Person) -> None:
    minute = SAMPLES / "10_minute.ogg"
    long = make(person.folder / "long.mp3", "-stream_loop", "6", "-i", str(minute), "-b:a", "32k")
    sent = await person.send(long, "audio")
    await until(
        lambda: [d for d in person.town.playground.drafts(person.chat) if len(d["text"]) > 300],
        seconds=90,
    )
    await person.photograph("draft")
    told = await person.answer(sent, "SRT", says="The whole text is in the file")
    file = person.town.playground.media_bytes(medium(told)["file_id"]).decode()
    assert len(re.findall("damn computer", file)) == 7
    drafts = person.town.playground.drafts
    await until(lambda: not any(draft["can_stop"] for draft in drafts(person.chat)))
    await person.photograph("long")
