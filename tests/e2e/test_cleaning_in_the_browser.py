"""A person has recordings cleaned, and looks through what was hidden. With pictures."""

import asyncio
import re
from pathlib import Path

from tests.browser import open_browser, open_page
from tests.e2e.conftest import Town
from tests.e2e.people import Message, button, medium, until, words
from tests.e2e.service import running
from tests.e2e.test_words_in_the_browser import VIEW, Person
from tests.sounds import make, moving_card
from tests.speech import MODEL, SAMPLES

NOTE = SAMPLES / "04_explicit_gb.ogg"


async def test_a_person_has_things_cleaned_and_looks_them_through(
    town: Town, tmp_path: Path
) -> None:
    env = town.env(SPEECH_MODEL=str(MODEL), SPEECH_DEVICE="cpu")
    async with open_browser() as browser, running(env) as service:
        async with open_page(browser, town.playground.url, viewport=VIEW) as page:
            await page.wait_for_selector("#status[data-line=connected]")
            person = Person(town, page, tmp_path)
            await page.click("#welcome .start")
            await page.get_by_text("Hello, Robin!").first.wait_for()
            await how_copies_are_liked(person)
            await a_note_is_cleaned_and_looked_through(person)
            await each_recording_can_be_cleaned(person)
            await what_a_link_brought_is_cleaned_by_an_answer(person)
        assert service.complaints() == ""


async def photograph(person: Person, name: str, scheme: str = "light") -> None:
    """Look at the newest messages."""
    await person.page.emulate_media(color_scheme=scheme)
    newest = person.page.get_by_text(re.compile("To the newest|new message"))
    if await newest.is_visible():
        await newest.click()
    await asyncio.sleep(0.5)  # the page scrolls gently
    path = person.folder / f"clean-{name}.png"
    await person.page.screenshot(path=path, animations="disabled")
    await person.page.emulate_media(color_scheme="light")


async def how_copies_are_liked(person: Person) -> None:
    asked = await person.town.playground.say("/settings", user=person.chat, chat=person.chat)
    shown = await person.answer(asked, "Clean copies")
    await person.press(shown, "Clean copies")
    await until(lambda: button(person.now(shown), "Format: as it was"))
    await photograph(person, "settings")
    await person.press(shown, "Format")
    await until(lambda: button(person.now(shown), "FLAC"))
    await person.press(shown, "MP3")
    await until(lambda: button(person.now(shown), "128 kbit/s"))
    await person.press(shown, "128 kbit/s")
    await until(lambda: "as MP3 128k" in words(person.now(shown)))
    await photograph(person, "formats")
    await person.press(shown, "As the recording was")
    await until(lambda: button(person.now(shown), "✓ As the recording was"))


async def a_note_is_cleaned_and_looked_through(person: Person) -> None:
    note = await person.send(NOTE, "voice")
    said = await person.answer(note, "Clean")
    await person.press(said, "Clean")
    copy = await person.answer(said, "Review", says="2 words hidden in 2 places")
    assert medium(copy)
    await photograph(person, "copy")
    await person.press(copy, "Review")
    place = await person.answer(copy, "Play", says="1 of 2")
    await photograph(person, "review")
    await photograph(person, "review-dark", "dark")
    await person.press(place, "›")
    await until(lambda: "2 of 2" in words(person.now(place)))
    await person.press(place, "Let it be heard")
    await until(lambda: "1 word hidden in 1 place" in words(person.now(copy)), seconds=90)
    await until(lambda: button(person.now(place), "Hide it"))
    await person.press(place, "Play")
    await person.answer(place, says="")
    await photograph(person, "kept")
    await person.press(place, "Hide it")
    await until(lambda: "2 words hidden" in words(person.now(copy)), seconds=90)


async def each_recording_can_be_cleaned(person: Person) -> None:
    film = make(
        person.folder / "film.mp4",
        *("-i", str(NOTE), *moving_card(5), "-c:v", "libx264", "-pix_fmt", "yuv420p"),
    )
    for path, kind in ((SAMPLES / "07_invented.wav", "audio"), (film, "video")):
        sent = await person.send(path, kind)
        shown = await person.answer(sent, "Clean")
        await person.press(shown, "Clean")
        copy = await copied(person, shown, kind)
        await photograph(person, f"{kind}")
        assert medium(copy)


async def copied(person: Person, after: Message, kind: str) -> Message:
    def look() -> Message | None:
        for one in person.answers(after):
            if kind in one and "🧼" in words(one):
                return one
        return None

    return await until(look, seconds=90)


async def what_a_link_brought_is_cleaned_by_an_answer(person: Person) -> None:
    playground = person.town.playground
    link = person.town.demo.links["mp3"]
    asked = await playground.say(link, user=person.chat, chat=person.chat)
    card = await person.answer(asked, "MP3")
    await person.press(card, "MP3")
    song = await person.answer(asked, "Clean")
    await until(lambda: medium(person.now(song)), seconds=90)
    wish = await playground.say(
        "/clean", user=person.chat, chat=person.chat, reply_to=song["message_id"]
    )
    await copied(person, wish, "audio")
    await photograph(person, "link")
