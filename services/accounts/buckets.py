"""How much a key may ask for: a bucket of tokens that fills again by itself, over restarts as well."""

from dataclasses import dataclass
from typing import Final

from services.accounts.keys import Key
from services.clock import Clock
from services.store.database import Database

_KEEP: Final = """
    INSERT INTO buckets (key, tokens, counted_at) VALUES (:key, :tokens, :now)
    ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens, counted_at = excluded.counted_at
"""


@dataclass(frozen=True, slots=True)
class Left:
    """What came of asking for a token, and what is left."""

    granted: bool
    tokens: float
    capacity: int
    retry_after: float
    """Seconds until there is a whole token again; 0 where there is one now."""
    full_after: float
    """Seconds until the bucket is full, when nobody asks meanwhile."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    counted_at: float
    """By the clock that is never set."""


class Buckets:
    """The buckets of all keys: counted in memory, written down with each token that is taken.

    Whoever is refused costs no write, so nobody can keep the disk busy with an empty bucket.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        capacity: int = 60,
        refill_per_second: float = 1.0,
    ) -> None:
        self._database = database
        self._clock = clock
        self._capacity = capacity
        self._refill = refill_per_second
        self._buckets: dict[str, _Bucket] = {}

    async def take(self, key: Key) -> Left:
        """Take a token of a key's bucket, if there is one."""
        bucket = self._buckets.get(key.id)
        if bucket is None:
            # Another request of the same key may have been faster.
            bucket = self._buckets.setdefault(key.id, await self._kept(key.id))
        self._fill(bucket)
        granted = bucket.tokens >= 1
        if granted:
            bucket.tokens -= 1
        left = self._left(bucket.tokens, granted=granted)
        if granted:
            now = self._clock.now()
            await self._database.write(_KEEP, key=key.id, tokens=bucket.tokens, now=now)
        return left

    def _fill(self, bucket: _Bucket) -> None:
        now = self._clock.monotonic()
        grown = (now - bucket.counted_at) * self._refill
        bucket.tokens = min(self._capacity, bucket.tokens + grown)
        bucket.counted_at = now

    async def _kept(self, key_id: str) -> _Bucket:
        """Return a bucket as it was written down; a clock that was set back since fills nothing."""
        row = await self._database.row("SELECT * FROM buckets WHERE key = :key", key=key_id)
        tokens = float(self._capacity)
        if row is not None:
            seconds = max(0.0, self._clock.now() - row["counted_at"])
            tokens = min(self._capacity, row["tokens"] + seconds * self._refill)
        return _Bucket(tokens, self._clock.monotonic())

    def _left(self, tokens: float, *, granted: bool) -> Left:
        return Left(
            granted=granted,
            tokens=tokens,
            capacity=self._capacity,
            retry_after=max(0.0, 1 - tokens) / self._refill,
            full_after=(self._capacity - tokens) / self._refill,
        )
