"""Opens the demo site for tests, with files that are made once and shared by all of them."""

import getpass
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.demo.site import Demo, open_demo
from tests.sounds import ffmpeg

MEDIA_FOLDER = Path(tempfile.gettempdir()) / f"hearsay-demo-{getpass.getuser()}"


@asynccontextmanager
async def open_shared_demo() -> AsyncIterator[Demo]:
    """Serve the demo site on a free port."""
    async with open_demo(folder=MEDIA_FOLDER, ffmpeg=ffmpeg()) as demo:
        yield demo
