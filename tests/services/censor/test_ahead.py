"""Things that another thread makes: all of them, in order, and not many more than are taken."""

from contextlib import closing
from itertools import islice

import pytest

from services.censor.ahead import ahead


def counted(made, count, *, trouble=None):
    for number in range(count):
        made.append(number)
        yield number
    if trouble is not None:
        raise trouble


def test_all_come_in_order():
    assert list(ahead(counted([], 100))) == list(range(100))
    assert list(ahead(iter([]))) == []


def test_trouble_comes_after_what_was_made_before_it():
    things = ahead(counted([], 5, trouble=LookupError("no more")))

    assert list(islice(things, 5)) == list(range(5))
    with pytest.raises(LookupError, match="no more"):
        next(things)


def test_no_more_are_made_than_a_few_and_none_once_it_is_closed():
    made = []

    with closing(ahead(counted(made, 1000))) as things:
        assert [next(things), next(things)] == [0, 1]

    assert 2 <= len(made) <= 12
    assert made == list(range(len(made)))
