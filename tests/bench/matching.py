"""Ten thousand entries looked for in an hour of speech, in a process that knows nothing yet.

As a program, it prints how long that took, in seconds: compiling, finding, and finding once more.
"""

import asyncio
import json
import sys
import time
from itertools import accumulate, pairwise, product
from random import Random
from statistics import median

from services.censor.matcher import Matcher
from services.censor.word_lists import Entry, WordList
from services.transcripts.transcript import Word
from tests.bench.table import PAIRS, Row, ms

_ENTRIES, _PHRASES = 9000, 1000
_WORDS_AN_HOUR = 10_000
_VOCABULARY = 20_000
_EXPLICIT_SHARE = 0.01
_LITTLE = ("the", "of", "and", "to", "in", "a", "is", "that", "it", "was", "for", "on", "you", "he")
_BEGINS = ("b", "br", "d", "f", "gr", "k", "l", "m", "pl", "r", "s", "st", "t", "v", "w")
_MIDDLES = ("a", "e", "i", "o", "u", "ea", "ou")
_ENDS = ("", "ck", "l", "m", "n", "nt", "r", "sh", "st")
_SENTENCE_WORDS = 12


async def measure() -> list[Row]:
    """Return rows for finding, finding again, and compiling."""
    runs = [await _in_a_new_process() for _ in range(PAIRS)]
    compiled, found, again = (median(run[at] for run in runs) for at in range(3))
    what = f"{_ENTRIES + _PHRASES:,} entries"
    return [
        Row(f"{what} looked for in an hour of speech", ms(found), bar="< 100 ms"),
        Row(f"{what} looked for there again", ms(again), bar="< 100 ms"),
        Row(f"{what} compiled", ms(compiled)),
    ]


async def _in_a_new_process() -> list[float]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await child.communicate()
    figures: list[float] = json.loads(told)
    return figures


def _timed() -> list[float]:
    word_list, words = _list_and_speech()
    moments = [time.perf_counter()]
    matcher = Matcher([word_list])
    moments.append(time.perf_counter())
    hits = matcher.among(words)
    moments.append(time.perf_counter())
    same = matcher.among(words) == hits
    moments.append(time.perf_counter())
    assert same
    assert len(hits) >= _EXPLICIT_SHARE * len(words)
    return [after - before for before, after in pairwise(moments)]


def _list_and_speech() -> tuple[WordList, list[Word]]:
    chance = Random(1)
    made = _made_up(_ENTRIES + _VOCABULARY, chance)
    listed, common = made[:_ENTRIES], [*_LITTLE, *made[_ENTRIES:]]
    phrases = [" ".join(chance.sample(common, 2)) for _ in range(_PHRASES)]
    entries = tuple(Entry(spelled) for spelled in (*listed, *phrases))
    # As in any language, the second word is half as frequent as the first, the third a third.
    shares = list(accumulate(1 / rank for rank in range(1, len(common) + 1)))
    texts = chance.choices(common, cum_weights=shares, k=_WORDS_AN_HOUR)
    for at in chance.sample(range(len(texts)), round(_EXPLICIT_SHARE * len(texts))):
        texts[at] = chance.choice(listed)
    step = 3600 / len(texts)
    words = [
        Word(at * step, (at + 0.8) * step, _written(text, at % _SENTENCE_WORDS), 0.9)
        for at, text in enumerate(texts)
    ]
    return WordList(id=1, name="long", language="en", entries=entries), words


def _made_up(count: int, chance: Random) -> list[str]:
    """Return different words that nobody says but anybody could."""
    syllables = ["".join(parts) for parts in product(_BEGINS, _MIDDLES, _ENDS)]
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3))))] = None
    return list(made)


def _written(text: str, place: int) -> str:
    if place == 0:
        return text.capitalize()
    return f"{text}." if place == _SENTENCE_WORDS - 1 else text


if __name__ == "__main__":
    print(json.dumps(_timed()))
