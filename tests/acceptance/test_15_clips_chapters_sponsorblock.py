"""Clips, chapters, SponsorBlock: exactly what was asked for, and no more is fetched than that takes."""

import hashlib
from itertools import pairwise

import av
import pytest
import pytest_asyncio
from aiohttp import web
from mutagen.mp3 import MP3

from services.errors import RangeOutside
from services.media.probe import probe
from tests.acceptance.workshop import LimitedShelf, open_workshop
from tests.sounds import RATE, decode, seconds_of
from tests.world.media import made
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVER = "sponsors.example.org"
CHAPTERS = ((0, "Arrival"), (20, "The harbour"), (45, "Night"))
STEPS = ("-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*t*(200+100*floor(t/10)))':d=60:s=44100")
"""Each ten seconds sound 100 Hz higher than those before."""


def steps(ending):
    return made(ending, *STEPS, "-ac", "1")


def long_film():
    """Return ten minutes of film, about 40 MB, whose sound tells the second."""
    noise = "nullsrc=s=320x240:r=10:d=600,geq=random(1)*255:128:128"
    sound = "aevalsrc='0.5*sin(2*PI*t*(200+floor(t)))':d=600:s=44100"
    codecs = ("-c:v", "libx264", "-preset", "ultrafast", "-b:v", "500k", "-g", "50")
    return made(
        "mp4",
        *("-f", "lavfi", "-i", noise, "-f", "lavfi", "-i", sound, *codecs),
        *("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"),
    )


def hertz_at(path, seconds):
    samples = decode(path)[int(seconds * RATE) : int((seconds + 0.5) * RATE)]
    return sum(1 for a, b in pairwise(samples) if a < 0 <= b) * 2


def first_frame(path):
    with av.open(str(path)) as container:
        return float(next(container.decode(video=0)).time)


@pytest.fixture(scope="module")
def shelf():
    return LimitedShelf(None)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workshop(tmp_path_factory, web_of_the_module, shelf):
    async with open_workshop(
        tmp_path_factory.mktemp("workshop"),
        web_of_the_module,
        shelf=shelf,
        sponsorblock_url=f"https://{SERVER}",
    ) as opened:
        yield opened


class Counted:
    """A file with ranges, and how much of it was really sent."""

    def __init__(self, path):
        self.path = path
        self.sent_bytes = 0

    async def __call__(self, request):
        size = self.path.stat().st_size
        wanted = request.http_range
        start, stop = wanted.start or 0, wanted.stop or size
        partial = "Range" in request.headers
        headers = {"Accept-Ranges": "bytes", "Content-Type": "video/mp4"}
        if partial:
            headers["Content-Range"] = f"bytes {start}-{min(stop, size) - 1}/{size}"
        response = web.StreamResponse(status=206 if partial else 200, headers=headers)
        response.content_length = min(stop, size) - start
        await response.prepare(request)
        with self.path.open("rb") as file:
            file.seek(start)
            left = response.content_length
            while left and (piece := file.read(min(left, 64 * 1024))):
                await response.write(piece)
                self.sent_bytes += len(piece)
                left -= len(piece)
        return response


def sponsors(world, video, *segments):
    """Let the server know segments of a video, among those of others with the same beginning."""
    rows = [
        {
            "segment": [start, end],
            "category": category,
            "actionType": "skip",
            "UUID": f"{start}",
            "videoDuration": 60,
        }
        for start, end, category in segments
    ]
    prefix = hashlib.sha256(video.encode()).hexdigest()[:4]
    other = {"videoID": "another0001", "segments": [{**rows[0], "segment": [0, 59]}]}
    known = [other, {"videoID": video, "segments": rows}]
    world.site(SERVER).answers(f"/api/skipSegments/{prefix}", known)


async def test_a_clip_of_a_film_fetches_little_and_begins_where_it_was_asked(world, workshop):
    film = Counted(long_film())
    url = world.site("media.example.org").answers("/long.mp4", film)

    (clip,) = await workshop.makes(url, "240p;clip=301.3-308.8")

    found = await probe(clip.path)
    assert found.seconds == pytest.approx(7.5, abs=0.1)
    assert seconds_of(clip.path) == pytest.approx(7.5, abs=0.1)
    assert clip.artifact.seconds == pytest.approx(7.5)
    assert first_frame(clip.path) == pytest.approx(0, abs=0.1)
    assert hertz_at(clip.path, 1) == pytest.approx(502, abs=4)
    assert film.sent_bytes < 0.2 * film.path.stat().st_size
    assert "5.01-5.08" in clip.artifact.file_name


async def test_a_clip_of_sound_fetches_little(world, workshop):
    film = Counted(long_film())
    url = world.site("media.example.org").answers("/heard.mp4", film)

    (clip,) = await workshop.makes(url, "m4a;clip=301.3-308.8")

    assert seconds_of(clip.path) == pytest.approx(7.5, abs=0.1)
    assert hertz_at(clip.path, 1) == pytest.approx(502, abs=4)
    assert film.sent_bytes < 0.2 * film.path.stat().st_size


@pytest.mark.parametrize("rate", [("-b:a", "128k"), ("-q:a", "4")], ids=["steady", "varying"])
async def test_a_clip_of_a_long_podcast_is_where_it_should_be(rate, world, workshop):
    talk = "aevalsrc='0.5*sin(2*PI*t*(200+floor(t/2)))':d=1500:s=22050"
    episode = Counted(made("mp3", "-f", "lavfi", "-i", talk, "-ac", "1", *rate))
    url = world.site("media.example.org").answers(f"/episode{rate[1]}.mp3", episode)

    (clip,) = await workshop.makes(url, "mp3;clip=1200-1207.5")

    assert seconds_of(clip.path) == pytest.approx(7.5, abs=0.1)
    assert hertz_at(clip.path, 0.5) == pytest.approx(800, abs=4)
    if rate[0] == "-b:a":
        assert episode.sent_bytes < 0.2 * episode.path.stat().st_size


