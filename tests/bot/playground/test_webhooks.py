import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.playground.server import open_playground
from tests.bot.playground.conftest import bot_at
from tests.bot.playground.test_updates import GO

SECRET = "Sesame-1"


class Hook:
    """A bot's webhook: keeps what came, and answers as told."""

    def __init__(self) -> None:
        self.came: list[dict] = []
        self.secrets: list[str] = []
        self.answers: dict[str, list[web.Response]] = {}
        self.behave: Callable[[dict], Awaitable[None]] | None = None
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.came.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        if self.behave is not None:
            await self.behave(update)
        waiting = self.answers.get(self.text(update))
        return waiting.pop(0) if waiting else web.Response()

    @staticmethod
    def text(update: dict) -> str:
        return update.get("message", {}).get("text", "")

    def texts(self) -> list[str]:
        return [self.text(update) for update in self.came]


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_are_brought_with_the_secret(playground, bot, hook):
    await playground.say("before")
    await bot.set_webhook(hook.url, secret_token=SECRET)
    await playground.say("after")
    await playground.until(lambda: len(hook.came) == 2)
    assert hook.texts() == ["before", "after"]
    assert hook.secrets == [SECRET, SECRET]
    await playground.until(lambda: not len(playground.desk.updates))
    assert (await bot.get_webhook_info()).pending_update_count == 0
    assert not playground.violations


async def test_a_failing_update_is_brought_again_and_holds_its_chat(playground, bot, hook):
    friend = playground.add_user("Ann")["id"]
    hook.answers["stubborn"] = [web.Response(status=500) for _ in range(3)]
    await bot.set_webhook(hook.url)
    await playground.say("stubborn")
    await playground.say("later")
    await playground.say("elsewhere", user=friend)
    await playground.until(lambda: "later" in hook.texts() and "elsewhere" in hook.texts())
    mine = [text for text in hook.texts() if text != "elsewhere"]
    assert mine == ["stubborn"] * 4 + ["later"]
    assert "500" in (await bot.get_webhook_info()).last_error_message


async def test_one_message_of_a_chat_is_under_way_at_a_time_but_a_tap_may_pass(
    playground, bot, hook
):
    sent = await bot.send_message(playground.me, "x", reply_markup=GO)
    may_go_on = asyncio.Event()

    async def hold_words(update: dict) -> None:
        if "message" in update:
            await may_go_on.wait()

    hook.behave = hold_words
    await bot.set_webhook(hook.url)
    await playground.say("one")
    await playground.say("two")
    await playground.press(sent.message_id, "Go")
    await playground.until(lambda: len(hook.came) == 2)
    assert [update.keys() & {"message", "callback_query"} for update in hook.came] == [
        {"message"},
        {"callback_query"},
    ]
    may_go_on.set()
    await playground.until(lambda: hook.texts() == ["one", "", "two"])


async def test_retry_after_is_honoured(playground, bot, hook):
    busy = web.Response(status=503, headers={"Retry-After": "30"})
    hook.answers["x"] = [busy]
    times: list[float] = []

    async def note(_: dict) -> None:
        times.append(asyncio.get_running_loop().time())

    hook.behave = note
    await bot.set_webhook(hook.url)
    await playground.say("x")
    await playground.until(lambda: len(times) == 2)
    assert times[1] - times[0] >= 0.29  # thirty seconds, with a patience of a hundredth


async def test_a_method_in_the_answer_is_carried_out(playground, bot, hook):
    body = {"method": "sendMessage", "chat_id": playground.me, "text": "by the way"}
    hook.answers["x"] = [web.json_response(body)]
    hook.answers["y"] = [web.json_response({"method": "getMe"})]
    await bot.set_webhook(hook.url)
    await playground.say("x")
    await playground.say("y")
    await playground.until(lambda: len(playground.messages()) == 3)
    await playground.until(lambda: not len(playground.desk.updates))
    assert not playground.calls("getMe")


async def test_a_dead_webhook_keeps_updates_for_polling(playground, bot, hook):
    await bot.set_webhook("http://127.0.0.1:1/nobody")
    await playground.say("x")
    await playground.until(lambda: (playground.desk.world.profile["webhook"] or {}).get(
        "last_error_message"))  # fmt: skip
    await bot.delete_webhook()
    (update,) = await bot.get_updates()
    assert update.message.text == "x"
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    await playground.say("y")
    await playground.until(lambda: hook.came)
    assert hook.texts() == ["y"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.org/hook", "An HTTPS URL must be provided for webhook"),
        ("https://example.org:99/hook", "only on ports 80, 88, 443 or 8443"),
        ("ftp://example.org/hook", "invalid webhook URL"),
    ],
)
async def test_an_address_that_telegram_would_not_call_is_refused(ask, url, words):
    status, body = await ask("setWebhook", url=url)
    assert status == 400
    assert words in body["description"]


async def test_a_secret_has_plain_characters(ask):
    status, body = await ask("setWebhook", url="http://127.0.0.1:1/", secret_token="sésame")
    assert (status, "illegal characters" in body["description"]) == (400, True)


async def test_a_webhook_and_its_queue_survive_a_restart(tmp_path, hook):
    folder = tmp_path / "pg"
    async with open_playground(folder=folder) as playground, bot_at(playground) as bot:
        await bot.set_webhook("http://127.0.0.1:1/nobody")
        await playground.say("kept")
        webhook = playground.desk.world.profile["webhook"]
        await playground.until(lambda: "last_error_message" in webhook)
        webhook["url"] = hook.url
        playground.desk.world.keep_profile()
    hook.came.clear()
    async with open_playground(folder=folder) as playground:
        await playground.until(lambda: hook.came)
        assert hook.texts() == ["kept"]
