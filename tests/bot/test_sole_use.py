"""Two processes never work in one data folder."""

import pytest

from bot.sole_use import sole_use
from services.jobs.engine import EngineBusy


def test_a_folder_in_use_is_refused(tmp_path):
    with sole_use(tmp_path), pytest.raises(EngineBusy), sole_use(tmp_path):
        pass


def test_a_folder_that_was_left_is_free(tmp_path):
    with sole_use(tmp_path):
        pass

    with sole_use(tmp_path):
        pass


def test_a_missing_folder_is_made(tmp_path):
    with sole_use(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
