"""What a microphone hears of others is told from what is said into it."""

import numpy as np
import pytest

from services.transcripts.crosstalk import Crosstalk
from services.transcripts.samples import RATE
from services.transcripts.voice import WINDOW
from tests.services.transcripts.test_people_apart import clip

SECONDS = 16
USUAL = (-20.0, -20.0)


def room(one, other, softer):
    """Return what two microphones hear in a room with some echo; `softer` is the other's share."""
    echo = np.zeros(800, np.float32)
    echo[[80, 200, 500]] = 1.0, 0.4, -0.3
    hears = [
        near + softer * np.convolve(far, echo)[: len(far)]
        for near, far in ((one, other), (other, one))
    ]
    return np.stack(hears).astype(np.float32)


def own(sound, usual=USUAL, block=RATE):
    crosstalk = Crosstalk(usual)
    found = [crosstalk.feed(sound[:, at : at + block]) for at in range(0, sound.shape[1], block)]
    return np.concatenate([*found, crosstalk.end()], axis=1)[:, : sound.shape[1] // WINDOW]


def spoken(sound):
    """Return in which windows something is said."""
    windows = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)
    return np.sqrt(np.mean(np.square(windows), axis=1)) > 0.005


ANNA = clip("04", length=SECONDS)
BEN_LATER = clip("02", after=9, length=SECONDS)
BEN_ACROSS = clip("02", after=1.3, length=SECONDS)


@pytest.mark.parametrize("softer", [0.1, 0.3])
def test_in_turns_each_word_is_of_one_channel(softer):
    mask = own(room(ANNA, BEN_LATER, softer))

    anna, ben = spoken(ANNA), spoken(BEN_LATER)
    assert mask[0][anna].all()
    assert mask[1][ben].all()
    assert not mask[0][ben].any()
    assert not mask[1][anna].any()


@pytest.mark.parametrize("softer", [0.0, 0.1, 0.3])
def test_who_talks_across_others_is_not_lost(softer):
    mask = own(room(ANNA, BEN_ACROSS, softer))

    assert mask[0][spoken(ANNA)].mean() > 0.98
    assert mask[1][spoken(BEN_ACROSS)].mean() > 0.98


def test_somebody_with_a_soft_microphone_is_not_lost():
    sound = room(ANNA, BEN_ACROSS, 0.0)
    sound[1] *= 0.05

    assert own(sound, usual=(-20.0, -46.0)).all()


def test_where_there_is_no_crosstalk_all_is_ones_own():
    assert own(room(ANNA, BEN_LATER, 0.0)).all()


def test_it_does_not_matter_how_the_sound_comes_in():
    sound = room(ANNA, BEN_LATER, 0.3)
    assert np.array_equal(own(sound, block=RATE), own(sound, block=3001))


def test_there_is_an_answer_for_every_window():
    for seconds in (0.0, 0.01, 0.3, 1.0, 2.7):
        sound = np.zeros((2, round(seconds * RATE)), np.float32)
        assert own(sound).shape == (2, sound.shape[1] // WINDOW)
