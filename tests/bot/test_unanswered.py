"""The usual choice is made for the silent, and for nobody who is choosing."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiogram.types import CallbackQuery

from bot.unanswered import choose_for_the_silent, watching_presses
from services.accounts.account import Access
from services.accounts.accounts import Accounts
from services.errors import NotYours
from services.jobs.job import Job, State
from services.jobs.order import Product
from tests.bot.office import LINK, Office, open_office

PATIENCE = 60


@pytest.fixture
async def office(tmp_path: Path):
    async with open_office(tmp_path) as office:
        yield office


async def card_in(office: Office, *, patience: int = PATIENCE) -> Job:
    """Show the card of a medium to somebody who has so many seconds to choose."""
    accounts = Accounts(office.database, office.clock, access=Access.OPEN, owner_ids=frozenset())
    account = await accounts.of_telegram(office.chat, "Ann", "en")
    await accounts.set_habits(replace(account, usual="m4a", patience_seconds=patience))
    facts = "INSERT INTO media (key, facts, found_at) VALUES (:key, '{}', 0)"
    await office.database.write(facts, key=LINK.key)
    job = await office.submit(product=Product.CARD, choice="", account=account.id)
    await office.means.statuses.of(job)
    await office.move(job, State.DONE)
    return await office.jobs.get(job.id)


async def press(office: Office, job: Job, handler=None) -> None:
    async def handled(_event, _data) -> None:
        return None

    watch = watching_presses(office.means.intents)
    pressed = CallbackQuery.model_construct(
        message=SimpleNamespace(chat=SimpleNamespace(id=office.chat), message_id=job.message_id)
    )
    await watch(handler or handled, pressed, {})


async def chosen(office: Office) -> int:
    """Return how many choices are made when the patience is over."""

    class Later:
        def now(self) -> float:
            return office.clock.now() + PATIENCE + 1

    assert await choose_for_the_silent(office.database, office.jobs, office.clock) == 0
    return await choose_for_the_silent(office.database, office.jobs, Later())


async def test_the_silent_get_what_they_usually_take(office):
    await card_in(office)
    assert await chosen(office) == 1


async def test_nothing_is_chosen_for_the_blocked(office):
    job = await card_in(office)
    accounts = Accounts(office.database, office.clock, access=Access.OPEN)
    await accounts.block(office.chat, by=job.order.account + 1)
    assert await chosen(office) == 0


async def test_whoever_pressed_a_button_of_the_card_is_left_to_choose(office):
    job = await card_in(office)
    await press(office, job)
    await press(office, job)
    assert await chosen(office) == 0


async def test_a_card_that_was_looked_at_anew_is_left_alone_too(office):
    job = await card_in(office)
    await press(office, job)
    anew = await office.submit(
        product=Product.CARD, choice="", account=job.order.account, message_id=job.message_id
    )
    await office.move(anew, State.DONE)
    assert await chosen(office) == 0


async def test_a_press_that_was_refused_changes_nothing(office):
    job = await card_in(office)

    async def refuses(_event, _data) -> None:
        raise NotYours

    with pytest.raises(NotYours):
        await press(office, job, refuses)
    assert await chosen(office) == 1


async def test_presses_are_not_noted_where_nothing_would_be_chosen(office):
    job = await card_in(office, patience=0)
    await press(office, job)
    assert await office.database.rows("SELECT * FROM intents") == []
