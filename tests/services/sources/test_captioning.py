"""Captions on their way: from the inside of a page, and never from the inside of a network."""

import pytest
from aiohttp import web

from services.errors import AddressForbidden, HearsayError, LinkUnsupported, SiteLimited
from services.platforms.catalogue import link_of
from services.sources.medium import Caption, Medium, Scribe
from tests.services.test_web import canary
from tests.world.media import film

pytestmark = pytest.mark.asyncio(loop_scope="module")

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nGrüße\n"


@pytest.fixture
def folder(tmp_path):
    """Return what gives each question a folder of its own."""

    def new(name):
        path = tmp_path / name
        path.mkdir()
        return path

    return new


async def watched(sources, corner, track, folder):
    """Return a medium whose page shows a track."""
    file = corner.bytes("/film.mp4", film().read_bytes(), "video/mp4")
    page = f'<video src="{file}"><track kind="captions" srclang="de" src="{track}"></video>'
    link = link_of(corner.text("/page", page))
    medium = await sources.resolve(link, folder=folder)
    assert [(one.language, one.scribe) for one in medium.captions] == [("de", Scribe.PEOPLE)]
    return medium


def answering(status):
    async def answer(_request):
        return web.Response(status=status)

    return answer


def published(url):
    caption = Caption("de", Scribe.PUBLISHER, ext="vtt", url=url)
    return caption, Medium(key="web:x", url=url, site="web", title="T", captions=(caption,))


async def test_captions_of_a_page_come_with_all_their_letters(sources, corner, folder):
    medium = await watched(sources, corner, corner.text("/c.vtt", VTT, "text/vtt"), folder("a"))

    found = await sources.written(medium, medium.captions[0], folder=folder("b"))

    assert (found.text, found.ext) == (VTT, "vtt")
    assert corner.hits["/page"] == 1


async def test_captions_inside_a_network_are_out_of_reach(sources, corner, folder):
    async with canary() as (address, hits):
        inside = f"http://{address}/secret.vtt"
        medium = await watched(sources, corner, inside, folder("a"))
        with pytest.raises(AddressForbidden):
            await sources.written(medium, medium.captions[0], folder=folder("b"))
        caption, medium = published(inside)
        with pytest.raises(AddressForbidden):
            await sources.written(medium, caption, folder=folder("c"))

    assert not hits


async def test_a_site_that_has_had_enough_says_so(sources, corner, folder):
    caption, medium = published(corner.url + "/limited.vtt")
    corner.routes["/limited.vtt"] = answering(429)

    with pytest.raises(SiteLimited):
        await sources.written(medium, caption, folder=folder("a"))


async def test_captions_as_large_as_a_film_are_none(sources, corner, folder):
    caption, medium = published(corner.bytes("/large.vtt", b"x" * (17 * 2**20)))
    page = await watched(sources, corner, caption.url, folder("a"))

    with pytest.raises(LinkUnsupported):
        await sources.written(medium, caption, folder=folder("b"))
    with pytest.raises(HearsayError):
        await sources.written(page, page.captions[0], folder=folder("c"))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
async def test_every_unicode_is_read(sources, corner, folder, coding):
    caption, medium = published(corner.bytes("/c.vtt", VTT.encode(coding)))

    assert (await sources.written(medium, caption, folder=folder("a"))).text == VTT
