"""The real library with the miniature model, on real sound."""

import asyncio
import json
import os
import shutil
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from services.errors import FileUnreadable, SpeechModelBroken, SpeechModelMissing
from services.nursery import Nursery
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import Settings, open_recogniser
from services.transcripts.running import Running
from services.transcripts.samples import Piece
from services.transcripts.turns import Lane
from services.transcripts.wish import Wish
from tests.processes import naming
from tests.services.media.killing import Killer
from tests.waiting import until

MODEL = Path(__file__).parents[3] / "services" / "transcripts" / "miniature"
SAMPLES = Path(__file__).parents[2] / "speech" / "samples"
SPOKEN = sorted(
    path
    for path in SAMPLES.iterdir()
    if path.suffix != ".json" and "silence" not in path.name and "noise" not in path.name
)
SETTINGS = Settings(
    model=str(MODEL), models=Path("nowhere"), device="cpu", compute="int8", threads=1
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def recogniser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recogniser")
    async with Nursery() as nursery, open_recogniser(SETTINGS, nursery, folder=folder) as opened:
        yield opened


def plain(text):
    kept = "".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace())
    return " ".join(kept.split())


def truth(clip):
    return json.loads(clip.with_suffix(".json").read_text())


def told(act):
    async def on_step(step, _read):
        act(step)

    return on_step


async def heard(path, recogniser, tmp_path, **more):
    return await listen(Work(path, tmp_path, Wish(), **more), recogniser)


async def test_words_stand_where_they_are_spoken(recogniser, tmp_path):
    off = []
    for clip in SPOKEN:
        transcript = await heard(clip, recogniser, tmp_path)
        found = [word for segment in transcript.segments for word in segment.words]
        for word in truth(clip)["words"]:
            same = [other for other in found if plain(other.text) == plain(word["word"])]
            nearest = min(same, key=lambda other: abs(other.start - word["start"]), default=None)
            if nearest is not None and abs(nearest.start - word["start"]) < 1:
                off += [abs(nearest.start - word["start"]), abs(nearest.end - word["end"])]

    assert np.median(off) < 0.05


@pytest.mark.parametrize("name", ["11_silence.ogg", "12_noise.mp3"])
async def test_silence_and_noise_say_nothing(recogniser, tmp_path, name):
    transcript = await heard(SAMPLES / name, recogniser, tmp_path)

    assert transcript.text == ""
    assert transcript.seconds > 1


async def test_a_run_that_goes_on_gives_what_an_undisturbed_one_gives(recogniser, tmp_path):
    clip = SAMPLES / "10_minute.ogg"
    steps = []
    whole = await heard(clip, recogniser, tmp_path, on_step=told(steps.append))
    again = []
    resumed = await heard(
        clip,
        recogniser,
        tmp_path,
        known=steps[:5],
        on_step=told(lambda step: again.append(step.number)),
    )

    assert resumed == whole
    assert again == [step.number for step in steps[5:]]


async def test_a_recogniser_killed_from_outside_costs_one_piece(recogniser, tmp_path):
    clip = SAMPLES / "10_minute.ogg"
    undisturbed = await heard(clip, recogniser, tmp_path)
    pids = []

    def kill(step):
        pids.append(recogniser.pid)
        if step.number == 3:
            os.kill(recogniser.pid, signal.SIGKILL)

    assert await heard(clip, recogniser, tmp_path, on_step=told(kill)) == undisturbed
    assert len(set(pids)) == 2


async def test_a_recogniser_killed_twice_over_one_piece_is_asked_again(
    recogniser, tmp_path, monkeypatch
):
    clip, ask, kills = SAMPLES / "09_one_sentence.ogg", Running.ask, []
    undisturbed = await heard(clip, recogniser, tmp_path)

    async def killed(self, request, *sound, **within):
        if request["do"] != "load" and len(kills) < 2:
            kills.append(os.kill(self.pid, signal.SIGKILL))
        return await ask(self, request, *sound, **within)

    monkeypatch.setattr(Running, "ask", killed)
    assert await heard(clip, recogniser, tmp_path) == undisturbed
    assert len(kills) == 2


