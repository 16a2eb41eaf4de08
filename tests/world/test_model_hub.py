"""Speech models come over the operator's proxy, by the operator's authorities, from where the hub points."""

import pytest

from bot.settings import Settings
from bot.tools import open_hub_web
from services.errors import SpeechModelMissing
from services.transcripts.hub import Hub
from services.transcripts.models import folder_of
from services.transcripts.recogniser import MINIATURE
from tests.services.transcripts.hub import COMMIT, FILES, REPOSITORY, row

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def hub(world):
    site = world.site("huggingface.co")
    store = world.site("cas-bridge.xethub.hf.co")
    listing = {"sha": COMMIT, "siblings": [row(name) for name in FILES]}
    site.answers(f"/api/models/{REPOSITORY}/revision/main", listing)
    for name in FILES:
        site.answers(f"/{REPOSITORY}/resolve/{COMMIT}/{name}", MINIATURE / name)
    there = store.answers("/xet-bridge-us/1", MINIATURE / "model.bin")
    site.redirects(f"/{REPOSITORY}/resolve/{COMMIT}/model.bin", f"{there}?X-Amz-Signature=a%2Fb")
    settings = Settings(_env_file=None, fetch_proxy=world.proxy_url, fetch_ca=world.ca_path)
    return Hub(lambda: open_hub_web(settings), endpoint=settings.hf_endpoint)


async def test_a_model_comes_through_the_proxy_from_where_the_hub_points(world, hub, tmp_path):
    seen = []
    await hub.fetch("tiny", to=tmp_path, watch=lambda done, total: seen.append((done, total)))

    folder = folder_of("tiny", tmp_path)
    assert all((folder / name).read_bytes() == (MINIATURE / name).read_bytes() for name in FILES)
    assert seen[-1][0] == seen[-1][1]
    (asked,) = world.asked("cas-bridge.xethub.hf.co")
    assert asked.url.endswith("?X-Amz-Signature=a%2Fb")
    (listed,) = world.asked("huggingface.co", "/api/*")
    assert listed.url.endswith("?blobs=true")


async def test_a_name_that_the_hub_does_not_know_is_said_so(world, hub, tmp_path):
    world.site("huggingface.co").answers("/api/models/no/body/*", {"error": "no"}, status=401)
    with pytest.raises(SpeechModelMissing):
        await hub.fetch("no/body", to=tmp_path, watch=lambda *_: None)
