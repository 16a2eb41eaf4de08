"""What programs set for their account."""

import pytest

from services.accounts.preferences import Preferences, Privacy
from services.store.database import open_database


@pytest.fixture
async def preferences(tmp_path):
    async with open_database(tmp_path / "hearsay.db") as database:
        for number in (1, 2):
            await database.write(
                "INSERT INTO accounts (id, role, created_at) VALUES (:id, 'guest', 0)", id=number
            )
        yield Preferences(database)


async def test_who_set_nothing_has_what_is_usual(preferences):
    assert await preferences.get(1) == {}
    assert await preferences.privacy(1) == Privacy(
        save_history=True, save_transcriptions=True, anonymous_mode=False
    )
    assert await preferences.particular() == []


async def test_a_change_leaves_the_others_as_they_were(preferences):
    await preferences.change(1, {"save_history": False, "theme": "dark"})
    await preferences.change(1, {"anonymous_mode": True})
    assert await preferences.get(1) == {
        "save_history": False,
        "theme": "dark",
        "anonymous_mode": True,
    }
    privacy = await preferences.privacy(1)
    assert (privacy.save_history, privacy.anonymous_mode, privacy.is_usual) == (False, True, False)
    assert await preferences.particular() == [1]
    assert await preferences.get(2) == {}


async def test_one_can_be_taken_back(preferences):
    await preferences.change(1, {"save_transcriptions": False, "theme": "dark"})
    await preferences.change(1, {"save_transcriptions": None, "theme": None})
    assert await preferences.get(1) == {}
    assert (await preferences.privacy(1)).is_usual


async def test_nobody_has_what_nobody_set(preferences):
    await preferences.change(9, {"theme": "dark"})
    assert await preferences.get(9) == {}
    assert (await preferences.privacy(9)).is_usual
