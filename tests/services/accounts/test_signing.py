"""A signed request opens once, for as long as it is fresh, and nothing that was changed on its way does."""

import hashlib
import hmac
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from services import errors
from services.accounts.accounts import Accounts
from services.accounts.given_keys import GivenKeys
from services.accounts.keys import Keys
from services.accounts.signing import Signatures, Signed
from services.store.database import Database, open_database
from tests.services.store.hands import Hands

MASTER = b"m" * 32
SHARED = "the secret that they share"
PATH = "/api/transcribe"
BODY = b'{"url":"https://vm.tiktok.com/ZMAPTWV7o/"}'


def sign(secret, method, path, body, timestamp):
    """As the document of TTTranscribe prints it."""
    told = f"{method}\n{path}\n{body.decode()}\n{timestamp}"
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()


@dataclass
class Here:
    database: Database
    keys: Keys
    signatures: Signatures
    clock: Hands
    owner: int
    folder: Path
    key: str = ""

    def signed(self, *, secret=None, key=None, seconds=0.0, **changed):
        """Return a request that is right but for what is changed before it is signed."""
        key = key or self.key
        asked = {
            "method": "POST",
            "path": PATH,
            "body": BODY,
            "timestamp": str(round((self.clock.now() + seconds) * 1000)),
        } | changed
        secret = secret or self.signatures.secret_of(key)
        return Signed(key=key, signature=sign(secret, *asked.values()), **asked)


def opened(database, clock, given=()):
    keys = Keys(database, clock, GivenKeys(dict(given), master=MASTER))
    return keys, Signatures(database, clock, keys, master=MASTER, shared=SHARED if given else "")


@pytest.fixture
async def here(tmp_path):
    clock = Hands()
    async with open_database(tmp_path / "hearsay.db") as database:
        owner = await Accounts(database, clock).local()
        keys, signatures = opened(database, clock, {"old-key": "App", "other-key": "Other"})
        here = Here(database, keys, signatures, clock, owner.id, tmp_path)
        here.key = await keys.add("laptop", account=owner.id)
        yield here


async def test_a_signed_request_opens(here):
    key = await here.signatures.check(here.signed())

    assert (key.name, key.account) == ("laptop", here.owner)


async def test_the_public_part_of_a_key_is_enough_beside_a_signature(here):
    key = await here.signatures.check(replace(here.signed(), key=here.key[:15]))

    assert key.name == "laptop"


async def test_programs_of_the_settings_sign_with_what_they_share(here):
    key = await here.signatures.check(here.signed(key="old-key", secret=SHARED))

    assert key.name == "App"


async def test_without_a_shared_secret_nothing_signs_for_keys_of_the_settings(here):
    _, signatures = opened(here.database, here.clock)
    signatures = Signatures(here.database, here.clock, here.keys, master=MASTER)

    for secret in ("x", SHARED):
        with pytest.raises(errors.SignatureWrong):
            await signatures.check(here.signed(key="old-key", secret=secret))
    empty = here.signed(key="old-key", secret=SHARED)
    told = hmac.new(b"", empty.message(), hashlib.sha256).hexdigest()
    with pytest.raises(errors.SignatureWrong):
        await signatures.check(replace(empty, signature=told))


@pytest.mark.parametrize("seconds", [-299.9, 0, 299.9])
async def test_clocks_may_be_five_minutes_apart(here, seconds):
    assert await here.signatures.check(here.signed(seconds=seconds))


def flipped(text):
    return ("0" if text[0] != "0" else "1") + text[1:]


def shifted(text):
    return str(int(text) + 1)


