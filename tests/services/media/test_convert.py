import asyncio
from pathlib import Path

import pytest
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from services.errors import ChoiceUnavailable, ConversionFailed, FileUnreadable, NoRoom
from services.media.brief import Brief, Tags
from services.media.convert import convert
from services.media.covers import MOST_BYTES, SIDE, cover_from_picture, cover_of
from services.media.ffmpeg import FfmpegFailed, run
from services.media.formats import SOUNDS, format_of
from services.media.probe import probe
from tests.processes import naming, until
from tests.services.media.killing import Killer
from tests.sounds import loudest_hertz, make, moving_card, packets, seconds_of, tone

TITLE = 'Ночь = ; # \\ 🌙 夜 "quoted"'
TAGS = Tags(title=TITLE, performer="Хор & Ко", album="第一", date="2024")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@pytest.fixture
def picture(tmp_path):
    return make(tmp_path / "cover.jpg", *moving_card(1, size="300x300"), "-frames:v", "1")


def starts_with_index(path):
    head = path.read_bytes()
    return head.index(b"moov") < head.index(b"mdat")


@pytest.mark.parametrize("form", SOUNDS, ids=lambda form: form.name)
async def test_every_format_holds_the_same_sound(form, tmp_path, picture):
    source = make(tmp_path / "source.mkv", *tone(2), "-c:a", "libvorbis")
    to = tmp_path / f"out.{form.extension}"

    made = await convert(source, Brief(form, tags=TAGS, cover=picture), to=to)

    assert loudest_hertz(to) == pytest.approx(440, abs=3)
    assert seconds_of(to) == pytest.approx(2, abs=0.1)
    assert (made.copied, made.width) == (False, 0)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cover.jpg", to.name, "source.mkv"]


async def told_by_mp3(path):
    tags = ID3(path)
    assert tags.version == (2, 3, 0)
    return str(tags["TIT2"]), str(tags["TPE1"]), str(tags["TALB"]), tags.getall("APIC")[0].data


async def told_by_m4a(path):
    tags = MP4(path)
    return tags["©nam"][0], tags["©ART"][0], tags["©alb"][0], bytes(tags["covr"][0])


async def told_by_ogg(path):
    import base64

    tags = OggOpus(path)
    cover = Picture(base64.b64decode(tags["metadata_block_picture"][0])).data
    return tags["title"][0], tags["artist"][0], tags["album"][0], cover


async def told_by_flac(path):
    tags = FLAC(path)
    return tags["title"][0], tags["artist"][0], tags["album"][0], tags.pictures[0].data


READERS = {"mp3": told_by_mp3, "m4a": told_by_m4a, "ogg": told_by_ogg, "flac": told_by_flac}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("copied", [True, False])
async def test_tags_and_cover_read_back_equal(name, copied, tmp_path, picture):
    form = format_of(name)
    codec = form.encoder if copied else ("-c:a", "pcm_s16le")
    source = make(tmp_path / "source.mkv", *tone(1), *codec, "-metadata", "title=Old")
    to = tmp_path / f"out.{form.extension}"

    made = await convert(source, Brief(form, tags=TAGS, cover=picture), to=to)

    assert made.copied is copied
    told = await READERS[name](to)
    assert told == (TITLE, "Хор & Ко", "第一", picture.read_bytes())


async def test_what_the_tags_leave_open_stays_as_it_was(tmp_path):
    source = make(tmp_path / "a.ogg", *tone(1), "-c:a", "libvorbis", "-metadata", "artist=Own")

    await convert(source, Brief(format_of("mp3"), tags=Tags(title="New")), to=tmp_path / "b.mp3")

    tags = (await probe(tmp_path / "b.mp3")).tags
    assert (tags["title"], tags["artist"]) == ("New", "Own")


@pytest.mark.parametrize(
    ("name", "source", "codec"),
    [
        ("mp3", "a.mp3", ("-c:a", "libmp3lame")),
        ("m4a", "a.ts", ("-c:a", "aac")),
        ("ogg", "a.webm", ("-c:a", "libopus")),
        ("flac", "a.mka", ("-c:a", "flac")),
        ("wav", "a.mov", ("-c:a", "pcm_s16le")),
    ],
)
async def test_sound_of_the_right_codec_is_copied_packet_by_packet(name, source, codec, tmp_path):
    made = make(tmp_path / source, *tone(2), *codec)
    to = tmp_path / f"out.{format_of(name).extension}"

    assert (await convert(made, Brief(format_of(name), tags=Tags(title="New")), to=to)).copied

    if name == "wav":
        assert b"".join(packets(to, "audio")) == b"".join(packets(made, "audio"))
    elif name == "m4a":
        # In a transport stream each packet has seven bytes of its own in front.
        assert packets(to, "audio") == [packet[7:] for packet in packets(made, "audio")]
    else:
        assert packets(to, "audio") == packets(made, "audio")


