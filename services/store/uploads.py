"""Files that programs bring: written to the disk as they come, and gone when whoever brought them is done.

They lie in a folder of their own, which is emptied at the start: what a crash left belongs to nobody.
"""

import asyncio
import hashlib
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, Final

from services.errors import NoRoom, UploadTooBig
from services.store.blobs import Blobs

_STEP_BYTES: Final = 64 * 1024 * 1024
"""So much room is set aside at a time where nobody says how much will come."""
_AT_ONCE_BYTES: Final = 1024 * 1024
"""So much is gathered before the disk is troubled."""


@asynccontextmanager
async def open_uploads(folder: Path, blobs: Blobs, *, most_bytes: int) -> AsyncIterator["Uploads"]:
    """Empty the folder, and again at the end."""
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield Uploads(folder, blobs, most_bytes=most_bytes)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


class Uploads:
    """Takes files in."""

    def __init__(self, folder: Path, blobs: Blobs, *, most_bytes: int) -> None:
        self._folder = folder
        self._blobs = blobs
        self.most_bytes = most_bytes
        """The largest file that is taken."""

    @asynccontextmanager
    async def receive(self, *, most_bytes: int | None = None) -> AsyncIterator["Upload"]:
        """Yield a file that can be written to; it is removed when the block ends.

        Args:
            most_bytes: How large it may become, where that is not for the usual limit to say.
        """
        most_bytes = self.most_bytes if most_bytes is None else most_bytes
        token = f"upload-{secrets.token_hex(8)}"
        upload = Upload(self._folder / token, token, self._blobs, most_bytes=most_bytes)
        try:
            yield upload
        finally:
            await upload.remove()


class Upload:
    """One file on its way in, and then as long as it is needed."""

    def __init__(self, path: Path, holder: str, blobs: Blobs, *, most_bytes: int) -> None:
        self.path = path
        self.size_bytes = 0
        self._holder = holder
        self._blobs = blobs
        self._most_bytes = most_bytes
        self._room_bytes = 0
        self._last_acts: list[Callable[[], Awaitable[None]]] = []
        self._gathered = bytearray()
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what has been written, once that has ended."""
        return self._digest.hexdigest()

    async def write(self, chunk: bytes) -> None:
        """Add bytes.

        Raises:
            UploadTooBig: they are more than is taken.
            NoRoom: the disk is full.
        """
        self.size_bytes += len(chunk)
        if self.size_bytes > self._most_bytes:
            raise UploadTooBig(limit_bytes=self._most_bytes)
        if self.size_bytes > self._room_bytes:
            await self._reserve(min(self.size_bytes + _STEP_BYTES, self._most_bytes))
        self._gathered += chunk
        if len(self._gathered) >= _AT_ONCE_BYTES:
            await self._flush()

    async def end(self) -> None:
        """See to it that all of it can be read.

        Raises:
            NoRoom: the disk is full.
        """
        await self._flush()
        if self._file is not None:
            self._file.close()
            self._file = None
        # From now on the disk itself knows how much room it takes.
        await self._blobs.unreserve(self._holder)

    def at_the_end(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do something when the upload goes, whatever it goes of."""
        self._last_acts.append(act)

    async def remove(self) -> None:
        """Give everything back; harmless when it was done before."""
        if self._file is not None:
            self._file.close()
            self._file = None
        await self._blobs.unreserve(self._holder)
        # Who hangs up now must not keep it from going.
        await asyncio.shield(self._go())

    async def _go(self) -> None:
        await asyncio.to_thread(self.path.unlink, missing_ok=True)
        while self._last_acts:
            await self._last_acts.pop()()

    async def _reserve(self, size_bytes: int) -> None:
        if not await self._blobs.reserve(self._holder, size_bytes):
            raise NoRoom(needed_bytes=size_bytes)
        self._room_bytes = size_bytes

    async def _flush(self) -> None:
        if self._file is None:
            self._file = self.path.open("wb")
        gathered, self._gathered = self._gathered, bytearray()
        try:
            await asyncio.to_thread(self._keep, self._file, gathered)
        except OSError as error:
            raise NoRoom(needed_bytes=self.size_bytes) from error

    def _keep(self, file: BinaryIO, gathered: bytearray) -> None:
        file.write(gathered)
        file.flush()
        self._digest.update(gathered)
