"""A file by link over HTTP: whole, in pieces, only its headers, and not at all."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.site import build_site, open_site
from handlers.http.files import file_routes
from services.store.blobs import open_blobs
from services.store.database import open_database
from services.store.file_links import FileLinks, Shared
from tests.services.store.hands import Hands

BYTES = bytes(range(256)) * 40
HOUR = timedelta(hours=1)


class Door:
    """A server with one link."""

    def __init__(self, client: ClientSession, links: FileLinks, url: str, clock: Hands) -> None:
        self.client = client
        self.links = links
        self.url = url
        self.clock = clock


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    clock, path = Hands(), tmp_path / "film"
    path.write_bytes(BYTES)
    async with (
        open_database(tmp_path / "hearsay.db") as database,
        open_blobs(
            tmp_path / "blobs", database, clock, max_bytes=10**6, keep_free_bytes=0
        ) as blobs,
    ):
        links = FileLinks(database, blobs, clock, base_url="", valid=HOUR)
        blob = await blobs.put(path, held_by="artifact:film")
        async with (
            open_site(build_site(file_routes(links)), host="127.0.0.1", port=0) as url,
            ClientSession() as client,
        ):
            links.serve_at(url)
            shared = Shared(blob.sha256, 'Ein "Film" 中.mp4', "video/mp4")
            link = await links.make(shared, job="j", account=1)
            yield Door(client, links, link.url, clock)


async def test_the_whole_file_with_its_type_and_its_name(door):
    async with door.client.get(door.url) as answer:
        assert await answer.read() == BYTES
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''Ein%20%22Film%22%20%E4%B8%AD.mp4"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_piece_of_it(door):
    async with door.client.get(door.url, headers={"Range": "bytes=1000-1999"}) as answer:
        assert answer.status == 206
        assert await answer.read() == BYTES[1000:2000]
        assert answer.headers["Content-Range"] == f"bytes 1000-1999/{len(BYTES)}"


async def test_a_piece_beyond_its_end(door):
    async with door.client.get(door.url, headers={"Range": "bytes=99999-"}) as answer:
        assert answer.status == 416


async def test_only_its_headers(door):
    async with door.client.head(door.url) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Length"] == str(len(BYTES))
        assert answer.headers["Accept-Ranges"] == "bytes"


async def test_what_is_known_already_is_not_sent_again(door):
    async with door.client.get(door.url) as answer:
        tag = answer.headers["ETag"]
    async with door.client.get(door.url, headers={"If-None-Match": tag}) as answer:
        assert answer.status == 304


async def test_its_time_is_over(door):
    door.clock.turn(seconds=HOUR.total_seconds())
    async with door.client.get(door.url) as answer:
        assert answer.status == 410
        assert (await answer.json())["code"] == "source-expired"


@pytest.mark.parametrize("token", ["A" * 32, "..", "%2e%2e%2f", "a b"])
async def test_a_token_of_nothing(door, token):
    base = door.url.partition("/files/")[0]
    async with door.client.get(f"{base}/files/{token}/film.mp4") as answer:
        assert answer.status == 404
