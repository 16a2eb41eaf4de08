"""Opens the demo site for tests, with files that are made once and shared by all of them."""

import asyncio
import getpass
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from bot.playground.demo.media import prepare_media
from bot.playground.demo.site import Demo, open_demo
from tests.sounds import ffmpeg

MEDIA_FOLDER = Path(tempfile.gettempdir()) / f"hearsay-demo-{getpass.getuser()}"


@asynccontextmanager
async def open_shared_demo() -> AsyncIterator[Demo]:
    """Serve the demo site on a free port."""
    async with open_demo(folder=MEDIA_FOLDER, ffmpeg=ffmpeg()) as demo:
        yield demo


def lay_out_demo(data_dir: Path) -> None:
    """Let a service without a token, which opens the demo site itself, find its files made."""
    folder = data_dir / "playground" / "demo"
    if folder.exists():
        return
    with ThreadPoolExecutor(1) as pool:  # a loop may be running here
        pool.submit(asyncio.run, prepare_media(MEDIA_FOLDER, ffmpeg=ffmpeg())).result()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.symlink_to(MEDIA_FOLDER)
