"""Words hidden in an hour of sound, beside a plain FFmpeg that encodes the same hour again."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from services.censor.render import Way, render
from services.censor.spans import Method, Span
from tests.bench.cost import Cost, Work, cost_of, cost_rows, peak_bytes_of
from tests.bench.recording import MINUTES, RATES, ffmpeg, film, hidden, recording
from tests.bench.table import PAIRS, Row, mb

_ROUNDS = min(3, PAIRS)
_BARS = {
    "mp3": {10: 0.02, 300: 0.06, 2000: 0.30},
    "m4a": {10: 0.05, 300: 0.15, 2000: 0.70},
    "opus": {10: 0.05, 300: 0.15, 2000: 0.70},
}
_MEMORY_BAR = "≤ 150 MB"
_PASS_WORDS, _PASS_BARS = 300, ("≤ 1.1", "≤ 120 MB")
_FILM_WORDS, _FILM_BAR = 10, "≤ 0.2"
_PLAIN = "plain ffmpeg"


async def spliced(suffix: str) -> list[Row]:
    """Return rows for each number of words and method in a format: a few packets are new."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        source = await recording(Path(name), suffix)
        plain = _plain(source, "-b:a", RATES[suffix])
        for method in (Method.SILENCE, Method.BEEP):
            spans = {words: hidden(words, method) for words in _BARS[suffix]}
            works = {words: clean(source, spans[words], Way.SPLICED) for words in spans}
            peaks = [await peak_bytes_of(work) for work in works.values()]
            costs, others = await _rounds(works, plain)
            for words, bar in _BARS[suffix].items():
                what = _what(source, spans[words], method)
                rows += cost_rows(what, costs[words], _PLAIN, others, f"≤ {bar}")
            memory = " / ".join(mb(peak) for peak in peaks)
            what = f"{MINUTES} min of {suffix}, {method}s, memory of all processes"
            rows.append(Row(what, memory, bar=_MEMORY_BAR))
    return rows


async def whole_pass() -> list[Row]:
    """Return rows for what has to be encoded as a whole: Vorbis, and AAC without a container."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for suffix, codec in (("ogg", "libvorbis"), ("aac", "aac")):
            source = await recording(Path(name), suffix)
            plain = _plain(source, "-c:a", codec, "-b:a", RATES[suffix])
            spans = hidden(_PASS_WORDS, Method.BEEP)
            rows += await _alone(source, spans, Way.WHOLE_PASS, plain, _PASS_BARS)
    return rows


async def with_picture() -> list[Row]:
    """Return rows for a film: its picture is copied by both."""
    with tempfile.TemporaryDirectory() as name:
        source = await film(Path(name), await recording(Path(name), "m4a"))
        plain = _plain(source, "-map", "0", "-c", "copy", "-c:a", "aac", "-b:a", RATES["m4a"])
        spans = hidden(_FILM_WORDS, Method.BEEP)
        return await _alone(source, spans, Way.SPLICED, plain, (_FILM_BAR, _MEMORY_BAR))


async def _alone(
    source: Path, spans: Sequence[Span], way: Way, plain: Work, bars: tuple[str, str]
) -> list[Row]:
    work = clean(source, spans, way)
    peak = await peak_bytes_of(work)
    costs, others = await _rounds({0: work}, plain)
    what = _what(source, spans, spans[0].method)
    return [
        *cost_rows(what, costs[0], _PLAIN, others, bars[0]),
        Row(f"{what}, memory of all processes", mb(peak), bar=bars[1]),
    ]


async def _rounds(works: dict[int, Work], plain: Work) -> tuple[dict[int, list[Cost]], list[Cost]]:
    """Measure all by turns, the plain one first or last by turns; return the costs of ours and its."""
    costs: dict[int, list[Cost]] = {number: [] for number in works}
    others: list[Cost] = []
    for turn in range(_ROUNDS):
        if turn % 2:
            others.append(await cost_of(plain))
        for number, work in works.items():
            costs[number].append(await cost_of(work))
        if not turn % 2:
            others.append(await cost_of(plain))
    return costs, others


def clean(source: Path, spans: Sequence[Span], way: Way) -> Work:
    """Return the work of hiding words, which has to be done in a certain way."""
    out = source.parent / "out"
    out.mkdir(exist_ok=True)

    async def work() -> None:
        made = await render(source, spans, folder=out)
        assert made.way is way, made

    return work


def _plain(source: Path, *arguments: str) -> Work:
    return lambda: ffmpeg("-i", source, *arguments, source.with_name(f"plain{source.suffix}"))


def _what(source: Path, spans: Sequence[Span], method: Method) -> str:
    kind = source.suffix[1:]
    return f"{MINUTES} min of {kind}, {len(spans)} {method}s"
