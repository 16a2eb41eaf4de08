import asyncio
from contextlib import asynccontextmanager, suppress

import pytest

from services.errors import AddressForbidden, SiteTrouble
from services.web_dial import Dialer
from services.web_guard import Guard


async def public(_host, _port):
    return ["8.8.8.8"]


async def unknown(_host, _port):
    import socket

    raise socket.gaierror(socket.EAI_NONAME, "unknown")


@asynccontextmanager
async def socks(*, password=b"", answer=0):
    """A SOCKS5 server of a few lines: it notes where it is sent, then echoes."""
    asked, serving = [], []

    async def serve(reader, writer):
        serving.append(asyncio.current_task())
        with suppress(EOFError):
            await converse(reader, writer)
        writer.close()
        await writer.wait_closed()

    async def converse(reader, writer):
        await reader.readexactly(3)
        writer.write(bytes([5, 2 if password else 0]))
        if password:
            await reader.readexactly(1)
            name = await reader.readexactly((await reader.readexactly(1))[0])
            word = await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(bytes([1, int((name, word) != (b"me", password))]))
        head = await reader.readexactly(5)
        host = await reader.readexactly(head[4])
        asked.append((host.decode(), int.from_bytes(await reader.readexactly(2), "big")))
        writer.write(bytes([5, answer, 0, 1]) + bytes(6))
        writer.write(await reader.read(100))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked
        await asyncio.gather(*serving, return_exceptions=True)


@pytest.mark.parametrize(("login", "password"), [("", b""), ("me:s%40cret@", b"s@cret")])
async def test_a_socks_proxy_carries_the_connection_by_name(login, password):
    async with socks(password=password) as (port, asked):
        dialer = Dialer(Guard(resolve=public), f"socks5://{login}127.0.0.1:{port}")

        reader, writer = await dialer.dial("example.com", 443)
        writer.write(b"hello")
        assert await reader.read() == b"hello"
        writer.close()
        await writer.wait_closed()

    assert asked == [("example.com", 443)]


async def test_a_wrong_login_and_a_refusal_are_trouble():
    async with socks(password=b"right") as (port, _):
        with pytest.raises(SiteTrouble):
            await Dialer(Guard(resolve=public), f"socks5h://me:wrong@127.0.0.1:{port}").dial(
                "a.com", 80
            )
    async with socks(answer=2) as (port, _):
        with pytest.raises(SiteTrouble):
            await Dialer(Guard(resolve=public), f"socks5://127.0.0.1:{port}").dial("a.com", 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "::1", "2130706433", "0x7f000001"])
async def test_numbers_that_lead_inside_are_not_even_asked_of_a_proxy(host):
    async with socks() as (port, asked):
        for resolve in (None, unknown):
            dialer = Dialer(Guard(resolve=resolve), f"socks5://127.0.0.1:{port}")
            with pytest.raises(AddressForbidden):
                await dialer.dial(host, 80)

    assert asked == []


async def test_behind_a_proxy_names_need_not_be_known_here():
    async with socks() as (port, asked):
        dialer = Dialer(Guard(resolve=unknown), f"socks5://127.0.0.1:{port}")
        _, writer = await dialer.dial("only-there.example", 80)
        writer.close()
        await writer.wait_closed()

    assert asked == [("only-there.example", 80)]


async def test_a_site_has_a_proxy_of_its_own_and_others_are_reached_without_it():
    async with socks() as (usual, asked_usual), socks() as (own, asked_own):
        dialer = Dialer(
            Guard(resolve=public),
            f"socks5://127.0.0.1:{usual}",
            {"example.com": f"socks5://127.0.0.1:{own}"},
        )
        for host, page in (
            ("www.example.com", ""),
            ("example.org", "example.org"),
            ("cdn.example.net", "m.example.com"),
            ("notexample.com", ""),
            ("example.com", "example.org"),
        ):
            _, writer = await dialer.dial(host, 443, on_behalf_of=page)
            writer.close()
            await writer.wait_closed()

    assert [host for host, _ in asked_own] == ["www.example.com", "cdn.example.net", "example.com"]
    assert [host for host, _ in asked_usual] == ["example.org", "notexample.com"]
