"""Who speaks, through the real program: told apart, named, and written down in every form."""

import html
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import webvtt

from services.transcripts.recogniser import MINIATURE
from tests.services.transcripts.test_people_apart import clip, file_of
from tests.services.transcripts.test_voices import MODELS, sherpa

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a call on two channels; all that is heard in this module is kept in it."""
    folder = tmp_path_factory.mktemp("call")
    file_of(folder / "call.wav", clip("04"), clip("02", after=1.3))
    return folder


def transcribe(folder, file, *words, **settings):
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DATA_DIR": str(folder / "data"),
        "SPEECH_MODEL": str(MINIATURE),
        "SPEECH_DEVICE": "cpu",
        **settings,
    }
    command = [sys.executable, str(ROOT / "main.py"), "transcribe", str(file), *words]
    return subprocess.run(
        command,
        check=False,
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_call_becomes_a_dialogue_with_names(folder):
    call = folder / "call.wav"
    naming = ("--speakers", "channels", "--name", "1=Anna", "--name", "2=Bén <b>&")
    dialogue = transcribe(folder, call, *naming, "-f", "dialogue")
    captions = transcribe(folder, call, *naming, "-f", "vtt")

    assert dialogue.stdout.splitlines() == [
        "[0:00:00] Anna: Crap, the bus was here.",
        "[0:00:01] Bén <b>&: What the hell is that?",
        "[0:00:02] Anna: Who will fix the bloody window?",
        "[0:00:03] Bén <b>&: I hate this damn computer.",
        "[0:00:05] Anna: Hello, how are you today?",
    ]
    voices = {html.unescape(caption.voice) for caption in webvtt.from_string(captions.stdout)}
    assert voices == {"Anna", "Bén <b>&"}

    # Names are remembered, and new ones take their place.
    again = transcribe(folder, call, "--speakers", "channels", "-f", "dialogue")
    assert again.stdout == dialogue.stdout
    one = transcribe(
        folder, call, "--speakers", "channels", "-f", "json", "--name", "1=We", "--name", "2=We"
    )
    assert json.loads(one.stdout)["speakers"] == ["We"]


def test_a_name_for_nobody_is_refused(folder):
    told = transcribe(folder, folder / "call.wav", "--speakers", "channels", "--name", "7=Anna")

    assert told.returncode == 3
    assert "Speaker 7" in told.stderr


def test_a_name_without_a_number_is_no_command(folder):
    told = transcribe(folder, folder / "call.wav", "--name", "Anna")

    assert told.returncode == 2
    assert "1=Anna" in told.stderr


def test_one_voice_is_said_to_be_one(folder):
    sound = clip("09")
    told = transcribe(folder, file_of(folder / "fake.wav", sound, sound), "--speakers", "channels")

    assert told.returncode == 0
    assert "Nobody could be told apart" in told.stderr
    assert told.stdout == "I hate this damn computer.\n"


def test_voices_without_models_are_refused_in_a_sentence(folder):
    told = transcribe(folder, folder / "call.wav", "--speakers", "voices", "--json")

    assert told.returncode == 3
    answer = json.loads(told.stdout)
    assert answer["error"] == "speakers-unavailable"
    assert "not set up here" in answer["message"]


@sherpa
def test_voices_are_told_apart_with_models(folder):
    file = file_of(folder / "talk.wav", np.concatenate([clip("04"), clip("02")]))
    models = {
        "SPEAKER_SEGMENTATION": str(MODELS.segmentation),
        "SPEAKER_EMBEDDING": str(MODELS.embedding),
    }

    told = transcribe(folder, file, "--speakers", "voices", "-f", "dialogue", **models)

    assert told.returncode == 0, told.stderr
    assert [line.split("] ")[1].split(":")[0] for line in told.stdout.splitlines()] == [
        "Speaker 1",
        "Speaker 2",
    ]
