"""A live session over its socket, with the miniature model behind it."""

import asyncio
import base64
import errno
import json
from contextlib import AsyncExitStack
from difflib import SequenceMatcher

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import WSCloseCode, web
from aiohttp.test_utils import make_mocked_request

from handlers.http.live_wire import told
from handlers.http.socket_door import check_origin
from locales.texts import texts_for
from services.accounts.keys import Scope
from services.live.events import Ending, Lag
from tests.handlers.http.whole import opened
from tests.services.live.conftest import sound_of
from tests.speech import SAMPLES

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOSTLY = 0.9
RAW = {"encoding": "s16le", "rate": 16_000}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def whole(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder, proxies = tmp_path_factory.mktemp("live"), ["127.0.0.1"]
        async with opened(folder, patch, starts=True, trusted_proxies=proxies) as site:
            yield site


def plain(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter == " ")


def truth(name):
    return plain(json.loads((SAMPLES / f"{name}.json").read_text())["text"])


def likeness(text, other):
    """Return how much of both is the same words in the same order; the miniature mishears one in 30."""
    words = plain(text.replace("\n", " ")).split()
    return SequenceMatcher(None, words, other.split(), autojunk=False).ratio()


class Client:
    def __init__(self, socket):
        self.socket = socket
        self.heard = []

    async def say(self, **message):
        await self.socket.send_json(message)

    async def until(self, kind):
        while True:
            told = json.loads((await self.socket.receive(timeout=60)).data)
            self.heard.append(told)
            if told["type"] == kind:
                return told

    def last_number(self):
        return max(told.get("seq", 0) for told in self.heard)


def connected(whole, **more):
    return whole.session.ws_connect(f"{whole.url}/api/transcribe/live", **more)


async def begun(socket, key, **config):
    client = Client(socket)
    await client.say(type="start", key=key, config=config)
    return client, await client.until("connected")


async def test_audiograbs_client_gets_its_words(whole):
    raw = (SAMPLES / "09_one_sentence.ogg").read_bytes()
    async with whole.session.ws_connect(f"{whole.url}/transcribe/live?key={whole.owner}") as socket:
        client = Client(socket)
        await client.say(type="start", config={"model": "small", "use_context": True})
        await client.until("connected")
        for at in range(0, len(raw), 4_000):
            data = base64.b64encode(raw[at : at + 4_000]).decode()
            await client.say(type="audio", data=data)
        await client.say(type="ping")
        await client.until("pong")
        await client.say(type="stop")
        last = await client.until("complete")
        ended = await socket.receive(timeout=10)
    assert plain(last["full_text"]) == truth("09_one_sentence")
    assert last["segments"][0]["words"]
    assert ended.type.name in {"CLOSE", "CLOSED", "CLOSING"}
    answer, job = await whole.ask("GET", f"/api/jobs/{last['job_id']}", whole.owner)
    assert answer.status == 200
    assert job["status"] == "completed"
    segments = [told["segment"]["text"] for told in client.heard if told["type"] == "segment"]
    assert plain(" ".join(segments)) == truth("09_one_sentence")


async def test_a_cut_connection_loses_no_word_and_tells_none_twice(whole):
    raw = sound_of("05_plain_gb.mp3").tobytes()
    heard, session, after, at = [], "", 0, 0
    for cut in range(6):
        async with connected(whole) as socket:
            client = Client(socket)
            if session:
                await client.say(type="resume", key=whole.owner, session=session, after=after)
            else:
                await client.say(type="start", key=whole.owner, config=RAW)
            told = await client.until("connected")
            session, at = told["session"], told["taken"]
            end = len(raw) * (cut + 1) // 6 // 2 * 2
            # More is sent than is taken before the cut: it is sent again by who comes back.
            while at < end:
                await socket.send_bytes(raw[at : min(end, at + 3_200)])
                at = min(end, at + 3_200)
            if cut == 5:
                await client.say(type="stop")
                await client.until("complete")
            else:
                await client.say(type="ping")
                await client.until("pong")
        heard += [told for told in client.heard if "seq" in told]
        after = max([after, client.last_number()])
    numbers = [told["seq"] for told in heard]
    assert len(numbers) == len(set(numbers))
    spoken = [told["utterance"] for told in heard if told["type"] == "segment"]
    assert spoken == sorted(set(spoken))
    assert likeness(heard[-1]["full_text"], truth("05_plain_gb")) >= MOSTLY


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ({"type": "start"}, "key-missing"),
        ({"type": "start", "key": "hs-nonsense"}, "key-wrong"),
        ({"type": "sing", "key": "own"}, "field-invalid"),
        ({"type": "start", "key": "own", "config": {"rate": 3}}, "field-invalid"),
        ({"type": "start", "key": "own", "config": {"encoding": "shellac"}}, "field-invalid"),
        ({"type": "start", "key": "own", "config": {"model": "nobody"}}, "choice-unavailable"),
        ({"type": "start", "key": "own", "config": []}, "field-invalid"),
        ({"type": "start", "key": "own", "config": {"title": "\ud800"}}, "field-invalid"),
        ({"type": "resume", "key": "own", "session": "nothing"}, "live-gone"),
    ],
)
async def test_what_cannot_begin_is_refused_in_a_sentence(whole, first, code):
    if first.get("key") == "own":
        first = first | {"key": whole.owner}
    async with connected(whole) as socket:
        await socket.send_json(first)
        told = json.loads((await socket.receive(timeout=20)).data)
        ended = await socket.receive(timeout=20)
    assert told["code"] == code
    assert told["error"]
    assert not told["recoverable"]
    assert ended.type.name in {"CLOSE", "CLOSED", "CLOSING"}


