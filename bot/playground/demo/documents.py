"""Answers for the demo site's documents: the index, the pages, the feed, the stream's list."""

from pathlib import Path

from aiohttp import hdrs, web

from bot.playground.demo import pages
from bot.playground.demo.catalogue import LINKS
from bot.playground.demo.media import HEIGHTS, TITLES
from bot.playground.demo.tunes import HARBOUR, RAIN, TRAIN

_STREAM_HEIGHTS = HEIGHTS[:2]


class Documents:
    """The routes that answer with text made for the asker's own address.

    Args:
        media: The folder with the demo site's files.
    """

    def __init__(self, media: Path) -> None:
        self._media = media

    def routes(self) -> list[web.RouteDef]:
        """Return where each of them is found."""
        return [
            web.get("/", self._index),
            web.get("/links.json", self._links),
            web.get("/watch/sunrise", self._film),
            web.get("/titled/{name:[a-z]+}", self._titled),
            web.get("/podcast.xml", self._feed),
            web.get("/live/tide-at-noon.m3u8", self._stream),
            web.get("/empty", self._empty),
            web.get("/s/harbour", self._short),
        ]

    async def _index(self, request: web.Request) -> web.Response:
        return _html(pages.index_page(_origin(request), LINKS))

    async def _links(self, request: web.Request) -> web.Response:
        rows = [
            {
                "name": link.name,
                "url": _origin(request) + link.path,
                "title": link.title,
                "note": link.note,
                "group": link.group,
            }
            for link in LINKS
        ]
        allow = {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*"}
        return web.json_response({"links": rows}, headers=allow)

    async def _film(self, request: web.Request) -> web.Response:
        sources = tuple(
            pages.Source(
                path=f"/films/sunrise-{height}.mp4",
                label=f"{height}p",
                size_bytes=self._size_bytes(f"film-{height}.mp4"),
                height=height,
            )
            for height in HEIGHTS
        )
        film = pages.Film("Sunrise, the film", HARBOUR.artist, HARBOUR.seconds, sources)
        return _html(pages.film_page(_origin(request), film))

    async def _titled(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in TITLES:
            raise web.HTTPNotFound
        source = pages.Source(f"/titled/{name}.mp3", "Sound", self._size_bytes(f"{name}.mp3"))
        film = pages.Film(TITLES[name], HARBOUR.artist, HARBOUR.seconds, (source,))
        return _html(pages.film_page(_origin(request), film))

    async def _feed(self, request: web.Request) -> web.Response:
        episodes = (
            pages.Episode(RAIN, "/episodes/1.mp3", self._size_bytes("rain.mp3")),
            pages.Episode(TRAIN, "/episodes/2.m4a", self._size_bytes("train.m4a")),
        )
        text = pages.feed(_origin(request), episodes)
        return web.Response(text=text, content_type="application/rss+xml")

    async def _stream(self, _request: web.Request) -> web.Response:
        rates = {
            height: round(self._size_bytes(f"film-{height}.mp4") * 8 / HARBOUR.seconds)
            for height in _STREAM_HEIGHTS
        }
        text = pages.stream_list(rates)
        return web.Response(text=text, content_type="application/vnd.apple.mpegurl")

    async def _empty(self, _request: web.Request) -> web.Response:
        return _html(pages.empty_page())

    async def _short(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/morning-over-the-harbour.mp3")

    def _size_bytes(self, name: str) -> int:
        return (self._media / name).stat().st_size


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _origin(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"
