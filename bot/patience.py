"""How long an answer of Telegram's is waited for: a call gets the time that its files need."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from aiogram.methods import TelegramMethod
from aiogram.types import InputFile

_PATIENCE_SECONDS: Final = 30.0
_SLOWEST_BYTES_PER_SECOND: Final = 256 * 1024


def patience_seconds(method: TelegramMethod[Any]) -> float:
    """Return how long to wait for an answer: half a minute, and what a slow line needs for the files."""
    return patience_with(upload_bytes(method))


def patience_with(size_bytes: int) -> float:
    """Return how many seconds to wait where the server moves so many bytes before it answers."""
    return _PATIENCE_SECONDS + size_bytes / _SLOWEST_BYTES_PER_SECOND


def upload_bytes(method: TelegramMethod[Any]) -> int:
    """Return how many bytes of files a call carries."""
    return sum(_size_bytes(file) for file in files_of(method))


def files_of(value: object) -> Iterator[InputFile]:
    """Yield the files that are uploaded by a call, those inside its media included."""
    if isinstance(value, InputFile):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from files_of(item)
    elif hasattr(value, "__pydantic_fields__"):
        for field in vars(value).values():
            yield from files_of(field)


def _size_bytes(file: InputFile) -> int:
    path = getattr(file, "path", None)
    if path is None:
        return len(getattr(file, "data", b""))
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
