import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.censor.edges import SHORTEST_SECONDS
from services.censor.hits import Form, Hit
from services.censor.mask import Treatment, mask
from services.censor.spans import FADE_SECONDS, Method, Span
from services.censor.word_lists import Severity
from services.transcripts.transcript import Word

CLOSE = pytest.approx


def hit(words, first, last=None, *, severity=Severity.HIGH, **more):
    last = first if last is None else last
    start, end = words[first].start, words[last].end
    facts = {"start": start, "end": end, "text": words[first].text, "stop": len(words[last].text)}
    return Hit(
        first=first,
        last=last,
        word="x",
        severity=severity,
        category="profanity",
        form=Form.EXACT,
        confidence=1.0,
        list_id=1,
        **(facts | more),
    )


def spaced(*times):
    return [Word(start, end, "word") for start, end in times]


def edges(spans):
    return [(round(span.start, 3), round(span.end, 3)) for span in spans]


def test_a_span_reaches_a_little_beyond_its_word():
    words = spaced((0, 1), (2, 2.5), (3, 4))

    assert edges(mask(words, [hit(words, 1)], seconds=5, treatment=Treatment())) == [(1.96, 2.54)]


def test_a_span_stops_where_a_word_that_is_left_begins():
    words = spaced((0, 1.99), (2, 2.5), (2.51, 4))

    assert edges(mask(words, [hit(words, 1)], seconds=5, treatment=Treatment())) == [(1.99, 2.51)]


def test_strictly_it_takes_a_bite_of_the_words_beside():
    words = spaced((0, 2), (2, 2.5), (2.5, 2.59))
    spans = mask(words, [hit(words, 1)], seconds=5, treatment=Treatment(strict=True))

    assert edges(spans) == [(1.94, 2.53)]


def test_neighbouring_hits_are_one_span():
    words = spaced((1, 1.3), (1.35, 1.7))
    spans = mask(words, [hit(words, 1), hit(words, 0)], seconds=5, treatment=Treatment())

    assert edges(spans) == [(0.96, 1.74)]


def test_a_word_between_two_hits_is_left():
    words = spaced((1, 1.3), (1.31, 1.33), (1.34, 1.7))
    spans = mask(words, [hit(words, 0), hit(words, 2)], seconds=5, treatment=Treatment())

    assert edges(spans) == [(0.96, 1.31), (1.33, 1.74)]
    assert all(span.fade_seconds <= 0.01 for span in spans)


def test_each_severity_has_its_own_sound_and_the_worse_keeps_its_place():
    words = spaced((1, 1.5), (1.52, 2))
    treatment = Treatment(Method.SILENCE, methods=((Severity.EXTREME, Method.BEEP),), pitch_hz=440)
    hits = [hit(words, 0, severity=Severity.LOW), hit(words, 1, severity=Severity.EXTREME)]
    first, second = mask(words, hits, seconds=5, treatment=treatment)

    assert (first.method, second.method, second.pitch_hz) == (Method.SILENCE, Method.BEEP, 440)
    assert (first.end, second.start) == (CLOSE(1.48), CLOSE(1.48))
    assert first.fade_seconds == second.fade_seconds == 0


@pytest.mark.parametrize(("start", "end"), [(2, 2), (2.5, 2), (2, 2.01), (1.99, 1.99)])
def test_impossible_times_hide_something_nevertheless(start, end):
    words = [Word(1, 2, "good"), Word(start, end, "bad"), Word(2, 3, "good")]
    (span,) = mask(words, [hit(words, 1)], seconds=5, treatment=Treatment())

    assert span.end - span.start >= SHORTEST_SECONDS - 1e-9
    assert span.start <= min(start, end)
    assert span.end >= max(start, end)


def test_spans_stay_inside_the_sound():
    words = spaced((0, 0.2), (4.9, 5.3), (7, 8))
    hits = [hit(words, number) for number in range(3)]

    assert edges(mask(words, hits, seconds=5, treatment=Treatment())) == [(0, 0.24), (4.86, 5)]


