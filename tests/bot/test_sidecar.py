"""What machines are told about a service that works, but worse than it could."""

from types import SimpleNamespace

import aiohttp
import pytest
from structlog.testing import capture_logs

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


OWN_KEYS = {"api_keys_json": '{"a-key-of-our-own-making-1": "laptop"}'}


def opened(settings, house):
    async def well() -> None:
        return None

    intake = SimpleNamespace(routes=[], check=well)
    return open_sidecar(settings, house, intake, versions={"deno": "2.5"})


@pytest.mark.parametrize(("more", "warns"), [({}, True), ({"api_secret": "s"}, False)])
async def test_keys_of_the_settings_without_a_secret_to_sign_with_are_warned_of(
    tmp_path, more, warns
):
    settings = Settings(
        _env_file=None, data_dir=tmp_path, bot_token=None, http_port=0, **OWN_KEYS, **more
    )
    with capture_logs() as lines:
        async with open_house(settings) as house, opened(settings, house):
            pass

    warned = [line["event"] for line in lines if line["log_level"] == "warning"]
    assert any("API_SECRET" in event for event in warned) is warns


async def test_a_service_that_cannot_hear_says_so_at_its_start(tmp_path):
    settings = Settings(
        _env_file=None, data_dir=tmp_path, bot_token=None, http_port=0, speech_model=str(tmp_path)
    )
    with capture_logs() as lines:
        async with (
            open_house(settings) as house,
            opened(settings, house) as url,
            aiohttp.ClientSession() as session,
            session.get(f"{url}/ready") as answer,
        ):
            told = await answer.json()

    assert "there is no speech model" in told["degraded"]
    assert any("SPEECH_MODEL" in line["event"] for line in lines if line["log_level"] == "warning")


async def test_a_kernel_that_cannot_shut_all_in_degrades_and_is_still_ready(tmp_path, monkeypatch):
    monkeypatch.setattr(cage, "gaps", lambda: ["ports"])
    settings = Settings(
        _env_file=None, data_dir=tmp_path, bot_token=None, http_port=0, disk_free_gb=0.1
    )
    async with (
        open_house(settings) as house,
        opened(settings, house) as url,
        aiohttp.ClientSession() as session,
        session.get(f"{url}/ready") as answer,
    ):
        assert answer.status == 200
        assert "the kernel cannot shut in: ports" in (await answer.json())["degraded"]