@pytest.mark.parametrize("name", ["mp3", "m4a", "ogg", "flac", "wav", "240p"])
async def test_a_file_that_is_right_already_stays_as_it_is(name, tmp_path, monkeypatch):
    form = format_of(name)
    film = moving_card(1) if name == "240p" else ()
    fast = ("-movflags", "+faststart") if form.extension in {"mp4", "m4a"} else ()
    codec = form.encoder if name == "240p" else form.encoder[:2]
    source = make(
        *(tmp_path / f"in.{form.extension}", *film, *tone(1), *codec, *fast),
        *("-metadata", "title=Same"),
    )
    monkeypatch.setattr("services.media.convert.run", None)

    made = await convert(
        source, Brief(form, tags=Tags(title="Same")), to=tmp_path / f"out.{form.extension}"
    )

    assert made.copied
    assert (tmp_path / f"out.{form.extension}").samefile(source)


async def test_somebody_elses_file_is_copied_since_it_may_change(tmp_path):
    source = make(tmp_path / "in.mp3", *tone(1))
    (tmp_path / "work").mkdir()

    await convert(source, Brief(format_of("mp3")), to=tmp_path / "work" / "out.mp3")

    assert (tmp_path / "work" / "out.mp3").read_bytes() == source.read_bytes()
    assert not (tmp_path / "work" / "out.mp3").samefile(source)


async def test_a_lossy_sound_does_not_become_24_bits_of_flac(tmp_path):
    source = make(tmp_path / "a.mp3", *tone(1))

    await convert(source, Brief(format_of("flac")), to=tmp_path / "a.flac")

    assert FLAC(tmp_path / "a.flac").info.bits_per_sample == 16


FILMS = {
    "vp9": (moving_card(), tone(), "a.webm", ("-c:v", "libvpx-vp9", "-cpu-used", "8")),
    "hevc": (moving_card(), tone(), "a.mkv", ("-c:v", "libx265", "-preset", "ultrafast")),
    "ten-bit": (moving_card(), tone(), "a.mkv", (*X264[:4], "-pix_fmt", "yuv420p10le")),
    "hdr": (
        moving_card(),
        tone(),
        "a.mkv",
        (
            *("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-vf"),
            "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv",
        ),
    ),
    "pixels": (moving_card(), tone(), "a.mp4", (*X264, "-vf", "setsar=3/2")),
    "odd": (moving_card(size="321x241"), tone(), "a.avi", ("-c:v", "mpeg4")),
    "upright": (moving_card(size="240x426"), tone(), "a.mkv", X264),
    "silent": (moving_card(), (), "a.mkv", X264),
    "surround": (moving_card(), (*tone(), "-ac", "6"), "a.mkv", (*X264, "-c:a", "ac3")),
}
SIZES = {"pixels": (480, 240), "odd": (320, 240), "upright": (240, 426)}
COPIED = {"upright", "silent", "surround"}


@pytest.mark.parametrize("name", FILMS)
async def test_every_film_plays_everywhere(name, tmp_path):
    picture, sound, file, codec = FILMS[name]
    source = make(tmp_path / file, *picture, *sound, *codec)

    made = await convert(source, Brief(format_of("240p")), to=tmp_path / "out.mp4")
    found = await probe(tmp_path / "out.mp4")

    assert found.shown_size == (made.width, made.height) == SIZES.get(name, (320, 240))
    assert (found.video_codec, found.pixels) == ("h264", "yuv420p")
    assert found.sound_codec == ("" if name == "silent" else "aac")
    assert found.seconds == pytest.approx(2, abs=0.15)
    assert found.pixel_shape == pytest.approx(1)
    assert found.transfer != 16
    assert starts_with_index(tmp_path / "out.mp4")
    assert made.copied is (name in COPIED)


async def test_a_tall_picture_shrinks_by_its_shorter_side(tmp_path):
    source = make(tmp_path / "a.mp4", *moving_card(1, size="480x854"), *X264)

    made = await convert(source, Brief(format_of("240p")), to=tmp_path / "b.mp4")

    assert (made.width, made.height) == (240, 426)
    assert (await probe(tmp_path / "b.mp4")).shown_size == (240, 426)


async def test_a_turned_film_is_shown_upright(tmp_path):
    flat = make(tmp_path / "flat.mp4", *moving_card(1), *X264)
    turned = make(tmp_path / "turned.mp4", "-display_rotation", "90", "-i", str(flat), "-c", "copy")

    copied = await convert(turned, Brief(format_of("240p")), to=tmp_path / "a.mp4")
    encoded = await convert(turned, Brief(format_of("120p")), to=tmp_path / "b.mp4")

    assert (
        (copied.width, copied.height) == (await probe(tmp_path / "a.mp4")).shown_size == (240, 320)
    )
    assert (await probe(tmp_path / "b.mp4")).shown_size == (120, 160)
    assert (encoded.width, encoded.height) == (120, 160)


