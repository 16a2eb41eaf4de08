"""Links to files: unguessable, for a while, revocable, and the bytes stay as long as they lead there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.errors import NotFound, SourceExpired
from services.store.blobs import Blobs, open_blobs
from services.store.database import Database
from services.store.file_links import FileLinks, Shared
from tests.services.store.hands import Hands

BASE = "https://hearsay.example"
VALID = timedelta(hours=24)


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def blobs(tmp_path: Path, database: Database, clock: Hands) -> AsyncIterator[Blobs]:
    async with open_blobs(
        tmp_path / "blobs", database, clock, max_bytes=10**6, keep_free_bytes=0
    ) as blobs:
        yield blobs


@pytest.fixture
def links(database: Database, blobs: Blobs, clock: Hands) -> FileLinks:
    return FileLinks(database, blobs, clock, base_url=BASE, valid=VALID)


@pytest.fixture
async def film(tmp_path: Path, blobs: Blobs) -> Shared:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a film")
    blob = await blobs.put(path, held_by="artifact:film")
    return Shared(blob.sha256, "A Film é.mp4", "video/mp4")


def token_of(url: str) -> str:
    return url.removeprefix(f"{BASE}/files/").partition("/")[0]


async def test_whoever_has_the_address_gets_the_file(links, film):
    link = await links.make(film, job="j", account=1)

    shared, path = await links.open(token_of(link.url))

    assert link.url.endswith("/A%20Film%20%C3%A9.mp4")
    assert (shared, path.read_bytes()) == (film, b"a film")


async def test_the_token_is_long_and_is_not_kept(links, film, database):
    urls = {(await links.make(film, job=f"j{number}", account=1)).url for number in range(50)}

    assert len(urls) == 50
    assert all(len(token_of(url)) >= 32 for url in urls)
    rows = await database.rows("SELECT * FROM file_links")
    kept = " ".join(str(tuple(row)) for row in rows)
    assert not any(token_of(url) in kept for url in urls)


async def test_a_wrong_token_leads_nowhere(links, film):
    link = await links.make(film, job="j", account=1)

    with pytest.raises(NotFound):
        await links.open(token_of(link.url)[:-1] + "_")


async def test_it_ends_with_its_time_and_lets_the_bytes_go(links, film, clock, blobs):
    link = await links.make(film, job="j", account=1)
    await blobs.release(held_by="artifact:film")
    await links.sweep()
    assert await blobs.find(film.blob)

    clock.turn(seconds=VALID.total_seconds())

    with pytest.raises(SourceExpired):
        await links.open(token_of(link.url))
    await links.sweep()
    assert await blobs.find(film.blob) is None
    with pytest.raises(SourceExpired):
        await links.open(token_of(link.url))


async def test_a_new_link_of_a_job_replaces_the_old_one(links, film, blobs):
    old = await links.make(film, job="j", account=1)
    await blobs.release(held_by="artifact:film")
    new = await links.make(film, job="j", account=1)

    with pytest.raises(NotFound):
        await links.open(token_of(old.url))
    assert (await links.open(token_of(new.url)))[0] == film


async def test_who_is_forgotten_takes_their_links_along(links, film):
    mine = await links.make(film, job="j1", account=1)
    theirs = await links.make(film, job="j2", account=2)

    await links.revoke(1)

    with pytest.raises(NotFound):
        await links.open(token_of(mine.url))
    assert await links.open(token_of(theirs.url))


async def test_bytes_that_are_gone_cannot_be_shared(links, film, blobs):
    await blobs.release(held_by="artifact:film")

    with pytest.raises(SourceExpired):
        await links.make(film, job="j", account=1)
