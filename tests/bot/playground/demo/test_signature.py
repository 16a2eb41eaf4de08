import subprocess
from array import array

import pytest

from bot.playground.demo.signature import matches, recognise
from bot.playground.demo.tunes import TUNES, write_wave
from tests.sounds import RATE, decode, ffmpeg, tune_in

CODECS = {
    "mp3": ["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"],
    "telephone": ["-ar", "8000", "-c:a", "libopus", "-b:a", "12k", "-f", "ogg"],
    "m4a": ["-c:a", "aac", "-b:a", "48k", "-f", "adts"],
}


def encoded(path, codec):
    return subprocess.run(
        [ffmpeg(), "-v", "error", "-i", str(path), *CODECS[codec], "-"],
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.parametrize("name", TUNES)
def test_a_tune_is_recognised_and_is_no_other(name, tmp_path):
    write_wave(TUNES[name], tmp_path / "tune.wav")

    assert tune_in(tmp_path / "tune.wav") == name


@pytest.mark.parametrize("codec", CODECS)
def test_a_tune_is_recognised_after_coding(codec, tmp_path):
    write_wave(TUNES["harbour"], tmp_path / "tune.wav")

    assert tune_in(encoded(tmp_path / "tune.wav", codec)) == "harbour"


def test_half_a_tune_is_not_the_tune(tmp_path):
    write_wave(TUNES["harbour"], tmp_path / "tune.wav")
    samples = decode(tmp_path / "tune.wav")

    assert matches(samples, RATE)
    assert not matches(samples[: len(samples) // 2], RATE)


def test_a_tune_played_backwards_is_not_the_tune(tmp_path):
    write_wave(TUNES["harbour"], tmp_path / "tune.wav")

    assert recognise(decode(tmp_path / "tune.wav")[::-1], RATE) is None


def test_silence_is_no_tune():
    assert recognise(array("h", bytes(2 * 24 * RATE)), RATE) is None
