"""Keeps what runs alive through crashes: durable steps, and recovery at the next start.

This is the only module that knows DBOS.

Decided: a job is one DBOS workflow, started directly when our own line (`line.py`) lets it in; its
stages run inline as steps, and their results are JSON.
Because: a step that was recorded is not repeated after kill -9, what was running is begun again by
itself. What is heavy in a stage may be done by other processes (`services.crew`), which know no job.
Not chosen: DBOS queues for admission. They are polled, which costs 0.1 to 0.6 s before each start and
processor time when idle, and they know neither a place in line nor fairness between accounts. Nor
DBOS's own cancel: it is seen at the next poll; ours stops the stage's task at once, and the jobs
table is what says that a job was stopped.

What the code below has to respect:

- `launch()` keeps the running loop, so it is called inside it; else workflows run on another loop.
- DBOS leaves SQLite's rollback journal on, under which readers block writers: WAL is set before.
- The executor's id must be the same after a restart, or nobody recovers its workflows; two processes
  with one id would run each other's, so a lock on the data folder keeps the second one out.
- It replaces the loop's default executor by one that dies with it.
- Exceptions come back from a replayed step as another class: steps return failures as values.
- A workflow started inside another one becomes its child; `start` is called with a context of its own.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from contextvars import Context
from datetime import UTC, datetime
from logging import LogRecord
from pathlib import Path
from typing import IO, Any, Final, Protocol

from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos._logger import dbos_logger
from dbos._serialization import DBOSPortableJSON

from services.nursery import Nursery

Json = dict[str, Any]
"""What survives a trip through JSON."""

_EXECUTOR: Final = "hearsay"
_THREADS: Final = 64
_LISTENER_SECONDS: Final = 0.1
_AT_ONCE: Final = 200
_MOMENTS: Final = 3
_ALIVE: Final = ["PENDING", "ENQUEUED", "DELAYED"]
_ENDED: Final = ["SUCCESS", "ERROR", "CANCELLED"]


class EngineBusy(Exception):
    """Another process works on the same data folder."""


class Step(Protocol):
    """Runs an act once: its recorded result is returned when the workflow is begun again."""

    async def __call__(self, name: str, act: Callable[[], Awaitable[Json]], /) -> Json:
        """Return what `act` returned the first time."""
        ...


Body = Callable[[Json, Step], Awaitable[None]]
"""What a workflow does: reads its order, takes its steps, raises nothing."""


@asynccontextmanager
async def open_engine(
    folder: Path, body: Body, *, nursery: Nursery, url: str = ""
) -> AsyncIterator["Engine"]:
    """Start the engine on a data folder; what a crash interrupted is begun again by itself, soon.

    Args:
        folder: Holds the lock, and the engine's own database unless `url` names another.
        body: Called for each workflow, new or begun again.
        nursery: Keeps the tasks that start workflows.
        url: SQLAlchemy's address of the engine's database.

    Raises:
        EngineBusy: another process works on this folder.
    """
    lock = _locked(folder / "engine.lock")
    file = folder / "engine.sqlite"
    engine = Engine(body, nursery, None if url else file)
    try:
        if not url:
            _use_wal(file)
        dbos_logger.addFilter(_is_news)
        DBOS(config=_config(url or f"sqlite:///{file}"))
        _Here.engine = engine
        DBOS.launch()
        yield engine
    finally:
        await engine.close()
        _Here.engine = None
        # DBOS takes the threads that it lent to the loop down with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        await asyncio.to_thread(DBOS.destroy)
        lock.close()


class Engine:
    """Starts workflows and knows those that have not ended."""

    def __init__(self, body: Body, nursery: Nursery, file: Path | None = None) -> None:
        self._body = body
        self._file = file
        self._nursery = nursery
        self._tasks: set[asyncio.Task[Any]] = set()
        self._in_body: set[asyncio.Task[Any]] = set()

    async def start(self, workflow_id: str, spec: Json) -> None:
        """Begin a workflow. Once this returns, it survives a crash."""
        starting = _start(workflow_id, spec)
        name = f"start {workflow_id}"
        await Context().run(self._nursery.spawn, starting, name=name)

    async def alive(self) -> set[str]:
        """Return the ids of the workflows that have begun and not ended."""
        found = await DBOS.list_workflows_async(status=_ALIVE, load_input=False, load_output=False)
        return {workflow.workflow_id for workflow in found}

    async def forget(self, workflow_ids: Iterable[str]) -> None:
        """Delete what is kept about workflows that have ended."""
        ids = list(workflow_ids)
        for start in range(0, len(ids), _AT_ONCE):
            await DBOS.delete_workflows_async(ids[start : start + _AT_ONCE])

    async def forget_ended(self, *, before: float) -> None:
        """Delete what is kept about workflows that ended before a moment (seconds since 1970)."""
        moment = datetime.fromtimestamp(before, tz=UTC).isoformat()
        while found := await DBOS.list_workflows_async(
            status=_ENDED,
            completed_before=moment,
            limit=_AT_ONCE,
            load_input=False,
            load_output=False,
        ):
            await self.forget(workflow.workflow_id for workflow in found)

    async def scrub(self) -> None:
        """Empty the log beside the engine's own file: what was deleted still stands in it until then."""
        if self._file is not None:
            await asyncio.to_thread(_empty_log, self._file)

    async def run(self, spec: Json) -> None:
        """Run one workflow; called by DBOS on our loop."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - DBOS runs every workflow as a task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._in_body.add(task)
        try:
            await self._body(spec, _step)
        finally:
            self._in_body.discard(task)

    async def close(self) -> None:
        """Break off what runs without an outcome, so that the next start begins it again."""
        rounds = 0
        while self._tasks:
            # Those that left the body are noting their end: they are given a moment before a push.
            for task in list(self._in_body if rounds < _MOMENTS else self._tasks):
                task.cancel()
            await asyncio.wait(list(self._tasks), timeout=1)
            rounds += 1


class _Here:
    """The engine of this process: DBOS is one per process, too."""

    engine: Engine | None = None


@DBOS.workflow(name="job", max_recovery_attempts=None)
async def _workflow(spec: Json) -> None:
    if _Here.engine is not None:
        await _Here.engine.run(spec)


async def _start(workflow_id: str, spec: Json) -> None:
    with SetWorkflowID(workflow_id):
        await DBOS.start_workflow_async(_workflow, spec)


async def _step(name: str, act: Callable[[], Awaitable[Json]], /) -> Json:
    async def once() -> Json:
        return await act()

    return await DBOS.run_step_async({"name": name}, once)


def _config(url: str) -> DBOSConfig:
    return DBOSConfig(
        name="hearsay",
        system_database_url=url,
        executor_id=_EXECUTOR,
        application_version="1",
        serializer=DBOSPortableJSON,
        max_executor_threads=_THREADS,
        log_level="WARNING",
        notification_listener_polling_interval_sec=_LISTENER_SECONDS,
    )


def _is_news(record: LogRecord) -> bool:
    """Return whether DBOS says more than that we broke a task off."""
    return "task cancelled for workflow" not in record.getMessage()


def _empty_log(file: Path) -> None:
    with closing(sqlite3.connect(file, timeout=1)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _locked(path: Path) -> IO[str]:
    """Hold the folder until the file is closed or the process dies; children do not inherit it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        owner = lock.read().strip() or "unknown"
        lock.close()
        raise EngineBusy(f"process {owner} works on {path.parent}") from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _use_wal(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
