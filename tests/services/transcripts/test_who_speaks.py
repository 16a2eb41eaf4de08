"""Who speaks, from the wish to the transcript: by voices, with the real libraries on real sound."""

import hashlib

import numpy as np
import pytest

from services.errors import ChoiceUnavailable, SpeakersUnavailable
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.ears import Sound
from services.transcripts.recogniser import MINIATURE, Settings
from services.transcripts.transcripts import open_transcripts
from services.transcripts.voices import VoiceModels
from services.transcripts.wish import (
    MOST_PEOPLE,
    Speakers,
    Wish,
    WordsWanted,
    checked,
    wanted_words,
)
from tests.bot.clocks import Hands
from tests.services.transcripts.test_people_apart import clip, file_of
from tests.services.transcripts.test_voices import MODELS, sherpa

BY_VOICES = Wish(speakers=Speakers.VOICES)


@pytest.fixture
async def open_words(tmp_path):
    async with open_database(tmp_path / "a.db") as database, Nursery() as nursery:

        def opened(voices):
            settings = Settings(
                model=str(MINIATURE), models=tmp_path, device="cpu", threads=1, voices=voices
            )
            folder = tmp_path / "recogniser"
            return open_transcripts(settings, database, Hands(), nursery, folder=folder)

        yield opened


@sherpa
async def test_voices_are_told_apart_and_nothing_is_heard_twice_for_it(open_words, tmp_path):
    path = file_of(tmp_path / "talk.wav", np.concatenate([clip("04"), clip("02"), clip("04")]))
    sound = Sound(path, hashlib.sha256(path.read_bytes()).hexdigest(), 21.0)
    heard = []

    async with open_words(MODELS) as words:
        assert words.can_tell_voices
        plain = await words.heard(sound, Wish(), watch=lambda step, _: heard.append(step.number))
        pieces = len(heard)
        told = await words.heard(sound, BY_VOICES, watch=lambda step, _: heard.append(step.number))
        again = await words.heard(sound, BY_VOICES)

    assert pieces == len(heard) > 0
    assert told == again
    assert plain.speakers == ()
    assert told.speakers == ("Speaker 1", "Speaker 2")
    assert told.text.split() == plain.text.split()
    by_two = [segment.text for segment in told.segments if segment.speaker == "Speaker 2"]
    assert " ".join(by_two) == "What the hell is that? I hate this damn computer."


async def test_without_models_the_wish_is_refused_before_anything_is_fetched(open_words):
    async with open_words(VoiceModels()) as words:
        assert not words.can_tell_voices
        with pytest.raises(SpeakersUnavailable):
            words.key("a medium", BY_VOICES)
        assert words.key("a medium", Wish(speakers=Speakers.CHANNELS))


def test_the_wish_says_how_many_speak():
    wanted = WordsWanted(Wish(speakers=Speakers.VOICES, people=3), "srt")

    assert wanted_words(wanted.text) == wanted
    for people in (-1, MOST_PEOPLE + 1):
        with pytest.raises(ChoiceUnavailable):
            checked(Wish(speakers=Speakers.VOICES, people=people))
