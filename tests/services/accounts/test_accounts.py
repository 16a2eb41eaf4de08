"""Who is let in, and by what."""

import re
from dataclasses import replace

import pytest

from services.accounts.account import Access, Listens, Role
from services.accounts.accounts import Accounts
from services.errors import (
    BlockedAlready,
    InviteInvalid,
    NotAllowed,
    NotBlocked,
    NotOneself,
    OwnerStays,
    PersonUnknown,
)
from services.store.database import Database
from tests.services.store.hands import Hands

ANN, BEN, CAT = 11, 12, 13


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def accounts(database: Database, clock: Hands) -> Accounts:
    return Accounts(database, clock)


async def test_a_new_face_is_a_stranger_and_may_not_use_it(accounts: Accounts) -> None:
    ann = await accounts.of_telegram(ANN, "Ann", "ru")
    assert ann.role is Role.STRANGER
    assert not accounts.may_use(ann)
    assert ann.language is None
    assert ann.hint == "ru"
    assert await accounts.of_telegram(ANN, "Ann", "ru") == ann


async def test_a_new_name_and_language_are_noted(accounts: Accounts) -> None:
    before = await accounts.of_telegram(ANN, "Ann", "ru")
    after = await accounts.of_telegram(ANN, "Anna", "")
    assert (after.id, after.name, after.hint) == (before.id, "Anna", "ru")
    assert (await accounts.of_telegram(ANN, "Anna", "zh-hans")).hint == "zh-hans"


async def test_the_settings_owners_are_owners_whatever_the_database_says(
    database: Database, clock: Hands
) -> None:
    accounts = Accounts(database, clock, owner_ids=[ANN])
    ann = await accounts.of_telegram(ANN, "Ann")
    await accounts.set_role(ann.id, Role.BLOCKED)
    assert (await accounts.of_telegram(ANN, "Ann")).role is Role.OWNER
    assert await accounts.owners()
    assert await accounts.first_claim() is None
    without = Accounts(database, clock)
    assert (await without.of_telegram(ANN, "Ann")).role is Role.BLOCKED


async def test_open_access_lets_everybody_in_but_the_blocked(
    database: Database, clock: Hands
) -> None:
    accounts = Accounts(database, clock, access=Access.OPEN)
    ann = await accounts.of_telegram(ANN, "Ann")
    assert ann.role is Role.GUEST
    assert accounts.may_use(ann)
    await accounts.set_role(ann.id, Role.BLOCKED)
    assert not accounts.may_use(await accounts.of_telegram(ANN, "Ann"))
    ben = await accounts.of_telegram(BEN, "Ben")
    closed = Accounts(database, clock)
    assert (await closed.get(ben.id)).role is Role.STRANGER


async def test_the_first_claim_makes_the_owner_once(accounts: Accounts) -> None:
    assert not await accounts.owners()
    code = await accounts.first_claim()
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code)
    ann = await accounts.claim(code, ANN, "Ann")
    assert ann.role is Role.OWNER
    assert await accounts.owners()
    assert await accounts.first_claim() is None
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, BEN, "Ben")


async def test_only_the_newest_first_claim_works(accounts: Accounts) -> None:
    old = await accounts.first_claim()
    new = await accounts.first_claim()
    with pytest.raises(InviteInvalid):
        await accounts.claim(old, ANN, "Ann")
    assert (await accounts.claim(new, ANN, "Ann")).role is Role.OWNER


async def test_a_first_claim_is_void_once_somebody_owns_the_bot(
    accounts: Accounts, database: Database, clock: Hands
) -> None:
    code = await accounts.first_claim()
    configured = Accounts(database, clock, owner_ids=[ANN])
    with pytest.raises(InviteInvalid):
        await configured.claim(code, BEN, "Ben")


async def test_a_claim_repeated_after_a_crash_is_still_good(accounts: Accounts) -> None:
    code = await accounts.first_claim()
    once = await accounts.claim(code, ANN, "Ann")
    assert await accounts.claim(code, ANN, "Ann") == once


async def test_an_invitation_is_good_for_one_guest(accounts: Accounts) -> None:
    owner = await accounts.claim(await accounts.first_claim(), ANN, "Ann")
    code = await accounts.invite(Role.GUEST, owner.id)
    assert await accounts.claim(code, ANN, "Ann") == owner
    ben = await accounts.claim(code, BEN, "Ben")
    assert ben.role is Role.GUEST
    assert accounts.may_use(await accounts.of_telegram(BEN, "Ben"))
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, CAT, "Cat")
    assert not accounts.may_use(await accounts.of_telegram(CAT, "Cat"))


async def test_an_invitation_expires(accounts: Accounts, clock: Hands) -> None:
    owner = await accounts.claim(await accounts.first_claim(), ANN, "Ann")
    code = await accounts.invite(Role.GUEST, owner.id)
    clock.turn(seconds=8 * 86_400)
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, BEN, "Ben")


async def test_an_invitation_does_not_help_the_blocked(accounts: Accounts) -> None:
    owner = await accounts.claim(await accounts.first_claim(), ANN, "Ann")
    ben = await accounts.of_telegram(BEN, "Ben")
    await accounts.set_role(ben.id, Role.BLOCKED)
    code = await accounts.invite(Role.GUEST, owner.id)
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, BEN, "Ben")
    assert (await accounts.claim(code, CAT, "Cat")).role is Role.GUEST


