"""Facts that outlive their bytes."""

import json

import pytest

from services.jobs.artifact import Artifact
from services.jobs.artifacts import Artifacts, artifact_key, original_key
from services.media.choices import wanted_of
from services.media.formats import Kind
from services.sources.medium import Caption, Medium, Picture, Scribe
from services.store.blobs import open_blobs
from tests.services.store.hands import Hands


@pytest.fixture
async def clock():
    return Hands()


@pytest.fixture
async def blobs(tmp_path, database, clock):
    folder = tmp_path / "blobs"
    async with open_blobs(folder, database, clock, max_bytes=10**6, keep_free_bytes=0) as blobs:
        yield blobs


@pytest.fixture
def artifacts(database, blobs, clock):
    return Artifacts(database, blobs, clock)


async def made(artifacts, blobs, tmp_path, *, key="k"):
    path = tmp_path / "file"
    path.write_bytes(b"bytes")
    blob = await blobs.put(path, held_by=f"artifact:{key}")
    artifact = Artifact(
        key=key,
        medium="m",
        choice="mp3",
        blob=blob.sha256,
        size_bytes=5,
        file_name="a.mp3",
        mime="audio/mpeg",
        kind=Kind.AUDIO,
        title="Заголовок",
    )
    await artifacts.put(artifact)
    return artifact


async def test_a_file_is_found_with_its_bytes(artifacts, blobs, tmp_path):
    artifact = await made(artifacts, blobs, tmp_path)
    taken, path = await artifacts.take("k", held_by="job:1")
    assert taken == artifact
    assert path.read_bytes() == b"bytes"
    assert await artifacts.take("other", held_by="job:1") is None


async def test_facts_stay_when_the_bytes_have_gone(artifacts, blobs, tmp_path):
    artifact = await made(artifacts, blobs, tmp_path)
    await blobs.release(held_by="artifact:k")
    assert await artifacts.take("k", held_by="job:1") is None
    assert await artifacts.get("k") == artifact


async def test_broken_bytes_are_as_good_as_none(artifacts, blobs, tmp_path):
    artifact = await made(artifacts, blobs, tmp_path)
    blobs.path_of(artifact.blob).write_bytes(b"other")
    assert await artifacts.take("k", held_by="job:1") is None


async def test_use_is_noted_but_not_each_time(artifacts, blobs, tmp_path, clock, database):
    await made(artifacts, blobs, tmp_path)

    async def used_at():
        return (await database.row("SELECT used_at FROM artifacts"))[0]

    before = await used_at()
    clock.turn(seconds=60)
    await artifacts.get("k")
    assert await used_at() == before
    clock.turn(seconds=86_400)
    await artifacts.get("k")
    assert await used_at() == clock.now()


async def test_a_medium_is_found_by_the_link_and_by_its_own_key(artifacts):
    medium = Medium(
        key="youtube:1",
        url="https://x",
        site="youtube",
        title="T",
        pictures=(Picture(360, None), Picture(720, 5, exact=True)),
        captions=(
            Caption("pt-BR", Scribe.PEOPLE, "pt-BR"),
            Caption("en", Scribe.FILE, "2", ext="srt", chosen=True),
        ),
        translations=("de", "fr"),
        spoken="pt",
    )
    await artifacts.put_medium(medium, keys=["web:short"])
    for key in ("youtube:1", "web:short"):
        assert (await artifacts.medium(key)).medium == medium
    assert await artifacts.medium("web:other") is None


async def test_a_thumbnail_survives_fresher_facts(artifacts):
    medium = Medium(key="m", url="", site="web", title="old")
    await artifacts.put_medium(medium, keys=[], thumbnail="blob")
    await artifacts.put_medium(Medium(key="m", url="", site="web", title="new"), keys=[])
    known = await artifacts.medium("m")
    assert (known.medium.title, known.thumbnail) == ("new", "blob")


async def test_facts_of_a_later_version_do_not_break_an_earlier_one(artifacts, database):
    await artifacts.put_medium(Medium(key="m", url="", site="web", title="T"), keys=[])
    row = await database.row("SELECT facts FROM media")
    facts = json.dumps({**json.loads(row["facts"]), "invented_later": 1})
    await database.write("UPDATE media SET facts = :facts", facts=facts)
    assert await artifacts.medium("m") is None


def test_keys_name_the_inputs():
    assert artifact_key("m", "mp3") == "m|mp3|1"
    sounds = {original_key("m", wanted_of(name)) for name in ("mp3", "flac", "wav", "ogg-64")}
    assert sounds == {"m|source:sound"}
    assert original_key("m", wanted_of("720p;skip;parts")) == "m|source:720p"
    assert (
        original_key("m", wanted_of("mp3;clip=5-9;sound=de")) == "m|source:sound;clip=5-9;sound=de"
    )
    assert original_key("m", wanted_of("images")) == "m|source:images"
    assert original_key("m", None) == "m|source:file"


async def test_the_newest_of_a_feed_is_asked_for_again_soon_and_the_episode_itself_is_not(
    artifacts, clock
):
    episode = Medium(
        key="web:cdn.example.com/2.mp3",
        url="https://cdn.example.com/2.mp3",
        site="cdn.example.com",
        title="Two",
        listing="https://example.com/feed",
    )
    await artifacts.put_medium(episode, keys=["web:example.com/feed"])
    now = clock.now()

    feed = await artifacts.medium("web:example.com/feed")
    itself = await artifacts.medium(episode.key)

    assert feed.is_fresh(now + 9 * 60)
    assert not feed.is_fresh(now + 11 * 60)
    assert itself.is_fresh(now + 5 * 3600)


async def test_a_short_link_is_known_as_long_as_what_it_leads_to(artifacts, clock):
    video = Medium(key="tiktok:1", url="https://example.com/1", site="tiktok", title="One")
    await artifacts.put_medium(video, keys=["tiktok:vm.tiktok.com/x"])

    assert (await artifacts.medium("tiktok:vm.tiktok.com/x")).is_fresh(clock.now() + 5 * 3600)


async def test_an_address_that_runs_out_is_forgotten_then(artifacts, clock):
    until = int(clock.now()) + 3600
    url = f"https://cdn.discordapp.com/attachments/1111111/2222222/a.mp3?ex={until:x}&hm=1"
    file = Medium(key="discord:1111111/2222222/a.mp3", url=url, site="discord", title="A")
    await artifacts.put_medium(file, keys=[])

    known = await artifacts.medium(file.key)

    assert known.is_fresh(until - 1)
    assert not known.is_fresh(until)
