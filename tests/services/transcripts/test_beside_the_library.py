"""What the service hears beside what the raw library hears: same model, same beam, same sound."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.recogniser import Settings
from services.transcripts.transcript import Transcript
from services.transcripts.transcripts import open_transcripts
from services.transcripts.wish import Wish
from tests.bot.clocks import Hands
from tests.sounds import RATE
from tests.speech import MODEL
from tests.speech.beside import (
    BEAM,
    Heard,
    boundaries_off,
    heard_by_library,
    words_of,
    wrong_share,
)
from tests.speech.long_sound import spoken_clips, write_wave

SECONDS = 12

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    settings = Settings(model=str(MODEL), models=folder, device="cpu", compute="int8", threads=1)
    async with (
        open_database(folder / "a.db") as database,
        Nursery() as nursery,
        open_transcripts(settings, database, Hands(), nursery, folder=folder / "r") as opened,
    ):
        yield opened


async def heard(words, path: Path) -> Transcript:
    return await words.heard(Sound(path, path.name), Wish(beam=BEAM))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def ours(words) -> Heard:
    return {clip: words_of(await heard(words, clip)) for clip in spoken_clips()}


@pytest.fixture(scope="module")
def theirs() -> Heard:
    library = WhisperModel(str(MODEL), device="cpu", compute_type="int8", cpu_threads=1)
    return {clip: heard_by_library(library, clip) for clip in spoken_clips()}


async def test_at_most_one_word_in_a_hundred_more_is_wrong(ours: Heard, theirs: Heard) -> None:
    print(f"wrong words: ours {wrong_share(ours):.2%}, the library's {wrong_share(theirs):.2%}")

    assert wrong_share(ours) <= wrong_share(theirs) + 0.01


async def test_words_begin_and_end_where_the_library_puts_them(ours: Heard, theirs: Heard) -> None:
    off = boundaries_off(ours, theirs)
    print(f"boundaries off: median {np.median(off):.3f} s, 95 % {np.quantile(off, 0.95):.3f} s")

    assert len(off) > 300
    assert np.median(off) <= 0.020


def silence(_random: np.random.Generator) -> NDArray[np.float32]:
    return np.zeros(SECONDS * RATE, np.float32)


def white(random: np.random.Generator) -> NDArray[np.float32]:
    return random.standard_normal(SECONDS * RATE).astype(np.float32)


def pink(random: np.random.Generator) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(random.standard_normal(SECONDS * RATE))
    return np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1))).astype(np.float32)


def tone(_random: np.random.Generator) -> NDArray[np.float32]:
    return np.sin(2 * np.pi * 440 * np.arange(SECONDS * RATE) / RATE).astype(np.float32)


def music(random: np.random.Generator) -> NDArray[np.float32]:
    """Return chords with overtones that die away, two a second, and a beat."""
    beat = RATE // 2
    at = np.arange(beat) / RATE
    parts = []
    for root in [220.0, 174.6, 261.6, 196.0] * (SECONDS // 2):
        chord = sum(
            np.sin(2 * np.pi * root * step * overtone * at) / overtone
            for step in (1.0, 1.26, 1.5)
            for overtone in (1, 2, 3, 4)
        )
        drum = random.standard_normal(beat) * np.exp(-at * 60)
        parts.append(chord * np.exp(-at * 4) + drum)
    return np.concatenate(parts).astype(np.float32)


@pytest.mark.parametrize("level", [0.5, 0.02])
@pytest.mark.parametrize("kind", [silence, white, pink, tone, music])
async def test_where_nobody_speaks_nothing_is_written(
    words, tmp_path: Path, kind: Callable[[np.random.Generator], NDArray[np.float32]], level: float
) -> None:
    sound = kind(np.random.default_rng(7))
    loudest = float(np.abs(sound).max()) or 1.0
    path = write_wave(tmp_path / f"{kind.__name__} {level}.wav", sound / loudest * level)

    transcript = await heard(words, path)

    assert transcript.text == ""
    assert transcript.seconds == SECONDS