async def test_who_was_blocked_comes_back_as_they_had_come(accounts: Accounts) -> None:
    owner = await accounts.claim(await accounts.first_claim(), ANN, "Ann")
    guest = await accounts.claim(await accounts.invite(Role.GUEST, owner.id), BEN, "Ben")
    stranger = await accounts.of_telegram(CAT, "Cat")
    for each in (guest, stranger):
        blocked = await accounts.block(each.telegram_id, by=owner.id)
        assert blocked == replace(each, role=Role.BLOCKED)
        assert not accounts.may_use(await accounts.get(each.id))
    assert [each.id for each in await accounts.blocked(limit=9)] == [stranger.id, guest.id]
    assert await accounts.unblock(BEN) == guest
    assert await accounts.unblock(CAT) == stranger
    assert await accounts.blocked(limit=9) == []


async def test_only_others_can_be_blocked_and_only_once(database: Database, clock: Hands) -> None:
    accounts = Accounts(database, clock, owner_ids=[ANN])
    ann = await accounts.of_telegram(ANN, "Ann")
    ben = await accounts.claim(await accounts.invite(Role.OWNER, ann.id), BEN, "Ben")
    await accounts.of_telegram(CAT, "Cat")
    for number, refusal in ((BEN, NotOneself), (ANN, OwnerStays), (99, PersonUnknown)):
        with pytest.raises(refusal):
            await accounts.block(number, by=ben.id)
    for number, refusal in ((CAT, NotBlocked), (BEN, NotBlocked), (99, PersonUnknown)):
        with pytest.raises(refusal):
            await accounts.unblock(number)
    await accounts.block(CAT, by=ben.id)
    with pytest.raises(BlockedAlready):
        await accounts.block(CAT, by=ben.id)


@pytest.mark.parametrize("code", ["", "nonsense", "\udcff", "ключ", "x" * 5000])
async def test_a_made_up_code_lets_nobody_in(accounts: Accounts, code: str) -> None:
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, BEN, "Ben")


@pytest.mark.parametrize(("access", "allowed"), [(Access.OWNER, False), (Access.INVITE, True)])
async def test_guests_invite_only_where_access_is_by_invitation(
    database: Database, clock: Hands, access: Access, *, allowed: bool
) -> None:
    accounts = Accounts(database, clock, access=access, owner_ids=[ANN])
    ann = await accounts.of_telegram(ANN, "Ann")
    ben = await accounts.claim(await accounts.invite(Role.GUEST, ann.id), BEN, "Ben")
    assert accounts.may_invite(ben) is allowed
    if allowed:
        assert await accounts.invite(Role.GUEST, ben.id)
    else:
        with pytest.raises(NotAllowed):
            await accounts.invite(Role.GUEST, ben.id)
    with pytest.raises(NotAllowed):
        await accounts.invite(Role.OWNER, ben.id)


async def test_no_code_is_kept(accounts: Accounts, database: Database) -> None:
    code = await accounts.first_claim()
    kept = [str(value) for row in await database.rows("SELECT * FROM invites") for value in row]
    assert not any(code in value for value in kept)


async def test_the_command_lines_account_is_one_owner_but_not_the_bots(
    accounts: Accounts,
) -> None:
    local = await accounts.local()
    assert await accounts.local() == local
    assert (local.telegram_id, local.role) == (None, Role.OWNER)
    assert not await accounts.owners()


async def test_wishes_are_kept(accounts: Accounts) -> None:
    ann = await accounts.of_telegram(ANN, "Ann")
    await accounts.set_language(ann.id, "zh")
    await accounts.set_usual(ann.id, "mp3")
    ann = await accounts.get(ann.id)
    assert (ann.language, ann.usual) == ("zh", "mp3")
    await accounts.set_language(ann.id, None)
    await accounts.set_usual(ann.id, None)
    ann = await accounts.get(ann.id)
    assert (ann.language, ann.usual) == (None, None)


async def test_who_is_forgotten_begins_as_a_stranger_with_a_new_number(
    accounts: Accounts, database: Database
) -> None:
    owner = await accounts.claim(await accounts.first_claim(), ANN, "Ann")
    code = await accounts.invite(Role.GUEST, owner.id)
    await accounts.forget(owner.id)
    assert await accounts.get(owner.id) is None
    assert await database.rows("SELECT * FROM invites") == []
    with pytest.raises(InviteInvalid):
        await accounts.claim(code, BEN, "Ben")
    ann = await accounts.of_telegram(ANN, "Ann")
    assert ann.role is Role.STRANGER
    assert ann.id != owner.id


async def test_how_somebody_is_listened_to_is_kept(accounts: Accounts) -> None:
    ann = await accounts.of_telegram(ANN, "Ann")
    assert (ann.listens, ann.spoken, ann.vocabulary) == (Listens.ALWAYS, (), "")
    assert ann.cleaning == ""
    changed = replace(
        ann,
        listens=Listens.ASK,
        spoken=("en", "ru"),
        vocabulary="Hearsay, Åse",
        cleaning='{"strict": true}',
    )
    await accounts.set_habits(changed)
    assert await accounts.of_telegram(ANN, "Ann") == changed
