"""monkeyplug, the tool that people use for this today, beside ours on the same words of the same file."""

import asyncio
import json
import os
import shutil
import stat
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Sequence
from pathlib import Path

from services.censor.render import Way
from services.censor.spans import Method, Span
from services.media.ffmpeg import find_ffmpeg
from tests.bench.censor import clean
from tests.bench.cost import cost_of, cost_rows
from tests.bench.recording import MINUTES, RATES, hidden, recording
from tests.bench.table import Row

_VERSION = "2.1.9"
_NAME = f"monkeyplug {_VERSION}"
_WORDS_AN_HOUR = (10, 300, 2000)
_SWEAR = "darnation"
_PROBE = '#!/bin/sh\nfor last; do :; done\nexec cat "$last.json"\n'
"""Stands for ffprobe where there is none; it answers at once, to the advantage of its caller."""


class Unable(Exception):
    """It cannot be had, or cannot do it; the argument says why."""


async def measure() -> list[Row]:
    """Return rows for each number of words, or one that says why there are none."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            home = await _installed(folder)
        except Unable as reason:
            return [Row(f"beside {_NAME}", f"cannot be installed here: {reason}")]
        source = await recording(folder, "mp3")
        rows: list[Row] = []
        for words in _WORDS_AN_HOUR:
            rows += await _beside(home, source, hidden(words, Method.SILENCE))
        return rows


async def _beside(home: Path, source: Path, spans: Sequence[Span]) -> list[Row]:
    what = f"{MINUTES} min of {source.suffix[1:]}, {len(spans)} {Method.SILENCE}s"
    ours = await cost_of(clean(source, spans, Way.SPLICED))
    try:
        theirs = await cost_of(lambda: _their_clean(home, source, spans))
    except Unable as reason:
        return [Row(what, "done", _NAME, f"fails: {reason}")]
    return cost_rows(what, [ours], _NAME, [theirs])


async def _installed(folder: Path) -> Path:
    """Return a throw-away environment that holds it, and FFmpeg under the names that it calls."""
    home = folder / "venv"
    await _run(sys.executable, "-m", "venv", home)
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    await _run(home / "bin/pip", "install", *quiet, f"monkeyplug=={_VERSION}")
    (home / "bin/ffmpeg").symlink_to(find_ffmpeg())
    if shutil.which("ffprobe") is None:
        probe = home / "bin/ffprobe"
        probe.write_text(_PROBE)
        probe.chmod(probe.stat().st_mode | stat.S_IXUSR)
    return home


async def _their_clean(home: Path, source: Path, spans: Sequence[Span]) -> None:
    kind = source.suffix[1:]
    streams = [{"codec_type": "audio", "codec_name": kind}]
    probed = {"streams": streams, "format": {"format_name": kind}}
    Path(f"{source}.json").write_text(json.dumps(probed))
    words = [
        {"word": _SWEAR, "start": span.start, "end": span.end, "conf": 1, "scrub": True}
        for span in spans
    ]
    transcript, swears = home / "words.json", home / "swears.txt"
    transcript.write_text(json.dumps(words))
    swears.write_text(_SWEAR)
    made = source.with_name(f"theirs{source.suffix}")
    same = ("--bitrate", RATES[kind], "--sample-rate", "44100", "--channels", "2")
    known = ("--swears", swears, "--input-transcript", transcript)
    await _run(home / "bin/monkeyplug", "-i", source, "-o", made, *known, *same, home=home)


async def _run(*words: str | Path, home: Path | None = None) -> None:
    """Run a program; raise Unable with its last line where it fails."""
    environment = dict(os.environ)
    if home is not None:
        environment |= {"PATH": f"{home / 'bin'}:{os.environ['PATH']}", "HOME": str(home)}
    child = await asyncio.create_subprocess_exec(
        *words, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, env=environment
    )
    said, _ = await child.communicate()
    if child.returncode != 0:
        lines = said.decode(errors="replace").strip().splitlines()
        raise Unable(lines[-1][:80] if lines else f"ended with {child.returncode}")
