"""A program for a network namespace of its own: tries every vector and prints what became of each.

`python -m tests.hostile.yard FOLDER` works in FOLDER and prints one JSON document.
"""

import asyncio
import json
import socket
import ssl
import struct
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import trustme
from aiohttp import web

from services.jobs.jobs import Jobs
from services.jobs.order import Channel, Order, Product, Recipient
from services.platforms.link import Link
from services.web import open_web
from services.web_guard import Guard, is_public
from tests.hostile.core import open_core
from tests.hostile.vector import Page, Vector, media
from tests.hostile.vectors import vectors

SITE = "93.184.216.34"
NAMES = {
    "inside.example": ["10.0.0.1"],
    "both.example": ["10.0.0.1", SITE],
    "mapped.example": ["::ffff:10.0.0.1"],
    "nat64.example": ["64:ff9b::a00:1"],
    "metadata.google.internal": ["169.254.169.254"],
}
PORTS = (22, 25, 80, 6379, 8080, 11211)
SEALED_PORT = 443
MOST_BYTES = 20 * 2**20
CHOICES = ("", "mp3", "360p")


class Yard:
    """What stands in this network, and what was seen of it."""

    def __init__(self) -> None:
        self.vectors: dict[str, Vector] = {}
        self.hits: list[str] = []
        self.packets: set[str] = set()
        self.proxy_port = 0
        self.turns = count()

    def host(self, name: str) -> str:
        return f"v{list(self.vectors).index(name)}.site.example"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        address = request.transport.get_extra_info("sockname")[0]
        if not is_public(address):
            self.hits.append(f"{address} {request.method} {request.path}")
            return web.Response(body=media("film.mp4"), content_type="video/mp4")
        host = request.host.partition(":")[0]
        found = [one for one in self.vectors if self.host(one) == host]
        pages = self.vectors[found[0]].pages if found else {}
        page = pages.get(request.path) or pages.get("*") or Page(status=404)
        here = f"http://{host}"
        headers = {name: value.replace("{here}", here) for name, value in page.headers.items()}
        headers.setdefault("Content-Type", page.kind)
        body = page.body.replace(b"{here}", here.encode())
        if not page.endless:
            return web.Response(body=body, status=page.status, headers=headers)
        answer = web.StreamResponse(status=page.status, headers=headers)
        await answer.prepare(request)
        await answer.write(body)
        while True:
            await answer.write(page.endless)

    async def resolve(self, host: str, port: int) -> list[str]:
        """Answer as a name server would that belongs to the other side."""
        if host == "rebind.example":
            return [SITE] if next(self.turns) % 2 == 0 else ["10.0.0.1"]
        if host in NAMES:
            return NAMES[host]
        if host == "site.example" or host.endswith(".site.example"):
            return [SITE]
        try:
            # Numbers in all spellings, and the machine's own name; nobody else is asked.
            if not any(letter.isalpha() for letter in host.replace("0x", "").replace("a", "")):
                return await _by_system(host, port)
            if host == "localhost" or ":" in host:
                return await _by_system(host, port)
        except UnicodeError:
            pass
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    @contextmanager
    def listening_on_the_wire(self) -> Iterator[None]:
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        wire.bind(("lo", 0))
        wire.setblocking(False)
        loop = asyncio.get_running_loop()
        loop.add_reader(wire, self._note, wire)
        try:
            yield
        finally:
            self._note(wire)
            loop.remove_reader(wire)
            wire.close()

    def _note(self, wire: socket.socket) -> None:
        for _ in range(10_000):
            try:
                frame = wire.recv(256)
            except BlockingIOError:
                return
            went = _destination(frame)
            if went is not None and not self._is_fine(*went):
                self.packets.add("{} {}:{}".format(*went))

    def _is_fine(self, kind: str, address: str, port: int) -> bool:
        if (address, port) == ("127.0.0.1", self.proxy_port):
            return True
        return kind == "tcp" and is_public(address) and port in {80, 443, 8080}


