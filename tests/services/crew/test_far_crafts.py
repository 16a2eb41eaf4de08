"""What a worker makes of files is what would have been made here."""

import asyncio
from dataclasses import replace
from math import inf

import pytest

from services.censor.hiding import Hiding
from services.censor.render import Way
from services.censor.spans import Span
from services.crew.acts import Abilities
from services.crew.craft_acts import CraftActs
from services.crew.far_crafts import FarCrafts
from services.crew.pace import Pace
from services.crew.role import Role
from services.errors import ChoiceUnavailable, FileUnreadable, RangeOutside
from services.jobs.crafts import MediaCrafts
from services.media.album import bundle
from services.media.brief import Brief, Tags
from services.media.choices import wanted_of
from services.media.probe import probe
from services.media.stretches import Stretch
from tests.services.crew.near_crew import NearCrew
from tests.sounds import make, moving_card, seconds_of, tone
from tests.world.media import still

MP3 = wanted_of("mp3").format


@pytest.fixture
def crew(tmp_path):
    acts = CraftActs(MediaCrafts()).by_name
    abilities = Abilities({name: (Role.CPU, act) for name, act in acts.items()}, None)
    return NearCrew(abilities, tmp_path / "worker")


@pytest.fixture
def far(crew):
    return FarCrafts(MediaCrafts(), crew)


@pytest.fixture
def song(tmp_path):
    return make(tmp_path / "a song.flac", *tone(3), "-metadata", "title=Own")


async def made(crafts, song, folder, brief, ticks=lambda _: None):
    folder.mkdir()
    to = folder / f"result.{brief.format.extension}"
    return await crafts.convert(song, brief, to=to, ticks_seconds=ticks), to


async def test_a_file_is_converted_as_it_would_be_here(far, crew, song, tmp_path):
    brief = Brief(MP3, Tags(title="Told"), cover=still(), keeps=(Stretch(0.5, 2),))
    seconds = []

    near, here = await made(MediaCrafts(), song, tmp_path / "near", brief)
    told, there = await made(far, song, tmp_path / "far", brief, seconds.append)

    assert (told, there.read_bytes()) == (near, here.read_bytes())
    assert (await probe(there)).has_cover
    assert seconds
    assert crew.calls == {"convert": 1}
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["result.mp3"]


async def test_what_is_long_waits_among_what_is_long(far, crew, song, tmp_path):
    hour, all_of_it, piece = 3600.0, Stretch(0, inf), Stretch(0, 1)
    briefs = (Brief(MP3, seconds=hour), Brief(MP3, seconds=hour, keeps=(all_of_it,)))
    for number, brief in enumerate((*briefs, Brief(MP3, seconds=hour, keeps=(piece,)))):
        await made(far, song, tmp_path / str(number), brief)

    assert [call.pace for call in crew.given] == [Pace.LONG, Pace.LONG, Pace.QUICK]


async def test_what_cannot_be_made_is_told_with_its_facts(far, song, tmp_path):
    with pytest.raises(RangeOutside) as caught:
        await made(far, song, tmp_path / "far", Brief(MP3, keeps=(Stretch(9, 12),)))
    assert caught.value.details["seconds"] == pytest.approx(3, abs=0.1)

    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"no sound at all" * 99)
    with pytest.raises(FileUnreadable) as unreadable:
        await made(far, broken, tmp_path / "again", Brief(MP3))
    assert unreadable.value.details == {"name": "broken.mp3"}


async def test_without_a_worker_it_is_done_here(far, crew, song, tmp_path):
    crew.away = True
    _, after_asking = await made(far, song, tmp_path / "one", Brief(MP3))
    crew.abilities = replace(crew.abilities, acts={})
    _, at_once = await made(far, song, tmp_path / "two", Brief(MP3))

    assert after_asking.read_bytes() == at_once.read_bytes()
    assert not crew.calls


