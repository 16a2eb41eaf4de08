"""Decides what a model runs on, in which numbers, and how many pieces at a time."""

import asyncio
import json
import os
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

AUTO: Final = "auto"
TELL_DEVICE: Final = "device"
"""Asks the recogniser's program for nothing but this."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_PROGRAM: Final = "services.transcripts.recogniser_child"
_CPU: Final = "int8"
_CUDA: Final = ("float16", "bfloat16", "int8_float16", "int8_float32", "float32")
"""From the best on; older cards do not know all of them."""
_BATCH: Final = 8
_ANSWERS_WITHIN: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Device:
    """What a model runs on."""

    name: str
    """`cpu` or `cuda`."""
    compute: str
    """The type of its numbers, in CTranslate2's words."""

    @property
    def batch(self) -> int:
        """Return how many pieces are decoded at a time where nobody waits for the first."""
        return _BATCH if self.name == "cuda" else 1


def processors() -> int:
    """Return how many processors this process may use, which may be fewer than the machine has."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


async def device_here(device: str, compute: str) -> str:
    """Return what a model would run on, `cpu` or `cuda`, as the recogniser's own program sees it."""
    if device != AUTO:
        return device
    found = await ask_device(device, compute)
    return found.name if found else "cpu"  # no card is used by what does not run


async def ask_device(device: str, compute: str) -> Device | None:
    """Return what the recogniser's own program says that it would take; None when it does not run."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _PROGRAM, TELL_DEVICE, device, compute),
        cwd=_ROOT,  # wherever we were started
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_ANSWERS_WITHIN.total_seconds()):
            said, _ = await child.communicate()
        return Device(**json.loads(said))
    except (TimeoutError, ValueError):  # it hangs in a driver, or whatever it died of
        return None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def chosen(device: str, compute: str, *, cuda: Collection[str]) -> Device:
    """Return what a model runs on.

    Args:
        device: `cpu`, `cuda`, or `auto`: a card where there is one.
        compute: A type, or `auto`: halves on a card, eight bits elsewhere.
        cuda: The types that this machine's card knows; empty where there is none.
    """
    name = device
    if device == AUTO:
        name = "cuda" if cuda else "cpu"
    if compute != AUTO:
        return Device(name, compute)
    if name == "cpu":
        return Device(name, _CPU)
    return Device(name, next((known for known in _CUDA if known in cuda), _CUDA[0]))
