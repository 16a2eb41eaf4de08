"""The same request gives the same answer; another one with its key is refused."""

import asyncio
from contextlib import suppress

import pytest

from services.accounts.accounts import Accounts
from services.accounts.repeats import KEPT, Repeats, Told
from services.errors import RepeatDiffers, RepeatRunning
from services.store.database import open_database
from tests.services.store.hands import Hands

ANSWER = Told(202, b'{"job_id": "1"}', {"Content-Type": "application/json", "Location": "/x"})


@pytest.fixture
async def house(tmp_path):
    clock = Hands()
    async with open_database(tmp_path / "hearsay.db") as database:
        account = (await Accounts(database, clock).local()).id
        yield database, clock, account


@pytest.fixture
def repeats(house):
    database, clock, _ = house
    return Repeats(database, clock)


async def answer(repeats, account, key="k", *, asked="a", told=ANSWER):
    async with repeats.turn(account, key) as turn:
        await turn.compare(asked)
        if turn.told is None:
            await turn.keep(told)
            return turn.once, "new"
        return turn.once, turn.told


async def test_the_second_is_told_what_the_first_was(house, repeats):
    once, is_new = await answer(repeats, house[2])

    assert is_new == "new"
    assert await answer(repeats, house[2]) == (once, ANSWER)


async def test_another_request_with_the_key_is_refused_and_the_first_stays(house, repeats):
    await answer(repeats, house[2])

    with pytest.raises(RepeatDiffers):
        await answer(repeats, house[2], asked="b")

    assert (await answer(repeats, house[2]))[1] == ANSWER


async def test_accounts_do_not_share_keys(house, repeats):
    other = (await Accounts(house[0], house[1]).of_telegram(7, "Other")).id

    mine, theirs = await answer(repeats, house[2]), await answer(repeats, other, asked="b")

    assert theirs[1] == "new"
    assert mine[0] != theirs[0]


async def test_one_that_is_being_answered_is_not_begun_again(house, repeats):
    async with repeats.turn(house[2], "k"):
        with pytest.raises(RepeatRunning):
            await answer(repeats, house[2])
        assert (await answer(repeats, house[2], "another"))[1] == "new"

    assert (await answer(repeats, house[2]))[1] == "new"


async def test_what_failed_may_be_tried_again_even_otherwise(house, repeats):
    seen = []
    with suppress(OSError):
        async with repeats.turn(house[2], "k") as turn:
            await turn.compare("a")
            seen.append(turn.once)
            raise OSError

    house[1].turn(seconds=1)
    once, is_new = await answer(repeats, house[2], asked="b")

    assert is_new == "new"
    assert once not in seen


@pytest.mark.parametrize("ending", ["cancelled", "killed"])
async def test_what_was_cut_off_goes_on_under_the_same_name(house, repeats, ending):
    turning = repeats.turn(house[2], "k")
    turn = await turning.__aenter__()
    await turn.compare("a")
    if ending == "cancelled":
        with suppress(asyncio.CancelledError):
            await turning.__aexit__(asyncio.CancelledError, asyncio.CancelledError(), None)
    else:  # whoever comes after a crash knows only what the table says
        repeats = Repeats(house[0], house[1])
    house[1].turn(seconds=60)

    with pytest.raises(RepeatDiffers):
        await answer(repeats, house[2], asked="b")
    once, is_new = await answer(repeats, house[2])

    assert (once, is_new) == (turn.once, "new")
    await turning.gen.aclose()


async def test_after_a_day_a_key_is_new(house, repeats):
    once, _ = await answer(repeats, house[2])
    house[1].turn(seconds=KEPT.total_seconds() + 1)

    again, is_new = await answer(repeats, house[2], asked="b")

    assert is_new == "new"
    assert again != once


async def test_old_answers_are_swept(house, repeats):
    await answer(repeats, house[2], "old")
    house[1].turn(seconds=KEPT.total_seconds() + 1)
    await answer(repeats, house[2], "young")

    await repeats.purge()

    rows = await house[0].rows("SELECT key FROM repeatable")
    assert [row["key"] for row in rows] == ["young"]
