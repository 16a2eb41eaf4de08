import asyncio
import socket
from datetime import timedelta

import pytest

from services.errors import (
    AddressForbidden,
    ChoiceUnavailable,
    FileShort,
    FileUnreadable,
    LinkGone,
    LinkPrivate,
    LinkUnsupported,
    SiteTooSlow,
    SiteTrouble,
    TooBig,
)
from services.media.brief import Brief
from services.media.choices import wanted_of
from services.media.convert import convert
from services.platforms.catalogue import link_of
from services.sources.medium import Picture
from services.sources.sources import Sources
from services.sources.ytdlp import YtDlp
from services.web import open_web
from services.web_guard import Guard
from tests.processes import naming, until
from tests.services.test_web import canary
from tests.sounds import make, moving_card, tone, tune_in

MP3 = wanted_of("mp3")

pytestmark = pytest.mark.asyncio(loop_scope="module")


def ignore(_done, _total):
    pass


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def bring(sources, tmp_path):
    """Return a function from address and choice to the delivered file, through all the steps."""

    async def bring(url, choice):
        wanted = wanted_of(choice)
        for name in ("facts", "bytes"):
            (tmp_path / name).mkdir()
        medium = await sources.resolve(link_of(url), folder=tmp_path / "facts")
        fetched = await sources.fetch(medium, wanted, folder=tmp_path / "bytes", ticks=ignore)
        to = tmp_path / f"result.{wanted.format.extension}"
        await convert(fetched.path, Brief(wanted.format, cover=fetched.cover), to=to)
        return medium, to

    return bring


async def taken(sources, url, folder):
    medium = await sources.resolve(link_of(url), folder=folder)
    return await sources.fetch(medium, wanted_of("720p"), folder=folder, ticks=ignore)


# Direct files


async def test_a_direct_song_is_known_after_one_request(sources, demo, folder):
    demo.clear_hits()

    medium = await sources.resolve(link_of(demo.links["mp3"]), folder=folder)

    assert demo.hits.total() == 1
    assert (medium.title, medium.author) == ("Morning over the Harbour", "The Paper Lanterns")
    assert medium.seconds == pytest.approx(24, abs=0.2)
    assert (medium.sound_codec, medium.direct, medium.pictures) == ("mp3", True, ())
    assert medium.key == link_of(demo.links["mp3"]).key


async def test_a_direct_song_is_fetched_with_one_request_and_brings_its_cover(bring, demo):
    demo.clear_hits()

    _, song = await bring(demo.links["mp3"], "mp3")

    assert demo.hits.total() == 2
    assert tune_in(song) == "harbour"


async def test_the_cover_of_a_direct_song_is_its_thumbnail(sources, demo, folder):
    medium = await sources.resolve(link_of(demo.links["mp3"]), folder=folder)
    demo.clear_hits()

    drawn = await sources.thumbnail(medium, folder=folder)

    assert drawn.read_bytes().startswith(b"\xff\xd8")
    assert demo.hits.total() == 0


async def test_a_direct_film_has_its_own_height(sources, demo, folder):
    medium = await sources.resolve(link_of(f"{demo.url}/big.mp4?mb=60"), folder=folder)

    assert medium.pictures == (Picture(240, 60_000_000, exact=True),)
    assert medium.seconds == pytest.approx(24, abs=0.2)
    assert medium.sound_codec == "aac"


async def test_a_film_whose_index_stands_at_its_end_is_known(sources, corner, folder, tmp_path):
    film = make(
        *(tmp_path / "a.mp4", *moving_card(5, size="640x480", rate=25), *tone(5)),
        *("-c:v", "libx264", "-preset", "ultrafast", "-qp", "8", "-pix_fmt", "yuv420p"),
    )
    assert film.stat().st_size > 1_000_000
    url = corner.bytes("/film.mp4", film.read_bytes(), "video/mp4")

    medium = await sources.resolve(link_of(url), folder=folder)

    assert corner.hits["/film.mp4"] == 2
    assert medium.seconds == pytest.approx(5, abs=0.1)
    assert medium.pictures[0].height == 480


async def test_the_length_of_a_long_ogg_is_read_at_its_end(sources, corner, folder, tmp_path):
    sound = make(tmp_path / "a.ogg", *tone(60), "-c:a", "libopus", "-b:a", "256k", "-vbr", "off")
    assert sound.stat().st_size > 600_000
    url = corner.bytes("/a.ogg", sound.read_bytes(), "audio/ogg")

    medium = await sources.resolve(link_of(url), folder=folder)

    assert medium.seconds == pytest.approx(60, abs=0.5)


