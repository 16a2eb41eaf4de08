"""Each person on a channel of their own: who said what, in talk across each other and after a crash."""

import wave
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from services.media.ffmpeg import DEMUXERS
from services.nursery import Nursery
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.samples import RATE
from services.transcripts.sound import blocks
from services.transcripts.transcript import joined
from services.transcripts.wish import Speakers, Wish

SAMPLES = Path(__file__).parents[2] / "speech" / "samples"
SETTINGS = Settings(
    model=str(MINIATURE), models=Path("nowhere"), device="cpu", compute="int8", threads=1
)
APART = Wish(speakers=Speakers.CHANNELS)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def recogniser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recogniser")
    async with Nursery() as nursery, open_recogniser(SETTINGS, nursery, folder=folder) as opened:
        yield opened


def clip(name, *, after=0.0, length=0):
    """Return a clip's sound with silence before and behind it."""
    path = next(SAMPLES.glob(f"{name}*.*[!n]"))
    sound = np.concatenate(list(blocks(str(path), demuxers=DEMUXERS)))
    sound = np.concatenate([np.zeros(round(after * RATE), np.float32), sound])
    return np.pad(sound, (0, max(0, round(length * RATE) - len(sound))))


def file_of(path, *channels):
    longest = max(map(len, channels))
    rows = np.stack([np.pad(row, (0, longest - len(row))) for row in channels])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((rows.T * 32767).astype("<i2").tobytes())
    return path


def said_by(transcript, speaker):
    parts = [segment for segment in transcript.segments if segment.speaker == speaker]
    return joined(word for segment in parts for word in segment.words).lower()


async def heard(path, recogniser, tmp_path, wish=APART, **more):
    return await listen(Work(path, tmp_path, wish, **more), recogniser)


async def test_two_who_talk_across_each_other_are_told_apart(recogniser, tmp_path):
    left, right = clip("04"), clip("02", after=1.3)
    path = file_of(tmp_path / "call.wav", left, right)

    transcript = await heard(path, recogniser, tmp_path)

    assert transcript.speakers == ("Speaker 1", "Speaker 2")
    assert said_by(transcript, "Speaker 1") == (
        "crap, the bus was here. who will fix the bloody window? hello, how are you today?"
    )
    assert said_by(transcript, "Speaker 2") == "what the hell is that? i hate this damn computer."
    starts = [segment.start for segment in transcript.segments]
    assert starts == sorted(starts)
    assert [segment.speaker[-1] for segment in transcript.segments][:2] == ["1", "2"]


async def test_a_silent_channel_is_no_speaker(recogniser, tmp_path):
    left, right = clip("04"), clip("02", after=1.3)
    path = file_of(tmp_path / "three.wav", left, np.zeros_like(left), right)

    transcript = await heard(path, recogniser, tmp_path)

    assert transcript.speakers == ("Speaker 1", "Speaker 3")


async def test_one_sound_on_both_channels_has_no_speakers(recogniser, tmp_path):
    sound = clip("04")
    path = file_of(tmp_path / "fake.wav", sound, sound)

    transcript = await heard(path, recogniser, tmp_path)

    assert transcript.speakers == ()
    assert transcript == await heard(path, recogniser, tmp_path, Wish())


async def test_the_mix_is_heard_where_nobody_asks_who_speaks(recogniser, tmp_path):
    path = file_of(tmp_path / "call.wav", clip("04"), clip("02", after=12))

    transcript = await heard(path, recogniser, tmp_path, Wish())

    assert transcript.speakers == ()
    assert "computer" in transcript.text
    assert "window" in transcript.text


async def test_pieces_that_are_known_are_not_heard_again(recogniser, tmp_path):
    path = file_of(tmp_path / "call.wav", clip("10"), clip("04", after=2.0))
    steps = []

    async def on_step(step, read):
        del read
        steps.append(step)

    whole = await heard(path, recogniser, tmp_path, on_step=on_step)
    first, steps = steps, []
    assert [step.number for step in first] == list(range(len(first)))
    assert {step.channel for step in first} == {1, 2}

    for known in (1, len(first) // 2, len(first)):
        steps = []
        again = await heard(path, recogniser, tmp_path, known=first[:known], on_step=on_step)
        assert again == whole
        assert steps == first[known:]


@pytest.mark.parametrize("softer", [0.15, 0.3])
async def test_what_a_microphone_hears_of_the_other_is_not_written_twice(
    recogniser, tmp_path, softer
):
    anna, ben = clip("04", length=14), clip("02", after=9, length=14)
    path = file_of(tmp_path / "room.wav", anna + softer * ben, ben + softer * anna)

    transcript = await heard(path, recogniser, tmp_path)

    assert said_by(transcript, "Speaker 1") == (
        "crap, the bus was here. who will fix the bloody window? hello, how are you today?"
    )
    assert said_by(transcript, "Speaker 2") == "what the hell is that? i hate this damn computer."
