"""How processes join: names that are their own, and a version that they agree on."""

import asyncio
import socket
from contextlib import ExitStack

import pytest

from bot.crew import leading, named, version_of_crew
from bot.settings import Settings
from bot.work import work
from handlers.cli.ending import UsageError
from services.crew.role import Role
from services.errors import WorkerNamed
from tests.waiting import until

CPU = frozenset({Role.CPU})
BOTH = frozenset({Role.CPU, Role.GPU})
HOST = socket.gethostname()


@pytest.fixture
def settings(tmp_path):
    return Settings(
        _env_file=None,
        data_dir=tmp_path,
        engine_url=f"sqlite:///{tmp_path}/board.db",
        bot_token="123456:ABC",
        worker_lost_seconds=3,
    )


def test_workers_of_one_machine_get_names_of_their_own_and_keep_them(settings):
    with ExitStack() as stack:
        first, home = stack.enter_context(named(settings, "", CPU))
        second, _ = stack.enter_context(named(settings, "", CPU))
        both, _ = stack.enter_context(named(settings, "", BOTH))
        assert (first, second, both) == (f"cpu1@{HOST}", f"cpu2@{HOST}", f"cpu-gpu1@{HOST}")

    with named(settings, "", CPU) as again:
        assert again == (first, home)


def test_a_name_that_is_given_is_taken_once(settings):
    with (
        named(settings, "box", CPU),
        pytest.raises(WorkerNamed),
        named(settings, "box", BOTH),
    ):
        pass


def test_the_version_is_the_programs_and_that_of_what_is_said_between_them():
    number, _, protocol = version_of_crew().partition("+")

    assert number.count(".") == 2
    assert len(protocol) == 6


def test_work_wants_to_know_where_there_is_some(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path, engine_url=None)

    with pytest.raises(UsageError):
        work(settings, roles=CPU, name="", slots=None)


async def test_a_second_front_of_the_same_folder_begins_when_the_first_has_gone(settings):
    begun = asyncio.Event()

    async def second():
        async with leading(settings):
            begun.set()

    async with asyncio.TaskGroup() as group:
        async with leading(settings) as held:
            group.create_task(second())
            assert await held.post.roster.versions_leading() == {version_of_crew()}
            assert held.lead.is_sure
            assert not begun.is_set()
        await begun.wait()


async def test_a_second_front_on_another_machine_stands_by_too(settings, tmp_path):
    elsewhere = settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    begun = asyncio.Event()

    async def second():
        async with leading(elsewhere):
            begun.set()

    async with asyncio.TaskGroup() as group:
        async with leading(settings) as held:
            group.create_task(second())
            await until((tmp_path / "elsewhere" / "front.lock").exists)
            await held.lead.confirm()
            assert not begun.is_set()
        await begun.wait()
