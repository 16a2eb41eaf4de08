"""What the front hears of its calls."""

import asyncio

from services.crew.bell import Ring
from services.crew.calls import ENDED, News
from services.crew.news import Messenger

LACKING = News(ENDED, None, {"lacks_files": True}, ())


class Line:
    async def news(self, known):
        return dict.fromkeys(known, LACKING)


class Bell:
    def __init__(self):
        self.rung = asyncio.Event()

    def ring(self, ring):
        assert ring is Ring.NEWS
        self.rung.set()

    async def wait(self, _ring, *, most_seconds):
        del most_seconds
        await self.rung.wait()
        self.rung.clear()


async def test_a_call_that_is_given_anew_and_ends_as_it_did_before_is_heard_of_again():
    messenger = Messenger(Line(), Bell(), is_told=True)
    awaited = messenger.expect("one")
    bringing = asyncio.ensure_future(messenger.bring())
    for _ in range(2):
        messenger.is_in_line("one")
        assert await awaited.has_news(within_seconds=20)
        assert awaited.take() == LACKING
    bringing.cancel()
