"""Owners' programs make, list, turn over and revoke keys; nobody else's do."""

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp
import pytest

from bot.site import build_site, open_site
from handlers.http.doors import Door, routes_of
from handlers.http.key_doors import key_doors
from services.accounts.account import Role
from services.accounts.accounts import Accounts
from services.accounts.keys import USUAL, Keys, Scope
from services.accounts.signing import Signatures
from services.store.database import open_database
from tests.services.store.hands import Hands

ALL = set(Scope)


@dataclass
class Office:
    session: aiohttp.ClientSession
    keys: Keys
    accounts: Accounts
    signatures: Signatures
    owner: int
    guest: int
    key: str

    async def ask(self, method, path, sent=None, *, key=None):
        headers = {"Authorization": f"Bearer {key or self.key}"}
        async with self.session.request(method, path, json=sent, headers=headers) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def opened(folder):
    clock = Hands()
    async with open_database(folder / "hearsay.db") as database:
        accounts, keys = Accounts(database, clock, owner_ids={1}), Keys(database, clock)
        signatures = Signatures(database, clock, keys, master=b"m" * 32)
        owner = await accounts.of_telegram(1, "Olga")
        guest = await accounts.of_telegram(2, "Gus")
        await accounts.set_role(guest.id, Role.GUEST)
        key = await keys.add("console", account=owner.id, scopes=ALL)
        core = SimpleNamespace(
            keys=keys, accounts=accounts, signatures=signatures, clock=clock, database=database
        )
        site = build_site(routes_of(key_doors(core), core))
        async with (
            open_site(site, host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession(url) as session,
        ):
            yield Office(session, keys, accounts, signatures, owner.id, guest.id, key)


@pytest.fixture
async def office(tmp_path):
    async with opened(tmp_path) as office:
        yield office


async def test_a_key_is_made_and_told_once(office):
    status, made = await office.ask("POST", "/api/keys", {"name": "laptop"})

    assert status == 201
    found = await office.keys.find(made["key"])
    assert (found.id, found.name, found.account) == (made["id"], "laptop", office.owner)
    assert set(made["scopes"]) == found.scopes == USUAL
    assert made["signing_secret"] == office.signatures.secret_of(made["key"])
    assert (made["created_at"][-1], made["last_used_at"]) == ("Z", None)
    _, listed = await office.ask("GET", "/api/keys")
    assert [key["name"] for key in listed] == ["console", "laptop"]
    for secret in (made["key"], made["key"][-43:], made["signing_secret"]):
        assert secret not in json.dumps(listed)


async def test_a_key_opens_what_it_was_made_for(office):
    _, made = await office.ask("POST", "/api/keys", {"name": "eyes", "scopes": ["read"]})

    assert (await office.keys.find(made["key"])).scopes == {Scope.READ}


async def test_an_owner_makes_and_sees_keys_of_others(office):
    _, made = await office.ask("POST", "/api/keys", {"name": "laptop", "account": office.guest})

    assert made["account"] == office.guest
    _, own = await office.ask("GET", "/api/keys")
    _, hers = await office.ask("GET", f"/api/keys?account={office.guest}")
    _, everybodys = await office.ask("GET", "/api/keys?account=all")
    assert [key["name"] for key in own] == ["console"]
    assert [key["name"] for key in hers] == ["laptop"]
    assert [key["name"] for key in everybodys] == ["console", "laptop"]


async def test_a_key_is_turned_over_and_the_old_one_stops_at_once(office):
    _, old = await office.ask("POST", "/api/keys", {"name": "laptop", "scopes": sorted(ALL)})
    status, new = await office.ask("POST", f"/api/keys/{old['id']}/rotate")

    assert (status, new["id"], new["name"]) == (200, old["id"], "laptop")
    assert new["signing_secret"] != old["signing_secret"]
    assert (await office.ask("GET", "/api/keys", key=old["key"]))[0] == 401
    assert (await office.ask("GET", "/api/keys", key=new["key"]))[0] == 200


async def test_a_revoked_key_opens_nothing(office):
    _, made = await office.ask("POST", "/api/keys", {"name": "laptop", "scopes": sorted(ALL)})

    status, gone = await office.ask("DELETE", f"/api/keys/{made['id']}")

    assert (status, gone["name"]) == (200, "laptop")
    assert "laptop" in gone["message"]
    assert (await office.ask("GET", "/api/keys", key=made["key"]))[0] == 401
    assert (await office.ask("DELETE", f"/api/keys/{made['id']}"))[0] == 404


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"name": ""}, 400),
        ({"name": "   "}, 400),
        ({"name": "x" * 65}, 400),
        ({"name": "a\x07b"}, 400),
        ({"name": "laptop", "scopes": []}, 400),
        ({"name": "laptop", "scopes": ["everything"]}, 400),
        ({"name": "laptop", "scope": ["read"]}, 400),
        ({"name": "laptop", "account": 0}, 400),
        ({"name": "laptop", "account": 2**70}, 400),
        ({"name": "laptop", "account": 99}, 404),
        ({"name": "console"}, 409),
    ],
)
async def test_what_makes_no_key_is_refused(office, sent, status):
    answer, told = await office.ask("POST", "/api/keys", sent)

    assert (answer, len(await office.keys.all())) == (status, 1)
    assert told["error"]


@pytest.mark.parametrize("path", ["/api/keys?account=x", "/api/keys?account=0"])
async def test_nobodys_keys_cannot_be_listed(office, path):
    assert (await office.ask("GET", path))[0] == 400


@pytest.mark.parametrize("key_id", ["000000000000", "console", "' OR 1=1", "%00", "%F0%9F%94%91"])
async def test_a_key_that_is_not_there_is_not_found(office, key_id):
    assert (await office.ask("DELETE", f"/api/keys/{key_id}"))[0] == 404
    assert (await office.ask("POST", f"/api/keys/{key_id}/rotate"))[0] == 404


async def doors_with(office, key):
    told = []
    for method, path in (
        ("GET", "/api/keys"),
        ("POST", "/api/keys"),
        ("POST", f"/api/keys/{office.key[3:15]}/rotate"),
        ("DELETE", f"/api/keys/{office.key[3:15]}"),
    ):
        sent = {"name": "mine"} if path == "/api/keys" and method == "POST" else None
        told.append((await office.ask(method, path, sent, key=key))[0])
    return told


async def test_only_an_owner_with_the_right_gets_in(office):
    guests = await office.keys.add("hers", account=office.guest, scopes=ALL)
    usual = await office.keys.add("usual", account=office.owner)

    for key in (guests, usual):
        assert await doors_with(office, key) == [403] * 4
    assert await office.keys.find(office.key)


async def test_who_was_shown_the_door_gets_nowhere_with_any_key(office):
    guests = await office.keys.add("hers", account=office.guest, scopes=ALL)
    await office.accounts.set_role(office.guest, Role.BLOCKED)

    assert await doors_with(office, guests) == [401] * 4
    await office.accounts.set_role(office.guest, Role.OWNER)
    assert (await office.ask("GET", "/api/keys", key=guests))[0] == 200


def test_what_is_told_once_is_not_kept_for_a_repeat():
    doors = key_doors(SimpleNamespace(keys=None))

    assert all(isinstance(door, Door) and not door.creates for door in doors)
