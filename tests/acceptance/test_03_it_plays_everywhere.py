"""It plays everywhere: whatever comes in, H.264 and AAC in MP4 go out, with facts that are true."""

import asyncio
import struct

import pytest
import pytest_asyncio
from aiohttp import web

from services.errors import FileShort
from services.media import convert
from services.media.probe import probe
from tests.acceptance.workshop import Workshop
from tests.sounds import packets, tone
from tests.world.media import film, hls, made
from tests.world.town import open_town

pytestmark = pytest.mark.asyncio(loop_scope="module")

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20")
AAC = ("-c:a", "aac")
FASTSTART = ("-movflags", "+faststart")


def card(size, seconds=2):
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=10:duration={seconds}")


def vp9():
    fast = ("-deadline", "realtime", "-cpu-used", "8")
    return made("webm", *card("426x240"), *tone(2), "-c:v", "libvpx-vp9", *fast, "-c:a", "libopus")


def av1():
    return made("mp4", *card("426x240"), *tone(2), "-c:v", "libsvtav1", "-preset", "12", *AAC)


def hevc():
    codec = (
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-tag:v",
        "hvc1",
        "-x265-params",
        "log-level=0",
    )
    return made("mp4", *card("426x240"), *tone(2), *codec, *AAC)


def mkv():
    return made("mkv", *card("426x240"), *tone(2), *X264, "-c:a", "libvorbis")


def rotated():
    plain = made("mp4", *card("426x240"), *tone(2), *X264, *AAC)
    return made("mp4", "-display_rotation", "90", "-i", str(plain), "-c", "copy")


def odd_pixels():
    return made("mp4", *card("320x240"), *tone(2), "-vf", "setsar=4/3", *X264, *AAC)


def upright():
    return made("mp4", *card("240x426"), *tone(2), *X264, *AAC, *FASTSTART)


def silent():
    return made("mp4", *card("426x240"), *X264)


def large():
    """Return about 12 MB, more than what Telegram looks into by itself."""
    noise = ("-f", "lavfi", "-i", "nullsrc=s=426x240:r=25:d=12,geq=random(1)*255:128:128")
    return made("mp4", *noise, *tone(12), *X264, "-b:v", "8M", *AAC, *FASTSTART)


def hdr():
    curve = ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")
    codec = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le")
    quiet = ("-x265-params", "log-level=0", "-tag:v", "hvc1")
    return made("mp4", *card("426x240"), *tone(2), *codec, *quiet, *curve, *AAC)


FIXTURES = {
    vp9: (426, 240, 2),
    av1: (426, 240, 2),
    hevc: (426, 240, 2),
    mkv: (426, 240, 2),
    rotated: (240, 426, 2),
    odd_pixels: (426, 240, 2),
    upright: (240, 426, 2),
    silent: (426, 240, 2),
    large: (426, 240, 12),
    hdr: (426, 240, 2),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory, web_of_the_module):
    async with open_town(tmp_path_factory.mktemp("town"), web_of_the_module) as opened:
        yield opened


@pytest.fixture(scope="module")
def workshop(town):
    return Workshop(town.house)


def boxes(path):
    """Return the names of an MP4's outermost boxes in their order."""
    found = []
    with path.open("rb") as file:
        while head := file.read(16):
            size, name, large = struct.unpack(">I4sQ", head.ljust(16, b"\0"))
            found.append(name)
            file.seek((large if size == 1 else size) - len(head), 1)
    return found


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.__name__)
async def test_what_is_sent_is_what_it_says(fixture, town, world):
    source = fixture()
    url = world.site("films.example.org").answers(f"/{fixture.__name__}{source.suffix}", source)
    width, height, seconds = FIXTURES[fixture]

    got = await town.guest().gets(url, "240p")

    sent = got.message["video"]
    assert sent["width"] == pytest.approx(width, abs=1)
    assert sent["height"] == pytest.approx(height, abs=1)
    assert sent["duration"] == pytest.approx(seconds, abs=1)
    assert sent["thumbnail"]["width"] > 0
    assert got.found.shown_size == pytest.approx((width, height), abs=1)
    assert got.found.seconds == pytest.approx(seconds, abs=0.2)
    assert got.found.video_codec == "h264"
    assert got.found.sound_codec == ("" if fixture is silent else "aac")
    assert (got.found.pixels, got.found.transfer not in {16, 18}) == ("yuv420p", True)
    order = boxes(got.path)
    assert order.index(b"moov") < order.index(b"mdat")


