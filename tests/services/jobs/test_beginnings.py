"""How the words of a long recording begin where only their beginning is shown."""

import pytest

from services.jobs.wording import _beginning, _letters
from services.transcripts.transcript import Segment, Transcript

SENTENCE = "Nobody knows why the dog sleeps at the door"


@pytest.mark.parametrize("end", [".", "?", "!”", "…"])
def test_it_ends_with_a_sentence(end):
    shown = _beginning(f"{SENTENCE}{end} " * 40)

    assert shown.endswith(f"{SENTENCE}{end} …")
    assert len(shown) <= 562


def test_without_sentences_it_ends_with_a_word():
    shown = _beginning("again " * 400)

    assert set(shown.split()) == {"again", "…"}


@pytest.mark.parametrize("text", ["好" * 2000, "好好好好。" * 400], ids=["no end", "sentences"])
def test_a_script_without_spaces_is_shown_too(text):
    shown = _beginning(text)

    assert 280 < len(shown) <= 562
    assert shown.endswith(" …")


def test_what_is_short_is_all_there():
    assert _beginning("Two words.") == "Two words."


def test_names_take_up_room_as_well():
    said = Transcript("en", 2.0, (Segment(0, 1, "Yes", speaker="Anna"), Segment(1, 2, "No")))

    assert _letters(said) >= len("Anna: Yes\n\nNo")
