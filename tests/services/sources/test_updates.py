"""Newer editions from an index that is a folder; pip, yt-dlp and its processes are the real ones."""

from importlib.metadata import version

import pytest

from services.nursery import Nursery
from services.platforms.link import Link
from services.sources.editions import Editions
from services.sources.sources import open_sources
from services.sources.updates import UpdateFailed, Updates
from services.web import open_web
from services.web_guard import Guard
from tests.demo import open_shared_demo
from tests.services.sources.wheels import put_edition

NEWER = "2099.1.2"


@pytest.fixture
def index(tmp_path, monkeypatch):
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def editions(tmp_path):
    return Editions(tmp_path / "editions")


def folders(editions):
    found = editions.folder.iterdir() if editions.folder.exists() else ()
    return sorted(path.name for path in found if path.is_dir())


async def test_a_good_edition_serves_the_next_link_and_can_be_taken_back(index, editions):
    put_edition(index, NEWER)
    host_of = "http://"
    async with open_shared_demo() as demo, Nursery() as nursery:
        allowed = demo.url.removeprefix(host_of)
        async with (
            open_web(Guard(allow=[allowed])) as web,
            open_sources(web, nursery, editions=editions) as sources,
        ):
            nest = sources._ytdlp._nest

            async def edition_that_answers():
                link = Link(demo.links["page"], "web", "web:page")
                found = await sources.resolve(link, folder=editions.folder.parent)
                assert [picture.height for picture in found.pictures] == [240, 480, 720]
                return nest._hen.edition

            assert await edition_that_answers() is None

            update = await Updates(editions).fetch()

            assert (update.switched, update.version, update.trouble) == (True, NEWER, "")
            assert await edition_that_answers() == editions.folder / NEWER
            assert editions.roll_back() == version("yt-dlp")
            assert await edition_that_answers() is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"extractor/generic.py": "raise RuntimeError('broken')"}, "cannot read /page"),
        ({"extractor/soundcloud.py": "raise RuntimeError('broken')"}, "cannot read /page"),
        ({"utils/_jsruntime.py": "("}, "does not start"),
    ],
)
async def test_a_bad_edition_is_not_switched_to(index, editions, changes, said):
    put_edition(index, NEWER, changes=changes)

    update = await Updates(editions).fetch()

    assert not update.switched
    assert said in update.trouble
    assert editions.path is None
    assert folders(editions) == []


async def test_looking_changes_nothing(index, editions):
    put_edition(index, NEWER)

    update = await Updates(editions).look()

    assert (update.version, update.is_newer, update.switched) == (NEWER, True, False)
    assert folders(editions) == []


async def test_what_is_in_use_is_not_installed_again(index, editions):
    put_edition(index, version("yt-dlp"))

    update = await Updates(editions).fetch()

    assert (update.is_newer, update.switched) == (False, False)
    assert folders(editions) == []


async def test_an_index_without_an_answer_is_said(index, editions):
    with pytest.raises(UpdateFailed):
        await Updates(editions).look()
