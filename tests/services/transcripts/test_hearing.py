"""Sound read in blocks, speech told from silence, pieces cut at pauses."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.audio import decode_audio
from faster_whisper.vad import get_vad_model

from services.media.decoding import Unreadable
from services.media.ffmpeg import DEMUXERS
from services.transcripts.pieces import Cutter
from services.transcripts.samples import RATE
from services.transcripts.sound import NoSoundInside, blocks, channel_blocks
from services.transcripts.voice import WINDOW, Voice
from tests.sounds import make, tone

SAMPLES = Path(__file__).parents[2] / "speech" / "samples"
CLIPS = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")


def read(path):
    return list(blocks(str(path), demuxers=DEMUXERS))


def cut(sound_blocks, window_seconds):
    voice, cutter = Voice(), Cutter(window_seconds)
    pieces = [piece for block in sound_blocks for piece in cutter.feed(block, voice.feed(block))]
    pieces += cutter.feed(np.zeros(0, np.float32), voice.end())
    return [*pieces, *cutter.end()]


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.name)
def test_blocks_are_the_sound_that_the_library_reads(clip):
    assert np.array_equal(np.concatenate(read(clip)), decode_audio(str(clip)))


def test_a_stream_is_judged_as_the_whole_would_be():
    sound = np.concatenate(read(SAMPLES / "10_minute.ogg"))
    whole = sound[: len(sound) // WINDOW * WINDOW]
    voice, at, judged = Voice(), 0, []
    for size in [1, 700, 511, 513, 16_000, 40_000] * 100:
        judged.append(voice.feed(whole[at : at + size]))
        at += size

    # The library silences the end of the last window by a slip.
    assert np.array_equal(np.concatenate(judged)[:-1], get_vad_model()(whole).reshape(-1)[:-1])


@pytest.mark.parametrize("window", [5.6, 28.0])
def test_every_word_lies_in_one_piece_that_fits_the_window(window):
    clip = SAMPLES / "10_minute.ogg"
    words = json.loads(clip.with_suffix(".json").read_text())["words"]
    pieces = cut(read(clip), window)

    assert [piece.number for piece in pieces] == list(range(len(pieces)))
    assert all(piece.seconds <= window for piece in pieces)
    assert all(earlier.end <= later.start + 1e-9 for earlier, later in pairwise(pieces))
    for word in words:
        middle = (word["start"] + word["end"]) / 2
        assert sum(piece.start <= middle < piece.end for piece in pieces) == 1, word


def test_a_piece_is_that_stretch_of_the_sound():
    whole = read(SAMPLES / "10_minute.ogg")
    sound = np.concatenate(whole)

    for piece in cut(whole, 5.6):
        start = round(piece.start * RATE)
        assert np.array_equal(piece.sound, sound[start : start + len(piece.sound)])


def test_pieces_do_not_depend_on_how_the_sound_comes_in():
    whole = read(SAMPLES / "10_minute.ogg")
    sound = np.concatenate(whole)
    bits = [sound[at : at + 3000] for at in range(0, len(sound), 3000)]

    assert [(p.start, p.end) for p in cut(bits, 5.6)] == [(p.start, p.end) for p in cut(whole, 5.6)]


@pytest.mark.parametrize("clip", ["11_silence.ogg", "12_noise.mp3"])
def test_silence_and_noise_are_no_piece(clip):
    assert cut(read(SAMPLES / clip), 28.0) == []


def test_speech_without_a_pause_is_cut_before_the_window_ends():
    words = json.loads((SAMPLES / "02_explicit.json").read_text())["words"]
    sound = np.concatenate(read(SAMPLES / "02_explicit.ogg"))
    spoken = sound[int(words[0]["start"] * RATE) : int(words[3]["end"] * RATE)]
    pieces = cut([np.tile(spoken, 40)], 5.6)

    assert len(pieces) > 3
    assert all(piece.seconds <= 5.6 for piece in pieces)


def test_little_is_kept_of_a_long_silence():
    cutter, voice = Cutter(28.0), Voice()
    silence = np.zeros(RATE, np.float32)
    for _ in range(600):
        assert list(cutter.feed(silence, voice.feed(silence))) == []

    assert sum(map(len, cutter._sound)) < 3 * RATE


def test_a_file_without_sound_is_no_sound(tmp_path):
    picture = tmp_path / "a.mp4"
    picture.write_bytes(b"\0" * 1000)

    with pytest.raises(Unreadable):
        read(picture)
    with pytest.raises(NoSoundInside):
        list(blocks(str(SAMPLES / "01_plain.wav"), demuxers=DEMUXERS, track=3))


def test_joined_files_with_other_rates_and_channels_are_read_to_their_end(tmp_path):
    mono = make(tmp_path / "mono.mp3", *tone(2), "-ac", "1")
    stereo = make(tmp_path / "stereo.mp3", *tone(2), "-ac", "2", "-ar", "48000")
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(mono.read_bytes() + stereo.read_bytes() + mono.read_bytes())

    assert abs(sum(map(len, read(joined))) / RATE - 6) < 0.2


def test_channels_are_read_apart(tmp_path):
    file = make(
        tmp_path / "two.wav",
        *tone(2, hertz=300),
        *tone(2, hertz=900),
        "-filter_complex",
        "[0][1]join=inputs=2:channel_layout=stereo",
    )
    sound = np.concatenate(list(channel_blocks(str(file), demuxers=DEMUXERS)), axis=1)

    assert sound.shape == (2, 2 * RATE)
    loudest = np.abs(np.fft.rfft(sound, axis=1)).argmax(axis=1) / 2
    assert list(loudest) == [300, 900]