async def test_progress_is_told_in_seconds_of_the_medium(tmp_path):
    source = make(tmp_path / "a.mp4", *moving_card(20, size="640x480", rate=5), *X264)
    heard = []

    await convert(
        source, Brief(format_of("300p")), to=tmp_path / "b.mp4", ticks_seconds=heard.append
    )

    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(20, abs=0.5)


async def test_a_cancelled_conversion_leaves_no_process_and_no_file(tmp_path):
    short = make(tmp_path / "short.mp4", *moving_card(1, size="1280x720", rate=50), *X264)
    source = make(tmp_path / "a.mp4", "-stream_loop", "90", "-i", str(short), "-c", "copy")
    begun = asyncio.Event()
    work = convert(
        source, Brief(format_of("480p")), to=tmp_path / "b.mp4", ticks_seconds=lambda _: begun.set()
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        await begun.wait()
        assert naming(str(tmp_path))
        task.cancel()

    await until(lambda: not naming(str(tmp_path)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "short.mp4"]


async def test_sound_without_sound_and_a_film_without_pictures_are_refused(tmp_path):
    silent = make(tmp_path / "a.mp4", *moving_card(1), *X264)
    song = make(tmp_path / "a.mp3", *tone(1))

    with pytest.raises(ChoiceUnavailable):
        await convert(silent, Brief(format_of("mp3")), to=tmp_path / "b.mp3")
    with pytest.raises(ChoiceUnavailable):
        await convert(song, Brief(format_of("720p")), to=tmp_path / "b.mp4")


async def test_a_web_page_called_mp3_is_refused(tmp_path):
    (tmp_path / "a.mp3").write_text("<html>" * 100)

    with pytest.raises(FileUnreadable):
        await convert(tmp_path / "a.mp3", Brief(format_of("mp3")), to=tmp_path / "b.mp3")


async def test_a_full_disk_is_told_apart(tmp_path):
    source = make(tmp_path / "a.wav", *tone(5))
    (tmp_path / ".b.flac.part").symlink_to("/dev/full")

    with pytest.raises(NoRoom):
        await convert(source, Brief(format_of("flac")), to=tmp_path / "b.flac")

    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


async def test_what_ffmpeg_cannot_make_is_a_failure_with_the_choice(tmp_path, monkeypatch):
    async def give_up(*_arguments, **_more):
        raise FfmpegFailed("a bug of its own")

    monkeypatch.setattr("services.media.convert.run", give_up)
    source = make(tmp_path / "a.wav", *tone(1))

    with pytest.raises(ConversionFailed) as failed:
        await convert(source, Brief(format_of("flac")), to=tmp_path / "b.flac")

    assert failed.value.details == {"choice": "flac"}


async def test_an_ffmpeg_that_was_killed_is_run_again(tmp_path, monkeypatch):
    source = make(tmp_path / "a.wav", *tone(1))
    killer = Killer(2)
    monkeypatch.setattr("services.media.ffmpeg.child", killer)

    made = await convert(source, Brief(format_of("flac")), to=tmp_path / "b.flac")

    assert (made.seconds, killer.begun) == (1, 3)
    killer.times = 10
    with pytest.raises(ConversionFailed):
        await convert(source, Brief(format_of("flac")), to=tmp_path / "c.flac")
    assert killer.begun == 6


async def test_a_stuck_ffmpeg_is_ended(tmp_path):
    from datetime import timedelta
    from os import mkfifo

    mkfifo(tmp_path / "pipe.wav")
    arguments = ["-i", str(tmp_path / "pipe.wav"), str(tmp_path / "out.wav")]

    with pytest.raises(FfmpegFailed):
        await run(arguments, folder=tmp_path, stall=timedelta(seconds=0.3))

    await until(lambda: not naming(str(tmp_path)))


async def test_covers_are_small_jpegs(tmp_path):
    big = make(tmp_path / "big.png", *moving_card(1, size="1600x900"), "-frames:v", "1")
    film = make(tmp_path / "film.mp4", *moving_card(2, size="720x1280"), *X264)

    first = await cover_from_picture(big, to=tmp_path / "1.jpg")
    second = await cover_of(film, to=tmp_path / "2.jpg")

    for cover, size in ((first, (320, 180)), (second, (180, 320))):
        assert cover.read_bytes().startswith(b"\xff\xd8")
        assert cover.stat().st_size < MOST_BYTES
        assert picture_size(cover) == size
        assert max(size) == SIDE


def picture_size(path: Path):
    import av

    with av.open(str(path)) as container:
        return container.streams.video[0].width, container.streams.video[0].height


async def test_what_is_no_picture_gives_no_cover(tmp_path):
    (tmp_path / "a.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    song = make(tmp_path / "a.mp3", *tone(1))

    assert await cover_from_picture(tmp_path / "a.jpg", to=tmp_path / "1.jpg") is None
    assert await cover_of(song, to=tmp_path / "2.jpg") is None
    assert not (tmp_path / "1.jpg").exists()