async def test_a_file_behind_an_address_without_a_name_is_direct_too(
    sources, corner, folder, tmp_path
):
    sound = make(tmp_path / "a.mp3", *tone(2), "-metadata", "title=Found")
    url = corner.bytes("/download", sound.read_bytes(), "audio/mpeg")

    medium = await sources.resolve(link_of(url), folder=folder)

    assert (medium.title, medium.direct, medium.url) == ("Found", True, url)


async def test_a_short_link_leads_to_the_song(bring, demo):
    medium, song = await bring(demo.links["short"], "ogg")

    assert (medium.title, medium.url) == ("Morning over the Harbour", demo.links["short"])
    assert tune_in(song) == "harbour"


async def test_a_shaky_line_delivers_the_song(bring, demo):
    demo.clear_hits()

    _, song = await bring(demo.links["flaky"] + "?cuts=2", "mp3")

    assert tune_in(song) == "harbour"


async def test_a_web_page_called_mp3_is_unreadable(sources, demo, folder):
    with pytest.raises(FileUnreadable) as refused:
        await sources.resolve(link_of(demo.links["fake"]), folder=folder)

    assert refused.value.details == {"name": "song.mp3"}


async def test_an_empty_file_is_unreadable(sources, corner, folder):
    with pytest.raises(FileUnreadable):
        await sources.resolve(
            link_of(corner.bytes("/a.mp3", b"", "audio/mpeg", no_ranges="1")), folder=folder
        )


async def test_a_page_about_a_song_is_asked_as_a_page(sources, corner, demo, folder):
    url = corner.film("/File:song.mp3", f"{demo.url}/morning-over-the-harbour.mp3")

    medium = await sources.resolve(link_of(url), folder=folder)

    assert (medium.title, medium.direct) == ("A page of its own", False)


# Pages, streams and feeds


async def test_a_page_offers_the_heights_that_exist_with_their_sizes(sources, demo, folder):
    demo.clear_hits()

    medium = await sources.resolve(link_of(demo.links["page"]), folder=folder)

    assert demo.hits == {"/watch/sunrise": 1}
    assert [(row.height, row.exact) for row in medium.pictures] == [
        (240, True),
        (480, True),
        (720, True),
    ]
    assert (medium.title, medium.author, medium.seconds) == (
        "Sunrise, the film",
        "The Paper Lanterns",
        24,
    )
    assert medium.thumbnail_url == f"{demo.url}/poster.jpg"


@pytest.mark.parametrize("choice", ["480p", "flac"])
async def test_a_page_becomes_a_file_without_being_asked_again(choice, bring, demo):
    demo.clear_hits()

    _, made = await bring(demo.links["page"], choice)

    assert tune_in(made) == "harbour"
    assert demo.hits == {"/watch/sunrise": 1, "/films/sunrise-480.mp4": 1, "/poster.jpg": 1}


async def test_a_fetch_long_after_asks_anew(sources, demo, folder, web, nest):
    medium = await sources.resolve(link_of(demo.links["page"]), folder=folder)
    demo.clear_hits()
    later = Sources(web, YtDlp(nest, web.proxy))

    fetched = await later.fetch(medium, wanted_of("240p"), folder=folder, ticks=ignore)

    assert tune_in(fetched.path) == "harbour"
    assert demo.hits["/watch/sunrise"] == 1


async def test_addresses_that_a_site_gave_out_and_took_back_are_asked_anew(
    sources, corner, demo, folder
):
    url = corner.film("/page", f"{corner.url}/old.mp4")
    medium = await sources.resolve(link_of(url), folder=folder)
    corner.film("/page", f"{demo.url}/films/sunrise-240.mp4")

    fetched = await sources.fetch(medium, wanted_of("240p"), folder=folder, ticks=ignore)

    assert tune_in(fetched.path) == "harbour"
    assert corner.hits["/page"] == 2


async def test_progress_is_told_in_bytes(sources, demo, folder):
    medium = await sources.resolve(link_of(demo.links["page"]), folder=folder)
    heard = []

    fetched = await sources.fetch(
        medium,
        wanted_of("720p"),
        folder=folder,
        ticks=lambda done, total: heard.append((done, total)),
    )

    size = fetched.path.stat().st_size
    assert heard[-1] == (size, size)


