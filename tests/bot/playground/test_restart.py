import asyncio
import json
import signal
import sqlite3
import sys
from contextlib import asynccontextmanager, closing

import aiohttp
import pytest
from aiogram.types import BufferedInputFile

from bot.playground.server import open_playground
from tests.bot.playground.conftest import bot_at
from tests.bot.playground.samples import MP3


async def test_the_chat_is_still_there_after_a_restart(tmp_path):
    folder = tmp_path / "pg"
    async with open_playground(folder=folder) as playground, bot_at(playground) as bot:
        token, sim_token = playground.token, playground.sim_token
        friend = playground.add_user("Ann", language_code="de")["id"]
        group = playground.add_group("Friends", members=[playground.me, friend])["id"]
        audio = await bot.send_audio(playground.me, BufferedInputFile(MP3, "a.mp3"), title="T")
        await bot.set_my_description("A bot")
        said = await playground.say("kept")
        gone = await bot.send_message(playground.me, "gone")
        await bot.delete_message(playground.me, gone.message_id)
        before = playground.messages()
        (folder / "files" / "stray.mp3").write_bytes(b"not written down")
    async with open_playground(folder=folder) as playground, bot_at(playground) as bot:
        assert (playground.token, playground.sim_token) == (token, sim_token)
        assert playground.messages() == before
        assert playground.media_bytes(audio.audio.file_id) == MP3
        assert (await bot.get_my_description()).description == "A bot"
        assert (await bot.get_chat(group)).title == "Friends"
        *_, update = await bot.get_updates()
        assert update.message.message_id == said["message_id"]
        next_one = await bot.send_message(playground.me, "next")
        assert next_one.message_id > gone.message_id
        assert not (folder / "files" / "stray.mp3").exists()
        assert not playground.violations


async def test_a_foreign_folder_knows_nothing_of_this_one(tmp_path):
    async with (
        open_playground(folder=tmp_path / "a") as one,
        open_playground(folder=tmp_path / "b") as other,
    ):
        assert one.token != other.token
        assert one.sim_token != other.sim_token


@asynccontextmanager
async def standing_alone(folder, *options):
    command = (sys.executable, "-m", "bot.playground.server", "--folder", str(folder), *options)
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(20):
            yield child, json.loads(await child.stdout.readline())
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
        child._transport.close()


async def test_a_killed_server_leaves_a_whole_state(tmp_path):
    folder = tmp_path / "pg"
    async with standing_alone(folder) as (child, facts):
        address = f"{facts['url']}/bot{facts['token']}/sendMessage"
        async with aiohttp.ClientSession() as session:
            for number in range(200):
                body = {"chat_id": 700000001, "text": str(number)}
                async with session.post(address, json=body) as response:
                    assert response.status == 200
        child.send_signal(signal.SIGKILL)
        await child.wait()
    with closing(sqlite3.connect(folder / "playground.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    async with open_playground(folder=folder) as playground:
        kept = [int(message["text"]) for message in playground.messages()]
        assert kept == list(range(len(kept)))
        assert playground.desk.world.profile["last_message_id"] == len(kept)


async def test_it_ends_gently_when_asked_to(tmp_path):
    async with standing_alone(tmp_path / "pg", "--flood") as (child, facts):
        headers = {"X-Sim-Token": facts["sim_token"]}
        async with aiohttp.ClientSession(facts["url"], headers=headers) as session:
            async with session.get("/sim/flood") as response:
                assert (await response.json())["on"] is True
            async with session.get("/sim/events") as events:
                poll = session.get(f"/bot{facts['token']}/getUpdates?timeout=50")
                async with asyncio.TaskGroup() as group:
                    waiting = group.create_task(_answer(poll))
                    await events.content.readline()
                    child.send_signal(signal.SIGTERM)
                assert waiting.result() in ({"ok": True, "result": []}, None)
        assert await child.wait() == 0


async def _answer(request):
    try:
        async with request as response:
            return await response.json()
    except aiohttp.ClientError:
        return None


@pytest.mark.parametrize("strict", [True, False])
async def test_a_strict_server_refuses_what_does_not_fit(tmp_path, strict):
    async with (
        open_playground(folder=tmp_path / "pg", strict=strict) as playground,
        aiohttp.ClientSession() as session,
    ):
        address = f"{playground.url}/bot{playground.token}/sendMessage"
        body = {"chat_id": playground.me, "text": "x", "colour": "red"}
        async with session.post(address, json=body) as response:
            assert response.status == (400 if strict else 200)
        assert [violation.text for violation in playground.violations] == [
            "colour: unknown parameter"
        ]