async def test_nobody_resumes_somebody_elses_session_nor_with_a_key_that_only_reads(whole):
    async with connected(whole) as socket:
        _, told = await begun(socket, whole.owner, **RAW)
        reading = await whole.key("only reads", [Scope.READ])
        for key, code in ((whole.guest, "live-gone"), (reading, "key-too-small")):
            async with connected(whole) as other:
                await other.send_json({"type": "resume", "key": key, "session": told["session"]})
                refused = json.loads((await other.receive(timeout=20)).data)
            assert refused["code"] == code
        await socket.send_json({"type": "stop"})


@pytest.mark.parametrize(
    "message", ["no json", "[" * 9999, "[]", "{}", '{"type":"audio","data":"*"}']
)
async def test_what_is_no_message_is_answered_and_the_session_goes_on(whole, message):
    async with connected(whole) as socket:
        client, _ = await begun(socket, whole.owner, **RAW)
        await socket.send_str(message)
        told = await client.until("error")
        assert told["recoverable"]
        await client.say(type="stop")
        assert (await client.until("complete"))["full_text"] == ""


async def test_a_piece_that_leaves_something_out_is_refused_and_says_where_to_go_on(whole):
    raw = base64.b64encode(bytes(3_200)).decode()
    async with connected(whole) as socket:
        client, _ = await begun(socket, whole.owner, **RAW)
        await client.say(type="audio", data=raw, at=0)
        await client.say(type="audio", data=raw, at=6_400)
        told = await client.until("error")
        assert told["code"] == "live-gap"
        await client.say(type="ping")
        assert (await client.until("pong"))["taken"] == 3_200
        await client.say(type="stop")
        await client.until("complete")


async def test_a_piece_that_does_not_fit_on_the_disk_ends_the_connection_and_not_the_session(
    whole, monkeypatch
):
    async with connected(whole) as socket:
        client, told = await begun(socket, whole.owner, **RAW)
        session = whole.house.core.live.find(told["session"], whole.owner_id)
        await socket.send_bytes(bytes(3_200))
        await client.say(type="ping")
        assert (await client.until("pong"))["taken"] == 3_200

        async def full(_):
            raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as patch:
            patch.setattr(session._intake._came, "append", full)
            await socket.send_bytes(bytes(3_200))
            refused = await client.until("error")
            ended = await socket.receive(timeout=20)
    assert (refused["code"], refused["recoverable"]) == ("no-room", True)
    assert ended.data == WSCloseCode.TRY_AGAIN_LATER
    async with connected(whole) as socket:
        client = Client(socket)
        await client.say(type="resume", key=whole.owner, session=told["session"])
        assert (await client.until("connected"))["taken"] == 3_200
        await client.say(type="stop")
        await client.until("complete")


