"""Instagram when it has had enough of strangers: it leads all of them to its login, and is left alone.

The replies are shaped after yt_dlp/extractor/instagram.py of yt-dlp 2026.10.26 (tests/world/instagram.py).
A module of its own, because nobody in its house asks the site again for a while.
"""

import pytest

from tests.e2e.people import until, words
from tests.world.instagram import open_instagram

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_site_that_leads_everybody_to_its_login_is_left_alone_and_asked_later(world, guest):
    site = open_instagram(world)
    site.redirects("/p/CDUMkliABpa", "https://www.instagram.com/accounts/login/?next=/p/x/")
    site.answers("/accounts/login/", "<html>Log in</html>")

    asked = await guest.paste("https://www.instagram.com/reel/CDUMkliABpa/")

    await until(lambda: "keeps me out for now" in words(guest.answer(asked) or {}))
    assert len(world.asked("www.instagram.com", "/p/*")) == 1
