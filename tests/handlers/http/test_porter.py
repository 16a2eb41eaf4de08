"""A key that is taken away ends what it opened: also what is under way."""

from datetime import timedelta

import aiohttp
import pytest

from handlers.http import porter
from services.accounts.account import Role
from services.accounts.keys import Scope
from tests.handlers.http.whole import opened

LINK = "https://example.com/a.mp3"


@pytest.fixture
async def whole(tmp_path, monkeypatch):
    monkeypatch.setattr(porter, "_EVERY", timedelta(seconds=0.05))
    async with opened(tmp_path, monkeypatch) as whole:
        yield whole


async def following(whole, key):
    """Return a stream of events about a job that waits, once it has begun."""
    _, job = await whole.ask("POST", "/api/download", key, json={"url": LINK})
    path = f"{whole.url}/api/jobs/{job['job_id']}/events"
    answer = await whole.session.get(path, headers={"Authorization": f"Bearer {key}"})
    assert (await answer.content.readline()).startswith(b"id: ")
    return answer


async def ended(answer):
    with pytest.raises(aiohttp.ClientPayloadError):
        await answer.content.read()
    answer.close()


async def revoke(whole, key):
    await whole.house.core.keys.revoke((await whole.house.core.keys.made(key)).id)


async def rotate(whole, key):
    await whole.house.core.keys.rotate((await whole.house.core.keys.made(key)).id)


async def shut_out(whole, key):
    account = (await whole.house.core.keys.made(key)).account
    await whole.house.core.accounts.set_role(account, Role.BLOCKED)


@pytest.mark.parametrize("taken", [revoke, rotate, shut_out], ids=lambda way: way.__name__)
async def test_a_stream_ends_when_its_key_opens_nothing_any_more(whole, taken):
    theirs, mine = await following(whole, whole.guest), await following(whole, whole.owner)

    await taken(whole, whole.guest)

    await ended(theirs)
    assert mine.content.at_eof() is False
    mine.close()


async def test_who_has_another_key_of_the_same_account_stays(whole):
    other = await whole.key("other", Scope)
    stays, goes = await following(whole, whole.owner), await following(whole, other)

    await revoke(whole, other)

    await ended(goes)
    assert stays.content.at_eof() is False
    stays.close()
