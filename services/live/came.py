"""What a client has sent of a session, byte by byte, until its sound is on the spool.

How much has been taken is how much came into these files: whatever happens, it need not be sent again.
"""

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import Final

from services.live.uncut import uncut

_STEM: Final = "came"
_STEP_BYTES: Final = 256 * 1024


class Came:
    """Files of the same size, one behind the other; the first ones go when nobody needs them any more.

    Args:
        folder: Where they lie.
        part_bytes: The size of each.
    """

    def __init__(self, folder: Path, *, part_bytes: int) -> None:
        self._folder = folder
        self._part_bytes = part_bytes
        self._first = 0
        self._size = 0

    async def open(self) -> None:
        """Find what an earlier life has left."""
        self._first, self._size = await asyncio.to_thread(self._left)

    @property
    def start(self) -> int:
        """Return the number of the first byte that is still here."""
        return self._first * self._part_bytes

    @property
    def size(self) -> int:
        """Return how many bytes have come in all."""
        return self._size

    async def append(self, raw: bytes) -> None:
        """Add bytes to the end: all of them or none.

        Raises:
            OSError: the disk is full.
        """
        await uncut(partial(self._append, raw))

    async def read(self, at: int) -> bytes:
        """Return some of the bytes from a place on; nothing where no more have come."""
        number, inside = divmod(at, self._part_bytes)
        most = min(_STEP_BYTES, self._size - at, self._part_bytes - inside)
        return await asyncio.to_thread(_read, self._part(number), inside, most) if most else b""

    async def forget(self, before: int) -> None:
        """Delete the files in which nothing stands from this place on."""
        while (self._first + 1) * self._part_bytes <= min(before, self._size - 1):
            self._first += 1
            await asyncio.to_thread(self._part(self._first - 1).unlink, missing_ok=True)

    def _part(self, number: int) -> Path:
        return self._folder / f"{_STEM}.{number}"

    def _left(self) -> tuple[int, int]:
        numbers = sorted(int(path.suffix[1:]) for path in self._folder.glob(f"{_STEM}.*"))
        if not numbers:
            return 0, 0
        size = self._part(numbers[-1]).stat().st_size
        return numbers[0], numbers[-1] * self._part_bytes + size

    def _append(self, raw: bytes) -> None:
        at, rest = self._size, memoryview(raw)
        try:
            while rest:
                number, inside = divmod(at, self._part_bytes)
                piece = rest[: self._part_bytes - inside]
                _write(self._part(number), piece, inside)
                at, rest = at + len(piece), rest[len(piece) :]
        except OSError:
            self._cut(at)
            raise
        self._size = at

    def _cut(self, touched: int) -> None:
        """Take back what was written, the last first: a crash in between leaves no hole."""
        kept, inside = divmod(self._size, self._part_bytes)
        new = kept + 1 if inside else kept
        for number in range(touched // self._part_bytes, new - 1, -1):
            self._part(number).unlink(missing_ok=True)
        if inside:
            os.truncate(self._part(kept), inside)


def _write(path: Path, raw: memoryview, at: int) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while raw:
            written = os.pwrite(file, raw, at)
            raw, at = raw[written:], at + written
    finally:
        os.close(file)


def _read(path: Path, at: int, most: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(most)
