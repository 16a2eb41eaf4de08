"""The events of Clean-Tracks, heard by the real Python client."""

import asyncio
import gc
import json
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused

from handlers.http import porter, socket
from services.jobs.events import Progress
from services.jobs.job import Stage
from tests.handlers.http.clean_tracks.conftest import opened
from tests.waiting import until

EVENTS = ("connected", "job_progress", "job_completed", "job_failed", "pong", "error")


class Ear:
    """A client that writes down what it hears."""

    def __init__(self):
        self.client = socketio.AsyncClient(reconnection=False)
        self.heard = asyncio.Queue()
        for event in EVENTS:
            self.client.on(event, self._writer(event))

    async def next(self):
        return await asyncio.wait_for(self.heard.get(), 60)

    async def until(self, *names):
        """Return what comes first of these, and all that came before it."""
        before = []
        while True:
            event, body = await self.next()
            if event in names:
                return body, before
            before.append((event, body))

    def _writer(self, event):
        async def write(body):
            await self.heard.put((event, body))

        return write


@asynccontextmanager
async def listening(place, *, key=None, transports=("websocket",), query="", **more):
    ear = Ear()
    auth = {"token": place.key if key is None else key}
    await ear.client.connect(
        f"{place.url}{query}",
        auth=None if query or more else auth,
        transports=transports,
        wait_timeout=60,
        **more,
    )
    try:
        yield ear
    finally:
        await ear.client.disconnect()


async def job_of(client, **fields):
    return (await client.process(**fields)).body["job_id"]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_job_is_told_from_its_beginning_to_its_end(place, transport):
    async with listening(place, transports=[transport]) as ear:
        assert await ear.next() == ("connected", {"message": "Connected to Clean-Tracks server"})
        job_id = await job_of(place.client)
        await ear.client.emit("join_job", {"job_id": job_id})
        done, before = await ear.until("job_completed")

    progress = [body["progress"] for event, body in before]
    assert {event for event, _ in before} == {"job_progress"}
    assert {body["job_id"] for _, body in before} == {job_id}
    assert [one["percent"] for one in progress] == sorted(one["percent"] for one in progress)
    assert all(one["stage"] and one["message"] for one in progress)
    assert all(one["timestamp"].endswith("Z") for one in progress)
    assert done["job_id"] == job_id
    assert done["result"]["output_filename"] == "02_explicit (clean).ogg"
    assert done["result"]["statistics"]["words_detected"] == 2
    assert done["result"]["statistics"]["words_censored"] == 2
    assert done["result"]["statistics"]["processing_time"] > 0
    assert done["result"]["timestamp"].endswith("Z")


async def test_who_joins_late_is_told_the_end_at_once(place, tmp_path):
    done = await place.client.cleaned()
    letter = tmp_path / "letter.mp3"
    letter.write_bytes(b"no sound " * 100)
    failed = await place.client.cleaned(letter)
    async with listening(place) as ear:
        await ear.client.emit("join_job", {"job_id": done["job_id"]})
        completed, _ = await ear.until("job_completed")
        await ear.client.emit("join_job", {"job_id": failed["job_id"]})
        wrong, _ = await ear.until("job_failed")

    assert completed["job_id"] == done["job_id"]
    assert wrong["job_id"] == failed["job_id"]
    assert wrong["error"] == failed["error_message"]


async def test_a_stopped_job_has_failed(idle):
    job_id = await job_of(idle.client)
    async with listening(idle) as ear:
        joined = await ear.client.call("join_job", {"job_id": job_id})
        first, _ = await ear.until("job_progress")
        await idle.client.ask("POST", f"/api/jobs/{job_id}/cancel")
        body, _ = await ear.until("job_failed")

    assert joined == {"job_id": job_id, "status": "joined"}
    assert first["progress"]["stage"] == "queued"
    assert "stopped" in body["error"]
    assert body["code"] == "cancelled"


async def test_who_has_left_hears_no_more(idle):
    job_id, other_id = await job_of(idle.client), await job_of(idle.client)
    async with listening(idle) as ear:
        await ear.client.call("join_job", {"job_id": job_id})
        await ear.until("job_progress")
        left = await ear.client.call("leave_job", {"job_id": job_id})
        await ear.client.call("join_job", {"job_id": other_id})
        await ear.until("job_progress")
        for one in (job_id, other_id):
            job = await idle.house.core.jobs.get(one)
            idle.house.core.feed.tell(Progress(job, Stage.LISTEN, fraction=0.5))
        body, before = await ear.until("job_progress")

    assert left == {"job_id": job_id, "status": "left"}
    assert (body["job_id"], before) == (other_id, [])
    assert body["progress"]["stage"] == "transcription"


