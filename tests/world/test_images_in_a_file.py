"""The pictures of a post as the command line gets them: in one ZIP file.

The post is TikTok's, shaped after yt_dlp/extractor/tiktok.py of yt-dlp 2026.10.26 (tests/world/tiktok.py).
No house is open beside it: a process has one engine.
"""

from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from bot.command_line import open_command_line
from bot.settings import Settings
from handlers.cli.making import Wish, make
from locales.texts import texts_for
from tests.world.albums import tile
from tests.world.tiktok import open_tiktok, page, photos

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER = "7400000000000000007"


async def test_the_command_line_gets_pictures_in_one_file(world, tmp_path):
    open_tiktok(world).answers(f"/@_/video/{NUMBER}", page(photos(NUMBER, count=3)))
    for place in (1, 2, 3):
        cdn = world.site("p16-cdn.tiktokcdn.example")
        cdn.answers(f"/{NUMBER}/{place}.webp", tile(place))
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        fetch_proxy=world.proxy_url,
        fetch_ca=world.ca_path,
        disk_free_gb=0.1,
    )
    doors = SimpleNamespace(open_core=lambda: open_command_line(settings))
    link = f"https://www.tiktok.com/@walker/photo/{NUMBER}"
    wish = Wish(source=link, choice="images", folder=tmp_path / "out")

    made = await make(wish, doors=doors, texts=texts_for("en"))

    assert made.path == tmp_path / "out" / "A walk by the sea #calm.zip"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [made.path.name]
    names = [f"A walk by the sea #calm 0{place}.jpg" for place in (1, 2, 3)]
    with ZipFile(made.path) as archive:
        assert archive.namelist() == names
        read = [archive.read(name) for name in names]
    assert read == [tile(place).read_bytes() for place in (1, 2, 3)]
