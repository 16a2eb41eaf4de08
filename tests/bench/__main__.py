"""`python -m tests.bench [row …]`: measures the named rows, or all, and prints the table."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

from tests.bench import (
    censor,
    conversion,
    idle,
    links,
    matching,
    memory,
    monkeyplug,
    reaction,
    start,
    words,
    words_chat,
)
from tests.bench.table import PAIRS, Row, drawn

MEASURES: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "help": start.help_time,
    "reaction": reaction.measure,
    "links": links.measure,
    "conversion": conversion.measure,
    "memory": memory.measure,
    "idle": idle.measure,
    "words": words.accuracy,
    "words-speed": words.speed,
    "words-memory": words.memory,
    "words-chat": words_chat.measure,
    "censor": censor.spliced,
    "censor-pass": censor.whole_pass,
    "censor-film": censor.with_picture,
    "censor-matching": matching.measure,
    "censor-monkeyplug": monkeyplug.measure,
}


async def main(names: list[str]) -> None:
    """Measure one after the other, because they share the machine."""
    print(f"medians of {PAIRS} interleaved pairs (BENCH_PAIRS)", file=sys.stderr)
    rows: list[Row] = []
    for name in names or MEASURES:
        print(f"… {name} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)
        rows += await MEASURES[name]()
    print(drawn(rows))


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(MEASURES)
    if unknown:
        sys.exit(f"there is no {', '.join(unknown)}; there is {', '.join(MEASURES)}")
    asyncio.run(main(sys.argv[1:]))
