"""What is old is forgotten, with all that belonged to it; what is young or under way is not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.intents import Act, Intents
from services.accounts.account import Access, Role
from services.accounts.accounts import Accounts
from services.errors import NotFound
from services.jobs.order import Channel
from services.jobs.rooms import Rules
from tests.services.jobs.fakes import House, card, media

PERSON, OTHER = 7_000_000_001, 7_000_000_002
SHARED = {"media", "artifacts", "blob_uses"}
"""Facts about media and files, which name nobody and serve everybody who asks for them later."""


@pytest.fixture
async def house(tmp_path):
    rules = Rules(keep_jobs=timedelta(0), keep_facts=timedelta(days=1))
    async with House(tmp_path, rules) as house:
        yield house


async def count(house, table):
    return (await house.database.row(f"SELECT count(*) FROM {table}"))[0]


async def test_old_jobs_go_with_their_workflows_and_their_bytes(house, monkeypatch):
    monkeypatch.setattr("services.jobs.retention._AT_ONCE", 2)
    monkeypatch.setattr("services.jobs.engine._AT_ONCE", 2)
    jobs = [await house.jobs.submit(media(f"n{n}", channel=Channel.SHELF)) for n in range(5)]
    await house.done(*jobs)
    await house.idle()
    gate = house.sources.gates["fetch"].close()
    young = await house.jobs.submit(media("young"))
    await gate.reached.wait()
    assert await house.jobs.tidy() == 5
    with pytest.raises(NotFound):
        await house.jobs.get(jobs[0].id)
    holders = await house.database.rows("SELECT held_by FROM blob_uses")
    assert not [row for row in holders if row["held_by"] == f"job:{jobs[0].id}"]
    assert await workflows() == [f"{young.id}.1"]
    gate.open.set()
    await house.done(young)


async def test_facts_that_nobody_asked_for_are_forgotten(house):
    await house.done(await house.jobs.submit(media()), await house.jobs.submit(card()))
    assert await count(house, "artifacts") == 2
    await house.jobs.tidy()
    assert await count(house, "artifacts") == 2
    await house.database.write("UPDATE artifacts SET used_at = 1")
    await house.database.write("UPDATE media SET found_at = 1")
    await house.jobs.tidy()
    assert await count(house, "artifacts") == await count(house, "media") == 0
    assert await count(house, "blobs") == 0


async def test_a_forgotten_person_leaves_no_trace(house):
    accounts = Accounts(house.database, house.clock, access=Access.OPEN)
    notes = Intents(house.database, house.clock)
    person = await accounts.of_telegram(PERSON, "Ann", "en")
    other = await accounts.of_telegram(OTHER, "Bob", "en")
    await accounts.set_role(person.id, Role.OWNER)
    await accounts.claim(await accounts.invite(Role.OWNER, person.id), OTHER, "Bob")
    theirs = media("secret", account=person.id, chat=PERSON, message=7)
    kept = await house.jobs.submit(media("open", account=other.id, chat=OTHER, message=8))
    ended = await house.jobs.submit(theirs)
    await house.done(ended, kept)
    for job in (ended, kept):
        await notes.done(job.id, Act.RESULT, chat_id=job.order.recipient.chat_id, message_id=9)
    gate = house.sources.gates["fetch"].close()
    running = await house.jobs.submit(replace(theirs, choice="720p"))
    await gate.reached.wait()

    await house.jobs.forget(person.id)
    await notes.done(running.id, Act.END, chat_id=PERSON, message_id=9)
    await accounts.forget(person.id)

    traces = await rows_with(house, str(PERSON), "secret", ended.id, running.id)
    assert set(traces) <= SHARED
    assert [row["job"] for row in await house.database.rows("SELECT job FROM intents")] == [kept.id]
    assert await workflows() == [f"{kept.id}.1"]
    assert (await house.jobs.get(kept.id)).order.account == other.id


async def test_nothing_is_tidied_before_the_start(tmp_path):
    house = House(tmp_path)
    await house.open()
    assert await house.jobs.tidy() == 0
    await house.jobs.drain(timedelta(0))
    await house.jobs.forget(1)
    await house.close()


async def rows_with(house, *words):
    """Return the tables in which any row holds any of the words."""
    tables = await house.database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    found = []
    for table in (row["name"] for row in tables):
        rows = await house.database.rows(f'SELECT * FROM "{table}"')
        cells = [str(cell) for row in rows for cell in tuple(row)]
        found += [table for cell in cells if any(word in cell for word in words)]
    return found


async def workflows():
    from dbos import DBOS  # the test's own eyes

    return [found.workflow_id for found in await DBOS.list_workflows_async()]