async def test_a_ping_is_answered(idle):
    async with listening(idle) as ear:
        await ear.client.emit("ping")
        body, _ = await ear.until("pong")

    assert body["timestamp"] > 0


async def test_a_key_may_come_in_four_ways(idle):
    ways = [
        {},
        {"headers": {"X-API-Key": idle.key}},
        {"headers": {"Authorization": f"Bearer {idle.key}"}},
        {"query": f"?key={quote(idle.key)}"},
    ]
    for way in ways:
        async with listening(idle, **way) as ear:
            assert (await ear.next())[0] == "connected"


@pytest.mark.parametrize("key", ["", "hs-wrong", "hs-000000000000-" + "x" * 43])
async def test_who_has_no_key_is_refused_with_a_sentence(idle, key):
    ear = Ear()
    told = []
    ear.client.on("connect_error", told.append)
    auth = {"token": key}
    with pytest.raises(Refused):
        await ear.client.connect(idle.url, auth=auth, transports=["websocket"], wait_timeout=60)

    assert " " in told[0]["message"]
    assert told[0]["data"]["code"] in {"key-missing", "key-wrong"}


async def test_nobody_joins_anothers_job(idle):
    job_id = await job_of(idle.client)
    async with listening(idle, key=idle.other_key) as ear:
        answer = await ear.client.call("join_job", {"job_id": job_id})
        body, before = await ear.until("error")
        await idle.client.ask("POST", f"/api/jobs/{job_id}/cancel")
        await ear.client.call("ping")
        _, after = await ear.until("pong")

    assert answer["code"] == body["code"] == "not-found"
    assert body["job_id"] == job_id
    assert [event for event, _ in before + after] == ["connected"]


@pytest.mark.parametrize(
    "sent", [None, {}, {"job_id": 5}, {"job_id": ""}, [1], "x" * 65, {"a": {}}]
)
async def test_what_names_no_job_is_told_so(idle, sent):
    async with listening(idle) as ear:
        joined = await ear.client.call("join_job", sent)
        left = await ear.client.call("leave_job", sent)
        assert (await ear.client.call("ping"))["timestamp"]

    assert joined["code"] == left["code"] == "field-invalid"
    assert " " in joined["error"]


async def test_a_key_that_was_revoked_joins_nothing_more(idle):
    job_id = await job_of(idle.client)
    async with listening(idle) as ear:
        key = (await idle.house.core.keys.of(idle.client.account))[0]
        await idle.house.core.keys.revoke(key.id)
        answer = await ear.client.call("join_job", {"job_id": job_id})

    assert answer["code"] == "key-wrong"


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_who_lost_the_key_is_let_go(tmp_path, monkeypatch, transport, soon):
    monkeypatch.setattr(porter, "_EVERY", timedelta(seconds=0.05))
    async with (
        opened(tmp_path, starts=False) as idle,
        listening(idle, transports=(transport,)) as ear,
        listening(idle, key=idle.other_key) as other,
    ):
        key = (await idle.house.core.keys.of(idle.client.account))[0]
        await idle.house.core.keys.revoke(key.id)
        await soon(ear.client.wait())

        assert not ear.client.connected
        assert (await other.client.call("ping"))["timestamp"]


HANDSHAKE = "/socket.io/?EIO=4&transport=polling"


@pytest.mark.parametrize("limit", ["_MOST_STRANGERS", "_MOST_STRANGERS_OF_ADDRESS"])
async def test_more_connections_without_a_key_than_may_be_are_refused(idle, monkeypatch, limit):
    monkeypatch.setattr(socket, limit, 3)
    async with listening(idle, transports=("polling",)), listening(idle) as ear:
        answers = [await idle.client.get(HANDSHAKE) for _ in range(5)]
        refused = await idle.client.get(HANDSHAKE.replace("polling", "websocket"), headers=UPGRADE)

        assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
        assert (refused.status, refused.body["code"]) == (429, "too-many-requests")
        assert int(answers[-1].headers["Retry-After"]) > 0
        # Who has shown a key is not counted, and not disturbed.
        assert (await ear.client.call("ping"))["timestamp"]


UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


async def test_there_is_room_again_for_those_who_show_their_key(idle, monkeypatch):
    monkeypatch.setattr(socket, "_MOST_STRANGERS", 1)
    for _ in range(3):
        async with listening(idle), listening(idle, transports=("polling",)) as ear:
            assert (await ear.client.call("ping"))["timestamp"]


