"""What a worker brings is what would have been brought here, and sites are asked no more often."""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

from services.crew.acts import Abilities
from services.crew.far_sources import FarSources
from services.crew.pace import Pace
from services.crew.packing import Unfit
from services.crew.role import Role
from services.crew.source_acts import SourceActs
from services.errors import CaptionsMissing, LinkGone, SiteLimited
from services.media.choices import wanted_of
from services.media.stretches import Stretch
from services.nursery import Nursery
from services.platforms.catalogue import link_of
from services.sources.captioning import Written
from services.sources.fetched import Fetched
from services.sources.medium import Caption, Medium, Scribe
from services.sources.playlist import Entry, Playlist
from services.sources.sources import open_sources
from services.web import open_web
from services.web_guard import Guard
from tests.demo import open_shared_demo
from tests.services.crew.near_crew import NearCrew

LINK = link_of("https://example.com/1")
MEDIUM = Medium("web:1", LINK.url, "web", "One", captions=(Caption("de", Scribe.PEOPLE, "x"),))
MP3 = wanted_of("mp3")


@dataclass
class FakeSources:
    """Tells what it was told to, and remembers what it was asked."""

    found: Medium | Playlist = MEDIUM
    failure: Exception | None = None
    text: str = ""
    stretches: tuple[Stretch, ...] | None = None
    file_name: str = "original.webm"
    infos: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    knew: list[str] = field(default_factory=list)

    def recall(self, medium):
        return self.infos.get(medium, "")

    def remember(self, medium, info):
        self.infos[medium] = info

    async def resolve(self, link, *, folder):
        assert not list(folder.iterdir())
        self._ask("resolve")
        if isinstance(self.found, Medium):
            self.infos[self.found.key] = '{"told": "übel\\ud83d"}'
        return self.found

    async def fetch(self, medium, wanted, *, folder, ticks, enough=None):
        assert not list(folder.iterdir())
        self._ask("fetch", medium)
        ticks(1, None)
        ticks(7, 9)
        if wanted.record_seconds:
            await enough.wait()
        (folder / self.file_name).write_bytes(wanted.choice.encode())
        (folder / "cover.jpg").write_bytes(b"jpeg")
        return Fetched(folder / self.file_name, folder / "cover.jpg", 2.5)

    async def captioned(self, medium, *, folder):
        self._ask("captioned", medium)
        return self.found

    async def written(self, medium, caption, *, folder):
        self._ask("written", medium)
        assert caption == MEDIUM.captions[0]
        return Written(self.text, "vtt")

    async def sponsored(self, medium):
        self._ask("sponsored", medium)
        return self.stretches

    async def thumbnail(self, medium, *, folder):
        self._ask("thumbnail", medium)
        (folder / "t.jpg").write_bytes(b"small")
        return folder / "t.jpg"

    def _ask(self, act, medium=None):
        self.asked.append(act)
        self.knew.append(self.infos.get(medium.key, "") if medium else "")
        if self.failure:
            raise self.failure


def crew_of(sources, folder):
    acts = SourceActs(sources).by_name
    abilities = Abilities({name: (Role.CPU, act) for name, act in acts.items()}, None)
    return NearCrew(abilities, folder)


@pytest.fixture
def near():
    return FakeSources()


@pytest.fixture
def site():
    return FakeSources()


@pytest.fixture
def crew(site, tmp_path):
    return crew_of(site, tmp_path / "worker")


@pytest.fixture
def far(near, crew):
    return FarSources(near, crew)


@pytest.fixture
def bench(tmp_path):
    folder = tmp_path / "bench"
    folder.mkdir()
    return folder


async def test_what_was_told_once_goes_along_with_the_fetch(far, near, site, crew, bench, tmp_path):
    medium = await far.resolve(LINK, folder=bench)
    told = site.infos.pop(medium.key)  # another worker would not know it
    folder = tmp_path / "fetch"
    folder.mkdir()
    ticks = []

    fetched = await far.fetch(medium, MP3, folder=folder, ticks=lambda *tick: ticks.append(tick))

    assert medium == MEDIUM
    assert site.knew == ["", told]
    assert crew.given[-1].files == {}
    assert (fetched.path, fetched.starts) == (folder / "original.webm", 2.5)
    assert (fetched.path.read_bytes(), fetched.cover.read_bytes()) == (b"mp3", b"jpeg")
    assert ticks == [(1, None), (7, 9)]
    assert sorted(path.name for path in folder.iterdir()) == ["cover.jpg", "original.webm"]
    assert near.asked == []
    assert [call.pace for call in crew.given] == [Pace.ASKING, Pace.QUICK]


