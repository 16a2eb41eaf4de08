"""A line between browser and playground that a test can cut and mend."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


@asynccontextmanager
async def open_line(port: int) -> AsyncIterator["Line"]:
    """Lead to this port until the block ends."""
    line = Line(port)
    server = await line.listen()
    try:
        yield line
    finally:
        line.cut()
        server.close()
        await server.wait_closed()


class Line:
    """Passes bytes on, both ways, as long as it is whole."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._own = 0
        self._writers = set()
        self._whole = True

    @property
    def url(self) -> str:
        """The address that browsers use."""
        return f"http://127.0.0.1:{self._own}"

    async def listen(self) -> asyncio.Server:
        """Take a free port."""
        server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        self._own = server.sockets[0].getsockname()[1]
        return server

    def cut(self) -> None:
        """Break every connection, and let no new one through."""
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        """Let new connections through again."""
        self._whole = True

    async def _pass(self, reader, writer):
        if not self._whole:
            writer.transport.abort()
            return
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", self._to)
        pair = {writer, onward_writer}
        self._writers |= pair
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, onward_writer, self._readdressed))
                group.create_task(self._pump(onward_reader, writer))
        finally:
            self._writers -= pair
            for each in pair:
                each.close()

    def _readdressed(self, chunk):
        """Name the playground's own port: it answers to no other."""
        return chunk.replace(
            b"Host: 127.0.0.1:%d\r" % self._own, b"Host: 127.0.0.1:%d\r" % self._to
        )

    async def _pump(self, reader, writer, change=bytes):
        with suppress(ConnectionError):
            while chunk := await reader.read(65_536):
                writer.write(change(chunk))
                await writer.drain()
        writer.close()
