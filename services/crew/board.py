"""The database that all processes of the house share: who works, what is asked for, what came of it.

Any of these processes may be killed or frozen at any moment, and so may the database itself. So nobody
holds a transaction open across an await, the database lets go of whoever does, and what could not be
asked is asked again until it answers: everything that is done here may be done twice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final, TypeVar

import sqlalchemy as sa
import structlog
from psycopg.errors import UndefinedTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import ConnectionPoolEntry

log = structlog.get_logger(__name__)

T = TypeVar("T")

_THREADS: Final = 4
_SHORTEST_SECONDS: Final = 0.1
_LONGEST_SECONDS: Final = 2.0
_MAKING: Final = 4_862_301
"""Any number: PostgreSQL lets one at a time make the tables."""
_OURS: Final = (DataError, IntegrityError, ProgrammingError)
"""Errors that are no better later."""
_PATIENCE: Final = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "options": " ".join(
        f"-c {name}={value}"
        for name, value in {
            "statement_timeout": "10s",
            "lock_timeout": "5s",
            # A frozen process must not keep others from what it was about to change.
            "idle_in_transaction_session_timeout": "5s",
        }.items()
    ),
}

TABLES: Final = sa.MetaData()


class BoardSilent(Exception):
    """The database does not answer now. The text is its own, or the system's."""


@asynccontextmanager
async def open_board(url: str) -> AsyncIterator["Board"]:
    """Open it by its address, `postgresql://…` or `sqlite:///…`; waits until it answers."""
    board = Board(url)
    try:
        await board.do(_make_tables)
        yield board
    finally:
        await board.close()


class Board:
    """Runs short transactions, each of them in a thread."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.is_postgres = address.get_backend_name() == "postgresql"
        if self.is_postgres:
            address = address.set(drivername="postgresql+psycopg")
        self.address = address
        self._engine = _engine_of(address)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="board")
        self._is_silent = False
        self.now: sa.ColumnElement[float] = _now(is_postgres=self.is_postgres)
        """What time it is, by the database's clock: those of machines differ."""

    async def knock(self) -> None:
        """See whether the database takes us in.

        Raises:
            BoardSilent: it does not.
        """
        await self.once(_make_tables)

    @property
    def answers(self) -> bool:
        """Return whether the database answered when it was last asked."""
        return not self._is_silent

    async def do(self, act: Callable[[sa.Connection], T]) -> T:
        """Run a transaction; again and again for as long as the database does not answer."""
        delay = _SHORTEST_SECONDS
        while True:
            with suppress(BoardSilent):
                return await self.once(act)
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_SECONDS)

    async def once(self, act: Callable[[sa.Connection], T]) -> T:
        """Run a transaction, for what must not be done later than now.

        Raises:
            BoardSilent: the database does not answer.
        """
        loop = asyncio.get_running_loop()
        try:
            done = await loop.run_in_executor(self._threads, partial(self._run, act))
        except (DBAPIError, NoConnection) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(error, _OURS) and not isinstance(reason, UndefinedTable):
                raise
            if not self._is_silent:
                log.warning("the shared database does not answer", error=str(reason)[:300])
            self._is_silent = True
            raise BoardSilent(str(reason)) from error
        if self._is_silent:
            log.info("the shared database answers again")
        self._is_silent = False
        return done

    async def close(self) -> None:
        """Let go of all connections."""
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._engine.dispose)

    def _run(self, act: Callable[[sa.Connection], T]) -> T:
        with self._engine.begin() as connection:
            if self._is_silent:
                # It may be another one that answers now, and empty.
                _make_tables(connection)
            return act(connection)


def inserting(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say what to do where there is such a row."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _engine_of(address: sa.URL) -> sa.Engine:
    if address.get_backend_name() == "postgresql":
        # Whether a connection is alive is not asked each time: what failed is done once more anyway.
        return sa.create_engine(address, connect_args=_PATIENCE, pool_size=_THREADS, max_overflow=0)
    engine = sa.create_engine(address, connect_args={"timeout": 30}, pool_size=_THREADS)

    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()

    def begin(connection: sa.Connection) -> None:
        # One that reads first and writes then would be refused while another writes.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", begin)
    return engine


def _make_tables(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MAKING)))
    TABLES.create_all(connection)


def _now(*, is_postgres: bool) -> sa.ColumnElement[float]:
    if is_postgres:
        moment = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)"
    else:
        moment = "((julianday('now') - 2440587.5) * 86400.0)"
    return sa.literal_column(moment, sa.Float(53))
