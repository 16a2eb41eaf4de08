"""The demo site: a small web server on this machine whose links can be pasted without any network.

`python -m bot.playground.demo.site --port 8090 --folder data/demo` runs it alone.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from aiohttp import hdrs, web

from bot.playground.demo.catalogue import LINKS
from bot.playground.demo.documents import Documents
from bot.playground.demo.media import HEIGHTS, TITLES, prepare_media
from bot.playground.demo.oddities import Oddities
from bot.playground.demo.tunes import TUNES

_HOST = "127.0.0.1"
_UNCOUNTED = {"/hits"}
_LOOKS = Path(__file__).parent / "looks"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Demo:
    """The running site.

    Args:
        url: Its address, without a slash at the end.
        links: The absolute address of every link by its name (`mp3`, `page`, `feed`, `hls` ...).
        hits: How often each path was asked for.
        oddities: The routes that misbehave.
    """

    url: str
    links: dict[str, str]
    hits: Counter[str]
    oddities: Oddities

    def clear_hits(self) -> None:
        """Count from nothing, and let the shaky line break again."""
        self.hits.clear()
        self.oddities.forget()


@asynccontextmanager
async def open_demo(*, folder: Path, ffmpeg: str, port: int = 0) -> AsyncIterator[Demo]:
    """Serve the demo site on loopback until the block ends.

    Args:
        folder: Where its files are kept between two starts.
        ffmpeg: The program that makes them.
        port: 0 takes any that is free.

    Raises:
        MediaFailed: FFmpeg could not make the files.
    """
    media = await prepare_media(folder, ffmpeg=ffmpeg)
    hits: Counter[str] = Counter()
    oddities = Oddities(media)
    runner = web.AppRunner(
        _application(media, oddities=oddities, hits=hits),
        access_log=None,
        handler_cancellation=True,
        shutdown_timeout=0.1,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
        url = f"http://{_HOST}:{runner.addresses[0][1]}"
        links = {link.name: url + link.path for link in LINKS}
        yield Demo(url=url, links=links, hits=hits, oddities=oddities)
    finally:
        await runner.cleanup()


def _application(media: Path, *, oddities: Oddities, hits: Counter[str]) -> web.Application:
    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in _UNCOUNTED:
            hits[request.path] += 1
        return await handler(request)

    async def show_hits(_request: web.Request) -> web.Response:
        return web.json_response({"total": hits.total(), "by_path": dict(hits)})

    application = web.Application(middlewares=[count])
    application.add_routes([web.get("/hits", show_hits), *Documents(media).routes()])
    application.add_routes([*_files(media), *oddities.routes()])
    return application


def _files(media: Path) -> list[web.RouteDef]:
    """Return the routes of plain files; ranges, ETag and dates are the file response's own doing."""
    files = {
        "/morning-over-the-harbour.mp3": media / "harbour.mp3",
        "/episodes/1.mp3": media / "rain.mp3",
        "/episodes/2.m4a": media / "train.m4a",
        "/poster.jpg": media / "poster.jpg",
        **{f"/{tune}.jpg": media / f"{tune}.jpg" for tune in TUNES},
        **{f"/films/sunrise-{height}.mp4": media / f"film-{height}.mp4" for height in HEIGHTS},
        **{f"/titled/{name}.mp3": media / f"{name}.mp3" for name in TITLES},
        **{f"/live/{part.name}": part for part in (*media.glob("*.ts"), *media.glob("*.m3u8"))},
        **{f"/{path.name}": path for path in _LOOKS.iterdir()},
    }
    return [web.get(where, _file_handler(path)) for where, path in files.items()]


def _file_handler(path: Path) -> Handler:
    kinds = {".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t", ".m4a": "audio/mp4"}

    async def serve(_request: web.Request) -> web.StreamResponse:
        headers = {hdrs.CONTENT_TYPE: kinds[path.suffix]} if path.suffix in kinds else None
        return web.FileResponse(path, headers=headers)

    return serve


async def _serve_alone(folder: Path, port: int) -> None:
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    async with open_demo(folder=folder, ffmpeg=ffmpeg, port=port) as demo:
        sys.stdout.write(f"{demo.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Serve the demo site until interrupted."""
    parser = argparse.ArgumentParser(
        description="Serve links that can be pasted without a network."
    )
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--folder", type=Path, default=Path("data/demo"))
    chosen = parser.parse_args()
    try:
        asyncio.run(_serve_alone(chosen.folder, chosen.port))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
