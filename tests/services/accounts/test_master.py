"""The secret of an installation is made once, whole, and for nobody else's eyes."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.accounts.master import master_of


def test_it_is_made_once_and_stays(tmp_path):
    first = master_of(tmp_path / "deep" / "er")

    assert len(first) == 32
    assert master_of(tmp_path / "deep" / "er") == first
    assert master_of(tmp_path) != first


def test_nobody_else_may_read_it_and_nothing_is_left_beside_it(tmp_path):
    master_of(tmp_path)

    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_who_comes_at_the_same_moment_gets_the_same(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        found = set(threads.map(lambda _: master_of(tmp_path), range(200)))

    assert len(found) == 1


@pytest.mark.parametrize("text", ["", "00", "no hex at all"])
def test_a_damaged_one_is_not_replaced_in_silence(tmp_path, text):
    (tmp_path / "signing.key").write_text(text)

    with pytest.raises(OSError, match=r"signing\.key is damaged"):
        master_of(tmp_path)
    assert (tmp_path / "signing.key").read_text() == text
