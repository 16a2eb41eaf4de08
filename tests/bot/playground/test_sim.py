import asyncio
import json
import subprocess

import aiohttp
import imageio_ffmpeg
import pytest
from aiogram.types import BotCommand, BotCommandScopeChat, BufferedInputFile

from tests.bot.playground.samples import MP3
from tests.bot.playground.test_updates import GO


async def json_of(request, status=200):
    async with request as response:
        assert response.status == status, await response.text()
        return await response.json()


async def test_without_the_token_nobody_comes_in(playground):
    async with aiohttp.ClientSession(playground.url) as session:
        for headers in ({}, {"X-Sim-Token": "guess"}, {"X-Sim-Token": "gu\u00e9ss"}):
            async with session.get("/sim/state", headers=headers) as response:
                assert response.status == 403
        async with session.get("/sim/state", params={"token": playground.sim_token}) as response:
            assert response.status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil:{}"])
@pytest.mark.parametrize("path", ["/", "/sim/state", "/bot{}/getMe"])
async def test_foreign_hosts_are_refused(playground, host, path):
    port = playground.url.rpartition(":")[2]
    headers = {"Host": host.format(port)}
    address = playground.url + path.format(playground.token)
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, headers=headers) as response,
    ):
        assert response.status == 403


async def test_this_machines_own_names_are_served(playground):
    port = playground.url.rpartition(":")[2]
    async with aiohttp.ClientSession() as session:
        for name in ("localhost", "127.0.0.1", "[::1]"):
            headers = {"Host": f"{name}:{port}"}
            async with session.get(playground.url + "/", headers=headers) as response:
                assert response.status == 200


async def test_the_page_holds_the_token_and_is_shielded(playground):
    async with aiohttp.ClientSession(playground.url) as session:
        async with session.get("/") as response:
            assert playground.sim_token in await response.text()
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "Access-Control-Allow-Origin" not in response.headers
        async with session.get("/page/app.js") as response:
            assert response.status == 200
            assert "javascript" in response.headers["Content-Type"]
        for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/index.html"):
            async with session.get(path) as response:
                assert response.status == 404


async def test_a_chat_is_had_over_http(playground, bot, sim):
    chat = f"/sim/chats/{playground.me}"
    said = await json_of(sim.post(f"{chat}/send", json={"text": "hello /start"}))
    assert said["entities"][0]["type"] == "bot_command"
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    body = {"message_id": sent.message_id, "data": "go:1"}
    pressed = await json_of(sim.post(f"{chat}/press", json=body))
    await json_of(sim.post(f"{chat}/react", json={"message_id": sent.message_id, "emoji": "👍"}))
    shown = await json_of(sim.get(f"{chat}/messages"))
    assert [message["outgoing"] for message in shown] == [True, False]
    assert shown[1]["reactions"][0]["emoji"] == "👍"
    updates = await json_of(sim.get("/sim/updates"))
    assert updates[-1]["callback_query"]["id"] == pressed["callback_id"]
    edited = await json_of(
        sim.post(f"{chat}/edit", json={"message_id": said["message_id"], "text": "bye"})
    )
    assert edited["text"] == "bye"


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/sim/chats/5/send", {"text": "x"}, "no such person or chat"),
        ("/sim/chats/700000001/send", {"text": " "}, "nothing was written"),
        ("/sim/chats/700000001/send", {}, "text is missing"),
        ("/sim/chats/700000001/send", [], "a JSON object is expected"),
        ("/sim/chats/700000001/stop", {"draft_id": 1}, "no draft"),
        ("/sim/faults", {"method": "*", "kind": "odd"}, "there is no fault odd"),
    ],
)
async def test_nonsense_is_answered_with_a_sentence(sim, path, body, words):
    answer = await json_of(sim.post(path, json=body), 400)
    assert words in answer["error"]


