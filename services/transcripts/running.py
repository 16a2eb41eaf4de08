"""The recogniser's process: started with one model, asked over a socket, ended with all it holds."""

import asyncio
import json
import socket
import sys
from collections import deque
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from services.errors import SpeechModelBroken
from services.media.child import Limits, child, last_lines, was_killed
from services.nursery import Nursery
from services.transcripts.asking import Loaded
from services.transcripts.models import name_of

log = structlog.get_logger(__name__)

_ENVIRONMENT: Final = {
    # Threads of numpy wait for their next sum by spinning, on the processors that the decoder needs.
    "OPENBLAS_NUM_THREADS": "1",
    # Each window takes and leaves a hundred megabytes. Handing them back to the kernel, which clears
    # them before it gives them out again, costs as much as recognising what is said in them.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1024**3),
    "MALLOC_TRIM_THRESHOLD_": str(1024**3),
}
_ROOT: Final = Path(__file__).resolve().parents[2]
_PROGRAM: Final = "services.transcripts.recogniser_child"
_LINE_BYTES: Final = 16 * 1024**2
_MOST_MEMORY: Final = 24 * 1024**3
_LOADS_WITHIN: Final = timedelta(minutes=5)
_ANSWERS_WITHIN: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Loading:
    """Which model, and what it runs on."""

    model: str
    """As it is called."""
    folder: Path
    """Where it lies."""
    device: str
    compute: str
    threads: int
    batch: int
    """0: as many pieces at a time as suit the device."""


@dataclass(slots=True)
class Running:
    """A process with its model loaded."""

    model: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pid: int
    complaints: deque[str]
    stack: AsyncExitStack
    about: Loaded

    async def ask(
        self, request: Mapping[str, Any], sound: bytes = b"", *, within: timedelta = _ANSWERS_WITHIN
    ) -> dict[str, Any]:
        """Return the answer to one request.

        Raises:
            EOFError: the process has ended.
            OSError: the same, noticed while asking.
            TimeoutError: it is stuck.
        """
        async with asyncio.timeout(within.total_seconds()):
            self.writer.write(json.dumps(request).encode() + b"\n" + sound)
            await self.writer.drain()
            line = await self.reader.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        answer: dict[str, Any] = json.loads(line)
        return answer


class KilledWhileLoading(SpeechModelBroken):
    """Somebody ended the process, which says nothing about the model; again and again, it does."""


async def start(
    loading: Loading, nursery: Nursery, stack: AsyncExitStack, *, home: Path
) -> Running:
    """Start a process and let it load a model; it ends with the stack.

    Args:
        loading: The model.
        nursery: Hears what the process complains about.
        stack: Ends it.
        home: The folder in which it lives.

    Raises:
        KilledWhileLoading: somebody ended it.
        SpeechModelBroken: it cannot load the model.
    """
    ours, theirs = socket.socketpair()
    complaints: deque[str] = deque(maxlen=12)
    with theirs:
        process = await stack.enter_async_context(
            child(
                [sys.executable, "-P", "-m", _PROGRAM, str(theirs.fileno())],
                folder=home,
                cage=None,  # it gets sound, and never a file
                limits=Limits(memory_bytes=_MOST_MEMORY, file_bytes=0, gives_way=False),
                environment={"PYTHONPATH": str(_ROOT), "HF_HUB_OFFLINE": "1", **_ENVIRONMENT},
                passed=[theirs.fileno()],
            )
        )
    nursery.spawn(last_lines(process.stderr, complaints), name="hear the recogniser")
    reader, writer = await asyncio.open_unix_connection(sock=ours, limit=_LINE_BYTES)
    stack.callback(writer.close)
    asked = {"do": "load", **asdict(loading), "model": str(loading.folder.absolute())}
    del asked["folder"]
    nobody = Loaded("", 0.0, (), "", "")
    running = Running(loading.model, reader, writer, process.pid, complaints, stack, nobody)
    try:
        answer = await running.ask(asked, within=_LOADS_WITHIN)
    except (OSError, EOFError, TimeoutError) as error:
        log.warning("the model ended the recogniser", said=list(complaints), error=repr(error))
        if await was_killed(process):
            raise KilledWhileLoading(model=name_of(loading.model)) from error
        raise SpeechModelBroken(model=name_of(loading.model)) from error
    if answer["event"] != "loaded":
        log.warning("the model cannot be loaded", kind=answer["kind"], said=answer["said"])
        raise SpeechModelBroken(model=name_of(loading.model))
    running.about = Loaded(
        name=name_of(loading.model),
        window_seconds=answer["window_seconds"],
        languages=tuple(answer["languages"]),
        device=answer["device"],
        compute=answer["compute"],
        batch=loading.batch or answer["batch"],
    )
    log.info("recogniser loaded", model=running.about.name, device=running.about.device)
    return running