async def _by_system(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    rows = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def _destination(frame: bytes) -> tuple[str, str, int] | None:
    """Return the kind, address and port of what opens a connection, or needs none."""
    kind = frame[12:14]
    if kind == b"\x08\x00":
        head = 14 + (frame[14] & 15) * 4
        protocol, address = frame[23], socket.inet_ntop(socket.AF_INET, frame[30:34])
    elif kind == b"\x86\xdd":
        head = 54
        protocol, address = frame[20], socket.inet_ntop(socket.AF_INET6, frame[38:54])
    else:
        return None
    if protocol == socket.IPPROTO_UDP:
        return "udp", address, struct.unpack_from(">H", frame, head + 2)[0]
    opens = protocol == socket.IPPROTO_TCP and frame[head + 13] & 0x12 == 0x02
    return ("tcp", address, struct.unpack_from(">H", frame, head + 2)[0]) if opens else None


def own_all_addresses() -> None:
    """Make every address there is one of this machine's own."""
    for words in (
        "link set lo up",
        "route add local default dev lo",
        "-6 route add local default dev lo",
    ):
        subprocess.run(["ip", *words.split()], check=True)


@asynccontextmanager
async def opened(yard: Yard, folder: Path) -> AsyncIterator[Jobs]:
    """Open the servers and the core."""
    authority = trustme.CA()
    seals = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("*.site.example", "site.example", "10.0.0.1").configure_cert(seals)
    async with AsyncExitStack() as stack:
        await _serve(yard, stack, seals)
        way = await stack.enter_async_context(
            open_web(Guard(resolve=yard.resolve), authorities=authority.cert_pem.bytes().decode())
        )
        yard.proxy_port = way.proxy.port
        yield await open_core(way, folder, stack, most_bytes=MOST_BYTES)


async def _serve(yard: Yard, stack: AsyncExitStack, seals: ssl.SSLContext) -> None:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", yard.serve)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    for port in (*PORTS, SEALED_PORT):
        for address in ("0.0.0.0", "::"):
            sealed = seals if port == SEALED_PORT else None
            await web.TCPSite(runner, address, port, ssl_context=sealed).start()


async def tried(jobs: Jobs, yard: Yard, name: str) -> list[str]:
    """Return what the link ended in: as a card, as sound, as a video; a code, or `done`."""
    url = yard.vectors[name].link.replace("{here}", f"http://{yard.host(name)}")
    link = Link(url, "web", f"web:{name}")
    ends = []
    for choice in CHOICES:
        product = Product.MEDIA if choice else Product.CARD
        recipient = Recipient(Channel.SHELF)
        job = await jobs.submit(Order(product, link, recipient, account=1, choice=choice))
        job = await jobs.wait(job.id)
        ends.append(job.failure.code if job.failure else str(job.state))
        if job.failure:
            break
    return ends


async def main(folder: Path) -> None:
    """Try all of them, a few at a time."""
    yard = Yard()
    yard.vectors = vectors()
    data, home = folder / "data", folder / "home"
    for place in (data, home):
        place.mkdir()
    ends: dict[str, list[str]] = {}
    took: dict[str, float] = {}
    with yard.listening_on_the_wire():
        async with opened(yard, data) as jobs:
            names = iter(yard.vectors)

            async def work() -> None:
                for name in names:
                    began = asyncio.get_running_loop().time()
                    ends[name] = await tried(jobs, yard, name)
                    took[name] = round(asyncio.get_running_loop().time() - began, 1)

            async with asyncio.TaskGroup() as group:
                for _ in range(4):
                    group.create_task(work())
            left = [str(path) for path in (data / "work").rglob("*")]
    told = {
        "ends": ends,
        "hits": yard.hits,
        "packets": sorted(yard.packets),
        "left": left,
        "took": took,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    own_all_addresses()
    try:
        asyncio.run(main(Path(sys.argv[1])))
    except Exception:
        traceback.print_exc()
        raise
