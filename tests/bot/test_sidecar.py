"""What machines are told about a service that works, but worse than it could."""

from types import SimpleNamespace

import aiohttp
import pytest

from bot.settings import Settings
from bot.sidecar import open_sidecar, worries_of
from bot.wiring import open_house
from services.media import cage
from services.sources.editions import Age

FRESH, OLD = Age("2026.10.26", 3), Age("2026.10.26", 40)


@pytest.mark.parametrize(
    ("age", "gaps", "deno", "told"),
    [
        (FRESH, [], "2.5", []),
        (OLD, [], "2.5", ["yt-dlp 2026.10.26 is 40 days old"]),
        (FRESH, ["ports", "calls"], "2.5", ["the kernel cannot shut in: ports, calls"]),
        (FRESH, [], "missing", ["there is no JavaScript runtime (deno)"]),
    ],
)
def test_each_worry_is_told(age, gaps, deno, told):
    assert worries_of(age, gaps=gaps, versions={"deno": deno}) == told


async def test_a_kernel_that_cannot_shut_all_in_degrades_and_is_still_ready(tmp_path, monkeypatch):
    monkeypatch.setattr(cage, "gaps", lambda: ["ports"])
    settings = Settings(
        _env_file=None, data_dir=tmp_path, bot_token=None, http_port=0, disk_free_gb=0.1
    )

    async def well() -> None:
        return None

    intake = SimpleNamespace(routes=[], check=well)
    async with (
        open_house(settings) as house,
        open_sidecar(settings, house, intake, versions={"deno": "2.5"}) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/ready") as answer,
    ):
        assert answer.status == 200
        assert "the kernel cannot shut in: ports" in (await answer.json())["degraded"]
