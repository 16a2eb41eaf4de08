"""A small crowd: people with many links each keep nobody with one link waiting, and no handle stays open."""

import asyncio
from pathlib import Path

from tests.e2e.conftest import Town
from tests.e2e.orders import Guest, arrive, job_states
from tests.e2e.people import Message, button, until
from tests.e2e.service import Service, running

LIGHT = 20
HEAVY = 3
LINKS_EACH = 15


async def test_who_has_many_links_keeps_nobody_waiting_and_no_handle_stays_open(town: Town) -> None:
    async with running(town.env()) as service:
        await come_for_one(arrive(town, "First"))
        await all_come(town, "Early")
        await until(lambda: not under_way(town))
        handles = open_handles(service)

        heavy = [arrive(town, f"Heavy {number}") for number in range(HEAVY)]
        for guest in heavy:
            # Their chats take nothing any more, so that their jobs wait until the end.
            town.playground.add_fault("editMessageMedia", "hang", match=str(guest.chat), count=0)
            for _ in range(LINKS_EACH):
                await guest.paste(town.demo.links["mp3"])
        await until(lambda: under_way(town) == HEAVY * LINKS_EACH)
        await all_come(town, "Late")

        assert not [guest for guest in heavy if any(map(is_card, said_to(guest)))]
        await until(lambda: under_way(town) == HEAVY * LINKS_EACH)
        assert open_handles(service) - handles < LIGHT, "a handle stays open for everybody who came"
        service.kill()
        await service.ended()


async def all_come(town: Town, name: str) -> None:
    """Have many people come at once, and see that all get what they want."""
    async with asyncio.TaskGroup() as group:
        for number in range(LIGHT):
            group.create_task(come_for_one(arrive(town, f"{name} {number}")))


async def come_for_one(guest: Guest) -> None:
    card = await guest.card(guest.town.demo.links["mp3"])
    await guest.pick(card, "MP3")
    await guest.result(card)


def said_to(guest: Guest) -> list[Message]:
    return guest.town.playground.messages(guest.chat)


def is_card(message: Message) -> bool:
    return button(message, "MP3") is not None


def under_way(town: Town) -> int:
    return sum(state in {"waiting", "running"} for state, _ in job_states(town))


def open_handles(service: Service) -> int:
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir()))
