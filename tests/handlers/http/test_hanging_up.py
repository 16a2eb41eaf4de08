"""A house that closes tells those who hold a WebSocket, and does not wait for those who hear nothing."""

import asyncio
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
from aiohttp import WSCloseCode, web

from bot.site import build_site, open_site
from handlers.http import hanging_up


async def hold(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str("welcome")
    async for _ in socket:
        pass
    return socket


async def test_who_holds_a_line_is_told_that_the_service_goes_away():
    async with aiohttp.ClientSession() as session:
        async with open_site(build_site([web.get("/", hold)]), host="127.0.0.1", port=0) as url:
            line = await session.ws_connect(url)
            assert await line.receive_str() == "welcome"
            hearing = asyncio.create_task(line.receive())
        told = await hearing

    assert (told.type, told.data) == (aiohttp.WSMsgType.CLOSE, WSCloseCode.GOING_AWAY)


async def test_who_does_not_hang_up_is_cut_off(monkeypatch):
    monkeypatch.setattr(hanging_up, "_GOING", timedelta(seconds=0.05))
    async with open_site(build_site([web.get("/", hold)]), host="127.0.0.1", port=0) as url:
        at = urlsplit(url)
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        await reader.readuntil(b"welcome")

    assert await reader.read() == b"\x88\x02" + WSCloseCode.GOING_AWAY.to_bytes(2, "big")
    writer.close()
