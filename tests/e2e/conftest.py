"""A town for the whole service: the emulator and the demo site, and a data folder of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.playground.demo.site import Demo
from bot.playground.playground import Playground
from bot.playground.server import open_playground
from tests.demo import open_shared_demo
from tests.e2e.service import environment


@dataclass(slots=True)
class Town:
    """Where the service under test lives."""

    playground: Playground
    demo: Demo
    data_dir: Path
    forgiven: frozenset[str] = frozenset()
    """Violations of the Bot API's good manners that what the test does to the service excuses."""

    def env(self, **more: str) -> dict[str, str]:
        """Return the environment of a service that lives here."""
        return environment(
            self.data_dir,
            token=self.playground.token,
            api_url=self.playground.url,
            more={"FETCH_ALLOW": urlsplit(self.demo.url).netloc, **more},
        )


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Open the emulator and the demo site."""
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(open_shared_demo())
        playground = await stack.enter_async_context(
            open_playground(folder=tmp_path / "telegram", demo_url=demo.url, patience=0.1)
        )
        here = Town(playground, demo, tmp_path / "data")
        yield here
        wrong = [one for one in playground.violations if one.text not in here.forgiven]
        assert wrong == []
