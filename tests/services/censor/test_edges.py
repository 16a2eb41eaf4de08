"""Where hidden words begin and end, tried on speech whose true times are known."""

import itertools
import json
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.censor.edges import LONGEST_SECONDS
from services.censor.hits import Form, Hit
from services.censor.loudness import STEP_SECONDS, Loudness, levels_of
from services.censor.mask import Treatment, mask
from services.censor.measuring import measure
from services.censor.word_lists import Severity
from services.errors import FileUnreadable
from services.media.ffmpeg import DEMUXERS
from services.transcripts.samples import RATE
from services.transcripts.sound import blocks
from services.transcripts.transcript import Word
from tests.speech import SAMPLES

OFF_SECONDS = 0.04
SHORTEST_HEARD = 0.03
TIMES_OVER = 10


def hit(words, number):
    word = words[number]
    return Hit(
        first=number,
        last=number,
        start=word.start,
        end=word.end,
        text=word.text,
        word="x",
        severity=Severity.HIGH,
        category="profanity",
        form=Form.EXACT,
        confidence=1.0,
        list_id=1,
        stop=len(word.text),
    )


def spans_of(words, numbers, loudness, *, seconds=1000.0, **more):
    hits = [hit(words, number) for number in numbers]
    treatment = Treatment(**more)
    return mask(words, hits, seconds=seconds, treatment=treatment, loudness=loudness)


def spoken():
    """Yield the sample clips: the energy up to each sample, the loudness, the true words."""
    for path in sorted(SAMPLES.glob("*.json")):
        told = json.loads(path.read_text())
        if told["words"]:
            clip = str(SAMPLES / told["file"])
            sound = np.concatenate(list(blocks(clip, demuxers=DEMUXERS)))
            energy = np.concatenate([[0.0], np.cumsum(np.square(sound.astype(np.float64)))])
            words = [Word(one["start"], one["end"], one["word"]) for one in told["words"]]
            yield energy, Loudness(levels_of(sound, rate=RATE)), words


def misheard(words, dice):
    """Return the words as recognisers place them: off, and edge to edge where they are said so."""
    heard, end = [], 0.0
    for before, word in itertools.pairwise([None, *words]):
        touches = before is not None and word.start - before.end < 1e-6
        start = end if touches else max(end, word.start + dice.gauss(0, OFF_SECONDS))
        end = max(start + SHORTEST_HEARD, word.end + dice.gauss(0, OFF_SECONDS))
        heard.append(Word(start, end, word.text))
    return heard


def between(energy, start, end):
    first, last = (min(max(0, round(at * RATE)), len(energy) - 1) for at in (start, end))
    return energy[max(first, last)] - energy[first]


@pytest.mark.parametrize(
    ("strict", "left_at_most", "extra_at_most", "lost_at_most"),
    [(False, 0.015, 0.15, 0.15), (True, 0.005, 0.21, 0.3)],
)
def test_misplaced_words_are_hidden_whole_and_little_else(
    strict, left_at_most, extra_at_most, lost_at_most
):
    left, extra, lost = [], [], []
    dice = random.Random(40)
    for energy, loudness, words in spoken():
        for _ in range(TIMES_OVER):
            heard = misheard(words, dice)
            for number, word in enumerate(words):
                (span,) = spans_of(heard, [number], loudness, strict=strict)
                whole = between(energy, word.start, word.end)
                gone = between(energy, max(span.start, word.start), min(span.end, word.end))
                left.append(1 - gone / whole)
                extra.append(max(0, word.start - span.start) + max(0, span.end - word.end))
                for other in words[max(0, number - 1) : number] + words[number + 1 : number + 2]:
                    cut = between(energy, max(span.start, other.start), min(span.end, other.end))
                    lost.append(cut / between(energy, other.start, other.end))

    assert np.mean(np.array(left) > 0.01) <= left_at_most
    assert np.mean(extra) <= extra_at_most
    assert np.mean(lost) <= lost_at_most


def track(*parts):
    """Return a loudness of parts that last so many seconds and are so many decibels loud."""
    told = [np.full(round(seconds / STEP_SECONDS), (db + 127.5) * 2) for seconds, db in parts]
    return Loudness(np.concatenate(told).astype(np.uint8).tobytes())


def words_of(*times):
    return [Word(start, end, "word") for start, end in times]


