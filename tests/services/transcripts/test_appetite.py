"""What listening costs in memory: long sound must not cost more than short sound."""

from pathlib import Path

from tests.speech.appetite import measured
from tests.speech.long_sound import long_sound

MEGABYTE = 1024**2
NOISE = 40 * MEGABYTE
"""The recogniser's library has a buffer of 32 MB more or less by chance: 66 or 99 MB for 40 s of sound
as for 480 s."""


async def test_six_times_the_sound_takes_no_more_memory(tmp_path: Path) -> None:
    short = await measured(long_sound(tmp_path / "a.ogg", seconds=40), tmp_path / "short")
    long = await measured(long_sound(tmp_path / "b.ogg", seconds=240), tmp_path / "long")

    assert long["pieces"] > 4 * short["pieces"]
    for whose in ("core_bytes", "recogniser_bytes", "reader_bytes"):
        assert long[whose] < short[whose] + NOISE, (whose, short, long)
    assert sum(long[w] for w in ("core_bytes", "recogniser_bytes", "reader_bytes")) < 400 * MEGABYTE
