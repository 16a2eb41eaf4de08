"""What was made once is handed to the next person without asking the site or sending the bytes again."""

from tests.e2e.conftest import Town
from tests.e2e.orders import arrive
from tests.e2e.people import Message, medium
from tests.e2e.service import running


async def test_a_repeat_costs_no_request_and_no_upload(town: Town) -> None:
    async with running(town.env()) as service:
        first = await result(town, "First")
        assert uploads(town, since=0) > 0
        repeat = await costs_nothing(town, "Second")
        assert service.complaints() == ""
    async with running(town.env()) as service:
        after_restart = await costs_nothing(town, "Third")
        assert service.complaints() == ""

    for message in (repeat, after_restart):
        assert medium(message)["file_id"] == medium(first)["file_id"]
        assert message["audio"]["title"] == first["audio"]["title"]


async def costs_nothing(town: Town, name: str) -> Message:
    """Ask for the same again, and see that the site and Telegram's storage were left alone."""
    town.demo.clear_hits()
    before = max(call.number for call in town.playground.calls())
    message = await result(town, name)
    assert town.demo.hits == {}
    assert uploads(town, since=before) == 0
    return message


def uploads(town: Town, *, since: int) -> int:
    """Return how many files were sent to Telegram, rather than named, after a call."""
    calls = town.playground.calls(since=since)
    return sum("attach://" in str(call.params) for call in calls)


async def result(town: Town, name: str) -> Message:
    """Have somebody new ask for the MP3."""
    guest = arrive(town, name)
    card = await guest.card(town.demo.links["mp3"])
    await guest.pick(card, "MP3")
    return await guest.result(card)