def test_an_edge_lies_in_the_pause_beside_the_word():
    quiet = track((0.9, -20), (0.01, -60), (0.69, -20), (0.01, -60), (1.39, -20))
    (span,) = spans_of(words_of((1.0, 1.5)), [0], quiet)

    assert (span.start, span.end) == (pytest.approx(0.905), pytest.approx(1.605))


def test_an_edge_stays_where_it_is_as_quiet_everywhere():
    (span,) = spans_of(words_of((1.0, 1.5)), [0], track((3, -20)))

    assert (span.start, span.end) == (pytest.approx(0.955), pytest.approx(1.545))


def test_two_words_edge_to_edge_are_parted_where_it_is_quiet():
    words = words_of((0.4, 1.0), (1.0, 1.5), (1.5, 2.0))
    (span,) = spans_of(words, [1], track((0.9, -20), (0.02, -40), (2, -20)))

    assert span.start == pytest.approx(0.915)
    assert 1.52 <= span.end <= 1.54


def test_strictly_it_reaches_farther():
    quiet = track((0.85, -20), (0.01, -60), (2, -20))
    usual, strict = (
        spans_of(words_of((1, 1.5)), [0], quiet, strict=how)[0] for how in (False, True)
    )

    assert usual.start > 0.9
    assert strict.start == pytest.approx(0.855)


def test_a_pause_in_a_long_word_is_no_part_of_it():
    sound = track((1, -30), (2, -70), (0.5, -20), (1.5, -70))
    words = words_of((0.5, 1.0), (1.0, 5.0))
    (span,) = spans_of(words, [1], sound)

    assert 2.88 <= span.start <= 2.96
    assert 3.54 <= span.end <= 3.62


def test_a_long_word_without_a_pause_is_hidden_whole():
    (span,) = spans_of(words_of((1.0, 4.0)), [0], track((6, -20)))

    assert span.start <= 1.0
    assert span.end >= 4.0


def test_words_beyond_what_is_known_of_the_sound_are_hidden_as_they_are():
    (span,) = spans_of(words_of((10, 10.5)), [0], track((1, -20)))

    assert (span.start, span.end) == (pytest.approx(9.96), pytest.approx(10.54))


async def test_a_file_is_measured_on_the_clock_of_the_words(tmp_path):
    told = json.loads((SAMPLES / "02_explicit.json").read_text())
    found = await measure(SAMPLES / "02_explicit.ogg", folder=tmp_path)

    assert len(found.told) * STEP_SECONDS == pytest.approx(told["duration"], abs=0.02)
    hell = told["words"][2]
    assert max(found.levels[round(hell["start"] / STEP_SECONDS) :][:50]) > -30
    assert max(found.levels[round(1.6 / STEP_SECONDS) : round(2.1 / STEP_SECONDS)]) < -50


async def test_what_is_no_sound_has_no_loudness(tmp_path):
    (tmp_path / "x.mp3").write_bytes(b"no sound at all" * 100)

    with pytest.raises(FileUnreadable):
        await measure(tmp_path / "x.mp3", folder=tmp_path)


@settings(max_examples=200)
@given(
    lengths=st.lists(
        st.tuples(st.floats(0.02, 2), st.sampled_from([0, 0, 0.01, 0.3])), min_size=1, max_size=12
    ),
    picks=st.sets(st.integers(0, 11)),
    levels=st.binary(min_size=0, max_size=2000),
    strict=st.booleans(),
)
def test_words_are_hidden_whole_and_those_beside_lose_little(lengths, picks, levels, strict):
    words, at = [], 0.0
    for length, gap in lengths:
        words.append(Word(at + gap, at + gap + length, "word"))
        at = words[-1].end
    gone = {number for number in picks if number < len(words)}
    # How long a word of no length is made to be has nothing to do with the sound.
    gone -= {number for number in gone if words[number].end - words[number].start < 0.08}
    spans = spans_of(words, gone, Loudness(levels), seconds=at + 1, strict=strict)

    share, most = (1 / 2, 0.16) if strict else (2 / 5, 0.12)
    for number, word in enumerate(words):
        length = word.end - word.start
        cut = sum(max(0, min(word.end, s.end) - max(word.start, s.start)) for s in spans)
        if number not in gone:
            assert cut <= min(most, share * length) + 1e-9
        elif length <= LONGEST_SECONDS:
            assert cut == pytest.approx(length)
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start
