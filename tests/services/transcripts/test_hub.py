"""Models come whole from the hub, whatever the line does on the way."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from faster_whisper.utils import _MODELS

from services.errors import NoRoom, SpeechModelMissing, SpeechModelUnreachable
from services.transcripts import arrival
from services.transcripts import hub as hub_module
from services.transcripts.choosing import Models
from services.transcripts.hub import Hub
from services.transcripts.models import REPOSITORIES, folder_of, name_of, repository_of
from services.transcripts.recogniser import MINIATURE, Settings
from services.web import open_web
from services.web_guard import Guard
from tests.bot.clocks import Hands
from tests.services.transcripts.hub import FILES, open_hub
from tests.waiting import until

MODEL_BYTES = (MINIATURE / "model.bin").stat().st_size


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    for module in (hub_module, arrival):
        monkeypatch.setattr(module, "PAUSE", timedelta(milliseconds=1))


@pytest.fixture
async def hub():
    async with open_hub() as opened:
        yield opened


def source(hub, **more):
    return Hub(partial(open_web, Guard(allow=[hub.host])), endpoint=hub.url, **more)


def is_the_miniature(folder):
    return all((folder / name).read_bytes() == (MINIATURE / name).read_bytes() for name in FILES)


async def fetch(hub, tmp_path, watch=lambda _done, _total: None):
    await source(hub).fetch("tiny", to=tmp_path, watch=watch)
    return folder_of("tiny", tmp_path)


def test_the_names_are_those_of_faster_whisper():
    assert {name: repository for name, (repository, _) in REPOSITORIES.items()} == _MODELS


@pytest.mark.parametrize("name", ["../../etc", "a/../b", "a/b/c", "/etc", "", "small!"])
def test_what_is_no_name_leads_nowhere(name):
    assert repository_of(name) is None


def test_a_folder_is_called_by_its_last_part_and_a_repository_by_both():
    assert name_of(str(MINIATURE)) == "miniature"
    assert name_of("owner/model") == "owner/model"
    assert name_of("small") == "small"


def test_half_a_model_is_none(tmp_path):
    folder = tmp_path / "models--Systran--faster-whisper-small" / "snapshots" / "0"
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json"):
        (folder / name).touch()
    assert folder_of("small", tmp_path) is None
    (folder / "vocabulary.txt").touch()
    assert folder_of("small", tmp_path) == folder
    assert folder_of("small.en", tmp_path) is None


async def test_a_model_comes_whole_and_its_progress_is_told(hub, tmp_path):
    seen = []

    folder = await fetch(hub, tmp_path, watch=lambda done, total: seen.append((done, total)))

    total = sum((MINIATURE / name).stat().st_size for name in FILES)
    assert is_the_miniature(folder)
    assert seen[-1] == (total, total)
    assert seen == sorted(seen)
    assert {path.name for path in folder.iterdir()} == set(FILES)


async def test_a_line_that_breaks_is_taken_up_where_it_broke(hub, tmp_path):
    hub.cut_after = [600_000, 300_000]

    assert is_the_miniature(await fetch(hub, tmp_path))
    assert len(hub.ranges) == 2
    assert all(said != "bytes=0-" for said in hub.ranges)


async def test_what_came_in_an_earlier_life_is_not_fetched_again(hub, tmp_path):
    hub.gate = asyncio.Event()
    task = asyncio.ensure_future(fetch(hub, tmp_path))
    await until(lambda: hub.asked["model.bin"] and list(tmp_path.glob("**/model.bin.part")))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (found,) = tmp_path.glob("**/model.bin.part")
    assert found.stat().st_size == 100_000
    assert folder_of("tiny", tmp_path) is None
    before = hub.asked.copy()
    hub.gate.set()

    assert is_the_miniature(await fetch(hub, tmp_path))
    assert hub.ranges == ["bytes=100000-"]
    assert hub.asked["config.json"] == before["config.json"]


async def test_a_hub_that_knows_no_ranges_begins_anew(hub, tmp_path):
    hub.cut_after, hub.ranges_known = [600_000], False

    assert is_the_miniature(await fetch(hub, tmp_path))


async def test_other_bytes_are_thrown_away_and_asked_for_once_more(hub, tmp_path):
    hub.spoilt = 1
    assert is_the_miniature(await fetch(hub, tmp_path))


async def test_bytes_that_stay_wrong_are_never_taken_for_a_model(hub, tmp_path):
    hub.spoilt = 9
    with pytest.raises(SpeechModelUnreachable):
        await fetch(hub, tmp_path)
    assert folder_of("tiny", tmp_path) is None
    assert hub.asked["model.bin"] == 2


@pytest.mark.parametrize("told", [MODEL_BYTES + 1000, MODEL_BYTES - 1000])
async def test_a_wrong_length_is_noticed(hub, tmp_path, told):
    hub.size_told = told
    with pytest.raises(SpeechModelUnreachable):
        await fetch(hub, tmp_path)
    assert folder_of("tiny", tmp_path) is None


async def test_a_repository_that_is_not_there_is_said_so(hub, tmp_path):
    with pytest.raises(SpeechModelMissing) as told:
        await source(hub).fetch("nobody/nothing", to=tmp_path, watch=lambda *_: None)
    assert told.value.details == {"model": "nobody/nothing"}


async def test_a_repository_without_a_recogniser_in_it_is_none(hub, tmp_path):
    hub.lacking = "model.bin"
    with pytest.raises(SpeechModelMissing):
        await fetch(hub, tmp_path)


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_a_hub_that_is_down_is_said_so(hub, tmp_path, status):
    hub.status = status
    with pytest.raises(SpeechModelUnreachable) as told:
        await fetch(hub, tmp_path)
    assert told.value.details == {"model": "tiny", "host": "127.0.0.1"}


async def test_no_network_is_said_so(hub, tmp_path, unused_tcp_port):
    hub.url = f"http://127.0.0.1:{unused_tcp_port}"
    with pytest.raises(SpeechModelUnreachable):
        await fetch(hub, tmp_path)


async def test_a_full_disk_is_noticed_before_anything_comes(hub, tmp_path):
    with pytest.raises(NoRoom):
        await source(hub, keep_free_bytes=2**60).fetch("tiny", to=tmp_path, watch=lambda *_: None)
    assert not hub.asked["model.bin"]


def models(hub, tmp_path, clock=None, **more):
    settings = Settings(**{"model": "tiny", "models": tmp_path} | more)
    return Models(settings, source(hub), clock or Hands())


async def test_two_who_want_it_share_one_fetch_and_one_may_leave(hub, tmp_path):
    hub.gate = asyncio.Event()
    wanted = models(hub, tmp_path)
    first = asyncio.ensure_future(wanted.bring("", lambda *_: None))
    second = asyncio.ensure_future(wanted.bring("", lambda *_: None))
    await until(lambda: hub.asked["model.bin"])
    first.cancel()
    hub.gate.set()
    await second

    assert wanted.is_here("")
    assert hub.asked["config.json"] == 1


async def test_one_that_cannot_come_is_not_promised_for_a_while(hub, tmp_path):
    hub.status, clock = 500, Hands()
    wanted = models(hub, tmp_path, clock)
    assert wanted.can_hear
    with pytest.raises(SpeechModelUnreachable):
        await wanted.bring("", lambda *_: None)
    assert not wanted.can_hear
    await clock.turn(11 * 60)
    assert wanted.can_hear


async def test_another_steps_in_where_it_cannot_come(hub, tmp_path):
    hub.status = 500
    wanted = models(hub, tmp_path, instead=str(MINIATURE))
    assert wanted.chosen("") == "tiny"
    await wanted.bring("", lambda *_: None)
    assert wanted.chosen("") == str(MINIATURE)
    assert wanted.can_hear


def test_without_a_source_it_steps_in_at_once(tmp_path):
    settings = Settings(model="tiny", models=tmp_path, instead=str(MINIATURE))
    assert Models(settings, None, Hands()).chosen("") == str(MINIATURE)