async def test_who_gives_the_key_back_and_stays_counts_as_one_without(idle, monkeypatch):
    monkeypatch.setattr(socket, "_MOST_STRANGERS", 1)
    path = f"{HANDSHAKE.replace('polling', 'websocket')}&key={idle.key}"
    async with idle.client.session.ws_connect(path) as raw:
        await raw.receive()
        await raw.send_str("40")
        await raw.receive()
        await raw.send_str("41")
        await raw.send_str('40{"token": "none"}')
        while not (await raw.receive()).data.startswith("44"):
            pass

        assert (await idle.client.get(HANDSHAKE)).status == 429


async def test_who_leaves_gets_the_answer_to_the_poll_that_is_open(idle):
    opened = await idle.client.get(f"{HANDSHAKE}&key={idle.key}")
    path = f"{HANDSHAKE}&sid={json.loads(opened.body[1:])['sid']}"
    await idle.client.ask("POST", path, data="40")
    heard = b""
    while b"Connected to" not in heard:
        heard += (await idle.client.get(path)).body
    poll = asyncio.create_task(idle.client.get(path))
    sockets = idle.sockets._server.eio.sockets
    await until(lambda: sockets[path.rpartition("=")[2]].queue._getters)

    left = await idle.client.ask("POST", path, data="1")

    assert left.status == 200
    answer = await poll
    assert (answer.status, answer.body) == (200, b"6")


async def test_more_messages_than_may_come_are_refused(idle, monkeypatch):
    monkeypatch.setattr(socket, "_MOST_MESSAGES", 3)
    async with listening(idle) as ear:
        answers = [await ear.client.call("ping") for _ in range(4)]

    assert [answer.get("code") for answer in answers] == [None, None, None, "too-many-requests"]
    assert " " in answers[3]["error"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("https://studio.example", 200),
        ("own", 200),
        ("https://evil.example", 400),
        ("null", 400),
    ],
)
async def test_pages_of_other_sites_connect_only_where_they_are_listed(idle, origin, status):
    headers = {"Origin": idle.url if origin == "own" else origin} if origin else {}
    answer = await idle.client.get("/socket.io/?EIO=4&transport=polling", headers=headers)

    assert answer.status == status
    allowed = answer.headers.get("Access-Control-Allow-Origin")
    assert allowed == (headers.get("Origin") if status == 200 else None)


@pytest.mark.parametrize(
    "sent",
    ["9", "4", "49", "42[", '42["join_job"', "42{}", "451-[]", "x", "2probe", "41", "40", "\0"],
)
async def test_what_is_garbled_harms_nobody(idle, sent, caplog, capsys):
    failures = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: failures.append(about))
    async with idle.client.session.ws_connect(
        f"/socket.io/?EIO=4&transport=websocket&key={idle.key}"
    ) as raw:
        await raw.receive()
        await raw.send_str("40")
        await raw.receive()
        await raw.send_str(sent)
        await raw.send_bytes(b"\x00\xff")
    async with listening(idle) as ear:
        assert (await ear.next())[0] == "connected"

    gc.collect()  # what a task died of is told when nobody can ask for it any more
    await asyncio.sleep(0)
    assert failures == []
    assert "a request failed" not in capsys.readouterr().out
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_house_that_closes_lets_its_listeners_go(tmp_path, soon):
    async with opened(tmp_path, starts=False) as place:
        ear = Ear()
        auth = {"token": place.key}
        await ear.client.connect(place.url, auth=auth, transports=["websocket"], wait_timeout=60)
        await ear.client.call("join_job", {"job_id": await job_of(place.client)})
    await soon(ear.client.wait())
    assert not ear.client.connected


@pytest.mark.parametrize("sent", ["", "x", "9", "4", "42[", "1", "\x1e", "4" * 100_000, "\ud800"])
async def test_garbled_polls_harm_nobody(idle, sent, capsys):
    path = f"/socket.io/?EIO=4&transport=polling&key={idle.key}"
    opened = await idle.client.get(path)
    sid = json.loads(opened.body[1:])["sid"]
    data = sent.encode("utf-8", "surrogatepass")
    answers = [
        await idle.client.ask("POST", f"{path}&sid={sid}", data=data),
        await idle.client.ask("POST", f"{path}&sid=nobody", data=data),
        await idle.client.ask("POST", path, data=data),
    ]

    assert all(answer.status < 500 for answer in answers)
    assert "a request failed" not in capsys.readouterr().out