@pytest.mark.parametrize("times", [2, 3])
async def test_a_reader_killed_from_outside_costs_no_piece(
    recogniser, tmp_path, monkeypatch, times
):
    clip = SAMPLES / "10_minute.ogg"
    undisturbed = await heard(clip, recogniser, tmp_path)
    readers, killed, steps = Killer(0), set(), []
    monkeypatch.setattr("services.media.readers.child", readers)

    def kill(step):
        steps.append(step.number)
        reader = readers.pids[-1]
        if reader not in killed and len(killed) < times:
            killed.add(reader)
            os.kill(reader, signal.SIGKILL)

    listening = heard(clip, recogniser, tmp_path, on_step=told(kill))
    if times == 2:
        assert await listening == undisturbed
        assert steps == list(range(len(steps)))
    else:
        with pytest.raises(FileUnreadable):
            await listening
    assert readers.begun == 3


async def test_who_gives_up_in_the_middle_of_a_piece_is_gone_at_once(recogniser, tmp_path):
    begun = asyncio.Event()
    task = asyncio.create_task(
        heard(SAMPLES / "10_minute.ogg", recogniser, tmp_path, on_step=told(lambda _: begun.set()))
    )
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert (await heard(SAMPLES / "09_one_sentence.ogg", recogniser, tmp_path)).text


async def test_an_idle_model_is_sent_away_and_comes_back(tmp_path):
    settings = replace(SETTINGS, kept=timedelta(seconds=0))
    async with Nursery() as nursery, open_recogniser(settings, nursery, folder=tmp_path) as idle:
        with idle.sitting(Lane.SHORT) as sitting:
            await sitting.about()
            await until(lambda: idle.pid is None)
            assert (await sitting.about()).window_seconds == 6


async def test_a_model_that_is_not_here_is_said_so(tmp_path):
    settings = replace(SETTINGS, model="small", models=tmp_path)
    async with Nursery() as nursery, open_recogniser(settings, nursery, folder=tmp_path) as missing:
        with missing.sitting(Lane.SHORT) as sitting, pytest.raises(SpeechModelMissing):
            await sitting.about()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "model.bin").write_bytes(b"no model"),
        lambda folder: os.truncate(folder / "model.bin", 700_000),
        lambda folder: (folder / "tokenizer.json").write_text("{"),
        lambda folder: (folder / "model.bin").unlink(),
    ],
    ids=["no model", "cut off", "other words", "incomplete"],
)
async def test_a_model_that_cannot_be_loaded_is_to_blame_and_not_the_sound(tmp_path, spoil):
    folder = shutil.copytree(SETTINGS.model, tmp_path / "mine")
    spoil(folder)
    settings = replace(SETTINGS, model=str(folder))
    async with Nursery() as nursery, open_recogniser(settings, nursery, folder=tmp_path) as broken:
        with broken.sitting(Lane.SHORT) as sitting, pytest.raises(SpeechModelBroken) as told:
            await sitting.about()
    assert told.value.details == {"model": "mine"}


async def test_a_recogniser_that_is_killed_while_it_loads_loads_once_more(tmp_path):
    folder = shutil.copytree(SETTINGS.model, tmp_path / "mine")
    model = (folder / "model.bin").read_bytes()
    (folder / "model.bin").unlink()
    os.mkfifo(folder / "model.bin")  # it waits there until somebody writes
    settings = replace(SETTINGS, model=str(folder))
    async with Nursery() as nursery, open_recogniser(settings, nursery, folder=tmp_path) as killed:
        with killed.sitting(Lane.SHORT) as sitting:
            loading = nursery.spawn(sitting.about(), name="load")
            program = "recogniser_child"
            await until(lambda: bool(waiting_in(tmp_path, program)))
            (first,) = waiting_in(tmp_path, program)
            (folder / "model.bin").rename(tmp_path / "fifo")
            (folder / "model.bin").write_bytes(model)
            os.kill(first, signal.SIGKILL)
            about = await loading
    assert about.name == "mine"


def waiting_in(folder, program):
    """Return the processes of a program that live in a folder."""
    here = set(naming(str(folder)))
    return [pid for pid in naming(program) if pid in here]


async def test_what_is_no_sound_is_said_so(recogniser, tmp_path):
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(os.urandom(5000))

    with pytest.raises(FileUnreadable):
        await heard(broken, recogniser, tmp_path)


async def test_five_thousand_words_of_vocabulary_are_no_trouble(recogniser, tmp_path):
    wish = Wish(vocabulary=" ".join(f"word{number}" for number in range(5000)))
    clip = SAMPLES / "09_one_sentence.ogg"

    assert (await listen(Work(clip, tmp_path, wish), recogniser)).text


async def test_a_piece_of_nothing_is_nothing(recogniser):
    nothing = Piece(0, 0.0, np.zeros(16_000, np.float32))

    with recogniser.sitting(Lane.SHORT) as sitting:
        assert (await sitting.languages(nothing)).segments == ()
