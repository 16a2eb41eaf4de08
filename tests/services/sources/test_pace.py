from datetime import timedelta

from services.sources.pace import Pace, Pacer

PACE = Pace(bytes_per_second=100, over=timedelta(seconds=10))


def test_a_line_that_brings_a_byte_now_and_then_is_too_slow():
    pacer = Pacer(PACE)

    assert [pacer.is_too_slow(n, now=n) for n in range(11)] == [False] * 10 + [True]


def test_a_slow_line_that_gets_there_is_not():
    pacer = Pacer(PACE)

    assert not any(pacer.is_too_slow(n * 101, now=n) for n in range(60))


def test_each_span_counts_for_itself():
    pacer = Pacer(PACE)
    pacer.is_too_slow(0, now=0)

    assert not pacer.is_too_slow(1_000_000, now=10)
    assert pacer.is_too_slow(1_000_900, now=20)


def test_a_pause_is_not_held_against_it():
    pacer = Pacer(PACE)
    pacer.is_too_slow(0, now=0)
    pacer.pause()

    assert not pacer.is_too_slow(0, now=100)
    assert not pacer.is_too_slow(0, now=109)
