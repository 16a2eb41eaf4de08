"""A failure is understood, costs the site little, and is said in one line with a next step.

The links go through the real extractor of yt-dlp 2026.10.26 to a made-up YouTube, whose replies have the
shape of `extractor/youtube/_video.py`.
"""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
import pytest_asyncio
from aiogram.methods import GetMe

from bot.refusals import explained
from locales.texts import LANGUAGES, say_error, texts_for
from services.clock import SystemClock
from services.errors import AlreadyOver, Failed, Refused, by_code
from services.sources.complaints import code_of
from tests.bot.test_refusals import SAID as TELEGRAMS
from tests.e2e.people import until, words
from tests.services.sources.test_complaints import KINDS, SENTENCES, ExtractorError
from tests.world.media import song
from tests.world.town import BRISK, open_town
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOUR = 3600.0
PERMANENT = {
    "link-protected": None,
    "link-geo-blocked": "The uploader has not made this video available in your country",
    "link-gone": "This video has been removed by the uploader",
    "link-private": "Private video. Sign in if you've been granted access to this video",
    "link-members": "Join this channel to get access to members-only content like this video",
    "link-copyright": "This video is no longer available due to a copyright claim by Example Ltd",
    "link-paid": "This video requires payment to watch.",
}
LIMITED = "This content isn't available, try again later."


class Later(SystemClock):
    """The machine's clock, and as much more as a test wants."""

    ahead = 0.0

    def now(self):
        return super().now() + Later.ahead


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory, web_of_the_module):
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.wiring.SystemClock", Later)
        patch.setattr("services.jobs.admission._SITES_AGAIN", timedelta(seconds=0.05))
        async with open_town(folder, web_of_the_module, pace=BRISK) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def youtube(world, town):
    yield open_youtube(world)
    jobs = town.house.core.jobs
    for job in await jobs.active():
        with suppress(AlreadyOver):
            await jobs.cancel(job.id, account=None)
    await town.forgive_sites()


def refused(youtube, name, reason):
    """Upload a video that cannot be played, for this reason; None means that it is locked."""
    if reason is None:
        return youtube.video(name, streaming={"licenseInfos": [{"drmFamily": "WIDEVINE"}]})
    status = {"status": "UNPLAYABLE", "reason": reason}
    return youtube.video(name, streaming={}, status=status)


def calls(world):
    return len(world.asked("www.youtube.com", "/watch"))


async def test_forty_recorded_texts_have_more_than_twenty_codes():
    codes = {code_of(ExtractorError(said, expected=True)) for _, _, said in SENTENCES}
    codes |= {code_of(error) for error, _ in KINDS}
    codes |= {
        explained(kind(GetMe(), said), size_bytes=2, limit_bytes=1).code
        for kind, said, _ in TELEGRAMS
    }

    assert len(SENTENCES) + len(TELEGRAMS) > 40
    assert len(codes) > 20
    assert all(issubclass(by_code(code), Refused | Failed) for code in codes)


async def test_each_is_one_line_of_people_in_each_language():
    for language in LANGUAGES:
        texts = texts_for(language)
        said = [say_error(texts, by_code(code)(host="youtube.com")) for code in PERMANENT]
        assert len(set(said)) == len(said)
        assert not any("\n" in line or "ERROR" in line for line in said)


@pytest.mark.parametrize("code", PERMANENT)
async def test_what_is_permanent_costs_exactly_one_call(code, town, world, youtube):
    link = refused(youtube, f"{code:_<11}"[-11:], PERMANENT[code])
    guest = town.guest()

    first = await guest.refusal(link)
    again = await guest.refusal(link)

    expected = say_error(texts_for("en"), by_code(code)(host="youtube.com"))
    assert expected in first
    assert expected in again
    assert calls(world) == 1


async def test_what_nobody_has_said_before_bears_a_word_that_an_owner_can_look_up(town, youtube):
    link = refused(youtube, "unheard_of_", "The cow has jumped over the moon")

    said = await town.guest().refusal(link)

    (word,) = re.findall(r"\b[0-9a-f]{8}\b", said)
    problem = await town.house.core.jobs.problems.find(word)
    assert problem.site == "youtube.com"
    assert "The cow has jumped over the moon" in problem.trace


async def test_nine_times_the_same_failing_link_makes_three_calls(town, world, youtube):
    link = refused(youtube, "some_hiccup", "Something went wrong. Refresh or try again later.")
    guest = town.guest()

    for _ in range(9):
        await guest.refusal(link)

    assert 1 <= calls(world) <= 3


async def test_a_limit_of_an_hour_and_fifty_links(town, world, youtube):
    links = [refused(youtube, f"limited_{n:03}", LIMITED) for n in range(50)]
    guests = [town.guest(f"Guest {n}") for n in range(50)]
    asked = [await guest.paste(link) for guest, link in zip(guests, links, strict=True)]

    def all_are_told():
        shown = [guest.answer(number) for guest, number in zip(guests, asked, strict=True)]
        return all(it and "keeps me out for now" in words(it) for it in shown)

    await until(all_are_told, seconds=60)
    for _ in range(11):
        Later.ahead += HOUR / 12
        # Elsewhere, life goes on; and meanwhile everybody has looked at the clock.
        file = world.site("files.example.org").answers(f"/{Later.ahead}.mp3", song())
        assert await town.guest().card(file)

    assert 1 <= calls(world) <= 3
    assert all_are_told()
    for guest, number in zip(guests, asked, strict=True):
        said = town.playground.messages(guest.chat)
        assert len([one for one in said if one["message_id"] > number]) == 1
