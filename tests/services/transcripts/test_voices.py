"""The real sherpa-onnx with two handmade models, which know deep voices from high ones and nothing else."""

import json
from pathlib import Path

import numpy as np
import pytest

from services.errors import FileUnreadable, NoSound, RecogniserFailed, SpeakersUnavailable
from services.transcripts import voices
from services.transcripts.assigning import assigned
from services.transcripts.samples import RATE
from services.transcripts.transcript import Segment, Transcript, Word
from services.transcripts.voices import VoiceModels, tell_apart
from tests.services.media.killing import Killer
from tests.services.transcripts.test_people_apart import SAMPLES, clip, file_of
from tests.sounds import make, moving_card

FOLDER = Path(__file__).parents[2] / "speech" / "voices"
MODELS = VoiceModels(FOLDER / "segmentation.onnx", FOLDER / "embedding.onnx")
DEEP, HIGH = "04", "02"

sherpa = pytest.mark.skipif(MODELS.lacking == "library", reason="sherpa-onnx is an extra")


def conversation(path, *names):
    """Write clips one behind the other; return the file and where each of them begins."""
    clips = [clip(name) for name in names]
    starts = np.cumsum([0, *(len(sound) / RATE for sound in clips[:-1])])
    return file_of(path, np.concatenate(clips)), list(starts)


def words_in(name, after):
    row = json.loads(next(SAMPLES.glob(f"{name}*.json")).read_text())["words"]
    return [Word(word["start"] + after, word["end"] + after, word["word"]) for word in row]


@sherpa
async def test_two_voices_in_one_channel_are_told_apart(tmp_path):
    names = (DEEP, HIGH, DEEP, "09")
    path, starts = conversation(tmp_path / "talk.wav", *names)

    turns = await tell_apart(path, MODELS, folder=tmp_path)

    assert len({turn.voice for turn in turns}) == 2
    words = [words_in(name, start) for name, start in zip(names, starts, strict=True)]
    everything = tuple(word for part in words for word in part)
    text = " ".join(word.text for word in everything)
    told = assigned(
        Transcript("en", everything[-1].end, (Segment(0, everything[-1].end, text, everything),)),
        turns,
    )
    assert [(segment.speaker, len(segment.words)) for segment in told.segments] == [
        ("Speaker 1", len(words[0])),
        ("Speaker 2", len(words[1])),
        ("Speaker 1", len(words[2])),
        ("Speaker 2", len(words[3])),
    ]


@sherpa
def test_a_voice_is_known_again_in_the_next_stretch(tmp_path, monkeypatch):
    from services.transcripts import voices_child

    path, starts = conversation(tmp_path / "talk.wav", DEEP, HIGH, DEEP, "09", DEEP)
    monkeypatch.setattr(voices_child, "_STRETCH_SECONDS", 10)
    request = {
        "path": str(path),
        "demuxers": "wav",
        "segmentation": str(MODELS.segmentation),
        "embedding": str(MODELS.embedding),
        "track": 0,
        "people": 0,
        "threads": 1,
    }

    ears = voices_child._Ears(request, lambda *_, **__: None)
    turns = ears.turns()

    assert len({turn.voice for turn in turns}) == 2

    def voice_at(moment):
        return {turn.voice for turn in turns if turn.start <= moment <= turn.end}

    deep = voice_at(starts[0] + 2)
    assert len(deep) == 1
    assert voice_at(starts[2] + 2) == voice_at(starts[4] + 2) == deep
    assert voice_at(starts[1] + 1) == voice_at(starts[3] + 1) != deep


@sherpa
async def test_as_many_people_are_found_as_are_said_to_speak(tmp_path):
    path, _ = conversation(tmp_path / "talk.wav", DEEP, HIGH)

    turns = await tell_apart(path, MODELS, folder=tmp_path, people=1)

    assert {turn.voice for turn in turns} == {0}


@sherpa
async def test_silence_has_no_turns(tmp_path):
    path = file_of(tmp_path / "silence.wav", np.zeros(3 * RATE, np.float32))

    assert await tell_apart(path, MODELS, folder=tmp_path) == []


@sherpa
async def test_a_moment_has_no_turns(tmp_path):
    path = file_of(tmp_path / "moment.wav", np.zeros(RATE // 10, np.float32))

    assert await tell_apart(path, MODELS, folder=tmp_path) == []


@sherpa
async def test_who_was_killed_while_telling_voices_apart_begins_again(tmp_path, monkeypatch):
    path = file_of(tmp_path / "moment.wav", np.zeros(RATE // 10, np.float32))
    killer = Killer(2)
    monkeypatch.setattr("services.media.readers.child", killer)

    assert await tell_apart(path, MODELS, folder=tmp_path) == []
    assert killer.begun == 3


@sherpa
async def test_what_is_no_sound_is_refused(tmp_path):
    text = tmp_path / "text.wav"
    text.write_text("no sound at all")
    silent = make(tmp_path / "silent.mp4", *moving_card(1), "-an")

    with pytest.raises(FileUnreadable):
        await tell_apart(text, MODELS, folder=tmp_path)
    with pytest.raises(NoSound):
        await tell_apart(silent, MODELS, folder=tmp_path)


@sherpa
async def test_a_broken_model_ends_its_own_process_alone(tmp_path):
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"\x08\x08 no model")
    path, _ = conversation(tmp_path / "talk.wav", "09")

    with pytest.raises(RecogniserFailed):
        await tell_apart(path, VoiceModels(broken, MODELS.embedding), folder=tmp_path)


async def test_without_models_it_is_refused(tmp_path):
    path, _ = conversation(tmp_path / "talk.wav", "09")
    for models in (VoiceModels(), VoiceModels(MODELS.segmentation, tmp_path / "gone.onnx")):
        with pytest.raises(SpeakersUnavailable):
            await tell_apart(path, models, folder=tmp_path)


async def test_without_the_library_it_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(voices, "find_spec", lambda name: None)
    path, _ = conversation(tmp_path / "talk.wav", "09")

    with pytest.raises(SpeakersUnavailable) as refused:
        await tell_apart(path, MODELS, folder=tmp_path)
    assert refused.value.details == {"lacking": "library"}
