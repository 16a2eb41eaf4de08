"""Where a person should listen again: found where the recogniser erred, and nowhere else."""

import asyncio
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.nursery import Nursery
from services.transcripts.listening import Work, listen
from services.transcripts.recogniser import MINIATURE, Settings, open_recogniser
from services.transcripts.transcript import Rejected, Segment, Transcript, Word
from services.transcripts.unsure import LONGEST_SECONDS, MOST_PASSAGES, Passage, doubtful
from services.transcripts.wish import Wish

SAMPLES = Path(__file__).parents[2] / "speech" / "samples"
SETTINGS = Settings(
    model=str(MINIATURE), models=Path("nowhere"), device="cpu", compute="int8", threads=1
)


def said(*words, rejected=()):
    """Return a transcript of `(text, probability)` pairs, half a second each."""
    row = tuple(
        Word(number / 2, number / 2 + 0.4, text, chance)
        for number, (text, chance) in enumerate(words)
    )
    text = " ".join(word.text for word in row)
    segments = (Segment(row[0].start, row[-1].end, text, row),) if row else ()
    return Transcript("en", len(row) / 2, segments, rejected=tuple(rejected))


def texts(transcript):
    return [passage.text for passage in doubtful(transcript)]


def test_words_without_probabilities_raise_no_doubt():
    assert doubtful(said(("hello", None), ("there", None))) == ()


def test_a_lone_short_word_raises_no_doubt():
    assert doubtful(said(("well,", 0.9), ("it", 0.1), ("is", 0.99))) == ()


def test_a_lone_long_word_is_doubtful_where_it_is_very_unlikely():
    assert texts(said(("see", 0.9), ("Kubernetes", 0.3), ("run", 0.9))) == ["Kubernetes"]
    assert texts(said(("see", 0.9), ("Kubernetes", 0.5), ("run", 0.9))) == []


def test_doubtful_words_side_by_side_make_one_passage_with_what_is_between():
    found = doubtful(said(("a", 0.9), ("slow", 0.5), ("and", 0.9), ("did", 0.5), ("b", 0.9)))

    assert found == (Passage(0.5, 1.9, "slow and did"),)


def test_doubtful_words_far_from_each_other_make_two_passages():
    sure = [("then", 0.99)] * 6
    assert texts(said(("Anna", 0.2), *sure, ("Berta", 0.2))) == ["Anna", "Berta"]


def test_what_was_left_out_is_listened_to_again_unless_there_was_silence():
    gone = Rejected(10.0, 14.0, "so so so so", "loop")
    invented = Rejected(20.0, 24.0, "Thanks for watching!", "silence")

    found = doubtful(said(("hello", 0.99), rejected=[gone, invented]))

    assert found == (Passage(10.0, 14.0, "so so so so", left_out=True),)


def test_the_worst_are_kept_where_there_are_too_many():
    words = []
    for number in range(30):
        chance = 0.05 if number in {3, 17} else 0.3
        words += [(f"name{number}", chance), ("so", 1), ("on", 1), ("and", 1), ("on", 1)]

    found = doubtful(said(*words))

    assert len(found) == MOST_PASSAGES
    assert {"name3", "name17"} <= {passage.text for passage in found}


_WORDS = st.lists(
    st.tuples(st.sampled_from(["it", "hello", "window", "言", "ok."]), st.floats(0, 1)),
    max_size=120,
)
_GONE = st.lists(
    st.builds(
        lambda start, length, reason: Rejected(start, start + length, "la la", reason),
        st.floats(0, 100),
        st.floats(0, 40),
        st.sampled_from(["loop", "speed", "guess", "silence"]),
    ),
    max_size=20,
)


@given(_WORDS, _GONE)
def test_passages_ascend_are_few_and_not_long(words, gone):
    found = doubtful(said(*words, rejected=gone))

    assert len(found) <= MOST_PASSAGES
    for passage in found:
        assert passage.text
        assert 0 <= passage.end - passage.start <= LONGEST_SECONDS + 1e-6
    for one, following in pairwise(found):
        assert one.end <= following.start


async def test_it_finds_what_the_miniature_misheard_and_nothing_in_clean_clips(tmp_path):
    async with Nursery() as nursery, open_recogniser(SETTINGS, nursery, folder=tmp_path) as ears:

        async def passages(name):
            clip = next(SAMPLES.glob(f"{name}*.*[!n]"))
            return doubtful(await listen(Work(clip, tmp_path, Wish()), ears))

        clean = ["01", "02", "04", "05", "09", "11", "12"]
        found = await asyncio.gather(*map(passages, clean))
        misheard = await passages("07")

    assert found == [()] * len(clean)
    # “the old phone” is said there, from 3.18 s to 3.82 s.
    assert [passage.text for passage in misheard] == ["did slow"]
    assert abs(misheard[0].start - 3.18) < 0.25
