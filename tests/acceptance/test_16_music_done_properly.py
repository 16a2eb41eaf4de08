"""Music done properly: the original's sound, everything that a player shows, nothing made louder."""

import base64
from math import log10

import av
import pytest
import pytest_asyncio
from aiogram.types import FSInputFile
from mutagen.flac import FLAC, Picture
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from bot.media_message import caption, media
from bot.upload import safe_name
from locales.texts import texts_for
from services.jobs.artifact import Artifact
from services.jobs.briefs import Original, Task, brief_for
from services.jobs.job import Job, State
from services.jobs.names import file_name
from services.jobs.order import Channel, Order, Product, Recipient
from services.media.choices import wanted_of
from services.media.convert import convert
from services.media.formats import Kind
from services.media.probe import probe
from services.platforms.catalogue import link_of
from services.sources.medium import Chapter, Medium
from tests.acceptance.workshop import LimitedShelf, open_workshop
from tests.sounds import RATE, decode, loudest_hertz, make, packets, tone
from tests.world.media import made, song, still
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

MB = 1024 * 1024
NAMES = ["أغنية المساء", "夜の港で歌う", "🎵🌊👩‍👩‍👧‍👦", "ж" * 300, "👩‍👩‍👧‍👦" * 60, "a" * 300]


@pytest.fixture(scope="module")
def shelf():
    return LimitedShelf(None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workshop(tmp_path_factory, web_of_the_module, shelf):
    folder = tmp_path_factory.mktemp("workshop")
    async with open_workshop(folder, web_of_the_module, shelf=shelf) as opened:
        yield opened


def loudness(path):
    samples = decode(path)[RATE // 2 : -RATE // 2]
    return 10 * log10(sum(sample * sample for sample in samples) / len(samples))


def told_by_mp3(path):
    tags = MP3(path).tags
    told = [str(tags[name]) for name in ("TIT2", "TPE1", "TALB", "TPE2", "TRCK", "TDRC")]
    chapters = [(row.start_time / 1000, str(row.sub_frames["TIT2"])) for row in tags.getall("CHAP")]
    return told, tags.getall("APIC")[0].data, chapters


def told_by_m4a(path):
    tags = MP4(path)
    told = [tags[name][0] for name in ("©nam", "©ART", "©alb", "aART")]
    told += [str(tags["trkn"][0][0]), tags["©day"][0]]
    chapters = [(row.start, row.title) for row in tags.chapters]
    return told, bytes(tags["covr"][0]), chapters


def told_by_vorbis(tags):
    names = ("title", "artist", "album", "albumartist", "tracknumber", "date")
    numbers = [
        name for name in sorted(tags.keys()) if name.startswith("chapter") and len(name) == 10
    ]
    chapters = [
        (
            sum(
                float(part) * 60**place
                for place, part in enumerate(reversed(tags[name][0].split(":")))
            ),
            tags[f"{name}name"][0],
        )
        for name in numbers
    ]
    return [tags[name][0] for name in names], chapters


def told_by_ogg(path):
    tags = OggOpus(path)
    told, chapters = told_by_vorbis(tags)
    return told, Picture(base64.b64decode(tags["metadata_block_picture"][0])).data, chapters


def told_by_flac(path):
    tags = FLAC(path)
    told, chapters = told_by_vorbis(tags)
    return told, tags.pictures[0].data, chapters


READERS = {"mp3": told_by_mp3, "m4a": told_by_m4a, "ogg": told_by_ogg, "flac": told_by_flac}


@pytest.mark.parametrize("choice", ["mp3", "mp3-128", "m4a", "ogg", "flac"])
async def test_tags_cover_and_chapters_read_back_equal(choice, tmp_path):
    title, author = "Ночь = ; # \\ 夜 🌙 أغنية", "Хор & Ко"
    medium = Medium(
        key="web:x",
        url="",
        site="web",
        title=title,
        author=author,
        album="第一",
        track=7,
        published="2024-05-01",
        chapters=(Chapter(0, 2.5, "Перед = штормом"), Chapter(2.5, 6, "夜 🌙")),
    )
    source = song(seconds=6, ending="wav")
    original = Original(medium, source, still(width=640, height=360))
    form = wanted_of(choice).format
    to = tmp_path / f"out.{form.extension}"

    await convert(source, brief_for(original, Task(wanted_of(choice))), to=to)

    told, picture, chapters = READERS[form.family](to)
    assert told == [title, author, "第一", author, "7", "2024-05-01"]
    (tmp_path / "picture.jpg").write_bytes(picture)
    with av.open(str(tmp_path / "picture.jpg")) as opened:
        stream = opened.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("mjpeg", 360, 360)
    assert chapters == [(0, "Перед = штормом"), (2.5, "夜 🌙")]


@pytest.mark.parametrize(("sound", "hertz"), [("", 550), (";sound=de", 330), (";sound=ja", 770)])
@pytest.mark.parametrize("form", ["mp3", "360p"])
async def test_the_original_is_delivered_though_it_is_not_the_first(
    form, sound, hertz, workshop, tmp_path
):
    tracks = [word for height in (330, 550, 770) for word in tone(3, hertz=height)]
    card = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10:duration=3")
    source = make(
        tmp_path / "film.mkv",
        *(*tracks, *card, "-map", "0", "-map", "1", "-map", "2", "-map", "3"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
        *("-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng"),
        *("-metadata:s:a:2", "language=jpn"),
        *("-disposition:a:0", "default+dub", "-disposition:a:1", "original"),
        *("-disposition:a:2", "dub"),
    )

    (file,) = await workshop.makes(source, f"{form}{sound}")

    assert loudest_hertz(file.path) == pytest.approx(hertz, abs=6)
    assert len((await probe(file.path)).tracks) == 1


@pytest.mark.parametrize("form", ["m4a", "360p"])
async def test_a_dub_is_fetched_when_it_is_asked_for(form, world, workshop):
    name = {"m4a": "dubbedVid01", "360p": "dubbedVid02"}[form]
    tongues = {"en-US": 550, "de": 330, "fr": 770}
    link = open_youtube(world).video(name, heights=(360,), languages=tongues)

    (original,) = await workshop.makes(link, form)
    (dub,) = await workshop.makes(link, f"{form};sound=de")

    assert loudest_hertz(original.path) == pytest.approx(550, abs=6)
    assert loudest_hertz(dub.path) == pytest.approx(330, abs=6)
    assert original.artifact.key != dub.artifact.key
    medium = await workshop.house.core.jobs.medium(link_of(link).key)
    assert {row.language: row.original for row in medium.sounds} == {
        "en-US": True,
        "de": False,
        "fr": False,
    }


@pytest.mark.parametrize("choice", ["mp3", "m4a", "ogg", "flac", "wav", "mp3-64", "360p"])
async def test_loudness_is_untouched(choice, workshop, tmp_path):
    quiet = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=4")
    card = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=10:duration=4")
    source = make(
        tmp_path / "quiet.mkv",
        *(*quiet, *card, "-af", "volume=-20dB", "-c:a", "libvorbis", "-c:v", "libvpx-vp9"),
        *("-deadline", "realtime", "-cpu-used", "8"),
    )

    (file,) = await workshop.makes(source, choice)

    assert loudness(file.path) == pytest.approx(loudness(source), abs=0.5)


async def test_music_of_the_right_kind_is_copied(workshop, tmp_path):
    source = make(tmp_path / "song.mp3", *tone(3), "-metadata", "album=Own", "-b:a", "256k")

    (file,) = await workshop.makes(source, "mp3")
    (small,) = await workshop.makes(source, "mp3-64")

    assert packets(file.path, "audio") == packets(source, "audio")
    assert str(MP3(file.path).tags["TALB"]) == "Own"
    assert MP3(small.path).info.bitrate == pytest.approx(64_000, rel=0.01)


@pytest.mark.parametrize("title", NAMES)
async def test_names_and_captions_are_valid_in_every_script(title):
    name = file_name(title, "mp3")
    for text in (name, safe_name(name)):
        assert text.endswith(".mp3")
        assert len(text.encode()) <= 255
        assert text.encode().decode() == text
        assert "\ufffd" not in text
    artifact = Artifact(
        key="k",
        medium="m",
        choice="720p",
        blob="",
        size_bytes=1,
        file_name=name,
        mime="video/mp4",
        kind=Kind.VIDEO,
        title=title,
        performer=title,
    )
    order = Order(
        Product.MEDIA,
        link_of("https://example.com/" + "x" * 1900),
        Recipient(Channel.TELEGRAM, 1),
        account=1,
        choice="720p",
    )
    job = Job("id", order, State.RUNNING, None, 0)
    words = caption(job, artifact, texts_for("ru"))
    shown = words.partition("<a ")[0]
    assert len(shown.encode("utf-16-le")) // 2 <= 1024
    assert "\ufffd" not in words
    assert words.encode().decode() == words


async def test_three_hours_are_split_with_tags_that_go_on(workshop, shelf, tmp_path):
    minute = made("mp3", *tone(60), "-ac", "1", "-b:a", "64k")
    source = make(
        tmp_path / "long.mp3",
        *("-stream_loop", "-1", "-i", str(minute), "-t", "10800", "-c", "copy"),
        *("-metadata", "title=The long night", "-metadata", "artist=A choir"),
    )
    shelf.limit = 30 * MB

    files = await workshop.makes(source, "mp3;parts")
    again = await workshop.makes(source, "mp3;parts")
    shelf.limit = None

    assert len(files) == 3
    assert [file.artifact for file in again] == [file.artifact for file in files]
    assert all(file.path.stat().st_size <= 30 * MB for file in files)
    lengths = [(await probe(file.path)).seconds for file in files]
    assert sum(lengths) == pytest.approx(10800, abs=0.5)
    assert [file.artifact.seconds for file in files] == pytest.approx(lengths, abs=0.2)
    tags = [MP3(file.path).tags for file in files]
    assert [str(row["TIT2"]) for row in tags] == [f"The long night ({n}/3)" for n in (1, 2, 3)]
    assert [str(row["TRCK"]) for row in tags] == ["1/3", "2/3", "3/3"]
    assert {str(row["TALB"]) for row in tags} == {"The long night"}
    assert {str(row["TPE1"]) for row in tags} == {"A choir"}
    beginnings = [packets(file.path, "audio")[10] for file in files]
    assert set(beginnings) <= set(packets(minute, "audio"))


async def test_what_a_player_shows_is_given_to_the_chat(tmp_path):
    artifact = Artifact(
        key="k",
        medium="m",
        choice="mp3",
        blob="",
        size_bytes=1,
        file_name="a.mp3",
        mime="audio/mpeg",
        kind=Kind.AUDIO,
        title="T" * 300,
        performer="Хор",
        seconds=61.4,
    )
    shown = media(artifact, "", file=FSInputFile(tmp_path / "a.mp3"), cover=None)

    assert (shown.duration, shown.performer) == (61, "Хор")
    assert len(shown.title) <= 200