async def test_files_go_up_and_come_down(playground, bot, sim):
    form = aiohttp.FormData(quote_fields=False)  # as browsers write names
    form.add_field("kind", "audio")
    form.add_field("duration", "8.6")
    form.add_field("caption", "song")
    form.add_field("file", MP3, filename="a b.mp3", content_type="audio/mpeg")
    said = await json_of(sim.post(f"/sim/chats/{playground.me}/upload", data=form))
    assert said["audio"]["duration"] == 9
    assert said["audio"]["file_name"] == "a b.mp3"
    address = f"/sim/files/{said['audio']['file_id']}"
    async with sim.get(address, headers={"Range": "bytes=0-2"}) as response:
        assert (response.status, await response.read()) == (206, b"ID3")
        assert response.headers["Content-Type"] == "audio/mpeg"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    page = await bot.send_document(playground.me, BufferedInputFile(b"<script>", "a.html"))
    async with sim.get(f"/sim/files/{page.document.file_id}") as response:
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_browsers_recording_becomes_a_voice_note(playground, bot, sim, tmp_path):
    recording = tmp_path / "voice.webm"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    make = (ffmpeg, "-v", "error", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "libopus")
    await asyncio.to_thread(subprocess.run, [*make, recording], check=True)
    form = aiohttp.FormData()
    form.add_field("kind", "voice")
    form.add_field("duration", "1")
    form.add_field("file", recording.read_bytes(), filename="voice.webm", content_type="audio/webm")
    said = await json_of(sim.post(f"/sim/chats/{playground.me}/upload", data=form))
    assert said["voice"]["mime_type"] == "audio/ogg"
    (update,) = await bot.get_updates()
    file = await bot.get_file(update.message.voice.file_id)
    assert (await bot.download_file(file.file_path)).read().startswith(b"OggS")


async def next_event(stream, kind):
    async with asyncio.timeout(5):
        event: dict[str, str] = {}
        while True:
            line = (await stream.readline()).decode().strip()
            name, _, value = line.partition(": ")
            if name in {"id", "event", "data"}:
                event[name] = value
            elif not line and event:
                if event["event"] == kind:
                    return event.get("id"), json.loads(event["data"])
                event = {}


async def test_events_tell_what_happens_and_resume(playground, bot, sim):
    friend = playground.add_user("Ann")["id"]
    address = f"/sim/events?chat={playground.me}"
    since = (await json_of(sim.get("/sim/state")))["event"]
    await bot.send_message(friend, "not for this page")
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    async with sim.get(f"{address}&since={since}") as response:
        _, event = await next_event(response.content, "message")
        assert event["message"]["text"] == "x"
        await bot.send_chat_action(playground.me, "upload_voice")
        assert (await next_event(response.content, "action"))[1]["action"] == "upload_voice"
        await bot.send_message_draft(playground.me, draft_id=3, text="dra", can_stop=True)
        _, event = await next_event(response.content, "draft")
        assert (event["text"], event["can_stop"]) == ("dra", True)
        await bot.send_message(playground.me, "draft")
        await next_event(response.content, "draft_gone")
        callback_id = await playground.press(sent.message_id, "Go")
        await bot.answer_callback_query(callback_id, text="done", show_alert=True)
        last, event = await next_event(response.content, "callback_answer")
        assert (event["text"], event["show_alert"]) == ("done", True)
        assert event["message_id"] == sent.message_id
    await bot.edit_message_text("y", chat_id=playground.me, message_id=sent.message_id)
    await bot.delete_message(playground.me, sent.message_id)
    async with sim.get(address, headers={"Last-Event-ID": last}) as response:
        assert (await next_event(response.content, "edited"))[1]["message"]["text"] == "y"
        assert (await next_event(response.content, "deleted"))[1]["message_ids"] == [
            sent.message_id
        ]
    await bot.send_message_draft(playground.me, draft_id=4, text="again")
    async with sim.get(address) as response:
        assert (await next_event(response.content, "draft"))[1]["text"] == "again"
    async with sim.get(address, headers={"Last-Event-ID": "another-7"}) as response:
        await next_event(response.content, "reset")