async def test_a_session_may_be_larger_than_what_a_program_may_send(whole):
    limit = whole.house.core.uploads.most_bytes
    sent = 0
    async with connected(whole) as socket:
        client, _ = await begun(socket, whole.owner, **RAW)
        while sent <= limit:
            await socket.send_bytes(bytes(1_000_000))
            sent += 1_000_000
        await client.say(type="stop")
        last = await client.until("complete")
    assert last["duration"] == sent / 32_000
    assert last["job_id"]


async def test_what_is_cleared_is_told_so(whole):
    async with connected(whole) as socket:
        client, _ = await begun(socket, whole.owner, **RAW)
        await socket.send_bytes(bytes(32_000))
        await client.say(type="clear")
        assert (await client.until("cleared"))["at"] == 1.0
        await client.say(type="stop")
        await client.until("complete")


async def test_why_a_session_ends_is_a_sentence():
    ending = Ending(number=3, code="live-too-long", details={"minutes": 90})
    said = told(ending, texts_for("en"))
    assert (said["type"], said["seq"], said["code"]) == ("ending", 3, "live-too-long")
    assert "90 minutes" in said["error"]


async def test_what_the_words_wait_for_is_a_sentence():
    texts = texts_for("en")
    assert told(Lag(number=3, seconds=2.0), texts) == {"type": "lag", "seq": 3, "seconds": 2.0}
    said = told(Lag(number=4, seconds=9.5, code="no-room"), texts)
    assert (said["type"], said["seconds"], said["code"]) == ("lag", 9.5, "no-room")
    assert "full" in said["note"]


async def test_what_an_old_connection_still_brings_is_not_taken_twice(whole):
    piece = bytes(3_200)
    async with connected(whole) as old, connected(whole) as new:
        first, told = await begun(old, whole.owner, **RAW)
        await old.send_bytes(piece)
        await first.say(type="ping")
        await first.until("pong")
        second = Client(new)
        await second.say(type="resume", key=whole.owner, session=told["session"])
        assert (await second.until("connected"))["taken"] == 3_200
        await old.send_bytes(piece)
        await first.say(type="ping")
        assert (await first.until("pong"))["taken"] == 6_400
        await new.send_bytes(piece * 2)
        await second.say(type="ping")
        assert (await second.until("pong"))["taken"] == 9_600
        await second.say(type="stop")
        await second.until("complete")


async def test_of_two_tabs_the_one_that_took_the_session_up_is_heard_and_the_other_told(whole):
    raw = sound_of("09_one_sentence.ogg").tobytes()
    async with connected(whole) as old, connected(whole) as new:
        first, told = await begun(old, whole.owner, **RAW)
        await old.send_bytes(raw[:32_000])
        await first.say(type="ping")
        await first.until("pong")
        second = Client(new)
        await second.say(type="resume", key=whole.owner, session=told["session"])
        assert (await second.until("connected"))["taken"] == 32_000
        await new.send_bytes(raw[32_000:64_000])
        await second.say(type="ping")
        await second.until("pong")
        await old.send_bytes(b"\x55" * 32_000)
        await first.say(type="stop")
        refused = await first.until("error")
        ended = await old.receive(timeout=20)
        await new.send_bytes(raw[64_000:])
        await second.say(type="stop")
        last = await second.until("complete")
    assert (refused["code"], refused["recoverable"]) == ("live-elsewhere", False)
    assert "another tab" in refused["error"]
    assert ended.data == WSCloseCode.POLICY_VIOLATION
    assert last["duration"] == pytest.approx(len(raw) / 32_000, abs=0.01)
    assert plain(last["full_text"]) == truth("09_one_sentence")


async def test_who_comes_back_after_the_end_is_told_it_again(whole):
    async with connected(whole) as socket:
        client, told = await begun(socket, whole.owner, **RAW)
        await socket.send_bytes(b"\0")
        await client.say(type="stop")
        await client.say(type="stop")
        await socket.send_bytes(bytes(3_200))
        last = await client.until("complete")
    for after, kinds in ((0, ["connected", "complete"]), (last["seq"], ["connected"])):
        async with connected(whole) as socket:
            client = Client(socket)
            session = told["session"]
            await client.say(type="resume", key=whole.owner, session=session, after=after)
            heard = [json.loads(message.data)["type"] async for message in socket]
        assert heard == kinds


