"""A line between browser and playground that a test can cut and mend."""

import asyncio
from contextlib import suppress


class Line:
    """Passes bytes on, both ways, as long as it is whole."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._writers = set()
        self._whole = True
        self._server = None

    async def open(self) -> str:
        """Begin to listen; returns the address that browsers use."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and let no new one through."""
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        """Let new connections through again."""
        self._whole = True

    async def close(self) -> None:
        """End."""
        self.cut()
        self._server.close()
        await self._server.wait_closed()

    async def _pass(self, reader, writer):
        if not self._whole:
            writer.transport.abort()
            return
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", self._to)
        pair = {writer, onward_writer}
        self._writers |= pair
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, onward_writer))
                group.create_task(self._pump(onward_reader, writer))
        finally:
            self._writers -= pair
            for each in pair:
                each.close()

    async def _pump(self, reader, writer):
        with suppress(ConnectionError):
            while chunk := await reader.read(65_536):
                writer.write(chunk)
                await writer.drain()
        writer.close()
