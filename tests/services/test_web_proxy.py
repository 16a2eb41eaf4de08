"""The filtering proxy against children that misbehave, with a server that notes every byte it gets."""

import asyncio
import base64
from contextlib import asynccontextmanager, suppress

import pytest

from services.web_dial import Dialer
from services.web_guard import Guard
from services.web_proxy import open_web_proxy
from tests.processes import until


@asynccontextmanager
async def listener(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", *, endless=False):
    """Note what comes, answer once, then keep the line open; yields the port and what came."""
    got, serving = bytearray(), set()

    async def serve(reader, writer):
        serving.add(asyncio.current_task())
        with suppress(OSError):
            got.extend(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            while endless:
                writer.write(b"x" * 65536)
                await writer.drain()
            while chunk := await reader.read(65536):
                got.extend(chunk)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], got
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


@asynccontextmanager
async def proxied(port, **lease_words):
    """A proxy that lets children go to one port; yields it, a lease, and its header."""
    dialer = Dialer(Guard(allow=[f"127.0.0.1:{port}"]))
    async with open_web_proxy(dialer) as proxy:
        with proxy.lease(**lease_words) as lease:
            secret = base64.b64encode(lease.url.split("//")[1].split("@")[0].encode()).decode()
            yield proxy, lease, f"Proxy-Authorization: Basic {secret}\r\n"


@asynccontextmanager
async def line(proxy, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(text.encode())
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def rest(reader):
    with suppress(ConnectionResetError):
        return await reader.read()
    return b""


async def test_a_second_request_on_the_same_line_reaches_nobody():
    async with listener() as (port, got), proxied(port) as (proxy, _, right):
        first = f"GET http://127.0.0.1:{port}/one HTTP/1.1\r\n{right}\r\n"
        second = f"GET http://127.0.0.1:{port}/two HTTP/1.1\r\n{right}\r\n"
        async with line(proxy, first + second) as (reader, _):
            await rest(reader)

        assert b"/two" not in got
        assert b"Authorization" not in got


async def test_a_body_ends_where_it_said():
    async with listener() as (port, got), proxied(port) as (proxy, _, right):
        text = f"POST http://127.0.0.1:{port}/ HTTP/1.1\r\n{right}Content-Length: 4\r\n\r\nbody"
        async with line(proxy, text) as (reader, writer):
            assert b"ok" in await reader.readuntil(b"ok")
            writer.write(b"GET /smuggled HTTP/1.1\r\n\r\n")
            await rest(reader)

        assert got.endswith(b"\r\n\r\nbody")


async def test_an_endless_answer_is_cut_at_what_was_granted():
    async with (
        listener(b"HTTP/1.1 200 OK\r\n\r\n", endless=True) as (port, _),
        proxied(port, most_bytes=500_000) as (proxy, lease, right),
    ):
        text = f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\n{right}\r\n"
        async with line(proxy, text) as (reader, _):
            assert len(await rest(reader)) <= 500_000
        assert lease.is_spent
        async with line(proxy, text) as (reader, _):
            assert (await rest(reader)).startswith(b"HTTP/1.1 429 ")


async def test_a_line_is_closed_when_the_child_is_gone_though_the_site_is_silent():
    async with listener() as (port, _), proxied(port) as (proxy, lease, right):
        async with line(proxy, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n{right}\r\n") as (reader, _):
            await reader.readuntil(b"\r\n\r\n")
            assert lease.connections == 1
        await until(lambda: not lease.connections)


async def test_one_child_cannot_take_all_lines():
    async with listener() as (port, _), proxied(port) as (proxy, lease, right):
        lease.connections = 64
        text = f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n{right}\r\n"
        async with line(proxy, text) as (reader, _):
            assert (await rest(reader)).startswith(b"HTTP/1.1 429 ")
        lease.connections = 0


@pytest.mark.parametrize("target", ["8.8.8.8:22", "8.8.8.8:25", "8.8.8.8:6379", "8.8.8.8:11211"])
async def test_ports_of_other_trades_are_refused(target):
    async with proxied(9) as (proxy, lease, right):
        async with line(proxy, f"CONNECT {target} HTTP/1.1\r\n{right}\r\n") as (reader, _):
            assert (await rest(reader)).startswith(b"HTTP/1.1 403 ")
        assert lease.refused == ["8.8.8.8"]


async def test_lines_that_are_open_at_the_end_are_hung_up_on_in_silence(caplog):
    async with listener() as (port, got):
        async with proxied(port) as (proxy, _, authorization):
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            asked = f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n{authorization}\r\n"
            writer.write(asked.encode())
            assert b"200" in await reader.readuntil(b"\r\n\r\n")
            writer.write(b"hello\r\n\r\n")
            await until(lambda: b"hello" in got)
        with suppress(ConnectionError):
            await reader.read()
        writer.close()

    assert [record.message for record in caplog.records if record.name == "asyncio"] == []
