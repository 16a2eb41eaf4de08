"""`get` of many, with the real core and a house of made-up sites."""

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from handlers.cli.ending import Exit, UsageError
from handlers.cli.hauls import Haul, Item
from handlers.cli.main import main
from handlers.cli.making import Wish, make
from locales.texts import texts_for
from services.errors import LinkGone
from services.platforms.catalogue import links_in
from services.sources.playlist import Entry, Playlist
from tests.services.jobs.fakes import House

LIST = "https://a.example.com/list"


@dataclass
class Doors:
    house: House

    @asynccontextmanager
    async def open_core(self):
        async def local():
            return SimpleNamespace(id=1)

        async with self.house as house:
            yield SimpleNamespace(
                accounts=SimpleNamespace(local=local),
                jobs=house.jobs,
                feed=house.feed,
                blobs=house.blobs,
                links_in=links_in,
            )


@pytest.fixture
def doors(tmp_path):
    house = House(tmp_path / "data", telegram=None)
    (tmp_path / "data").mkdir()
    entries = tuple(Entry(f"https://a.example.com/{n}", f"Song {n}") for n in range(1, 5))
    house.sources.lists["web:a.example.com/list"] = Playlist(
        "web:a.example.com/list", LIST, "a.example.com", "Songs", entries=entries
    )
    house.sources.lists["web:a.example.com/list|all"] = house.sources.lists[
        "web:a.example.com/list"
    ]
    return Doors(house)


async def run(doors, tmp_path, *sources, items=""):
    first, *more = sources
    wish = Wish(first, "mp3", tmp_path / "out", more=tuple(more), items=items)
    return await make(wish, doors=doors, texts=texts_for("en"))


async def test_a_playlist_is_saved_whole(doors, tmp_path):
    hauled = await run(doors, tmp_path, LIST)

    assert hauled.is_whole
    assert len(list((tmp_path / "out").iterdir())) == 4
    assert [item.number for item in hauled.items] == [1, 2, 3, 4]


async def test_items_choose_some_of_it(doors, tmp_path):
    hauled = await run(doors, tmp_path, LIST, items="2-3")

    told = hauled.facts()
    assert (told["count"], told["saved"]) == (2, 2)
    assert [item["number"] for item in told["items"]] == [2, 3]
    assert all(item["path"].endswith(".mp3") for item in told["items"])


async def test_what_failed_is_told_with_its_reason(doors, tmp_path):
    doors.house.sources.dead["web:a.example.com/2"] = LinkGone(host="a.example.com")

    hauled = await run(doors, tmp_path, LIST)

    assert (hauled.saved, hauled.is_whole) == (3, False)
    missed = hauled.facts()["items"][1]
    assert (missed["ok"], missed["error"]) == (False, LinkGone.code)
    assert "a.example.com" in missed["message"]


async def test_several_links_are_one_list(doors, tmp_path):
    hauled = await run(doors, tmp_path, "https://a.example.com/1", "https://a.example.com/2")

    assert (hauled.title, hauled.saved) == ("2 links", 2)


@pytest.mark.parametrize("items", ["9", "x"])
async def test_numbers_that_are_not_there_are_refused(doors, tmp_path, items):
    with pytest.raises(UsageError, match="1 to 4"):
        await run(doors, tmp_path, LIST, items=items)


@pytest.mark.parametrize(("saved", "status"), [(2, Exit.DONE), (1, Exit.FAILED)])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_end_tells_how_many_lie_there(monkeypatch, capsys, tmp_path, saved, status, as_json):
    artifact = SimpleNamespace(size_bytes=5, seconds=1.0)
    items = [Item(n, f"Song {n}", tmp_path / f"{n}.mp3", artifact) for n in range(1, saved + 1)]

    async def made(*_arguments, **_options):
        return Haul("Songs", 2, items)

    monkeypatch.setattr("handlers.cli.making.make", made)
    words = ["get", LIST, *(["--json"] if as_json else [])]

    assert main(words, doors=None) == status

    said = capsys.readouterr()
    if as_json:
        assert json.loads(said.out)["saved"] == saved
    else:
        assert len(said.out.splitlines()) == saved
        assert f"{saved} of 2" in said.err


def test_links_of_a_file_join_those_of_the_line(monkeypatch, tmp_path):
    wishes = []

    async def made(wish, **_options):
        wishes.append(wish)
        return Haul("Songs", 0)

    monkeypatch.setattr("handlers.cli.making.make", made)
    file = tmp_path / "links.txt"
    file.write_text("# more\nhttps://a.example.com/2\nhttps://a.example.com/3\n")

    assert main(["get", "https://a.example.com/1", "-a", str(file)], doors=None) == Exit.DONE
    assert wishes[0].more == ("https://a.example.com/2", "https://a.example.com/3")


def test_get_without_any_link_is_no_command():
    assert main(["get"], doors=None) == Exit.USAGE


def test_a_file_of_links_that_is_not_there_is_wrong_usage(tmp_path, capsys):
    assert main(["get", "--file", str(tmp_path / "gone.txt")], doors=None) == Exit.USAGE
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'gone.txt'}.\n"


def test_a_file_without_a_link_is_named(tmp_path, capsys):
    file = tmp_path / "links.txt"
    file.write_text("# none yet\n")

    assert main(["get", "--file", str(file)], doors=None) == Exit.USAGE
    assert f"no link in {file}" in capsys.readouterr().err
