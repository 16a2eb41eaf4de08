"""A door that wants signatures, over the wire: one kind of request gets in, once."""

import hashlib
import hmac
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp
import pytest
from pydantic import BaseModel
from yarl import URL

from bot.site import build_site, open_site
from handlers.http.doors import Door, routes_of
from services.accounts.account import Role
from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.given_keys import GivenKeys
from services.accounts.keys import Keys, Scope
from services.accounts.signing import Signatures
from services.store.database import Database, open_database
from tests.services.store.hands import Hands

MASTER = b"m" * 32
SHARED = "shared secret"
PATH = "/api/transcribe"
BODY = '{"url": "https://vm.tiktok.com/ZMAPTWV7o/", "note": "Größe"}'.encode()


class Seen(BaseModel):
    account: int


@dataclass
class Gate:
    url: str
    session: aiohttp.ClientSession
    database: Database
    keys: Keys
    accounts: Accounts
    signatures: Signatures
    clock: Hands
    owner: int
    key: str

    def right(self, key=None, secret=None, *, target=PATH):
        """Return the headers of a request that gets in."""
        key = key or self.key
        timestamp = str(round(self.clock.now() * 1000))
        secret = secret or self.signatures.secret_of(key)
        told = f"POST\n{target}\n{BODY.decode()}\n{timestamp}"
        signature = hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()
        return {"X-API-Key": key, "X-Timestamp": timestamp, "X-Signature": signature}

    async def send(self, headers, *, method="POST", target=PATH, body=BODY):
        address = URL(f"{self.url}{target}", encoded=True)
        headers = {"Content-Type": "application/json", **headers}
        async with self.session.request(method, address, data=body, headers=headers) as answer:
            return answer.status, await answer.json()


