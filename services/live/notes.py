"""What is written down of a session beside its sound and its events: whose it is, how it is heard."""

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.live.wish import Encoding, LiveWish
from services.transcripts.asking import Task


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of a session from its beginning."""

    account: int
    wish: LiveWish


class Notes:
    """One session's, in its folder."""

    def __init__(self, folder: Path) -> None:
        self._begun = folder / "session.json"
        self._stopped = folder / "stopped"
        self._job = folder / "job"

    async def begin(self, account: int, wish: LiveWish, *, now: float) -> None:
        """Make the folder.

        Raises:
            OSError: the disk is full.
        """
        told = {**asdict(wish), "pause": wish.pause.total_seconds()}
        text = json.dumps({"account": account, "begun_at": now, "wish": told}, ensure_ascii=False)
        await asyncio.to_thread(_write_anew, self._begun, text)

    async def begun(self) -> Begun:
        """Return what was written at the beginning.

        Raises:
            OSError: nothing was.
            ValueError: it cannot be read.
        """
        text = await asyncio.to_thread(self._begun.read_text, "utf-8")
        try:
            return _begun_in(json.loads(text))
        except (KeyError, TypeError) as error:
            raise ValueError(text) from error

    async def note_stop(self) -> None:
        """Remember that no more sound comes; on a full disk whoever comes back says it again."""
        with suppress(OSError):
            await asyncio.to_thread(self._stopped.touch)

    async def is_stopped(self) -> bool:
        """Return whether no more sound comes."""
        return await asyncio.to_thread(self._stopped.exists)

    async def note_job(self, job: str) -> None:
        """Remember the job of the full pass; it is found by the session's name as well."""
        with suppress(OSError):
            await asyncio.to_thread(self._job.write_text, job, "utf-8")

    async def job(self) -> str:
        """Return the job of the full pass; empty where there is none yet."""
        try:
            return await asyncio.to_thread(self._job.read_text, "utf-8")
        except FileNotFoundError:
            return ""


def _write_anew(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text(text, encoding="utf-8")


def _begun_in(facts: dict[str, Any]) -> Begun:
    told: dict[str, Any] = facts["wish"]
    parts = {
        "allowed": tuple(told["allowed"]),
        "encoding": Encoding(told["encoding"]),
        "task": Task(told["task"]),
        "pause": timedelta(seconds=told["pause"]),
    }
    return Begun(facts["account"], LiveWish(**{**told, **parts}))