@pytest.mark.parametrize("choice", ["480p", "m4a"])
async def test_a_stream_becomes_a_file(choice, bring, demo):
    medium, made = await bring(demo.links["hls"], choice)

    assert [row.height for row in medium.pictures] == [240, 480]
    assert all(row.size_bytes and not row.exact for row in medium.pictures)
    assert tune_in(made) == "tide"


async def test_of_a_feed_the_newest_episode_is_taken_and_named(bring, demo):
    demo.clear_hits()

    medium, made = await bring(demo.links["feed"], "m4a")

    assert (medium.title, medium.author) == ("The Night Train", "Small Hours Radio")
    assert medium.published == "2024-03-09"
    assert medium.key == link_of(f"{demo.url}/episodes/2.m4a").key
    assert tune_in(made) == "train"
    assert demo.hits["/podcast.xml"] == 1


@pytest.mark.parametrize("name", ["emoji", "rtl", "long"])
async def test_odd_titles_arrive_whole_and_stay_out_of_paths(name, sources, demo, folder):
    from bot.playground.demo.media import TITLES

    medium = await sources.resolve(link_of(demo.links[name]), folder=folder)
    fetched = await sources.fetch(medium, MP3, folder=folder, ticks=ignore)

    assert medium.title == TITLES[name]
    assert fetched.path.name == "original.mp3"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gone", LinkGone),
        ("private", LinkPrivate),
        ("empty", LinkUnsupported),
        ("loop", LinkUnsupported),
    ],
)
async def test_what_cannot_work_says_why(name, kind, sources, demo, folder):
    with pytest.raises(kind) as refused:
        await sources.resolve(link_of(demo.links[name]), folder=folder)

    assert refused.value.details["host"] == demo.url.removeprefix("http://")


async def test_a_permanent_refusal_is_asked_once(sources, corner, folder):
    with pytest.raises(LinkGone):
        await sources.resolve(link_of(corner.url + "/nothing"), folder=folder)

    assert corner.hits == {"/nothing": 1}