@asynccontextmanager
async def opened(folder):
    clock = Hands()
    async with open_database(folder / "hearsay.db") as database:
        keys = Keys(database, clock, GivenKeys({"old-key": "App"}, master=MASTER))
        accounts = Accounts(database, clock)
        signatures = Signatures(database, clock, keys, master=MASTER, shared=SHARED)
        core = SimpleNamespace(
            keys=keys,
            accounts=accounts,
            signatures=signatures,
            buckets=Buckets(database, clock),
            clock=clock,
        )

        async def ask(asked):
            return Seen(account=asked.account.id)

        doors = [
            Door(
                method=method,
                path="/api/{what:transcribe|Transcribe|other}",
                ask=ask,
                summary="",
                tag="",
                scope=Scope.JOBS,
                answer=Seen,
                signed=True,
            )
            for method in ("POST", "PUT")
        ]
        owner = await accounts.local()
        key = await keys.add("laptop", account=owner.id)
        async with (
            open_site(build_site(routes_of(doors, core)), host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession() as session,
        ):
            yield Gate(url, session, database, keys, accounts, signatures, clock, owner.id, key)


@pytest.fixture
async def gate(tmp_path):
    async with opened(tmp_path) as gate:
        yield gate


async def test_a_signed_request_gets_in_for_its_account(gate):
    assert await gate.send(gate.right()) == (200, {"account": gate.owner})
    status, seen = await gate.send(gate.right("old-key", SHARED))
    assert (status, seen["account"] != gate.owner) == (200, True)


async def test_the_public_part_of_a_key_gets_in_with_a_signature_only(gate):
    headers = gate.right()
    public = gate.key[:15]

    assert (await gate.send({"X-API-Key": public}))[0] == 403
    assert (await gate.send({"Authorization": f"Bearer {public}"}))[0] == 401
    assert (await gate.send(headers | {"X-API-Key": public}))[0] == 200


async def test_a_bearer_key_gets_in_unsigned(gate):
    assert (await gate.send({"Authorization": f"Bearer {gate.key}"}))[0] == 200


async def test_what_is_in_the_query_is_signed_as_well(gate):
    target = f"{PATH}?wait=false&name=%D0%B0+b"
    headers = gate.right(target=target)

    assert (await gate.send(headers))[0] == 403
    assert (await gate.send(headers, target=f"{PATH}?name=%D0%B0+b&wait=false"))[0] == 403
    assert (await gate.send(headers, target=target))[0] == 200


BAD = {
    "nothing": (lambda _: {}, {}, 401),
    "an empty key": (lambda h: h | {"X-API-Key": ""}, {}, 401),
    "an unknown key": (lambda h: h | {"X-API-Key": "hs-000000000000"}, {}, 401),
    "a key that is cut short": (lambda h: h | {"X-API-Key": h["X-API-Key"][:-1]}, {}, 401),
    "a key in capitals": (lambda h: h | {"X-API-Key": h["X-API-Key"].upper()}, {}, 401),
    "a key in other letters": (lambda h: h | {"X-API-Key": "ключ"}, {}, 401),
    "a key alone": (lambda h: {"X-API-Key": h["X-API-Key"]}, {}, 403),
    "no signature": (lambda h: {k: v for k, v in h.items() if k != "X-Signature"}, {}, 403),
    "no timestamp": (lambda h: {k: v for k, v in h.items() if k != "X-Timestamp"}, {}, 403),
    "a signature in capitals": (
        lambda h: h | {"X-Signature": h["X-Signature"].upper()},
        {},
        403,
    ),
    "a signature that is cut short": (
        lambda h: h | {"X-Signature": h["X-Signature"][:-2]},
        {},
        403,
    ),
    "a signature in other letters": (lambda h: h | {"X-Signature": "подпись"}, {}, 403),
    "a signature that is no hex": (lambda h: h | {"X-Signature": "g" * 64}, {}, 403),
    "a huge signature": (lambda h: h | {"X-Signature": "a" * 4000}, {}, 403),
    "a timestamp in seconds": (lambda h: h | {"X-Timestamp": h["X-Timestamp"][:-3]}, {}, 403),
    "another timestamp": (lambda h: h | {"X-Timestamp": h["X-Timestamp"][:-1] + "7"}, {}, 403),
    "a huge timestamp": (lambda h: h | {"X-Timestamp": "9" * 4000}, {}, 403),
    "a timestamp in words": (lambda h: h | {"X-Timestamp": "now"}, {}, 403),
    "another path": (dict, {"target": "/api/other"}, 403),
    "a path in another case": (dict, {"target": "/api/Transcribe"}, 403),
    "a path that is written otherwise": (dict, {"target": "/api/%74ranscribe"}, 403),
    "a query": (dict, {"target": f"{PATH}?a=1"}, 403),
    "another method": (dict, {"method": "PUT"}, 403),
    "another body": (dict, {"body": BODY.replace(b"vm.", b"vt.")}, 403),
    "a body with other spaces": (dict, {"body": BODY.replace(b": ", b":")}, 403),
    "a body with escapes": (dict, {"body": BODY.replace("ö".encode(), b"\\u00f6")}, 403),
    "a body in another encoding": (dict, {"body": BODY.decode().encode("latin-1")}, 403),
    "a body with a mark before it": (dict, {"body": b"\xef\xbb\xbf" + BODY}, 403),
    "a line break behind the body": (dict, {"body": BODY + b"\n"}, 403),
    "no body": (dict, {"body": b""}, 403),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_not_right_is_refused_and_the_right_one_still_gets_in(gate, what):
    spoil, sent, expected = BAD[what]
    headers = gate.right()

    status, told = await gate.send(spoil(headers), **sent)

    assert status == expected
    assert told["error"]
    assert not await gate.database.rows("SELECT * FROM signatures")
    assert (await gate.send(headers))[0] == 200


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
async def test_a_clock_that_is_too_far_off_is_told_so(gate, seconds):
    headers = gate.right()
    gate.clock.turn(seconds=seconds)

    status, told = await gate.send(headers)

    assert status == 403
    assert "5 minutes" in told["error"]


async def test_the_same_request_gets_in_once(gate):
    headers = gate.right()

    assert [(await gate.send(headers))[0] for _ in range(3)] == [200, 403, 403]


async def test_a_signature_with_anothers_secret_is_refused(gate):
    other = await gate.keys.add("phone", account=gate.owner)

    for key, secret in (
        (gate.key, gate.signatures.secret_of(other)),
        (gate.key, SHARED),
        ("old-key", gate.signatures.secret_of(gate.key)),
        ("old-key", "guess"),
        (gate.key, gate.key),
    ):
        assert (await gate.send(gate.right(key, secret)))[0] == 403


async def test_a_key_that_was_turned_over_or_revoked_gets_nobody_in(gate):
    before = gate.right()
    new = await gate.keys.rotate(gate.key[3:15], gate.owner)

    assert (await gate.send(before))[0] == 401
    assert (await gate.send(before | {"X-API-Key": gate.key[:15]}))[0] == 403
    assert (await gate.send({"Authorization": f"Bearer {gate.key}"}))[0] == 401
    headers = gate.right(new)
    await gate.keys.revoke(new[3:15], gate.owner)
    assert (await gate.send(headers))[0] == 401


async def test_who_was_shown_the_door_does_not_get_in_however_well_they_sign(gate):
    guest = await gate.accounts.of_telegram(7, "Gus")
    key = await gate.keys.add("hers", account=guest.id)
    await gate.accounts.set_role(guest.id, Role.GUEST)
    assert (await gate.send(gate.right(key)))[0] == 200
    gate.clock.turn(seconds=1)

    await gate.accounts.set_role(guest.id, Role.BLOCKED)

    assert (await gate.send(gate.right(key)))[0] == 401
    assert (await gate.send({"Authorization": f"Bearer {key}"}))[0] == 401


async def test_a_program_of_the_settings_can_be_shown_the_door(gate):
    status, seen = await gate.send(gate.right("old-key", SHARED))
    assert status == 200
    gate.clock.turn(seconds=1)

    await gate.accounts.set_role(seen["account"], Role.BLOCKED)

    assert (await gate.send(gate.right("old-key", SHARED)))[0] == 401
