from datetime import timedelta

import pytest
from aiohttp import web as server

from services.errors import LinkGone, NoRoom, SiteTooSlow, SiteTrouble, TooBig
from services.sources.direct import download, sniff
from services.sources.pace import Pace
from tests.sounds import tune_in

pytestmark = pytest.mark.asyncio(loop_scope="module")
SHORT = timedelta(seconds=0.3)


def ignore(_done, _total):
    pass


async def test_a_file_is_fetched_with_one_request(web, demo, tmp_path):
    heard = []
    demo.clear_hits()

    await download(
        web,
        demo.links["mp3"],
        to=tmp_path / "a",
        ticks=lambda done, total: heard.append((done, total)),
    )

    size = (tmp_path / "a").stat().st_size
    assert tune_in(tmp_path / "a") == "harbour"
    assert demo.hits.total() == 1
    assert heard[-1] == (size, size)


async def test_a_broken_line_is_taken_up_where_it_broke(web, demo, tmp_path):
    demo.clear_hits()
    url = demo.links["flaky"] + "?cuts=2"

    await download(web, url, to=tmp_path / "a", ticks=ignore)

    assert tune_in(tmp_path / "a") == "harbour"
    assert demo.hits["/flaky.mp3"] == 3


async def test_a_line_that_always_breaks_is_trouble_and_leaves_nothing(web, demo, tmp_path):
    demo.clear_hits()

    with pytest.raises(SiteTrouble):
        await download(web, demo.links["broken"], to=tmp_path / "a", ticks=ignore)

    assert list(tmp_path.iterdir()) == []
    assert demo.hits["/broken.mp3"] == 4


async def test_a_silent_line_is_too_slow_and_leaves_nothing(web, demo, tmp_path):
    with pytest.raises(SiteTooSlow):
        await download(
            web, demo.links["stall"], to=tmp_path / "a", ticks=ignore, pace=Pace(silence=SHORT)
        )

    assert list(tmp_path.iterdir()) == []


async def test_a_slow_line_that_goes_on_is_waited_for(web, demo, tmp_path):
    url = demo.links["slow"] + "?seconds=1"

    await download(
        web, url, to=tmp_path / "a", ticks=ignore, pace=Pace(silence=timedelta(seconds=0.7))
    )

    assert tune_in(tmp_path / "a") == "harbour"


async def test_what_is_too_big_is_refused_before_it_comes(web, demo, tmp_path):
    url = f"{demo.url}/big.mp4?mb=60"

    with pytest.raises(TooBig) as refused:
        await download(web, url, to=tmp_path / "a", ticks=ignore, most_bytes=1_000_000)

    assert refused.value.details == {"size_bytes": 60_000_000, "limit_bytes": 1_000_000}
    assert list(tmp_path.iterdir()) == []


async def test_what_does_not_tell_its_size_is_stopped_at_the_limit(web, corner, tmp_path):
    async def endless(request):
        response = server.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(100_000))

    corner.routes["/endless.mp3"] = endless

    with pytest.raises(TooBig):
        await download(
            web, corner.url + "/endless.mp3", to=tmp_path / "a", ticks=ignore, most_bytes=1_000_000
        )


async def test_a_file_that_changes_midway_is_fetched_anew(web, corner, tmp_path):
    versions = [b"old" * 100_000, b"new" * 200_000]

    async def changing(request):
        first = corner.hits["/a.mp3"] == 1
        body = versions[0 if first else 1]
        start = request.http_range.start or 0
        response = server.StreamResponse(status=206 if start else 200)
        response.content_length = len(body) - start
        if start:
            response.headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        await response.prepare(request)
        await response.write(body[start : start + 150_000] if first else body[start:])
        if first:
            request.transport.close()
        return response

    corner.routes["/a.mp3"] = changing

    await download(web, corner.url + "/a.mp3", to=tmp_path / "a", ticks=ignore)

    assert (tmp_path / "a").read_bytes() == versions[1]


async def test_a_dead_link_is_gone(web, demo, tmp_path):
    with pytest.raises(LinkGone):
        await download(web, demo.links["gone"], to=tmp_path / "a", ticks=ignore)

    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_is_told_apart(web, demo, tmp_path):
    (tmp_path / ".a.part").symlink_to("/dev/full")

    with pytest.raises(NoRoom):
        await download(web, demo.links["mp3"], to=tmp_path / "a", ticks=ignore)

    assert list(tmp_path.iterdir()) == []


async def test_the_beginning_tells_size_kind_and_name(web, demo, corner):
    sniffed = await sniff(web, demo.url + "/big.mp4?mb=60")

    assert (sniffed.size_bytes, sniffed.kind, sniffed.name) == (60_000_000, "video/mp4", "big.mp4")
    assert len(sniffed.head) <= 512 * 1024
    assert sniffed.head[4:8] == b"ftyp"


async def test_the_sites_own_name_for_a_file_is_taken(web, corner):
    async def named(_request):
        told = "attachment; filename*=UTF-8''%D0%9D%D0%BE%D1%87%D1%8C.mp3"
        return server.Response(body=b"ID3" + bytes(99), headers={"Content-Disposition": told})

    corner.routes["/download"] = named

    assert (await sniff(web, corner.url + "/download")).name == "Ночь.mp3"
