"""Time that is kept, and time that is left out."""

import pytest

from services.media.stretches import Stretch, merged, moved, place_of, without

WHOLE = Stretch(0, 100)


def test_overlapping_stretches_are_one():
    found = merged([Stretch(20, 30), Stretch(0, 5), Stretch(5, 6), Stretch(25, 27), Stretch(9, 9)])

    assert found == (Stretch(0, 6), Stretch(20, 30))


def test_what_is_left_is_everything_but_the_holes():
    assert without([Stretch(10, 20), Stretch(50, 60)], within=WHOLE) == (
        Stretch(0, 10),
        Stretch(20, 50),
        Stretch(60, 100),
    )


def test_holes_at_the_edges_and_beyond_them_leave_no_crumbs():
    assert without([Stretch(-5, 10), Stretch(90, 200)], within=WHOLE) == (Stretch(10, 90),)
    assert without([Stretch(0, 100)], within=WHOLE) == ()
    assert without([Stretch(200, 300)], within=WHOLE) == (WHOLE,)
    assert without([], within=Stretch(5, 7)) == (Stretch(5, 7),)


def test_chapters_move_with_what_is_cut_before_them():
    chapters = [
        Stretch(0, 30, "a"),
        Stretch(30, 60, "b"),
        Stretch(60, 70, "c"),
        Stretch(70, 100, "d"),
    ]

    found = moved(chapters, without([Stretch(10, 20), Stretch(58, 72)], within=WHOLE))

    assert found == (Stretch(0, 20, "a"), Stretch(20, 48, "b"), Stretch(48, 76, "d"))


def test_a_moment_that_was_cut_out_is_at_the_cut():
    keeps = [Stretch(10, 20), Stretch(30, 40)]

    assert [place_of(moment, keeps) for moment in (0, 10, 15, 25, 30, 99)] == pytest.approx([
        0,
        0,
        5,
        10,
        10,
        20,
    ])
