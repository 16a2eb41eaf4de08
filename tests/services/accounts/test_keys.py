"""Keys open the door for as long as they are not revoked, and the database gives none away."""

import sqlite3

import pytest

from services.accounts.accounts import Accounts
from services.accounts.keys import Keys
from services.errors import KeyUnknown, NameTaken
from services.store.database import open_database
from tests.services.store.hands import Hands


@pytest.fixture
async def here(tmp_path):
    clock = Hands()
    async with open_database(tmp_path / "hearsay.db") as database:
        accounts = Accounts(database, clock)
        owner = await accounts.local()
        yield accounts, Keys(database, clock), owner.id, clock, tmp_path / "hearsay.db"


async def test_a_key_is_found_with_its_name_and_its_account(here):
    _, keys, owner, clock, _ = here
    secret = await keys.add("laptop", account=owner)

    found = await keys.find(secret)

    assert (found.name, found.account, found.made_at) == ("laptop", owner, clock.now())


async def test_nothing_but_the_key_itself_opens(here):
    _, keys, owner, _, _ = here
    secret = await keys.add("laptop", account=owner)
    last = "A" if secret[-1] != "A" else "B"

    for wrong in (
        "",
        secret[:-1],
        secret[:-1] + last,
        secret + "A",
        secret.upper(),
        secret.replace("hs-", "sk-"),
        "hs-000000000000-" + secret[-43:],
        f" {secret}",
        "ключ",
    ):
        assert await keys.find(wrong) is None, wrong


async def test_two_keys_do_not_have_one_name(here):
    _, keys, owner, _, _ = here
    await keys.add("laptop", account=owner)

    with pytest.raises(NameTaken):
        await keys.add("laptop", account=owner)


async def test_a_revoked_key_opens_nothing_and_its_name_is_free(here):
    _, keys, owner, _, _ = here
    secret = await keys.add("laptop", account=owner)

    await keys.revoke((await keys.named("laptop")).id, owner)

    assert await keys.find(secret) is None
    assert not await keys.are_made()
    assert await keys.find(await keys.add("laptop", account=owner))


async def test_what_is_not_there_cannot_be_revoked(here):
    with pytest.raises(KeyUnknown):
        await here[1].revoke("laptop")


async def test_keys_are_listed_with_when_they_were_last_used(here):
    _, keys, owner, clock, _ = here
    secret = await keys.add("b", account=owner)
    await keys.add("a", account=owner)
    clock.turn(seconds=60)
    await keys.find(secret)
    used = clock.now()
    clock.turn(seconds=60)
    await keys.find(secret)  # too soon to be worth a write

    assert [(key.name, key.used_at) for key in await keys.all()] == [("a", None), ("b", used)]


async def test_keys_go_with_their_account(here):
    accounts, keys, _, _, _ = here
    guest = await accounts.of_telegram(7, "Ann")
    secret = await keys.add("ann's", account=guest.id)

    await accounts.forget(guest.id)

    assert await keys.find(secret) is None


async def test_the_database_knows_no_key(here):
    _, keys, owner, _, path = here
    secret = await keys.add("laptop", account=owner)

    with sqlite3.connect(path) as file:
        kept = "\n".join(file.iterdump())
    file.close()

    assert "laptop" in kept
    assert secret.split("-", 2)[2] not in kept
