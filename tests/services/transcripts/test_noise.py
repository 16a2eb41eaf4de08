"""What is taken out of a sound, and what has to stay as it was."""

import json
import resource
import wave

import jiwer
import numpy as np
import pytest

from services.nursery import Nursery
from services.transcripts.listening import Work, listen
from services.transcripts.noise import Cleaner
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.samples import RATE
from services.transcripts.wish import Noise, Wish
from tests.speech import SAMPLES

CLIPS = [SAMPLES / name for name in ("01_plain.wav", "02_explicit.ogg", "07_invented.wav")]
PRESETS = [noise for noise in Noise if noise]


def cleaned(sound, noise, *, block=RATE):
    cleaner = Cleaner(noise)
    blocks = [sound[at : at + block] for at in range(0, len(sound), block)]
    return np.concatenate([*(cleaner.feed(one) for one in blocks), cleaner.end()])


def hiss(seconds, *, level=0.05):
    return np.random.default_rng(1).normal(0, level, round(seconds * RATE)).astype(np.float32)


@pytest.mark.parametrize("noise", PRESETS)
@pytest.mark.parametrize("seconds", [0.01, 1, 3.21])
def test_it_stays_as_long_as_it_was(noise, seconds):
    assert len(cleaned(hiss(seconds), noise)) == round(seconds * RATE)


@pytest.mark.parametrize("noise", PRESETS)
def test_what_is_heard_stays_where_it_was(noise):
    sound = hiss(4, level=0.001)
    sound[2 * RATE : 2 * RATE + 800] += np.sin(np.arange(800) / 5).astype(np.float32) / 2

    loud = np.abs(cleaned(sound, noise)) > 0.2

    assert abs(np.argmax(loud) - 2 * RATE) < 16


@pytest.mark.parametrize("noise", PRESETS)
def test_the_size_of_the_blocks_changes_nothing(noise):
    sound = hiss(2)
    assert np.allclose(cleaned(sound, noise), cleaned(sound, noise, block=1234), atol=1e-6)


def test_stronger_takes_more_away():
    left = [np.std(cleaned(hiss(5, level=0.02), noise)[RATE:]) for noise in PRESETS]
    assert 0.02 > left[0] > left[1] > left[2]


def test_ten_minutes_take_no_more_memory_than_one():
    cleaner, block = Cleaner(Noise.HEAVY), hiss(1)
    for _ in range(60):
        cleaner.feed(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(600):
        cleaner.feed(block)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024


def noisy(clip, folder):
    """Return a clip with a hiss 10 dB below its voices."""
    from faster_whisper import decode_audio

    sound = decode_audio(str(clip))
    level = np.std(sound[np.abs(sound) > 0.01]) * 10 ** (-10 / 20)
    mixed = sound + np.random.default_rng(7).normal(0, level, len(sound))
    mixed *= min(1, 0.95 / np.abs(mixed).max())
    path = folder / f"{clip.stem}.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((mixed * 32767).astype("<i2").tobytes())
    return path


def plain(text):
    kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())


async def test_in_a_loud_hiss_more_words_are_right(tmp_path):
    settings = Settings(model=str(MINIATURE), models=tmp_path, device="cpu", threads=1)
    wrong = {Noise.NONE: 0, Noise.MEDIUM: 0}
    async with (
        Nursery() as nursery,
        open_recogniser(settings, nursery, folder=tmp_path) as recogniser,
    ):
        for clip in CLIPS:
            truth = plain(json.loads(clip.with_suffix(".json").read_text())["text"])
            path = noisy(clip, tmp_path)
            for noise in wrong:
                told = await listen(Work(path, tmp_path, Wish(noise=noise)), recogniser)
                found = jiwer.process_words(truth, plain(told.text) or "nothing")
                wrong[noise] += found.substitutions + found.deletions + found.insertions

    assert wrong[Noise.MEDIUM] < wrong[Noise.NONE]
