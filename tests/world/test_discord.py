"""Files attached to messages at Discord, from the pasted link to the file.

No extractor is asked: the link is the file. Its signature (`ex`, `is`, `hm`) stands in the address, `ex`
being the second in hexadecimal until which it is good.
"""

import time

import pytest

from tests.world.media import film, song

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOLDER = "/attachments/111111111111111111/2222222222222222"


def signed(path, *, hours=20, host="cdn.discordapp.com"):
    until = int(time.time() + hours * 3600)
    return f"https://{host}{path}?ex={until:x}&is={until - 86400:x}&hm=0123abcd&"


async def test_a_voice_message_arrives(world, guest):
    path = f"{FOLDER}01/voice-message.ogg"
    world.site("cdn.discordapp.com").answers(path, song(ending="opus", hertz=520))

    got = await guest.gets(signed(path), "MP3")

    assert abs(got.hertz - 520) < 20
    assert "hm=0123abcd" in world.asked("cdn.discordapp.com")[0].url


async def test_another_signature_of_the_same_file_fetches_nothing(world, guest):
    path = f"{FOLDER}02/clip.mp4"
    world.site("cdn.discordapp.com").answers(path, film(height=240))
    first = await guest.gets(signed(path), "240p")
    asked = len(world.requests)

    again = await guest.gets(signed(path, hours=21, host="media.discordapp.net"), "240p")

    assert again.message["video"]["file_id"] == first.message["video"]["file_id"]
    assert len(world.requests) == asked


async def test_a_link_whose_time_is_over_is_not_even_asked(world, guest):
    sentence = await guest.refusal(signed(f"{FOLDER}03/late.mp3", hours=-1))

    assert "that time is over" in sentence
    assert world.requests == world.unanswered == []


@pytest.mark.parametrize("status", [403, 404])
async def test_a_link_that_is_refused_has_run_out(world, guest, status):
    path = f"{FOLDER}{status}/gone.mp3"
    text = "This content is no longer available."
    world.site("cdn.discordapp.com").answers(path, text, status=status, kind="text/plain")

    sentence = await guest.refusal(f"https://cdn.discordapp.com{path}")

    assert "that time is over" in sentence


async def test_a_link_to_a_message_is_said_to_need_an_account(world, guest):
    sentence = await guest.refusal("https://discord.com/channels/1111111/2222222/3333333")

    assert "signing in" in sentence
    assert world.requests == world.unanswered == []


async def test_who_only_speaks_of_discord_is_not_discord(world, guest):
    site = world.site("files.made-up.example")
    link = site.answers("/a.mp3", "no", status=404)

    sentence = await guest.refusal(f"{link}?cdn.discordapp.com{FOLDER}09/a.mp3&ex=1")

    assert "that time is over" not in sentence
    assert world.asked("files.made-up.example")
