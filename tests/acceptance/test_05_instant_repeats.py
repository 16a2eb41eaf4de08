"""What was made once is sent again by its name: one extraction, one download, one upload, whoever asks."""

import asyncio
import json

import pytest
import pytest_asyncio
from aiohttp import web

from tests.acceptance.workshop import Workshop
from tests.sounds import loudest_hertz, seconds_of
from tests.world.media import song
from tests.world.town import open_town
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = 50
SPELLINGS = [
    "https://www.youtube.com/watch?v={}&si=AbCdEf0123456789",
    "https://youtu.be/{}?utm_source=telegram",
    "https://m.youtube.com/watch?feature=share&v={}",
    "https://music.youtube.com/watch?v={}",
    "https://www.youtube.com/shorts/{}",
    "youtube.com/live/{}?t=10",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory, web_of_the_module):
    async with open_town(tmp_path_factory.mktemp("town"), web_of_the_module) as opened:
        yield opened


async def test_instant_repeats(world, town):
    youtube = open_youtube(world)
    youtube.video("aVideo05all", "Seen by everybody", hertz=660)
    guests = [town.guest(f"Guest {number}") for number in range(PEOPLE)]
    links = [SPELLINGS[number % len(SPELLINGS)] for number in range(PEOPLE)]

    gets = [
        guest.gets(link.format("aVideo05all")) for guest, link in zip(guests, links, strict=True)
    ]
    results = await asyncio.gather(*gets)

    files = {got.message["audio"]["file_id"] for got in results}
    assert len(results) == PEOPLE
    assert len(files) == 1
    assert abs(results[-1].hertz - 660) < 20
    assert len(world.asked("www.youtube.com", "/watch")) == 1
    assert len(world.asked("*.googlevideo.com")) == 1
    sent = sounds(town.playground, {str(guest.chat) for guest in guests})
    assert sum(one.startswith("attach://") for one in sent) == 1
    assert sent.count(files.pop()) == PEOPLE - 1


async def test_another_quality_clip_or_language_is_another_file(world, town):
    youtube = open_youtube(world)
    languages = {"en": 440, "de": 880}
    link = youtube.video("aVideo05key", "Many ways", seconds=6, languages=languages)
    choices = [
        "mp3",
        "mp3-64",
        "m4a",
        "mp3;clip=1-3",
        "mp3;clip=1-4",
        "mp3;sound=de",
        "360p",
        "720p",
    ]
    workshop = Workshop(town.house)
    files = {choice: (await workshop.makes(link, choice))[0] for choice in choices}
    world.requests.clear()
    again = {choice: (await workshop.makes(link, choice))[0] for choice in choices}

    assert len({file.artifact.key for file in files.values()}) == len(choices)
    assert len({file.artifact.blob for file in files.values()}) == len(choices)
    assert again == files
    assert world.requests == []


async def test_each_choice_holds_what_was_asked_for(world, town):
    youtube = open_youtube(world)
    languages = {"en": 440, "de": 880}
    link = youtube.video("aVideo05say", "Many ways", seconds=6, languages=languages)
    workshop = Workshop(town.house)
    [german] = await workshop.makes(link, "mp3;sound=de")
    [original] = await workshop.makes(link, "mp3")
    [clip] = await workshop.makes(link, "mp3;clip=1-3")

    assert [round(loudest_hertz(file.path), -1) for file in (german, original)] == [880, 440]
    assert seconds_of(clip.path) == pytest.approx(2, abs=0.2)


@pytest.mark.parametrize(
    "pages",
    [
        ["/posts/1.mp3", "/posts/10.mp3", "/posts/1.mp3?page=2"],
        ["/a/b", "/a/b/", "/a/b/c", "/A/b"],
    ],
)
async def test_two_posts_on_one_path_prefix_never_collide(world, town, pages):
    site = world.site("posts.made-up.example")
    tones = {page: 400 + 150 * number for number, page in enumerate(pages)}

    async def post(request):
        return web.FileResponse(
            song(hertz=tones[request.path_qs]), headers={"Content-Type": "audio/mpeg"}
        )

    site.answers("/*", post)
    workshop = Workshop(town.house)
    heard = {}
    for page in pages:
        [file] = await workshop.makes(f"https://{site.host}{page}", "mp3")
        heard[page] = loudest_hertz(file.path)

    assert heard == pytest.approx(tones, abs=20)


@pytest.mark.parametrize("bytes_are_kept", [True, False])
async def test_a_rejected_file_id_is_sent_anew_and_its_row_replaced(world, town, bytes_are_kept):
    youtube = open_youtube(world)
    name = "aVideo05old" if bytes_are_kept else "aVideo05ol2"
    link = youtube.video(name, "Sent long ago", hertz=550)
    first = await town.guest("First").gets(link)
    before = await sent_file(town, name)
    town.playground.add_fault(
        "editMessageMedia",
        "error",
        match=before["file_id"],
        code=400,
        description="Bad Request: wrong file identifier/HTTP URL specified",
    )
    world.requests.clear()
    if not bytes_are_kept:
        await make_room(town)

    second = await town.guest("Second").gets(link)
    after = await sent_file(town, name)
    town.playground.clear_faults()
    third = await town.guest("Third").gets(link)

    assert before["file_id"] == first.message["audio"]["file_id"]
    assert after["artifact"] == before["artifact"]
    assert after["file_id"] == second.message["audio"]["file_id"] != before["file_id"]
    assert third.message["audio"]["file_id"] == after["file_id"]
    assert abs(second.hertz - 550) < 20
    assert len(world.asked("*.googlevideo.com")) == (0 if bytes_are_kept else 1)


async def sent_file(town, name):
    """Return the row about the one file of a video that Telegram has."""
    row = "SELECT artifact, file_id FROM sent_files WHERE artifact LIKE :key"
    [found] = await town.house.database.rows(row, key=f"youtube:{name}|%")
    return found


async def make_room(town):
    """Let all bytes go that nobody is using, as a full disk does."""
    await town.house.core.blobs._shelf.evict(10**12, all_or_none=False)


def sounds(playground, chats):
    """Return what the messages of chats were given as their sound: `attach://` where it was sent along."""
    calls = playground.calls("editMessageMedia")
    told = [json.loads(call.params["media"]) for call in calls if call.params["chat_id"] in chats]
    return [str(one["media"]) for one in told if one["type"] == "audio"]
