"""Keys open the door for as long as they are not revoked, and the database gives none away."""

import sqlite3

import pytest

from services.accounts import keys as the_module
from services.accounts.accounts import Accounts
from services.accounts.given_keys import GivenKeys
from services.accounts.keys import MOST_KEYS, USUAL, Keys, Scope
from services.errors import KeyAmbiguous, KeyUnknown, NameTaken, TooManyKeys
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


async def test_what_is_not_there_can_be_neither_revoked_nor_rotated(here):
    keys = here[1]

    for change in (keys.revoke, keys.rotate, keys.named):
        with pytest.raises(KeyUnknown):
            await change("laptop")


async def test_a_key_that_is_turned_over_keeps_all_but_its_secret(here):
    _, keys, owner, clock, _ = here
    old = await keys.add("laptop", account=owner, scopes={Scope.READ})
    before = await keys.find(old)
    clock.turn(seconds=60)

    new = await keys.rotate(before.id, owner)

    assert await keys.find(old) is None
    after = await keys.find(new)
    assert (after.id, after.name, after.account, after.scopes) == (
        before.id,
        "laptop",
        owner,
        {Scope.READ},
    )
    assert after.made_at == before.made_at + 60


async def test_nobody_changes_or_sees_the_keys_of_another(here):
    accounts, keys, owner, _, _ = here
    guest = await accounts.of_telegram(7, "Ann")
    mine = await keys.find(await keys.add("laptop", account=owner))

    for attempt in (keys.revoke, keys.rotate, keys.named):
        with pytest.raises(KeyUnknown):
            await attempt(mine.id, guest.id)
    assert await keys.of(guest.id) == []
    assert [key.id for key in await keys.of(owner)] == [mine.id]


async def test_a_name_is_its_owners_own_affair(here):
    accounts, keys, owner, _, _ = here
    guest = await accounts.of_telegram(7, "Ann")
    await keys.add("laptop", account=owner)
    hers = await keys.find(await keys.add("laptop", account=guest.id))

    assert (await keys.named("laptop", guest.id)).id == hers.id
    assert (await keys.named(hers.id)).account == guest.id
    with pytest.raises(KeyAmbiguous) as ambiguous:
        await keys.named("laptop")
    assert ambiguous.value.details == {"name": "laptop", "count": 2}


async def test_one_person_has_only_so_many(here):
    accounts, keys, owner, _, _ = here
    guest = await accounts.of_telegram(7, "Ann")
    for number in range(MOST_KEYS):
        await keys.add(str(number), account=owner)

    with pytest.raises(TooManyKeys):
        await keys.add("one more", account=owner)
    assert await keys.add("hers", account=guest.id)


async def test_keys_of_the_settings_belong_to_their_program_and_are_not_stored(here):
    _, keys, owner, clock, path = here
    async with open_database(path) as database:
        given = GivenKeys({"key-one": "App", "key-two": "App", "three": "Other"}, master=b"m")
        keys = Keys(database, clock, given)

        one, two, three = [await keys.find(text) for text in ("key-one", "key-two", "three")]
        again = await keys.find("key-one")

        assert (one.name, one.scopes) == ("App", USUAL)
        assert one.account == two.account != three.account
        assert owner not in {one.account, three.account}
        assert len({one.id, two.id, three.id}) == 3
        assert again == one
        assert await keys.are_made()
        assert await keys.find("key-three") is None
        assert await keys.find("App") is None
    with sqlite3.connect(path) as file:
        kept = "\n".join(file.iterdump())
    file.close()
    assert "key-one" not in kept
    assert one.id not in kept


async def test_a_person_who_is_called_like_a_program_is_somebody_else(here):
    accounts, keys, _, clock, path = here
    ann = await accounts.of_telegram(7, "App")
    async with open_database(path) as database:
        keys = Keys(database, clock, GivenKeys({"key-one": "App"}))

        assert (await keys.find("key-one")).account != ann.id


async def test_a_wrong_key_takes_the_same_steps_as_a_right_one(here, monkeypatch):
    _, keys, owner, clock, path = here
    right = await keys.add("laptop", account=owner)
    await keys.find(right)  # the first time is written down
    steps = []

    class Steps:
        def __init__(self, database):
            self._database = database

        async def rows(self, sql, **values):
            steps.append(sql)
            found = await self._database.rows(sql, **values)
            steps.append(len(found))
            return found

    def compare(left, right):
        steps.append((len(left), len(right)))
        return left == right

    monkeypatch.setattr(the_module.hmac, "compare_digest", compare)
    taken = {}
    async with open_database(path) as database:
        keys = Keys(Steps(database), clock, GivenKeys({"given": "laptop"}))
        await Keys(database, clock, GivenKeys({"given": "laptop"})).find("given")
        for text in (right, right[:-1] + "_", "hs-000000000000-" + right[-43:], "ключ", "given"):
            steps.clear()
            found = await keys.find(text)
            taken[text] = (found is not None, list(steps))

    assert [is_found for is_found, _ in taken.values()] == [True, False, False, False, True]
    assert len({str(steps) for _, steps in taken.values()}) == 1


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
