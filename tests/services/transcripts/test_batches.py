"""Pieces that are decoded together say what they say alone."""

import json
from dataclasses import replace

import jiwer
import numpy as np
import pytest

from services.nursery import Nursery
from services.transcripts.batches import batches
from services.transcripts.devices import Device, chosen
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.samples import Piece
from services.transcripts.turns import Lane
from services.transcripts.wish import Wish
from tests.speech import SAMPLES

MINUTE = SAMPLES / "10_minute.ogg"
SETTINGS = Settings(model=str(MINIATURE), models=SAMPLES, device="cpu", threads=1)
CARD = {"float16", "int8_float16", "float32"}


@pytest.mark.parametrize(
    ("device", "compute", "cuda", "wanted"),
    [
        ("auto", "auto", set(), Device("cpu", "int8")),
        ("auto", "auto", CARD, Device("cuda", "float16")),
        ("auto", "auto", {"float32", "int8_float32"}, Device("cuda", "int8_float32")),
        ("cpu", "auto", CARD, Device("cpu", "int8")),
        ("auto", "float32", CARD, Device("cuda", "float32")),
        ("cuda", "auto", set(), Device("cuda", "float16")),
    ],
)
def test_a_card_is_taken_where_there_is_one(device, compute, cuda, wanted):
    assert chosen(device, compute, cuda=cuda) == wanted


def test_only_a_card_decodes_several_at_a_time():
    assert Device("cpu", "int8").batch == 1
    assert Device("cuda", "float16").batch > 1


async def test_the_first_comes_alone_and_none_is_lost():
    async def pieces(first, last):
        for number in range(first, last):
            yield Piece(number, 0.0, np.zeros(1, np.float32))

    first = [piece async for piece in pieces(0, 3)]
    found = [[p.number for p in batch] async for batch in batches(first, pieces(3, 12), most=4)]
    assert found == [[0], [1, 2], [3, 4, 5, 6], [7, 8, 9, 10], [11]]
    found = [len(batch) async for batch in batches([], pieces(0, 5), most=1)]
    assert found == [1] * 5


async def heard(folder, batch):
    settings = replace(SETTINGS, batch=batch)
    steps = []

    async def on_step(step, _read):
        steps.append(step)

    async with (
        Nursery() as nursery,
        open_recogniser(settings, nursery, folder=folder) as recogniser,
    ):
        work = Work(MINUTE, folder, Wish(), lane=Lane.LONG, on_step=on_step)
        return await listen(work, recogniser), steps


def wrong_words(transcript):
    def plain(text):
        return "".join(c for c in text.casefold() if c.isalnum() or c.isspace()).split()

    truth = " ".join(plain(json.loads(MINUTE.with_suffix(".json").read_text())["text"]))
    found = jiwer.process_words(truth, " ".join(plain(transcript.text)))
    return found.substitutions + found.deletions + found.insertions


async def test_several_at_a_time_say_the_same_as_one(tmp_path):
    alone, steps = await heard(tmp_path, 1)
    together, steps_together = await heard(tmp_path, 4)

    assert wrong_words(together) <= wrong_words(alone) + 1
    assert [step.number for step in steps_together] == [step.number for step in steps]
    starts = {word.text: word.start for step in steps for word in step.words}
    off = [
        abs(starts[word.text] - word.start)
        for step in steps_together
        for word in step.words
        if word.text in starts and abs(starts[word.text] - word.start) < 1
    ]
    assert np.median(off) < 0.02
