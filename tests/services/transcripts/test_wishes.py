"""Whatever is wished for is refused with a sentence or heard; nothing ends the recogniser."""

import json
import random
import string
from contextlib import suppress

import numpy as np
import pytest

from services.errors import ChoiceUnavailable, RecogniserFailed
from services.nursery import Nursery
from services.transcripts.archive import transcript_key
from services.transcripts.asking import Ask, Task
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.samples import Piece
from services.transcripts.turns import Lane
from services.transcripts.vocabulary import terms_in
from services.transcripts.wish import Noise, Speakers, Wish, WordsWanted, checked, wanted_words
from tests.speech import SAMPLES

ODD = [
    "",
    " ",
    "en",
    "EN",
    "xx",
    "zz-Latn",
    "e" * 9,
    "日本",
    "-",
    "en\n",
    "\x00",
    "\ud800",
    "<|en|>",
]
LETTERS = string.ascii_letters + " ,;\n\x00\ud83d\udc80\ufffd😀é日<|>"
SETTINGS = Settings(model=str(MINIATURE), models=SAMPLES, device="cpu", threads=1)


def words(dice):
    return "".join(dice.choices(LETTERS, k=dice.choice([0, 3, 40, 400])))


def wish(dice):
    return Wish(
        language=dice.choice(ODD),
        allowed=tuple(dice.choices(ODD, k=dice.randrange(3))),
        task=dice.choice(list(Task)),
        beam=dice.choice([-1, 0, 1, 2, 5, 10, 11, 10**9]),
        vocabulary=words(dice),
        track=dice.choice([-1, 0, 0, 0, 99, 100]),
        model=dice.choice(["", words(dice)]),
        noise=dice.choice(list(Noise)),
        speakers=dice.choice(list(Speakers)),
    )


def sensible(dice):
    """A wish that has a chance."""
    while True:
        try:
            return checked(wish(dice))
        except ChoiceUnavailable:
            continue


async def test_thousands_of_wishes_leave_the_recogniser_alive(tmp_path):
    dice = random.Random(4)
    piece = Piece(0, 0.0, np.zeros(8_000, np.float32))
    async with (
        Nursery() as nursery,
        open_recogniser(SETTINGS, nursery, folder=tmp_path) as recogniser,
    ):
        with recogniser.sitting(Lane.SHORT) as sitting:
            await sitting.about()
            pid = recogniser.pid
            for number in range(3000):
                tried = sensible(dice)
                text = WordsWanted(tried).text
                assert wanted_words(text).wish == tried
                assert transcript_key("x", model="m", wish=tried)
                if number % 50 == 0:
                    terms = terms_in(tried.vocabulary)
                    ask = Ask(tried.language, tried.task, tried.beam, vocabulary=terms)
                    with suppress(RecogniserFailed):
                        assert len(await sitting.hear(piece, ask=ask)) == 1
            assert recogniser.pid == pid


@pytest.mark.parametrize(
    "told",
    [
        "[",
        "[1, 2, 3]",
        '["[]", ""]',
        '["{\\"beam\\": 1e999}", ""]',
        '["{\\"beam\\": \\"x\\"}", ""]',
        '["{\\"task\\": 7}", ""]',
        '["{\\"noise\\": \\"loud\\"}", ""]',
        '["{\\"allowed\\": 5}", ""]',
        json.dumps([json.dumps({"language": "\x00"}), ""]),
        json.dumps([json.dumps({"track": -1}), ""]),
    ],
)
def test_what_cannot_be_meant_is_refused(told):
    with pytest.raises(ChoiceUnavailable):
        wanted_words(told)


@pytest.mark.parametrize("name", ["anyway", "translated", "written", "word_times"])
def test_what_is_wished_comes_back_from_its_text(name):
    wished = Wish(language="pt-BR", **{name: True})

    assert wanted_words(WordsWanted(wished, "srt").text) == WordsWanted(wished, "srt")


def test_halves_of_letters_are_left_out():
    assert checked(Wish(vocabulary="a\ud800b")).vocabulary == "ab"


async def test_a_language_is_understood_with_its_region_and_refused_if_nobody_speaks_it(tmp_path):
    note = SAMPLES / "09_one_sentence.ogg"
    async with (
        Nursery() as nursery,
        open_recogniser(SETTINGS, nursery, folder=tmp_path) as recogniser,
    ):
        told = await listen(Work(note, tmp_path, Wish(language="EN-us")), recogniser)
        with pytest.raises(ChoiceUnavailable) as unknown:
            await listen(Work(note, tmp_path, Wish(language="xx")), recogniser)
    assert unknown.value.details["of"] == "language"
    assert told.language == "en"
    assert told.text
