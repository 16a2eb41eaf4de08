"""Wakes those who wait for something on the board: at once by PostgreSQL, else every now and then."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Final

import psycopg
import sqlalchemy as sa
from psycopg import sql

from services.crew.board import Board
from services.nursery import Nursery

_AGAIN_SECONDS: Final = 1.0


class Ring(StrEnum):
    """What has changed, and so who is woken."""

    WORK = "crew_work"
    """There is something to do, or something is not wanted any more: for workers."""
    NEWS = "crew_news"
    """Something was told, or has ended: for the front."""
    PEOPLE = "crew_people"
    """A worker has come or gone: for the front."""


@asynccontextmanager
async def open_bell(board: Board, *rings: Ring) -> AsyncIterator["Bell"]:
    """Listen until the block ends."""
    bell = Bell(rings)
    async with Nursery() as tasks:
        if board.is_postgres:
            tasks.spawn(_listen(board, bell), name="listen to the board")
        yield bell


class Bell:
    """Rings when something may have changed, perhaps too often, and seldom not at all."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        self._rung = {which: asyncio.Event() for which in rings}

    @property
    def rings(self) -> list[Ring]:
        """Return what it rings for."""
        return list(self._rung)

    def ring(self, *which: Ring) -> None:
        """Wake who waits for that, or for anything."""
        for each in which or self._rung:
            self._rung[each].set()

    async def wait(self, which: Ring, *, most_seconds: float) -> None:
        """Wait for it, or that long."""
        try:
            async with asyncio.timeout(most_seconds):
                await self._rung[which].wait()
        except TimeoutError:
            return
        finally:
            self._rung[which].clear()


def ring(connection: sa.Connection, which: Ring) -> None:
    """Wake the others as soon as this transaction is over."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"NOTIFY {which.value}"))


async def _listen(board: Board, bell: Bell) -> None:
    address = board.address.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _hear(address, bell)
        except psycopg.Error:
            await asyncio.sleep(_AGAIN_SECONDS)


async def _hear(address: str, bell: Bell) -> None:
    opening = psycopg.AsyncConnection.connect(address, autocommit=True, connect_timeout=5)
    async with await opening as connection:
        for each in bell.rings:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(each)))
        # Whatever happened until now was not heard.
        bell.ring()
        async for heard in connection.notifies():
            bell.ring(Ring(heard.channel))