async def test_who_does_not_wait_stops_the_act(far, crew, tmp_path):
    long = make(tmp_path / "long.mkv", *moving_card(20, size="640x360", rate=25), "-c:v", "mjpeg")
    begun = asyncio.Event()
    brief = Brief(wanted_of("360p").format)
    task = asyncio.create_task(made(far, long, tmp_path / "far", brief, lambda _: begun.set()))
    await asyncio.wait_for(begun.wait(), 60)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert crew.ended == 1
    assert not list(crew.folder.iterdir())
    assert not list((tmp_path / "far").iterdir())


async def test_the_pictures_of_a_post_come_back_in_their_order(far, tmp_path):
    film = make(tmp_path / "film.mp4", *moving_card(1), "-pix_fmt", "yuv420p")
    pieces = [still(), still(ending="png"), film]
    bundle([(str(at), piece) for at, piece in enumerate(pieces)], to=tmp_path / "post.zip")
    ticks = []
    albums = []
    for number, crafts in enumerate((MediaCrafts(), far)):
        folder = tmp_path / f"album-{number}"
        folder.mkdir()
        ticks.clear()
        shots = await crafts.album_of(
            tmp_path / "post.zip",
            folder=folder,
            title="A walk",
            ticks=lambda *tick: ticks.append(tick),
        )
        assert ticks[-1] == (3, 3)
        assert {shot.path.parent for shot in shots} == {folder}
        albums.append([(shot.path.name, shot.path.read_bytes(), shot.film) for shot in shots])

    assert albums[0] == albums[1]
    with pytest.raises(ChoiceUnavailable):
        await far.album_of(film, folder=tmp_path / "album-1", title="", ticks=lambda *_: None)


async def test_texts_and_cuts_are_found_as_they_would_be_here(far, tmp_path):
    (tmp_path / "a.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nTschüß 你好\n")
    film = make(
        *(tmp_path / "film.mkv", *moving_card(4), "-i", str(tmp_path / "a.srt"), *("-map", "0:v")),
        *("-map", "1", "-c:v", "mjpeg", "-c:s", "srt"),
    )

    text = await far.subtitles_in(film, 1, ext="srt", folder=tmp_path)
    assert text == await MediaCrafts().subtitles_in(film, 1, ext="srt", folder=tmp_path)
    assert "Tschüß 你好" in text

    most_bytes = film.stat().st_size // 2 + 300_000
    parts = await far.parts_of(film, most_bytes=most_bytes)
    assert list(parts) == list(await MediaCrafts().parts_of(film, most_bytes=most_bytes))


async def test_a_clean_copy_is_the_one_that_would_be_made_here(far, crew, song, tmp_path):
    loudness = await far.loudness(song, folder=tmp_path, track=0)
    assert loudness == await MediaCrafts().loudness(song, folder=tmp_path, track=0)

    hiding = Hiding((Span(1, 1.5),), "Mine: übel.flac", 3.0, keeps_tags=False)
    copies, seconds = [], []
    for crafts in (MediaCrafts(), far):
        folder = tmp_path / type(crafts).__name__
        folder.mkdir()
        told = await crafts.hide(song, hiding, folder=folder, ticks_seconds=seconds.append)
        assert told.path.is_relative_to(folder)
        copies.append((told.path.name, told.path.read_bytes(), replace(told, path=None)))

    assert copies[0] == copies[1]
    assert copies[0][2].way is Way.SPLICED
    again = replace(hiding, format="mp3")
    other = await far.hide(song, again, folder=tmp_path, ticks_seconds=seconds.append)
    assert seconds
    assert other.path.name == "Mine: übel.mp3"
    assert seconds_of(other.path) == pytest.approx(3, abs=0.1)
    assert crew.calls == {"loudness": 1, "hide": 2}


async def test_what_is_only_looked_at_is_looked_at_here(far, crew, song, tmp_path):
    medium = await far.examine(song, "a song.flac", key="k")
    cover = await far.thumbnail_of(song, picture=None, to=tmp_path / "c.jpg")

    assert (medium.title, cover) == ("Own", None)
    assert not crew.calls
