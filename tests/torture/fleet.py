"""The processes of the service: started, started again whenever they die, and everything they say."""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.service import ROOT, command_line, descendants

RESTS_SECONDS = 0.2
LOOKS_EVERY_SECONDS = 0.4
ENDS_WITHIN_SECONDS = 40


@dataclass(frozen=True, slots=True)
class Said:
    """A line of somebody's log, at a time of ours."""

    at: float
    who: str
    event: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Body:
    """A process that was seen. Its number is given to others one day, so its birth tells them apart."""

    pid: int
    born: str
    command: str

    def is_alive(self) -> bool:
        """Return whether it still runs."""
        return birth(self.pid) == self.born

    def signal(self, number: int) -> bool:
        """Send it a signal; False when it is gone."""
        if not self.is_alive():
            return False
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
            return True
        return False


def birth(pid: int) -> str:
    """Return when a living process was born, in ticks of the machine; empty when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return fields[19] if fields[0] not in {"Z", "X"} else ""


@dataclass(slots=True)
class Member:
    """One program of the service, in one life after the other."""

    name: str
    words: Sequence[str]
    env: Mapping[str, str]
    says_ready: str
    process: Process | None = None
    lives: int = 0
    stillborn: int = 0
    """How many of its lives ended since it was last ready."""
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    down: asyncio.Event = field(default_factory=asyncio.Event)
    may_live: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_live.set()

    def body(self) -> Body | None:
        """Return the living process, if there is one."""
        if self.process is None or self.process.returncode is not None:
            return None
        born = birth(self.process.pid)
        return Body(self.process.pid, born, self.name) if born else None

    def children(self) -> list[Body]:
        """Return everything that it has started and that lives."""
        body = self.body()
        below = descendants(body.pid) if body else []
        found = (Body(pid, birth(pid), command_line(pid)) for pid in below)
        return [each for each in found if each.born and each.command]


class Fleet:
    """All members. Who dies is started again, as a supervisor would."""

    def __init__(self, members: Sequence[Member], log: Path) -> None:
        self.members = members
        self.said: list[Said] = []
        self.seen: set[Body] = set()
        self._log = log
        self._closing = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep all of them alive until the block is left; then ask them to end."""
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            for member in self.members:
                group.create_task(self._keep(member))
            try:
                yield
            finally:
                self._closing = True
                await self._end()
                watching.cancel()

    @asynccontextmanager
    async def without(self, member: Member) -> AsyncIterator[None]:
        """Kill one and let it be dead for as long as the block takes."""
        member.may_live.clear()
        try:
            while body := member.body():
                body.signal(signal.SIGKILL)
                await asyncio.sleep(0.01)
            await member.down.wait()
            yield
        finally:
            member.may_live.set()

    def bodies(self) -> list[Body]:
        """Return every living process of the service, those of the members first."""
        found = [body for member in self.members if (body := member.body())]
        return found + [child for member in self.members for child in member.children()]

    def left(self) -> list[Body]:
        """Return what was started by the service and is alive although the service has ended."""
        return [body for body in self.seen if body.is_alive()]

    async def _keep(self, member: Member) -> None:
        while not self._closing:
            await member.may_live.wait()
            await self._live(member)
            if not self._closing:
                await asyncio.sleep(RESTS_SECONDS)

    async def _live(self, member: Member) -> None:
        member.process = await asyncio.create_subprocess_exec(
            *(sys.executable, *member.words),
            cwd=ROOT,
            env=dict(member.env),
            stdout=PIPE,
            stderr=STDOUT,
            limit=2**22,
            start_new_session=True,
        )
        member.down.clear()
        member.lives += 1
        who = f"{member.name} {member.lives}"
        self._note(who, {"event": "(is started)"})
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(self._listen(member, who))
            status = await member.process.wait()
            # A child that outlives it may hold the other end for a moment.
            await asyncio.wait({listening}, timeout=1)
            listening.cancel()
        member.stillborn += not member.ready.is_set()
        member.ready.clear()
        member.down.set()
        self._note(who, {"event": f"(ended: {status})"})

    async def _listen(self, member: Member, who: str) -> None:
        assert member.process is not None
        assert member.process.stdout is not None
        async for raw in member.process.stdout:
            line = raw.decode(errors="replace").rstrip()
            try:
                event = json.loads(line)
            except ValueError:
                event = {"event": line}
            self._note(who, event if isinstance(event, dict) else {"event": line})
            if isinstance(event, dict) and event.get("event") == member.says_ready:
                member.ready.set()
                member.stillborn = 0

    def _note(self, who: str, event: Mapping[str, Any]) -> None:
        said = Said(time.monotonic(), who, event)
        self.said.append(said)
        with self._log.open("a", encoding="utf-8") as file:
            file.write(json.dumps([said.at, who, event], ensure_ascii=False) + "\n")

    async def _watch(self) -> None:
        while True:
            self.seen.update(self.bodies())
            await asyncio.sleep(LOOKS_EVERY_SECONDS)

    async def _end(self) -> None:
        self.seen.update(self.bodies())
        for member in reversed(self.members):
            member.may_live.set()
            body = member.body()
            if body is None:
                continue
            body.signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(ENDS_WITHIN_SECONDS):
                    await member.down.wait()
            except TimeoutError:
                self._note(member.name, {"event": "(did not end when asked to)"})
                body.signal(signal.SIGKILL)
