"""What comes back from a fetch, and how far it is while it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Ticks = Callable[[int, int | None], None]
"""Called with bytes done and, where known, bytes in all."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An original as it came, and the JPEG that belongs to it."""

    path: Path
    cover: Path | None = None
    starts: float = 0.0
    """The second of its medium at which it begins, when only a piece was fetched."""
