"""Whether a stopwatch tells wrong keys and signatures from right ones, or nearly right from far off.

Each row compares two kinds of tries, by turns and in an order drawn by lot: their medians, and with what
probability chance alone would rank them so far apart (Mann-Whitney's U, both sides). Below one in a
thousand, somebody with a stopwatch inside the machine could tell them apart.
"""

import hashlib
import hmac
import math
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from services.accounts.accounts import Accounts
from services.accounts.given_keys import GivenKeys
from services.accounts.keys import Keys
from services.accounts.signing import Signatures, Signed
from services.clock import SystemClock
from services.errors import SignatureWrong
from services.store.database import Database, open_database
from tests.bench.table import Row

TRIES = 10_000
"""Of each kind."""
_MASTER = b"m" * 32
_BAR = "p > 0.001"


async def measure() -> list[Row]:
    """Return a row for each pair of tries that must look alike."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "hearsay.db") as database:
            return await _rows(database)


async def _rows(database: Database) -> list[Row]:
    clock = SystemClock()
    owner = await Accounts(database, clock).local()
    keys = Keys(
        database,
        clock,
        GivenKeys({"a-key-of-the-settings": "App", "another": "Other"}, master=_MASTER),
    )
    for number in range(20):
        await keys.add(f"other {number}", account=owner.id)
    right = await keys.add("laptop", account=owner.id)
    await keys.find(right)
    given, guess = "a-key-of-the-settings", "a-key-of-the-settingz"
    await keys.find(given)
    nearly, far = right[:-1] + _other(right[-1]), right[:16] + _other(right[16]) + right[17:]
    unknown = f"hs-000000000000-{right[16:]}"
    signatures = Signatures(database, clock, keys, master=_MASTER)
    signed = _signed(right, signatures.secret_of(right))
    first = replace(signed, signature=_other(signed.signature[0]) + signed.signature[1:])
    last = replace(signed, signature=signed.signature[:-1] + _other(signed.signature[-1]))
    return [
        await _compared("right key", right, "last letter wrong", nearly, keys.find),
        await _compared("last letter wrong", nearly, "first letter wrong", far, keys.find),
        await _compared("wrong secret", far, "unknown key", unknown, keys.find),
        await _compared("key of the settings", given, "last letter wrong", guess, keys.find),
        await _compared(
            "signature wrong at its end",
            last,
            "wrong at its beginning",
            first,
            lambda request: _refused(signatures, request),
        ),
    ]


async def _compared(
    one: str, ours: Any, other: str, theirs: Any, tried: Callable[[Any], Awaitable[object]]
) -> Row:
    lots, times = Random(1), ([], [])
    for _ in range(100):
        await tried(ours)
        await tried(theirs)
    for _ in range(TRIES):
        for side in lots.sample((0, 1), 2):
            began = time.perf_counter_ns()
            await tried(theirs if side else ours)
            times[side].append(time.perf_counter_ns() - began)
    mine, yours = median(times[0]), median(times[1])
    probability = by_chance(times[0], times[1])
    return Row(
        f"{one}, {TRIES:,} tries (p = {probability:.3f})",
        f"{mine / 1000:.1f} µs",
        other,
        f"{yours / 1000:.1f} µs",
        mine / yours,
        _BAR,
    )


def by_chance(ones: list[int], others: list[int]) -> float:
    """Return how probable it is that chance alone ranks the two so far apart."""
    ranked = sorted([(value, 0) for value in ones] + [(value, 1) for value in others])
    ranks, ties, start = 0.0, 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        shared, count = (start + end + 1) / 2, end - start
        ranks += shared * sum(1 for _, side in ranked[start:end] if side == 0)
        ties += count**3 - count
        start = end
    n, m = len(ones), len(others)
    total = n + m
    spread = math.sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))))
    distance = abs(ranks - n * (n + 1) / 2 - n * m / 2) / spread
    return math.erfc(distance / math.sqrt(2))


async def _refused(signatures: Signatures, request: Signed) -> None:
    try:
        await signatures.check(request)
    except SignatureWrong:
        return
    raise AssertionError("a wrong signature got in")


def _signed(key: str, secret: str) -> Signed:
    request = Signed(
        key=key,
        timestamp=str(time.time_ns() // 1_000_000),
        signature="",
        method="POST",
        path="/api/transcribe",
        body=b'{"url":"https://vm.tiktok.com/ZMAPTWV7o/"}',
    )
    told = hmac.new(secret.encode(), request.message(), hashlib.sha256).hexdigest()
    return replace(request, signature=told)


def _other(letter: str) -> str:
    return "0" if letter != "0" else "1"