BAD = {
    "a second too old": (lambda h: h.signed(seconds=-301), errors.SignatureStale),
    "a second too early": (lambda h: h.signed(seconds=301), errors.SignatureStale),
    "a day old": (lambda h: h.signed(seconds=-86_400), errors.SignatureStale),
    "seconds instead of milliseconds": (
        lambda h: h.signed(timestamp=str(round(h.clock.now()))),
        errors.SignatureStale,
    ),
    "a timestamp of zero": (lambda h: h.signed(timestamp="0"), errors.SignatureStale),
    "the largest timestamp": (lambda h: h.signed(timestamp="9" * 16), errors.SignatureStale),
    "a timestamp beyond all numbers": (
        lambda h: h.signed(timestamp="9" * 5000),
        errors.SignatureWrong,
    ),
    "a negative timestamp": (
        lambda h: h.signed(timestamp="-" + h.signed().timestamp),
        errors.SignatureWrong,
    ),
    "a timestamp with a sign": (
        lambda h: h.signed(timestamp="+" + h.signed().timestamp),
        errors.SignatureWrong,
    ),
    "a timestamp with an underscore": (
        lambda h: h.signed(timestamp=h.signed().timestamp[:-1] + "_0"),
        errors.SignatureWrong,
    ),
    "a fraction of a millisecond": (
        lambda h: h.signed(timestamp=h.signed().timestamp + ".0"),
        errors.SignatureWrong,
    ),
    "a timestamp in Arabic digits": (
        lambda h: h.signed(
            timestamp=h.signed().timestamp.translate({48 + n: 0x660 + n for n in range(10)})
        ),
        errors.SignatureWrong,
    ),
    "a timestamp in words": (lambda h: h.signed(timestamp="now"), errors.SignatureWrong),
    "another timestamp than was signed": (
        lambda h: replace(h.signed(), timestamp=shifted(h.signed().timestamp)),
        errors.SignatureWrong,
    ),
    "no timestamp": (lambda h: replace(h.signed(), timestamp=""), errors.SignatureMissing),
    "no signature": (lambda h: replace(h.signed(), signature=""), errors.SignatureMissing),
    "upper case": (
        lambda h: replace(h.signed(), signature=h.signed().signature.upper()),
        errors.SignatureWrong,
    ),
    "cut short by a letter": (
        lambda h: replace(h.signed(), signature=h.signed().signature[:-1]),
        errors.SignatureWrong,
    ),
    "its first half alone": (
        lambda h: replace(h.signed(), signature=h.signed().signature[:32]),
        errors.SignatureWrong,
    ),
    "longer by a letter": (
        lambda h: replace(h.signed(), signature=h.signed().signature + "0"),
        errors.SignatureWrong,
    ),
    "its first letter changed": (
        lambda h: replace(h.signed(), signature=flipped(h.signed().signature)),
        errors.SignatureWrong,
    ),
    "its last letter changed": (
        lambda h: replace(h.signed(), signature=flipped(h.signed().signature[::-1])[::-1]),
        errors.SignatureWrong,
    ),
    "not hex": (lambda h: replace(h.signed(), signature="z" * 64), errors.SignatureWrong),
    "other letters than ASCII": (
        lambda h: replace(h.signed(), signature="ключ\udcff" * 16),
        errors.SignatureWrong,
    ),
    "white space around it": (
        lambda h: replace(h.signed(), signature=f" {h.signed().signature}\n"),
        errors.SignatureWrong,
    ),
    "all zeros": (lambda h: replace(h.signed(), signature="0" * 64), errors.SignatureWrong),
    "named by its way": (
        lambda h: replace(h.signed(), signature="sha256=" + h.signed().signature),
        errors.SignatureWrong,
    ),
    "another path": (
        lambda h: replace(h.signed(), path="/api/transcript/fetch"),
        errors.SignatureWrong,
    ),
    "a path in capitals": (lambda h: replace(h.signed(), path=PATH.upper()), errors.SignatureWrong),
    "a stroke at the end of the path": (
        lambda h: replace(h.signed(), path=PATH + "/"),
        errors.SignatureWrong,
    ),
    "a path that is written otherwise": (
        lambda h: replace(h.signed(), path="/api/%74ranscribe"),
        errors.SignatureWrong,
    ),
    "a query that was not signed": (
        lambda h: replace(h.signed(), path=PATH + "?wait=false"),
        errors.SignatureWrong,
    ),
    "another query than was signed": (
        lambda h: replace(h.signed(path=PATH + "?a=1"), path=PATH + "?a=2"),
        errors.SignatureWrong,
    ),
    "another method": (lambda h: replace(h.signed(), method="PUT"), errors.SignatureWrong),
    "a method in small letters": (
        lambda h: replace(h.signed(method="post"), method="POST"),
        errors.SignatureWrong,
    ),
    "a body with other spaces": (
        lambda h: replace(h.signed(), body=BODY.replace(b":", b": ", 1)),
        errors.SignatureWrong,
    ),
    "a body in another encoding": (
        lambda h: replace(h.signed(), body=BODY.decode().encode("utf-16")),
        errors.SignatureWrong,
    ),
    "a body with escapes": (
        lambda h: replace(h.signed(), body=BODY.replace(b"/", rb"\/")),
        errors.SignatureWrong,
    ),
    "a line break after the body": (
        lambda h: replace(h.signed(), body=BODY + b"\n"),
        errors.SignatureWrong,
    ),
    "no body": (lambda h: replace(h.signed(), body=b""), errors.SignatureWrong),
    "another secret": (lambda h: h.signed(secret="guess"), errors.SignatureWrong),
    "the key itself as the secret": (lambda h: h.signed(secret=h.key), errors.SignatureWrong),
    "the shared secret with a key of one's own": (
        lambda h: h.signed(secret=SHARED),
        errors.SignatureWrong,
    ),
    "one's own secret with a shared key": (
        lambda h: h.signed(key="old-key", secret=h.signatures.secret_of(h.key)),
        errors.SignatureWrong,
    ),
    "no key": (lambda h: replace(h.signed(), key=""), errors.KeyMissing),
    "an unknown key": (lambda h: replace(h.signed(), key="nobodys"), errors.KeyWrong),
    "an unknown public part": (
        lambda h: replace(h.signed(), key="hs-000000000000"),
        errors.KeyWrong,
    ),
    "a key with another secret part": (
        lambda h: replace(h.signed(), key=h.key[:-2] + ("aa" if h.key[-2:] != "aa" else "bb")),
        errors.KeyWrong,
    ),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_not_right_is_refused_and_spends_nothing(here, what):
    made, refusal = BAD[what]

    with pytest.raises(refusal) as refused:
        await here.signatures.check(made(here))

    assert type(refused.value) is refusal
    assert not await here.database.rows("SELECT * FROM signatures")


async def test_the_signature_of_another_key_is_wrong(here):
    other = await here.keys.add("phone", account=here.owner)
    request = here.signed(secret=here.signatures.secret_of(other))

    with pytest.raises(errors.SignatureWrong):
        await here.signatures.check(request)


async def test_a_request_that_came_before_is_refused_after_a_restart_too(here):
    request = here.signed()
    await here.signatures.check(request)

    with pytest.raises(errors.SignatureReplayed):
        await here.signatures.check(request)
    async with open_database(here.folder / "hearsay.db") as database:
        _, again = opened(database, here.clock, {"old-key": "App"})
        with pytest.raises(errors.SignatureReplayed):
            await again.check(request)


async def test_a_clock_that_is_set_back_lets_nothing_in_again(here):
    request = here.signed()
    await here.signatures.check(request)
    here.clock.turn(seconds=7200)
    await here.signatures.check(here.signed())
    here.clock.turn(seconds=-7200)

    with pytest.raises(errors.SignatureReplayed):
        await here.signatures.check(request)


async def test_two_programs_that_share_a_secret_may_say_the_same_at_once(here):
    for key in ("old-key", "other-key"):
        assert await here.signatures.check(here.signed(key=key, secret=SHARED))


async def test_signatures_are_not_kept_for_ever(here):
    for _ in range(3):
        await here.signatures.check(here.signed())
        here.clock.turn(seconds=86_000)

    assert len(await here.database.rows("SELECT * FROM signatures")) == 2


async def test_a_new_secret_of_a_key_ends_what_was_signed_with_the_old(here):
    old = here.signatures.secret_of(here.key)
    before = here.signed()

    new = await here.keys.rotate(here.key[3:15], here.owner)

    with pytest.raises(errors.KeyWrong):
        await here.signatures.check(before)
    with pytest.raises(errors.SignatureWrong):
        await here.signatures.check(here.signed(key=new, secret=old))
    assert await here.signatures.check(here.signed(key=new))


async def test_any_bytes_can_be_signed(here):
    body = bytes(range(256))
    request = here.signed(body=b"")
    request = replace(request, body=body)
    secret = here.signatures.secret_of(here.key).encode()
    signature = hmac.new(secret, request.message(), hashlib.sha256).hexdigest()

    assert await here.signatures.check(replace(request, signature=signature))


async def test_the_database_does_not_give_away_what_keys_sign_with(here):
    await here.signatures.check(here.signed())
    secret = here.signatures.secret_of(here.key)
    other = Signatures(here.database, here.clock, here.keys, master=b"n" * 32)

    assert other.secret_of(here.key) != secret
    for row in await here.database.rows("SELECT * FROM api_keys"):
        assert secret not in tuple(row)