@pytest.mark.parametrize("fixture", [upright, large], ids=lambda fixture: fixture.__name__)
async def test_what_is_good_already_is_copied_byte_by_byte(fixture, world, workshop, monkeypatch):
    source = fixture()
    url = world.site("films.example.org").answers(f"/good-{fixture.__name__}.mp4", source)
    monkeypatch.setattr(convert, "run", None)

    (file,) = await workshop.makes(url, "240p")

    assert file.path.read_bytes() == source.read_bytes()


@pytest.mark.parametrize("fixture", [mkv, rotated, silent], ids=lambda fixture: fixture.__name__)
async def test_what_is_in_another_box_keeps_its_pictures(fixture, world, workshop):
    source = fixture()
    url = world.site("films.example.org").answers(f"/box-{fixture.__name__}{source.suffix}", source)

    (file,) = await workshop.makes(url, "240p")

    assert packets(file.path, "video") == packets(source, "video")


async def test_a_file_that_was_silently_cut_is_never_a_success(world, workshop):
    whole = film(height=240, seconds=60).read_bytes()
    cut = whole[: len(whole) * 12 // 100]
    url = world.site("cut.example.org").answers("/cut.mp4", cut, kind="video/mp4")

    for choice in ("240p", "m4a"):
        with pytest.raises(FileShort):
            await workshop.makes(url, choice)


class Hurried:
    """A site that gives nothing to whoever asks for several pieces at once."""

    def __init__(self, folder, *, ever=True):
        self.folder = folder
        self.ever = ever
        self.under_way = 0
        self.asked = 0
        self.together = 0

    async def __call__(self, request):
        self.asked += 1
        self.under_way += 1
        try:
            await asyncio.sleep(0.05)
            self.together = max(self.together, self.under_way)
            piece = self.folder / request.path.rpartition("/")[2]
            is_kept_back = self.under_way > 1 or not self.ever
            # The first is given, so that there is something to play.
            if is_kept_back and not piece.stem.endswith("-0"):
                return web.Response(body=_nothing(), content_type="video/mp2t")
            return web.FileResponse(piece, headers={"Content-Type": "video/mp2t"})
        finally:
            self.under_way -= 1


def _nothing():
    """Return a packet of a transport stream in which there is nothing."""
    return b"\x47\x1f\xff\x10" + b"\xff" * 184


async def test_what_came_short_is_fetched_again_one_piece_after_the_other(world, workshop):
    folder = hls(seconds=60, height=240)
    pieces = Hurried(folder)
    site = world.site("hurried.example.org")
    site.answers("/hurried/*.ts", pieces)
    url = site.answers("/hurried/film.m3u8", folder / "film.m3u8")

    (file,) = await workshop.makes(url, "240p")

    assert (await probe(file.path)).seconds == pytest.approx(60, abs=0.5)
    assert pieces.together > 1
    assert pieces.asked == 2 * len(list(folder.glob("*.ts")))


async def test_what_stays_short_is_no_success(world, workshop):
    folder = hls(seconds=60, height=240)
    site = world.site("never.example.org")
    site.answers("/never/*.ts", Hurried(folder, ever=False))
    url = site.answers("/never/film.m3u8", folder / "film.m3u8")

    with pytest.raises(FileShort):
        await workshop.makes(url, "240p")
