"""Who opens the live page within Telegram comes in by its signature; words go to their own chat."""

import json

import pytest
import pytest_asyncio

from services.accounts.account import Role
from services.accounts.mini_app import VALID
from services.jobs.job import State
from services.jobs.order import Channel
from services.jobs.shelf import Shelf
from tests.handlers.http.whole import opened
from tests.services.live.conftest import sound_of
from tests.telegram_page import TOKEN, signed

pytestmark = pytest.mark.asyncio(loop_scope="module")

RAW = {"encoding": "s16le", "rate": 16_000}
GUEST = 77


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def whole(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("doors")
        async with opened(folder, patch, bot_token=TOKEN) as site:
            shelf = Shelf()
            deliveries = {Channel.SHELF: shelf, Channel.TELEGRAM: shelf}
            await site.house.core.jobs.start(deliveries=deliveries)
            yield site


def told_by_telegram(whole, *, age=0.0, **more):
    return signed(now=whole.house.core.clock.now() - age, **more)


async def came_in(whole, init_data, path="/api/jobs"):
    answer, told = await whole.ask("GET", path, headers={"Authorization": f"tma {init_data}"})
    return answer.status, told


async def spoken(whole, **proof):
    """Begin a session and say one sentence; returns what the service said first and last."""
    raw = sound_of("09_one_sentence.ogg").tobytes()
    async with whole.session.ws_connect(f"{whole.url}/api/transcribe/live") as socket:
        await socket.send_json({"type": "start", "config": RAW, **proof})
        first = json.loads((await socket.receive(timeout=60)).data)
        if first["type"] == "error":
            return first, None
        await socket.send_bytes(raw)
        await socket.send_json({"type": "stop"})
        while True:
            told = json.loads((await socket.receive(timeout=60)).data)
            if told["type"] == "complete":
                return first, told


async def send(whole, session, key, **headers):
    path = f"/api/transcribe/live/{session}/send"
    return await whole.ask("POST", path, key, headers=headers)


async def test_what_telegram_signed_opens_the_doors_of_that_person(whole):
    status, told = await came_in(whole, told_by_telegram(whole))

    _, same = await whole.ask("GET", "/api/jobs", whole.guest)
    assert status == 200
    assert [one["id"] for one in told] == [one["id"] for one in same]


async def test_it_opens_nothing_that_an_owner_may(whole):
    mine = await whole.house.core.accounts.of_telegram(79, "Boss")
    await whole.house.core.accounts.set_role(mine.id, Role.OWNER)
    boss = told_by_telegram(whole, user={"id": 79, "first_name": "Boss"})

    answer, told = await whole.ask("POST", "/api/backup", headers={"Authorization": f"tma {boss}"})

    assert (answer.status, told["code"]) == (403, "key-too-small")


@pytest.mark.parametrize(
    ("init_data", "code"),
    [
        pytest.param(
            lambda whole: told_by_telegram(whole).replace("77", "78"),
            "page-unsigned",
            id="another person",
        ),
        pytest.param(
            lambda whole: told_by_telegram(whole, token="1:x"),
            "page-unsigned",
            id="another bot",
        ),
        pytest.param(
            lambda whole: told_by_telegram(whole, age=VALID.total_seconds() + 60),
            "page-stale",
            id="long ago",
        ),
        pytest.param(lambda _: "", "page-unsigned", id="nothing"),
        pytest.param(
            lambda whole: told_by_telegram(whole, user={"id": 404}),
            "not-allowed",
            id="a stranger",
        ),
    ],
)
async def test_nothing_else_opens_them(whole, init_data, code):
    status, told = await came_in(whole, init_data(whole))
    said, _ = await spoken(whole, init_data=init_data(whole) or "x")

    assert (status, told["code"]) == (403, code)
    assert (said["type"], said["code"]) == ("error", code)


async def test_who_was_shown_the_door_stays_out(whole):
    accounts = whole.house.core.accounts
    blocked = await accounts.of_telegram(78, "Eve")
    await accounts.set_role(blocked.id, Role.BLOCKED)

    status, told = await came_in(whole, told_by_telegram(whole, user={"id": 78}))

    assert (status, told["code"]) == (403, "not-allowed")


async def test_a_key_goes_before_what_telegram_signed(whole):
    headers = {"Authorization": f"tma {told_by_telegram(whole)}", "X-API-Key": "hs-wrong"}

    answer, _ = await whole.ask("GET", "/api/jobs", headers=headers)

    assert answer.status == 401


async def test_words_that_were_spoken_in_telegram_are_sent_to_the_chat(whole):
    proof = told_by_telegram(whole)
    first, last = await spoken(whole, init_data=proof)
    assert first["can_send_to_chat"] is True

    answer, told = await send(whole, first["session"], whole.guest)

    assert answer.status == 202
    jobs = whole.house.core.jobs
    sent, heard = await jobs.wait(told["job_id"]), await jobs.get(last["job_id"])
    assert sent.state is State.DONE
    assert (sent.order.recipient.channel, sent.order.recipient.chat_id) == (
        Channel.TELEGRAM,
        GUEST,
    )
    assert sent.order.wish == heard.order.wish
    assert (await jobs.transcript(sent)).text == last["full_text"]


async def test_words_are_sent_once_however_often_that_is_asked(whole):
    first, _ = await spoken(whole, key=whole.guest)
    once = {"Idempotency-Key": f"send-{first['session']}"}

    jobs = [(await send(whole, first["session"], whole.guest, **once))[1] for _ in range(2)]

    assert jobs[0]["job_id"] == jobs[1]["job_id"]


async def test_somebody_elses_session_is_not_there(whole):
    first, _ = await spoken(whole, key=whole.guest)

    answer, told = await send(whole, first["session"], whole.owner)

    assert (answer.status, told["code"]) == (404, "live-gone")


async def test_who_has_no_chat_is_told_so(whole):
    first, _ = await spoken(whole, key=whole.owner)
    assert first["can_send_to_chat"] is False

    answer, told = await send(whole, first["session"], whole.owner)

    assert (answer.status, told["code"]) == (409, "no-chat")


async def test_what_is_not_over_cannot_be_sent(whole):
    async with whole.session.ws_connect(f"{whole.url}/api/transcribe/live") as socket:
        await socket.send_json({"type": "start", "config": RAW, "key": whole.guest})
        session = json.loads((await socket.receive(timeout=60)).data)["session"]

        answer, told = await send(whole, session, whole.guest)

    assert (answer.status, told["code"]) == (409, "job-not-done")