@pytest.mark.parametrize("path", ["/song.mp3", "/a/page"])
async def test_a_site_that_does_not_exist_is_named_whatever_is_asked_of_it(path, nest, folder):
    async def unknown(_host, _port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async with open_web(Guard(resolve=unknown)) as web:
        sources = Sources(web, YtDlp(nest, web.proxy, stall=timedelta(seconds=20)))
        with pytest.raises(LinkGone) as gone:
            await sources.resolve(link_of(f"http://www.nowhere.example:8080{path}"), folder=folder)

    assert gone.value.details == {"host": "nowhere.example:8080", "site": "missing"}


# What goes wrong on the way


async def test_a_broken_file_is_trouble(bring, demo):
    with pytest.raises(SiteTrouble):
        await bring(demo.links["broken"], "mp3")


async def test_a_silent_site_is_too_slow(web, nest, demo, corner, folder):
    stall = timedelta(seconds=1)
    sources = Sources(web, YtDlp(nest, web.proxy, stall=stall), stall=stall)
    url = corner.film("/page", corner.silent("/silent.mp4"))

    with pytest.raises(SiteTooSlow):
        await sources.resolve(link_of(demo.links["stall"]), folder=folder)
    medium = await sources.resolve(link_of(url), folder=folder)
    with pytest.raises(SiteTooSlow):
        await sources.fetch(medium, wanted_of("240p"), folder=folder, ticks=ignore)

    assert naming(str(folder)) == []


async def test_a_stream_that_is_shorter_than_announced_is_not_a_success(
    sources, corner, demo, folder
):
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:60"]
    for _ in range(4):
        lines += ["#EXTINF:60,", f"{demo.url}/live/sound-0.ts"]
    url = corner.text("/a.m3u8", "\n".join([*lines, "#EXT-X-ENDLIST"]), "application/x-mpegurl")
    medium = await sources.resolve(link_of(url), folder=folder)

    with pytest.raises(FileShort):
        await sources.fetch(medium, MP3, folder=folder, ticks=ignore)


async def test_a_piece_that_is_missing_is_not_skipped(sources, corner, demo, folder):
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:4"]
    for name in (f"{demo.url}/live/sound-0.ts", "missing.ts", f"{demo.url}/live/sound-1.ts"):
        lines += ["#EXTINF:4,", name]
    url = corner.text("/a.m3u8", "\n".join([*lines, "#EXT-X-ENDLIST"]), "application/x-mpegurl")
    medium = await sources.resolve(link_of(url), folder=folder)

    with pytest.raises((SiteTrouble, LinkGone)):
        await sources.fetch(medium, MP3, folder=folder, ticks=ignore)


@pytest.mark.parametrize("name", ["big", "page"])
async def test_what_is_larger_than_may_be_fetched_is_refused(name, web, nest, demo, folder):
    sources = Sources(web, YtDlp(nest, web.proxy), most_bytes=1_000_000)

    with pytest.raises(TooBig) as refused:
        await taken(sources, demo.links[name], folder)

    assert refused.value.details["limit_bytes"] == 1_000_000


async def test_a_picture_from_what_has_none_is_refused(sources, demo, folder):
    medium = await sources.resolve(link_of(demo.links["emoji"]), folder=folder)

    with pytest.raises(ChoiceUnavailable):
        await sources.fetch(medium, wanted_of("720p"), folder=folder, ticks=ignore)


async def test_a_thumbnail_that_is_none_harms_nobody(sources, corner, demo, folder):
    from dataclasses import replace

    medium = await sources.resolve(link_of(demo.links["page"]), folder=folder)
    for url in (
        f"{demo.url}/gone.jpg",
        corner.text("/a.jpg", "<svg/>", "image/svg+xml"),
        f"{demo.url}/big.bin?mb=60",
        "http://169.254.169.254/a.jpg",
        "file:///etc/passwd",
        "nonsense",
    ):
        other = replace(medium, key=url, thumbnail_url=url)
        assert await sources.thumbnail(other, folder=folder) is None


# Cancelling


@pytest.mark.parametrize("name", ["slow", "page"])
async def test_a_cancelled_fetch_leaves_no_process_and_no_file(
    name, sources, demo, corner, tmp_path
):
    url = demo.links["slow"]
    if name == "page":
        url = corner.film("/page", f"{demo.url}/slow.mp3")
    medium = await sources.resolve(link_of(url), folder=tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    begun = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(
            sources.fetch(medium, MP3, folder=work, ticks=lambda *_: begun.set())
        )
        await begun.wait()
        task.cancel()

    assert naming(str(work)) == []
    if name == "slow":
        assert list(work.iterdir()) == []


async def test_a_cancelled_fetch_takes_its_ffmpeg_along(sources, corner, demo, tmp_path):
    url = stream_for_ffmpeg(corner, corner.silent("/silent.ts"))
    medium = await sources.resolve(link_of(url), folder=tmp_path)
    work = tmp_path / "work"
    work.mkdir()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(sources.fetch(medium, MP3, folder=work, ticks=ignore))
        await until(lambda: corner.hits["/silent.ts"])
        assert len(naming(str(work))) == 2
        task.cancel()

    assert naming(str(work)) == []


def stream_for_ffmpeg(corner, piece):
    """Serve a stream with a kind of lock that yt-dlp leaves to FFmpeg."""
    lock = f'#EXT-X-KEY:METHOD=SAMPLE-AES,URI="{corner.bytes("/key", bytes(16))}"'
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:4", lock, "#EXTINF:4,", piece, "#EXT-X-ENDLIST"]
    return corner.text("/locked.m3u8", "\n".join(lines), "application/x-mpegurl")


# The guard


@pytest.mark.parametrize("way", ["link", "redirect", "page", "list", "piece", "ffmpeg", "entry"])
async def test_nothing_inside_is_reached_by_any_way(way, sources, corner, demo, folder):
    async with canary() as (address, hits):
        inside = f"http://{address}/secret.mp4"
        match way:
            case "link":
                url = f"http://{address}/page"
            case "redirect":
                url = f"{demo.url}/to?url={inside}"
            case "page":
                url = corner.film("/page", inside)
            case "list":
                url = corner.text(
                    "/a.m3u8", stream_of(inside, master=True), "application/x-mpegurl"
                )
            case "piece":
                url = corner.text("/a.m3u8", stream_of(inside), "application/x-mpegurl")
            case "ffmpeg":
                url = stream_for_ffmpeg(corner, inside)
            case "entry":
                url = corner.text("/feed", feed_of(f"http://{address}/page"), "application/rss+xml")

        with pytest.raises(AddressForbidden):
            await taken(sources, url, folder)

        assert hits == []


def stream_of(address, *, master=False):
    if master:
        return f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=426x240\n{address}\n"
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{address}\n#EXT-X-ENDLIST\n"


def feed_of(address):
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><item><title>One</title>'
        f'<enclosure url="{address}" type="audio/mpeg"/></item></channel></rss>'
    )
