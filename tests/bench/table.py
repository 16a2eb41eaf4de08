"""One row for each comparison: ours, theirs, and the ratio of the two, as medians of interleaved pairs."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

PAIRS = int(os.environ.get("BENCH_PAIRS", "7"))
"""How often each side is measured. Fewer is quicker and noisier."""


@dataclass(frozen=True, slots=True)
class Row:
    """`theirs` is None where there is nothing to compare with."""

    what: str
    ours: str
    against: str = ""
    theirs: str = ""
    ratio: float | None = None
    bar: str = ""


async def in_pairs(
    ours: Callable[[], Awaitable[float]], theirs: Callable[[], Awaitable[float]]
) -> tuple[float, float, float]:
    """Measure both by turns, who is first by turns too; return both medians and that of the ratios."""
    await ours()
    await theirs()
    mine, other = [], []
    for number in range(PAIRS):
        if number % 2:
            other.append(await theirs())
            mine.append(await ours())
        else:
            mine.append(await ours())
            other.append(await theirs())
    ratios = [one / two for one, two in zip(mine, other, strict=True)]
    return median(mine), median(other), median(ratios)


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ms(seconds: float) -> str:
    """Return `3.1 ms`, `140 ms`, `2.31 s`."""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def mb(size_bytes: float) -> str:
    """Return `38 MB`."""
    return f"{size_bytes / 2**20:.0f} MB"


def drawn(rows: list[Row]) -> str:
    """Return the rows as a table in Markdown."""
    head = ("what", "Hearsay", "against", "that", "ratio", "bar")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| "
        + " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    return (row.what, row.ours, row.against, row.theirs, _ratio(row.ratio), row.bar)


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.3f}"
