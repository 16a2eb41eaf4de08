from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web as server

from services.errors import (
    AddressForbidden,
    LinkGone,
    LinkLogin,
    LinkPaid,
    LinkPrivate,
    LinkUnsupported,
    SiteDown,
    SiteLimited,
    SiteTooSlow,
    SiteTrouble,
)
from services.web import open_web
from services.web_guard import Guard
from tests.demo import open_shared_demo


@pytest.fixture
async def demo():
    async with open_shared_demo() as opened:
        yield opened


@pytest.fixture
async def web(demo):
    async with open_web(Guard(allow=[demo.url.removeprefix("http://")])) as opened:
        yield opened


@asynccontextmanager
async def canary():
    """Serve what must never be asked for, on another port of this machine."""
    hits = []

    async def note(request):
        hits.append(request.path)
        return server.Response(text="secret")

    application = server.Application()
    application.router.add_route("*", "/{path:.*}", note)
    runner = server.AppRunner(application)
    await runner.setup()
    try:
        await server.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"127.0.0.1:{runner.addresses[0][1]}", hits
    finally:
        await runner.cleanup()


async def test_a_page_is_read_through_its_redirects(web, demo):
    async with web.get(f"{demo.url}/s/harbour") as answer:
        assert answer.url.path == "/morning-over-the-harbour.mp3"
        assert (await answer.read()).startswith(b"ID3")


@pytest.mark.parametrize("hop", ["", "/to?url="])
async def test_what_leads_inside_is_never_asked(hop, web, demo):
    async with canary() as (address, hits):
        port = address.rpartition(":")[2]
        for host in (
            "127.0.0.1",
            "localhost",
            "[::1]",
            "2130706433",
            "0x7f.1",
            "[::ffff:127.0.0.1]",
        ):
            inside = f"http://{host}:{port}/latest"
            with pytest.raises(AddressForbidden):
                await web.read(f"{demo.url}{hop}{inside}" if hop else inside, most_bytes=100)

        assert hits == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.com/x", "gopher://a.com"])
async def test_a_redirect_out_of_the_web_is_refused(target, web, demo):
    with pytest.raises(AddressForbidden):
        await web.read(f"{demo.url}/to?url={target}", most_bytes=100)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/gone.mp3", LinkGone),
        ("/status/403", LinkPrivate),
        ("/status/401", LinkLogin),
        ("/status/402", LinkPaid),
        ("/status/429", SiteLimited),
        ("/status/503", SiteDown),
        ("/loop", LinkUnsupported),
        ("/broken.mp3", SiteTrouble),
    ],
)
async def test_a_bad_answer_is_an_error_with_a_name(path, kind, web, demo):
    with pytest.raises(kind) as refused:
        await web.read(f"{demo.url}{path}", most_bytes=10_000_000)

    assert refused.value.details["host"] == demo.url.removeprefix("http://")


async def test_a_large_document_is_refused(web, demo):
    with pytest.raises(LinkUnsupported):
        await web.read(f"{demo.url}/big.bin?mb=5", most_bytes=100_000)


@pytest.mark.parametrize("path", ["/stall.mp3", "/stall.mp3?before=headers"])
async def test_a_silent_line_is_too_slow(path, web, demo):
    with pytest.raises(SiteTooSlow):
        async with web.get(f"{demo.url}{path}", patience=timedelta(seconds=0.2)) as answer:
            await answer.read()
    with pytest.raises(SiteTooSlow):
        await web.read(f"{demo.url}{path}", most_bytes=9, deadline=timedelta(seconds=0.2))


async def test_nobody_at_home_is_trouble():
    async with canary() as (address, _):
        pass
    async with open_web(Guard(allow=[address])) as web:
        with pytest.raises(SiteTrouble):
            await web.read(f"http://{address}/", most_bytes=9)


async def test_children_go_out_through_the_proxy_alone(web, demo):
    async with canary() as (address, hits), aiohttp.ClientSession() as child:
        with web.proxy.lease() as lease:
            async with child.get(f"{demo.url}/podcast.xml", proxy=lease.url) as answer:
                assert "Small Hours" in await answer.text()
            async with child.get(f"http://{address}/x", proxy=lease.url) as answer:
                assert (answer.status, answer.reason) == (403, "Address Forbidden")
            with pytest.raises(aiohttp.ClientHttpProxyError):
                await child.get(f"https://{address}/x", proxy=lease.url)

            assert lease.refused == ["127.0.0.1", "127.0.0.1"]
            assert lease.received_bytes > 500
        assert hits == []


async def test_the_proxy_serves_nobody_without_a_lease(web, demo):
    with web.proxy.lease() as lease:
        pass
    async with aiohttp.ClientSession() as stranger:
        for way in (
            lease.url,
            f"http://127.0.0.1:{web.proxy.port}",
            lease.url.replace("child", "x"),
        ):
            async with stranger.get(f"{demo.url}/podcast.xml", proxy=way) as answer:
                assert answer.status == 407
    assert demo.hits["/podcast.xml"] == 0


async def test_a_tunnel_carries_bytes_both_ways(web, demo):
    import asyncio
    import base64

    host = demo.url.removeprefix("http://")
    with web.proxy.lease() as lease:
        secret = base64.b64encode(lease.url.split("//")[1].split("@")[0].encode()).decode()
        reader, writer = await asyncio.open_connection("127.0.0.1", web.proxy.port)
        writer.write(
            f"CONNECT {host} HTTP/1.1\r\nProxy-Authorization: Basic {secret}\r\n\r\n".encode()
        )
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        writer.write(
            f"GET /podcast.xml HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        assert b"Small Hours" in await reader.read()
        writer.close()


@pytest.mark.parametrize(
    "head", [b"nonsense\r\n\r\n", b"GET file:///etc/passwd HTTP/1.1\r\n\r\n", b"x" * 100_000]
)
async def test_nonsense_is_hung_up_on(head, web):
    import asyncio

    reader, writer = await asyncio.open_connection("127.0.0.1", web.proxy.port)
    writer.write(head)
    with suppress(ConnectionResetError):
        assert (await reader.read())[:12] in {b"", b"HTTP/1.1 400"}
    writer.close()


async def test_the_operators_own_proxy_carries_everything(demo):
    """The filtering proxy of another service stands in for the operator's."""
    address = demo.url.removeprefix("http://")
    async with open_web(Guard(allow=[address])) as operators:
        with operators.proxy.lease() as way:
            # This side may not go there itself: the name is let through by nobody.
            async with open_web(Guard(resolve=public), proxy=way.url) as web:
                assert b"Small Hours" in await web.read(f"{demo.url}/podcast.xml", most_bytes=9999)
                assert way.received_bytes > 500
                with pytest.raises(AddressForbidden):
                    await web.read("http://169.254.169.254:1/", most_bytes=9)


async def public(host, _port):
    return ["169.254.169.254"] if host.startswith("169") else ["8.8.8.8"]
