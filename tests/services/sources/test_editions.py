from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from services.sources.editions import OWN, Editions


class Filled(Editions):
    """Each edition is there as soon as it is switched to."""

    def use(self, edition):
        (self.folder / edition).mkdir(exist_ok=True)
        super().use(edition)


@pytest.fixture
def editions(tmp_path):
    return Filled(tmp_path)


def test_without_any_the_one_that_came_with_us_is_used(tmp_path):
    editions = Editions(tmp_path / "nothing")

    assert (editions.current, editions.path) == (OWN, None)
    assert editions.version == version("yt-dlp")
    assert editions.roll_back() is None


def test_the_one_switched_to_is_used_by_whoever_reads_next(editions, tmp_path):
    editions.use("2026.11.1")

    assert Editions(tmp_path).path == tmp_path / "2026.11.1"
    assert Editions(tmp_path).version == "2026.11.1"


def test_back_goes_to_the_one_before_and_at_last_to_our_own(editions):
    editions.use("2026.11.1")
    editions.use("2026.11.2")

    assert editions.roll_back() == "2026.11.1"
    assert editions.roll_back() == version("yt-dlp")
    assert editions.roll_back() is None


def test_only_those_that_can_be_gone_back_to_are_kept(editions, tmp_path):
    for number in (1, 2, 3, 4):
        editions.use(f"2026.11.{number}")

    kept = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert kept == ["2026.11.2", "2026.11.3", "2026.11.4"]


def test_one_whose_folder_is_gone_is_not_used(editions, tmp_path):
    editions.use("2026.11.1")
    (tmp_path / "2026.11.1").rmdir()

    assert editions.path is None


def test_a_pointer_that_cannot_be_read_leads_to_our_own(editions, tmp_path):
    (tmp_path / "current.json").write_text("{")

    assert editions.current == OWN


@pytest.mark.parametrize(("day", "days", "old"), [(1, 0, False), (15, 14, False), (16, 15, True)])
def test_an_edition_is_as_old_as_its_name(editions, day, days, old):
    editions.use("2026.11.1")

    age = editions.age(datetime(2026, 11, day, 12, tzinfo=UTC).timestamp())

    assert (age.version, age.days, age.is_old) == ("2026.11.1", days, old)
