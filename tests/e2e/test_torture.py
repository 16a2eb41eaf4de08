"""Nothing is lost and nothing comes twice, however often the service dies."""

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing

from tests.e2e.conftest import Town
from tests.e2e.people import button, medium, until, words
from tests.e2e.service import Service, running

PEOPLE = 40
LINKS_EACH = 5
DIFFERENT_LINKS = 40
KILLS = 10
TERMINATIONS = 2


async def test_two_hundred_links_survive_ten_kills_and_two_terminations(town: Town) -> None:
    dice = random.Random()
    seed = dice.randrange(2**32)
    print(f"seed {seed}")
    dice.seed(seed)
    crowd = Crowd(town)
    # An act whose answer died with the service is done again.
    town.forgiven = frozenset({
        "an edit that changes nothing",
        "a callback query that was answered before",
    })
    deaths = ["kill"] * KILLS + ["terminate"] * TERMINATIONS
    dice.shuffle(deaths)

    async with asyncio.TaskGroup() as group:
        tapping = group.create_task(crowd.tap())
        asking = group.create_task(crowd.ask(dice))
        for death in deaths:
            async with running(town.env()) as service:
                await crowd.some_progress(dice)
                await _die(service, death)
        async with running(town.env()) as service:
            await asking
            try:
                # A second media message would have come before the last job has ended.
                await until(lambda: crowd.is_served() and not unfinished(town), seconds=120)
            except TimeoutError:
                raise AssertionError(f"{crowd.story()}\n{service.complaints()}") from None
            tapping.cancel()

    results = [message for chat in crowd.chats for message in crowd.results(chat)]
    assert len(results) == PEOPLE * LINKS_EACH
    answered = Counter(
        (message["chat"]["id"], message["reply_to_message"]["message_id"]) for message in results
    )
    assert set(answered.values()) == {1}
    assert set(answered) == set(crowd.asked)


async def _die(service: Service, death: str) -> None:
    if death == "kill":
        service.kill()
    else:
        service.terminate()
    await service.ended()


def unfinished(town: Town) -> int:
    """Return how many jobs wait or run, by the service's own book."""
    with closing(sqlite3.connect(f"file:{town.data_dir}/hearsay.db?mode=ro", uri=True)) as book:
        found = book.execute("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'running')")
        return int(found.fetchone()[0])


class Crowd:
    """People who paste links and tap MP3 as soon as they are offered it."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._tapped: set[tuple[int, int]] = set()
        self.chats = [
            town.playground.add_user(f"Person {number}")["id"] for number in range(PEOPLE)
        ]
        self.asked: list[tuple[int, int]] = []

    async def ask(self, dice: random.Random) -> None:
        """Paste all links, a few at a time, at random moments."""
        for _ in range(LINKS_EACH):
            for chat in dice.sample(self.chats, PEOPLE):
                take = dice.randrange(DIFFERENT_LINKS)
                link = f"{self._town.demo.links['mp3']}?take={take}"
                message = await self._town.playground.say(link, user=chat, chat=chat)
                self.asked.append((chat, message["message_id"]))
                await asyncio.sleep(dice.random() / 20)

    async def tap(self) -> None:
        """Tap MP3 on every card, once."""
        while True:
            for chat in self.chats:
                for message in self._town.playground.messages(chat):
                    place = (chat, message["message_id"])
                    pick = button(message, "MP3")
                    if pick and place not in self._tapped and not self._is_result(message):
                        self._tapped.add(place)
                        data = pick["callback_data"]
                        await self._town.playground.press(place[1], data, user=chat, chat=chat)
            await asyncio.sleep(0.05)

    async def some_progress(self, dice: random.Random) -> None:
        """Wait until a few more results are there, or a moment has passed."""
        goal = self._count() + dice.randrange(1, 12)
        try:
            await until(lambda: self._count() >= goal, seconds=dice.uniform(0.2, 4))
        except TimeoutError:
            return

    def results(self, chat: int) -> list[dict]:
        """Return the media that the bot put into a chat."""
        return [one for one in self._town.playground.messages(chat) if self._is_result(one)]

    def is_served(self) -> bool:
        """Return whether every link has its result."""
        return self._count() >= PEOPLE * LINKS_EACH

    def story(self) -> str:
        """Return what stands where a result should."""
        said = Counter(
            words(message)[:80]
            for chat in self.chats
            for message in self._town.playground.messages(chat)
            if not message["outgoing"] and not self._is_result(message)
        )
        return f"{self._count()} results, and {said}"

    def _count(self) -> int:
        return sum(len(self.results(chat)) for chat in self.chats)

    @staticmethod
    def _is_result(message: dict) -> bool:
        return not message["outgoing"] and medium(message) is not None
