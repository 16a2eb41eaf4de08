"""The whole service as a process of its own, against the emulator and the demo site of the test."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Service:
    """A running `main.py serve`. `lines` are its log events so far."""

    process: asyncio.subprocess.Process
    url: str
    data_dir: Path
    lines: list[dict[str, object]] = field(default_factory=list)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to stop."""
        self.process.send_signal(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait for its end and return the exit status."""
        return await self.process.wait()

    def children(self) -> list[str]:
        """Return the command lines of every living descendant."""
        return [line for pid in descendants(self.process.pid) if (line := command_line(pid))]

    def complaints(self) -> str:
        """Return what it logged as errors."""
        return "\n".join(str(line) for line in self.lines if line.get("level") == "error")[-8000:]

    def leftovers(self) -> list[str]:
        """Return the files of unfinished work in its data folder."""
        found = [*self.data_dir.glob("work/**/*"), *self.data_dir.glob("blobs/**/*.part")]
        return [str(path.relative_to(self.data_dir)) for path in found if path.is_file()]


def descendants(pid: int) -> list[int]:
    """Return the process ids of all that `pid` started, directly or not."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if after[0] != "Z":
            parents[int(stat.parent.name)] = int(after[1])
    found: list[int] = []
    ring = {pid}
    while ring:
        ring = {child for child, parent in parents.items() if parent in ring}
        found += sorted(ring)
    return found


def command_line(pid: int) -> str:
    """Return how a process was started; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def environment(
    data_dir: Path, *, token: str, api_url: str, more: Mapping[str, str]
) -> dict[str, str]:
    """Return a clean environment in which the service finds the emulator."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_START")
        if name in os.environ
    }
    return kept | {
        "BOT_TOKEN": token,
        "BOT_API_URL": api_url,
        "HF_ENDPOINT": "http://127.0.0.1:9",
        "DATA_DIR": str(data_dir),
        "ACCESS": "open",
        "HTTP_PORT": "0",
        "LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@asynccontextmanager
async def running(env: Mapping[str, str], *, cwd: Path = ROOT) -> AsyncIterator[Service]:
    """Start the service, wait until it says that it serves, and end it afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "main.py",
        "serve",
        cwd=cwd,
        env=dict(env),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=2**22,
    )
    service = Service(process, "", Path(env["DATA_DIR"]))
    serving = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_read(service, serving))
        try:
            async with asyncio.timeout(60):
                await serving.wait()
            if not service.url:
                raise AssertionError(f"the service did not start: {service.lines[-20:]}")
            yield service
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                try:
                    async with asyncio.timeout(20):
                        await process.wait()
                except TimeoutError:
                    process.kill()


async def _read(service: Service, serving: asyncio.Event) -> None:
    out = service.process.stdout
    assert out is not None
    async for raw in out:
        line = raw.decode(errors="replace").rstrip()
        try:
            event = json.loads(line)
        except ValueError:
            event = {"event": line}
        service.lines.append(event)
        if event.get("event") == "serving":
            service.url = str(event["url"])
            serving.set()
    serving.set()