@pytest.mark.parametrize("encoding", ["ogg", "webm"])
async def test_a_container_that_begins_in_mid_stream_is_refused_in_a_sentence(whole, encoding):
    async with connected(whole) as socket:
        client, _ = await begun(socket, whole.owner, encoding=encoding)
        await socket.send_bytes((SAMPLES / "09_one_sentence.ogg").read_bytes()[3_000:])
        await client.say(type="stop")
        told = await client.until("error")
    assert (told["code"], told["recoverable"]) == ("file-unreadable", False)


async def test_those_who_have_shown_no_key_are_so_many_and_no_more(whole):
    async with AsyncExitStack() as stack:
        silent = [await stack.enter_async_context(connected(whole)) for _ in range(16)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await connected(whole)
        assert refused.value.status == 429
        # Who shows one makes room.
        client = Client(silent[0])
        await client.say(type="start", key=whole.owner, config=RAW)
        await client.until("connected")
        async with connected(whole):
            pass
        await client.say(type="stop")
        await client.until("complete")


async def test_those_behind_a_trusted_proxy_are_counted_each_for_themselves(whole, monkeypatch):
    crowd, other = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in (1, 2)]
    monkeypatch.setattr("handlers.http.strangers._MOST_OF_ADDRESS", 1)
    monkeypatch.setattr("handlers.http.socket._MOST_STRANGERS_OF_ADDRESS", 1)
    async with connected(whole, headers=crowd):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="429"):
            await connected(whole, headers=crowd)
        async with connected(whole, headers=other):
            pass
    handshake = "/socket.io/?EIO=4&transport=polling"
    answers = [await whole.ask("GET", handshake, headers=who) for who in (crowd, crowd, other)]
    assert [answer.status for answer, _ in answers] == [200, 429, 200]


async def test_a_first_message_may_not_be_large(whole):
    async with connected(whole) as socket:
        await socket.send_str("x" * (1024 * 1024 + 1))
        ended = await socket.receive(timeout=20)
    assert ended.data == WSCloseCode.MESSAGE_TOO_BIG


async def test_with_its_job_the_sound_and_the_words_of_a_session_go_at_once(whole):
    folder = whole.house.core.live._folder
    async with connected(whole) as socket:
        client, told = await begun(socket, whole.owner, **RAW)
        await socket.send_bytes(sound_of("09_one_sentence.ogg").tobytes())
        await client.say(type="stop")
        last = await client.until("complete")
    assert (folder / told["session"]).exists()
    answer, _ = await whole.ask("DELETE", f"/api/jobs/{last['job_id']}", whole.owner)
    assert answer.status < 300
    assert not (folder / told["session"]).exists()


async def test_pages_of_other_sites_may_not_listen(whole):
    with pytest.raises(Exception, match="403"):
        await connected(whole, headers={"Origin": "https://elsewhere.example"})


async def test_the_services_own_page_may_whatever_a_proxy_calls_the_service():
    request = make_mocked_request("GET", "/", {"Origin": "https://bot.example", "Host": "inside"})
    check_origin(request, ["https://bot.example"])
    with pytest.raises(web.HTTPForbidden):
        check_origin(request, [])


async def test_how_live_stands_is_told_to_anybody(whole):
    answer, told = await whole.ask("GET", "/api/transcribe/live/status")
    assert answer.status == 200
    assert told["available"] is True


async def test_four_speak_at_once_and_each_gets_all_of_their_own_words(whole):
    async def one(name):
        raw = sound_of(name).tobytes()
        async with connected(whole) as socket:
            client, _ = await begun(socket, whole.owner, **RAW)
            for at in range(0, len(raw), 6_400):
                await socket.send_bytes(raw[at : at + 6_400])
            await client.say(type="stop")
            return (await client.until("complete"))["full_text"]

    names = ["01_plain.wav", "05_plain_gb.mp3", "09_one_sentence.ogg"]
    said = await asyncio.gather(*(one(name) for name in names))
    for name, text in zip(names, said, strict=True):
        assert likeness(text, truth(name.partition(".")[0])) >= MOSTLY
