"""A crew in the same process: what travels becomes JSON text and copies of files, as it does on a wire."""

import asyncio
import json
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from services.crew.acts import Abilities
from services.crew.call import Answer, Call, Json, NobodyThere, Task
from services.crew.role import Role
from services.errors import HearsayError, by_code


@dataclass
class NearCrew:
    """Does calls at once, one beside the other.

    Args:
        abilities: What can be done.
        folder: For the files of acts.
        facts_told: What the worker tells about itself.
    """

    abilities: Abilities
    folder: Path
    facts_told: Json = field(default_factory=dict)
    away: bool = False
    """Nobody is there, and nobody says so before one is asked."""
    told: list[Json] = field(default_factory=list)
    """What an earlier worker told about the next call."""
    calls: Counter[str] = field(default_factory=Counter)
    given: list[Call] = field(default_factory=list)
    sent_bytes: dict[str, int] = field(default_factory=dict)
    ended: int = 0
    dies_after: int | None = None
    """The worker dies for good after so many notes."""

    def has(self, role: Role) -> bool:
        return role in {role for role, _ in self.abilities.acts.values()}

    def facts(self, role: Role) -> list[Json]:
        return [over_the_wire(self.facts_told)]

    async def call(self, call: Call, *, folder: Path, hear=None, enough=None) -> Answer:
        if self.away:
            raise NobodyThere
        self.calls[call.act] += 1
        self.given.append(call)
        role, act = self.abilities.acts[call.act]
        assert role is call.role
        bench = self.folder / str(self.calls.total())
        (bench / "given").mkdir(parents=True)
        files = {}
        for name, path in {**call.files, **call.hints}.items():
            files[name] = shutil.copyfile(path, bench / "given" / name)
            self.sent_bytes[name] = path.stat().st_size
        (bench / "work").mkdir()
        notes: asyncio.Queue[Json] = asyncio.Queue()
        task = Task(
            arguments=over_the_wire(call.arguments),
            files=files,
            folder=bench / "work",
            tell=lambda note: notes.put_nowait(over_the_wire(note)),
            told=over_the_wire(self.told),
            enough=enough or asyncio.Event(),
        )
        try:
            async with asyncio.TaskGroup() as group:
                doing = group.create_task(act(task))
                telling = group.create_task(self._tell(notes, hear))
                await asyncio.wait({doing, telling}, return_when=asyncio.FIRST_COMPLETED)
                await notes.join() if doing.done() and not doing.exception() else None
                doing.cancel()
                telling.cancel()
            answer = doing.result()
            brought = {name: folder / f"brought-{name}" for name in answer.files}
            for name, path in answer.files.items():
                shutil.copyfile(path, brought[name])
            return Answer(over_the_wire(answer.value), brought)
        except* HearsayError as errors:
            (error,) = errors.exceptions
            failure = over_the_wire({"code": error.code, "details": error.details})
            raise by_code(failure["code"])(**failure["details"]) from None
        except* NobodyThere:
            raise NobodyThere from None
        finally:
            self.ended += 1
            with suppress(FileNotFoundError):
                shutil.rmtree(bench)

    async def _tell(self, notes: asyncio.Queue[Json], hear) -> None:
        count = 0
        while True:
            note = await notes.get()
            if hear is not None:
                await hear(note)
            notes.task_done()
            count += 1
            if count == self.dies_after:
                raise NobodyThere


def over_the_wire(value):
    return json.loads(json.dumps(value, allow_nan=False))