def test_a_part_of_a_word_is_hidden_alone():
    words = [Word(0, 0.3, "non-fucking"), Word(1, 2, "word")]
    part = hit(words, 0, start=0.12, end=0.3, skip=4)

    assert edges(mask(words, [part], seconds=5, treatment=Treatment())) == [(0.12, 0.34)]


def test_spans_are_counted_in_samples():
    assert Span(1.0, 1.5).samples(44_100) == (44_100, 66_150)
    assert Span(0.1000113, 0.2).samples(48_000) == (4801, 9600)


def checked(words, chosen, treatment, seconds):
    hits = [hit(words, number, severity=severity) for number, severity in chosen]
    spans = mask(words, hits, seconds=seconds, treatment=treatment)
    gone = {one.first for one in hits}
    for before, after in itertools.pairwise(spans):
        assert before.end <= after.start + 1e-9
        assert before.fade_seconds + after.fade_seconds <= after.start - before.end + 1e-9
    for span in spans:
        assert 0 <= span.start < span.end <= seconds
        assert 0 <= span.fade_seconds <= FADE_SECONDS
    for number in gone:
        start, end = words[number].start, min(words[number].end, seconds)
        covering = [span for span in spans if span.end > start and span.start < end]
        at = start
        for span in covering:
            assert span.start <= at + 1e-9
            at = max(at, span.end)
        assert at >= end - 1e-9
    for number, word in enumerate(words):
        if number not in gone:
            lost = sum(max(0, min(word.end, s.end) - max(word.start, s.start)) for s in spans)
            assert lost <= 1e-9


@settings(max_examples=300)
@given(
    lengths=st.lists(st.tuples(st.floats(0.1, 1.5), st.floats(0, 0.5)), min_size=1, max_size=40),
    picks=st.lists(st.tuples(st.integers(0, 39), st.sampled_from(Severity)), max_size=40),
    methods=st.lists(st.tuples(st.sampled_from(Severity), st.sampled_from(Method)), max_size=4),
)
def test_hits_are_hidden_whole_and_nothing_else(lengths, picks, methods):
    words, at = [], 0.0
    for length, gap in lengths:
        words.append(Word(at + gap, at + gap + length, "word"))
        at = words[-1].end
    chosen = {number: severity for number, severity in picks if number < len(words)}
    checked(words, chosen.items(), Treatment(methods=tuple(methods)), at + 0.5)


@pytest.mark.parametrize(
    # To count the same lines for each of them would take twice the test's own time.
    "seed",
    [0, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in range(1, 4))],
)
def test_a_hundred_thousand_random_lists_are_in_order(seed):
    dice = random.Random(seed)
    for _ in range(25_000):
        at, words = 0.0, []
        for _ in range(dice.randrange(1, 8)):
            at += dice.choice((0, 0, 0.01, 0.03, 0.2))
            words.append(Word(at, at := at + dice.choice((0.1, 0.2, 0.7)), "word"))
        chosen = [
            (number, dice.choice(list(Severity)))
            for number in range(len(words))
            if dice.random() < 0.5
        ]
        treatment = Treatment(methods=((dice.choice(list(Severity)), Method.NOISE),))
        checked(words, chosen, treatment, at + dice.choice((0.0, 1.0)))


@settings(max_examples=300)
@given(
    times=st.lists(st.tuples(st.floats(-2, 8), st.floats(-2, 8)), min_size=1, max_size=12),
    strict=st.booleans(),
)
def test_no_times_are_so_wrong_that_spans_are(times, strict):
    words = [Word(start, end, "word") for start, end in times]
    hits = [hit(words, number) for number in range(0, len(words), 2)]
    spans = mask(words, hits, seconds=5, treatment=Treatment(strict=strict))

    assert all(0 <= span.start < span.end <= 5 for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
