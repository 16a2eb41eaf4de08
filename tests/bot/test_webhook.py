"""The webhook's route and its announcement."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence

import pytest
from aiogram import Bot
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.inbox import Inbox
from bot.polling import TokenRefused
from bot.site import build_site, open_site
from bot.webhook import Secrets, Webhook, WebhookRefused, webhook_routes
from services.store.database import Database
from tests.bot.telegram import TOKEN, Telegram, open_telegram
from tests.services.store.hands import Hands

HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRETS = Secrets.of("a-secret_1")
UPDATE = {"update_id": 7, "message": {"chat": {"id": 1}, "text": "hi"}}


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, Hands(), bot_id=42)


@pytest.fixture
async def client(inbox: Inbox) -> AsyncIterator[ClientSession]:
    site = build_site(webhook_routes(inbox, SECRETS))
    async with open_site(site, host="127.0.0.1", port=0) as url, ClientSession(url) as client:
        yield client


async def bodies(database: Database) -> list[object]:
    return [json.loads(row["body"]) for row in await database.rows("SELECT body FROM inbox")]


async def test_the_answer_is_yes_once_the_update_is_stored(
    client: ClientSession, database: Database
) -> None:
    for _ in range(2):
        async with client.post(SECRETS.path, json=UPDATE, headers={HEADER: "a-secret_1"}) as answer:
            assert answer.status == 200
            assert await bodies(database) == [UPDATE]


@pytest.mark.parametrize("given", [None, "", "wrong", "a-secret_12", "секрет", "\udcff\udcfe"])
async def test_who_does_not_know_the_secret_is_sent_away(
    client: ClientSession, database: Database, given: str | None
) -> None:
    headers = {} if given is None else {HEADER: given}
    if given == "\udcff\udcfe":
        status = await raw_status(client, b"\xff\xfe")
    else:
        async with client.post(SECRETS.path, json=UPDATE, headers=headers) as answer:
            status = answer.status
            assert (await answer.json())["code"] == "unauthorized"
    assert status == 401
    assert await bodies(database) == []


async def raw_status(client: ClientSession, header: bytes) -> int:
    """Send header bytes that no client library would."""
    url = client._base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    body = json.dumps(UPDATE).encode()
    writer.write(
        b"POST %b HTTP/1.1\r\nHost: x\r\n%b: %b\r\nContent-Length: %d\r\n\r\n%b"
        % (SECRETS.path.encode(), HEADER.encode(), header, len(body), body)
    )
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return int(line.split()[1])


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[1]", b'"text"', b"[" * 200_000, b"null"],
    ids=["empty", "cut", "binary", "list", "text", "deep", "null"],
)
async def test_what_is_no_json_object_is_a_bad_request(
    client: ClientSession, database: Database, body: bytes
) -> None:
    async with client.post(SECRETS.path, data=body, headers={HEADER: "a-secret_1"}) as answer:
        assert answer.status == 400
        assert (await answer.json())["code"] == "body-unreadable"
    assert await bodies(database) == []


async def test_a_body_larger_than_any_update_is_refused(client: ClientSession) -> None:
    body = io.BytesIO(b" " * (8 * 1024 * 1024 + 1))
    async with client.post(SECRETS.path, data=body, headers={HEADER: "a-secret_1"}) as answer:
        assert answer.status == 413


async def test_an_update_without_a_number_is_parked_not_sent_again_for_a_day(
    client: ClientSession, database: Database
) -> None:
    headers = {HEADER: "a-secret_1"}
    async with client.post(SECRETS.path, json={"message": {}}, headers=headers) as answer:
        assert answer.status == 200
    assert [row["state"] for row in await database.rows("SELECT state FROM inbox")] == ["parked"]


async def test_what_could_not_be_stored_is_asked_for_again(
    client: ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def store(self: Inbox, updates: Sequence[object]) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Inbox, "store", store)
    async with client.post(SECRETS.path, json=UPDATE, headers={HEADER: "a-secret_1"}) as answer:
        assert answer.status == 503


async def test_the_address_without_the_secret_path_is_nowhere(client: ClientSession) -> None:
    async with client.post("/telegram/x", json=UPDATE, headers={HEADER: "a-secret_1"}) as answer:
        assert answer.status == 404


def test_the_operators_secret_gives_the_same_address_at_each_start() -> None:
    assert Secrets.of("a-secret_1") == SECRETS
    assert "a-secret_1" not in SECRETS.path
    assert Secrets.of(None) != Secrets.of(None)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with open_telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with telegram.bot() as bot:
        yield bot


@pytest.fixture
def webhook(bot: Bot) -> Webhook:
    return Webhook(
        bot,
        Hands(),
        public_url="https://bot.example/",
        secrets_=SECRETS,
        allowed_updates=["message", "callback_query"],
    )


def found(url: str, **more: object) -> dict[str, object]:
    return {"ok": True, "result": {"url": url, "has_custom_certificate": False, **more}}


async def test_telegram_is_told_the_address_until_it_has_heard(
    webhook: Webhook, telegram: Telegram
) -> None:
    telegram.say(502, "<html>")
    telegram.refuse(429, "Too Many Requests: retry after 3", retry_after=3)
    telegram.refuse(500, "Internal Server Error")
    telegram.fine()
    assert await webhook.check() == "Telegram has not been told the address yet"
    with capture_logs() as logs:
        await webhook.announce()
    assert TOKEN not in json.dumps(logs, default=str)
    assert [method for method, _ in telegram.calls] == ["setWebhook"] * 4
    form = telegram.calls[-1][1]
    assert form["url"] == f"https://bot.example{SECRETS.path}"
    assert json.loads(form["allowed_updates"]) == ["message", "callback_query"]
    assert form["secret_token"] == "a-secret_1"
    assert "drop_pending_updates" not in form


async def test_a_refused_address_or_token_is_said(webhook: Webhook, telegram: Telegram) -> None:
    telegram.refuse(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    with pytest.raises(WebhookRefused, match="HTTPS URL must be provided"):
        await webhook.announce()
    telegram.refuse(401, "Unauthorized")
    with pytest.raises(TokenRefused):
        await webhook.announce()


async def test_trouble_on_telegrams_side_is_found(webhook: Webhook, telegram: Telegram) -> None:
    telegram.fine()
    await webhook.announce()
    url = f"https://bot.example{SECRETS.path}"
    now = int(Hands().now())

    telegram.answers.append((200, found(url, pending_update_count=0)))
    assert await webhook.check() is None
    telegram.answers.append((200, found("https://other.example/", pending_update_count=0)))
    assert await webhook.check() == "another address is set as the webhook"
    failing = {"last_error_date": now - 10, "last_error_message": "Connection refused"}
    telegram.answers.append((200, found(url, pending_update_count=4, **failing)))
    assert await webhook.check() == "Telegram cannot deliver: Connection refused"
    telegram.say(502, "<html>")
    assert "does not answer" in str(await webhook.check())
