"""`python -m tests.bench [row …]`: measures the named rows, or all, and prints the table."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from tests.bench import (
    censor,
    conversion,
    crowd,
    http,
    idle,
    keys,
    links,
    live,
    live_many,
    matching,
    memory,
    monkeyplug,
    reaction,
    start,
    words,
    words_chat,
    workers,
)
from tests.bench.table import PAIRS, Row, drawn

MEASURES: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "help": start.help_time,
    "reaction": reaction.measure,
    "links": links.measure,
    "crowd": crowd.measure,
    "workers": workers.measure,
    "live": live.measure,
    "live-many": live_many.measure,
    "conversion": conversion.measure,
    "memory": memory.measure,
    "keys": keys.measure,
    "idle": idle.measure,
    "http": http.measure,
    "words": words.accuracy,
    "words-speed": words.speed,
    "words-memory": words.memory,
    "words-chat": words_chat.measure,
    "censor-mp3": partial(censor.spliced, "mp3"),
    "censor-m4a": partial(censor.spliced, "m4a"),
    "censor-opus": partial(censor.spliced, "opus"),
    "censor-pass": censor.whole_pass,
    "censor-film": censor.with_picture,
    "censor-matching": matching.measure,
    "censor-monkeyplug": monkeyplug.measure,
}


async def main(names: Sequence[str]) -> None:
    """Measure one after the other, because they share the machine."""
    print(f"medians of {PAIRS} interleaved pairs (BENCH_PAIRS)", file=sys.stderr)
    rows: list[Row] = []
    for name in names:
        print(f"… {name} (load {os.getloadavg()[0]:.1f})", file=sys.stderr)
        found = await MEASURES[name]()
        print(drawn(found), file=sys.stderr)
        rows += found
    print(drawn(rows))


def _chosen(words: Sequence[str]) -> list[str]:
    """Return what is named; the first part of a name stands for all that begin so."""
    found: list[str] = []
    for word in words:
        named = (
            [word] if word in MEASURES else [one for one in MEASURES if one.startswith(f"{word}-")]
        )
        if not named:
            sys.exit(f"there is no {word}; there is {', '.join(MEASURES)}")
        found += named
    return found


if __name__ == "__main__":
    asyncio.run(main(_chosen(sys.argv[1:]) or list(MEASURES)))
