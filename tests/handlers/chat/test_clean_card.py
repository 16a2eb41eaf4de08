"""What is said under a clean copy, and where one is offered."""

from dataclasses import replace

import pytest

from handlers.chat.clean_card import clean_key, clean_notes, lists
from locales.texts import texts_for
from services.censor.cleaning import Cleaning
from services.censor.word_lists import ListNote
from services.jobs.artifact import Artifact
from services.media.formats import Kind
from tests.handlers.chat.clean import REPORT, clean_job
from tests.handlers.chat.things import SONG

TEXTS = texts_for("en")
COPY = Artifact(
    key="copy",
    medium="file:u",
    choice="",
    blob="b",
    size_bytes=1,
    file_name="a.ogg",
    mime="audio/ogg",
    kind=Kind.AUDIO,
)
NOTHING = replace(REPORT, hits=(), hidden=())


@pytest.mark.parametrize(
    ("copy", "report", "said"),
    [
        (replace(COPY, hidden_words=12, places=9), REPORT, "12 words hidden in 9 places"),
        (replace(COPY, hidden_words=1, places=1), REPORT, "1 word hidden in 1 place"),
        (COPY, REPORT, "Nothing is hidden now"),
        (COPY, NOTHING, "Nothing explicit was found"),
        (COPY, None, "Nothing explicit was found"),
        (COPY, replace(NOTHING, words=0), "Nobody speaks in it"),
        (COPY, replace(NOTHING, lists=(), language="sv"), "no word list for Swedish"),
        (COPY, replace(NOTHING, lists=(), language=""), "no word list for this language"),
    ],
)
def test_it_says_what_became_of_the_recording(copy, report, said):
    (note,) = clean_notes(copy, report, TEXTS)

    assert said in note


@pytest.mark.parametrize(
    ("chosen", "marked"), [((), "usual"), ((1,), "Mine"), ((7,), "Mine"), ((9,), "")]
)
def test_the_list_that_is_taken_is_marked_also_as_ones_own_copy(chosen, marked):
    note = ListNote(
        id=7,
        name="Mine",
        description="",
        language="en",
        words=1,
        is_active=True,
        is_default=True,
        is_system=False,
        version=2,
        based_on=1,
    )
    keys = lists(clean_job(cleaning=Cleaning(lists=chosen)), [note], TEXTS).inline_keyboard

    labels = [key.text for row in keys for key in row if key.text.startswith("✓")]
    assert len(labels) == bool(marked)
    assert all(("Mine" in label) == (marked == "Mine") for label in labels)


def test_it_says_when_all_of_the_sound_is_new():
    copy = replace(COPY, hidden_words=1, places=1, encoded_whole=True)

    assert "encoded anew" in list(clean_notes(copy, REPORT, TEXTS))[1]


@pytest.mark.parametrize(
    ("medium", "offered"),
    [
        (None, True),
        (SONG, True),
        (replace(SONG, live=True), False),
        (replace(SONG, has_sound=False), False),
    ],
)
def test_only_what_has_sound_can_be_cleaned(medium, offered):
    assert bool(clean_key(clean_job(), medium, TEXTS)) is offered