async def test_what_is_long_is_fetched_among_what_is_long(far, crew, bench):
    await far.fetch(replace(MEDIUM, seconds=9e3), MP3, folder=bench, ticks=lambda *_: None)

    assert crew.given[0].pace is Pace.LONG


async def test_a_list_comes_back_whole(far, site, bench):
    site.found = Playlist("list:1", "u", "web", "L", entries=(Entry("a"), Entry("b", "B", 1.5)))

    assert await far.resolve(LINK, folder=bench) == site.found


async def test_what_a_site_says_is_heard_here(far, site, bench):
    site.failure = SiteLimited(host="example.com", seconds=60)

    with pytest.raises(SiteLimited) as caught:
        await far.resolve(LINK, folder=bench)

    assert caught.value.details == {"host": "example.com", "seconds": 60}


async def test_captions_come_back_letter_by_letter(far, site, bench):
    site.text = "WEBVTT\r\n\r\n\ufeffTschüß 你好 \U0001f600\n"
    site.found = Medium("web:1", LINK.url, "web", "One", captions=(*MEDIUM.captions,) * 2)

    assert await far.captioned(MEDIUM, folder=bench) == site.found
    assert await far.written(MEDIUM, MEDIUM.captions[0], folder=bench) == Written(site.text, "vtt")
    site.failure = CaptionsMissing(host="example.com")
    with pytest.raises(CaptionsMissing):
        await far.written(MEDIUM, MEDIUM.captions[0], folder=bench)


async def test_what_is_to_be_skipped_is_told_or_unknown(far, site):
    assert await far.sponsored(MEDIUM) is None
    site.stretches = ()
    assert await far.sponsored(MEDIUM) == ()
    site.stretches = (Stretch(1, 2.5),)
    assert await far.sponsored(MEDIUM) == site.stretches


async def test_a_small_picture_never_fails(far, site, bench):
    picture = await far.thumbnail(MEDIUM, folder=bench)
    site.failure = LinkGone(host="example.com")

    assert (picture, picture.read_bytes()) == (bench / "t.jpg", b"small")
    assert await far.thumbnail(MEDIUM, folder=bench) is None


async def test_a_recording_ends_when_it_is_enough(far, bench):
    enough = asyncio.Event()
    recording = asyncio.create_task(
        far.fetch(
            MEDIUM,
            wanted_of("mp3;record=600"),
            folder=bench,
            ticks=lambda *_: enough.set(),
            enough=enough,
        )
    )

    fetched = await asyncio.wait_for(recording, 30)

    assert fetched.path.read_bytes() == b"mp3;record=600"


async def test_without_a_worker_it_is_done_here_in_an_empty_folder(far, near, crew, bench):
    crew.away = True
    near.infos[MEDIUM.key] = "told before"

    fetched = await far.fetch(MEDIUM, MP3, folder=bench, ticks=lambda *_: None)

    assert near.asked == ["fetch"]
    assert fetched.path.parent == bench


async def test_a_worker_cannot_choose_where_a_file_goes(far, site, crew, bench, monkeypatch):
    real = crew.call

    async def call(*arguments, **more):
        answer = await real(*arguments, **more)
        answer.value["name"] = "../elsewhere"
        return answer

    monkeypatch.setattr(crew, "call", call)

    with pytest.raises(Unfit):
        await far.fetch(MEDIUM, MP3, folder=bench, ticks=lambda *_: None)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def places(tmp_path_factory):
    """A site, and the sources of a front and of a worker."""
    async with (
        open_shared_demo() as demo,
        open_web(Guard(allow=[demo.url.removeprefix("http://")])) as web,
        Nursery() as nursery,
        open_sources(web, nursery) as front,
        open_sources(web, nursery) as worker,
    ):
        yield demo, front, crew_of(worker, Path(tmp_path_factory.mktemp("worker")))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_real_page_is_asked_as_often_as_it_would_be_from_here(places, tmp_path):
    demo, front, crew = places
    hits, brought = [], []
    link = link_of(demo.links["page"])
    for number, sources in enumerate((front, FarSources(front, crew))):
        demo.clear_hits()
        for name in ("facts", "bytes"):
            (tmp_path / f"{name}-{number}").mkdir()
        medium = await sources.resolve(link, folder=tmp_path / f"facts-{number}")
        if number:
            for act in crew.abilities.acts.values():
                act[1].__self__._sources._infos.forget(medium.key)
        fetched = await sources.fetch(
            medium, MP3, folder=tmp_path / f"bytes-{number}", ticks=lambda *_: None
        )
        hits.append(demo.hits.total())
        brought.append((medium, fetched.path.name, fetched.path.read_bytes()))

    assert brought[0] == brought[1]
    assert hits[0] == hits[1]
    assert crew.calls == {"resolve": 1, "fetch": 1}