async def test_a_page_that_is_closed_at_once_is_no_error(playground, caplog):
    port = int(playground.url.rpartition(":")[2])
    address = f"/sim/events?token={playground.sim_token}"
    asked = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    for _ in range(10):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked)
        writer.transport.abort()
        await playground.say("Is anybody there?")
    async with aiohttp.ClientSession(playground.url) as session, session.get("/") as response:
        assert response.status == 200
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_person_in_front_of_the_page_has_a_name(sim):
    state = await json_of(sim.get("/sim/state"))
    assert state["me"]["first_name"] == "Robin"


async def test_the_state_follows_language_and_scope(playground, bot, sim):
    await bot.set_my_commands([BotCommand(command="help", description="Help")])
    await bot.set_my_commands(
        [BotCommand(command="help", description="Помощь")], language_code="ru"
    )
    await bot.set_my_name("Слух", language_code="ru")
    state = await json_of(sim.get("/sim/state"))
    assert state["commands"] == [{"command": "help", "description": "Help"}]
    await json_of(sim.post("/sim/user", json={"language_code": "ru", "first_name": "Аня"}))
    state = await json_of(sim.get("/sim/state"))
    assert state["commands"][0]["description"] == "Помощь"
    assert (state["bot"]["first_name"], state["me"]["first_name"]) == ("Слух", "Аня")
    mine = BotCommandScopeChat(chat_id=playground.me)
    await bot.set_my_commands([BotCommand(command="mine", description="Only here")], scope=mine)
    assert (await json_of(sim.get("/sim/state")))["commands"][0]["command"] == "mine"
    assert (await bot.get_my_commands(scope=mine))[0].command == "mine"
    await bot.delete_my_commands(scope=mine)
    assert (await json_of(sim.get("/sim/state")))["commands"][0]["command"] == "help"
    assert (await bot.get_my_name(language_code="ru")).name == "Слух"
    assert not playground.violations


async def test_people_and_groups_are_made(playground, sim):
    ann = await json_of(sim.post("/sim/users", json={"first_name": "Ann", "language_code": "de"}))
    group = await json_of(
        sim.post("/sim/groups", json={"title": "Two", "members": [ann["id"], playground.me]})
    )
    body = {"text": "/start", "user_id": ann["id"]}
    said = await json_of(sim.post(f"/sim/chats/{group['id']}/send", json=body))
    assert said["from"]["language_code"] == "de"
    await json_of(sim.post(f"/sim/users/{ann['id']}/block", json={"blocked": True}))
    assert playground.desk.world.chats[ann["id"]].is_blocked
    listed = (await json_of(sim.get("/sim/state")))["chats"]
    assert {"id": group["id"], "type": "supergroup", "title": "Two"} in listed


async def test_the_bench_works_over_http(playground, ask, sim):
    fault = {"method": "sendMessage", "kind": "error", "code": 429, "retry_after": 2}
    await json_of(sim.post("/sim/faults", json=fault))
    assert (await ask("sendMessage", chat_id=playground.me, text="x"))[0] == 429
    assert (await json_of(sim.get("/sim/faults")))[0]["hits"] == 1
    await json_of(sim.delete("/sim/faults"))
    await json_of(sim.post("/sim/flood", json={"on": True}))
    for _ in range(4):
        status, _ = await ask("sendMessage", chat_id=playground.me, text="x", odd=1)
    assert status == 429
    flood = await json_of(sim.get("/sim/flood"))
    assert (flood["on"], flood["refused"]) == (True, 1)
    (first, *_) = await json_of(sim.get("/sim/violations"))
    assert (first["kind"], first["text"]) == ("request", "odd: unknown parameter")
    calls = await json_of(sim.get("/sim/calls", params={"method": "sendmessage", "since": "4"}))
    assert [call["code"] for call in calls] == [429]
    raw = {"message_reaction_count": {"any": "thing"}}
    given = await json_of(sim.post("/sim/updates", json=raw))
    assert (await json_of(sim.get("/sim/updates")))[-1]["update_id"] == given["update_id"]
    assert (await json_of(sim.get("/sim/webhook")))["pending_update_count"] == 1
    await json_of(sim.post("/sim/reset"))
    assert playground.messages() == []
    assert await json_of(sim.get("/sim/violations")) == []
    assert await json_of(sim.get("/sim/calls")) == []
