"""How the program ends: the statuses, what stands in the way of a good one, and its last words."""

import json
import sys
from enum import IntEnum
from typing import Any


class Exit(IntEnum):
    """How the program ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


class UsageError(Exception):
    """The words do not make a command, or what is set does not fit it. The text says why."""

    def __init__(self, reason: str, usage: str = "") -> None:
        super().__init__(reason)
        self.usage = usage


class StoppedElsewhere(Exception):
    """The job was cancelled, but not from this terminal."""


def end(status: Exit, *, code: str, sentence: str, as_json: bool) -> int:
    """Say why it ends so, and return the status."""
    if as_json:
        print_json({"ok": False, "error": code, "message": sentence})
    else:
        sys.stderr.write(f"{sentence}\n")
    return status


def print_json(body: dict[str, Any]) -> None:
    """Print the one document that `--json` asks for."""
    print(json.dumps(body))