async def test_a_clip_of_a_site_is_cut_out_of_both_its_streams(world, workshop):
    link = open_youtube(world).video("clipVideo01", seconds=60, heights=(360,), sound=steps("m4a"))

    (film,) = await workshop.makes(link, "360p;clip=18-25.5")
    (sound,) = await workshop.makes(link, "mp3;clip=18-25.5")

    assert (await probe(film.path)).seconds == pytest.approx(7.5, abs=0.1)
    for path in (film.path, sound.path):
        assert seconds_of(path) == pytest.approx(7.5, abs=0.1)
        assert hertz_at(path, 1) == pytest.approx(300, abs=6)
        assert hertz_at(path, 3) == pytest.approx(400, abs=6)


async def test_a_clip_beyond_the_end_is_refused(world, workshop):
    url = world.site("media.example.org").answers("/short.mp3", steps("mp3"))

    with pytest.raises(RangeOutside):
        await workshop.makes(url, "mp3;clip=100-110")


async def test_a_chapter_becomes_a_file_with_its_name(world, workshop):
    link = open_youtube(world).video(
        "chapVideo01", "A journey", seconds=60, sound=steps("m4a"), chapters=CHAPTERS
    )

    (clip,) = await workshop.makes(link, "mp3;clip=20-45")

    tags = MP3(clip.path).tags
    assert (str(tags["TIT2"]), str(tags["TALB"])) == ("The harbour", "A journey")
    assert clip.artifact.file_name == "The harbour.mp3"
    assert seconds_of(clip.path) == pytest.approx(25, abs=0.1)


async def test_split_by_chapters_gives_tagged_tracks(world, workshop):
    link = open_youtube(world).video(
        "chapVideo02",
        "A journey",
        seconds=60,
        sound=steps("m4a"),
        chapters=CHAPTERS,
        author="A traveller",
    )

    files = await workshop.makes(link, "mp3;chapters")

    tags = [MP3(file.path).tags for file in files]
    assert [str(row["TIT2"]) for row in tags] == [title for _, title in CHAPTERS]
    assert [str(row["TRCK"]) for row in tags] == ["1/3", "2/3", "3/3"]
    assert {str(row["TALB"]) for row in tags} == {"A journey"}
    assert {str(row["TPE1"]) for row in tags} == {"A traveller"}
    assert [row.getall("APIC") != [] for row in tags] == [True] * 3
    lengths = [seconds_of(file.path) for file in files]
    assert lengths == pytest.approx([20, 25, 15], abs=0.15)
    assert [hertz_at(file.path, 1) for file in files] == pytest.approx([200, 400, 600], abs=6)
    assert [file.artifact.file_name for file in files] == [
        "1 Arrival.mp3",
        "2 The harbour.mp3",
        "3 Night.mp3",
    ]


async def test_sponsored_segments_are_cut_out_and_chapters_move(world, workshop, shelf):
    link = open_youtube(world).video(
        "spnsVideo01", seconds=60, heights=(360,), sound=steps("m4a"), chapters=CHAPTERS
    )
    sponsors(world, "spnsVideo01", (10, 20, "sponsor"), (50, 55, "selfpromo"), (30, 35, "intro"))

    (sound,) = await workshop.makes(link, "m4a;skip")
    (film,) = await workshop.makes(link, "360p;skip")

    for file in (sound, film):
        assert seconds_of(file.path) == pytest.approx(45, abs=0.15)
        assert [hertz_at(file.path, at) for at in (1, 12, 22, 37, 42)] == pytest.approx(
            [200, 400, 500, 600, 700], abs=8
        )
        chapters = (await probe(file.path)).chapters
        assert [row.title for row in chapters] == [title for _, title in CHAPTERS]
        assert [row.start for row in chapters] == pytest.approx([0, 10, 35], abs=0.1)
    (asked, *_) = world.asked(SERVER)
    assert "spnsVideo01" not in asked.url
    assert not any(shelf.notes[-2:])


async def test_a_video_without_sponsors_is_the_plain_one(world, workshop):
    link = open_youtube(world).video("spnsVideo02", seconds=3, heights=(360,))
    world.site(SERVER).answers("/api/skipSegments/*", "Not Found", status=404)

    (plain,) = await workshop.makes(link, "mp3")
    (skipped,) = await workshop.makes(link, "mp3;skip")

    assert skipped.artifact.key == plain.artifact.key


@pytest.mark.parametrize("answer", [("", 500), ("<html>moved</html>", 200), ('{"a": 1}', 200)])
async def test_a_server_that_is_down_means_a_normal_delivery_and_a_note(
    answer, world, workshop, shelf
):
    text, status = answer
    link = open_youtube(world).video(f"down{status}V{len(text):03}"[:11].ljust(11, "x"), seconds=3)
    world.site(SERVER).answers("/api/skipSegments/*", text, status=status, kind="application/json")

    (file,) = await workshop.makes(link, "mp3;skip")

    assert seconds_of(file.path) == pytest.approx(3, abs=0.1)
    assert shelf.notes[-1] == "sponsors-unknown"
