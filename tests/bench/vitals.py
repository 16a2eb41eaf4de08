"""What a service and its children hold: memory, file handles, processor time, and its databases' sizes."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.service import descendants

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Vitals:
    """A look at a service. What its children hold is told apart, for they come and go."""

    resident_bytes: int
    handles: int
    children: int
    resident_bytes_of_children: int
    handles_of_children: int
    cpu_seconds: float
    database_bytes: int
    threads: int

    @property
    def of_children(self) -> str:
        """Return what the children hold, in words."""
        held = (
            f"{self.resident_bytes_of_children / 2**20:.0f} MB, {self.handles_of_children} handles"
        )
        return f"{self.children} ({held})" if self.children else "0"


def look(pid: int, data_dir: Path) -> Vitals:
    """Look at a service and its data folder."""
    children = descendants(pid)
    return Vitals(
        resident_bytes=_resident_bytes(pid),
        handles=_handles(pid),
        children=len(children),
        resident_bytes_of_children=sum(map(_resident_bytes, children)),
        handles_of_children=sum(map(_handles, children)),
        cpu_seconds=cpu_seconds(pid),
        database_bytes=sum(path.stat().st_size for path in _databases(data_dir)),
        threads=len(list(Path(f"/proc/{pid}/task").iterdir())),
    )


def cpu_seconds(pid: int) -> float:
    """Return what a process and its children took, those that have ended too."""
    ticks = 0
    for each in (pid, *descendants(pid)):
        with suppress(OSError, IndexError):
            after = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, after[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def slope(points: list[tuple[float, float]]) -> float:
    """Return how much the second of a pair grows with the first, by least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def _databases(data_dir: Path) -> list[Path]:
    return [*data_dir.glob("*.db*"), *data_dir.glob("*.sqlite*")]


def _resident_bytes(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES
    return 0


def _handles(pid: int) -> int:
    with suppress(OSError):
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return 0
